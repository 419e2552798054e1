"""What must be well for a node to go on, and from where on it is not: disk and worker. For all processes."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from vestnik.press.figures import Beat

MIB = 1024 * 1024
#: A disk is almost full with less than this share of it free, but never more nor less than so much.
SHARE, AT_MOST, AT_LEAST = 0.05, 2048 * MIB, 256 * MIB
#: Seconds without a beat after which the worker is held to be dead: the launcher starts a dead one again
#: within half of it.
DEAD_AFTER = 60.0
#: The names by which processes of the node say that they live.
PRESS, WORKER = "press", "worker"


@dataclass(frozen=True, slots=True)
class Disk:
    """The disk on which the node's data folder lies, in bytes."""

    free: int
    total: int

    @property
    def is_almost_full(self) -> bool:
        return self.free < min(max(self.total * SHARE, AT_LEAST), AT_MOST)


def disk_of(data: Path) -> Disk | None:
    """The disk of a data folder; None when it cannot be asked."""
    try:
        found = shutil.disk_usage(data)
    except OSError:
        return None
    return Disk(found.free, found.total)


def seconds_since(beat: Beat | None, now: datetime) -> float | None:
    """How long ago a process was last alive; None when none ever was, in the last day."""
    return None if beat is None else max(0.0, (now - beat.at).total_seconds())


def is_dead(beat: Beat | None, now: datetime, watched: datetime) -> bool:
    """Whether a process that once ran here does so no more; `watched` is since when somebody listens, for
    after a night all were silent. Where none ever ran there is none to die: its work may be done on another
    machine.
    """
    return beat is not None and (now - max(beat.at, watched)).total_seconds() > DEAD_AFTER
