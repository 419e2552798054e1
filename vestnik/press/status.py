"""The state of a node's press, as figures and as lines for its operator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError

from vestnik.press import verifying
from vestnik.press.follower import Follower


@dataclass(frozen=True, slots=True)
class Status:
    """Figures of one node. `behind`: changes not read yet, None when the database does not answer."""

    surfaces: int
    stale: int
    bytes: int
    killed: list[str]
    behind: int | None
    contact: datetime | None
    verified: int
    wrong: int
    last_verified: datetime | None
    last_wrong: str
    slowest: list[tuple[str, float]]


def read(follower: Follower) -> Status:
    """The state now; looks at the log without reading on."""
    figures = follower.store.figures()
    found = verifying.so_far(follower.store)
    try:
        behind = follower.behind()
    except DatabaseError:
        behind = None
    return Status(
        surfaces=figures["surfaces"],
        stale=figures["stale"],
        bytes=figures["bytes"],
        killed=sorted(follower.store.killed()),
        behind=behind,
        contact=follower.contact(),
        verified=found.checked,
        wrong=found.wrong,
        last_verified=verifying.last_at(found),
        last_wrong=found.last_wrong,
        slowest=figures["slowest"],
    )


def in_lines(status: Status, now: datetime) -> Iterator[str]:
    """The state in words."""
    yield f"prints        {status.surfaces}, {status.stale} of them stale, {_size(status.bytes)}"
    if status.behind is None:
        yield "change log    the database does not answer"
    else:
        yield f"change log    {status.behind} changes behind"
    yield f"last contact  {_ago(status.contact, now)}"
    yield f"verified      {status.verified} prints, {status.wrong} wrong; {_ago(status.last_verified, now)}"
    if status.last_wrong:
        yield f"last wrong    {status.last_wrong}"
    for path in status.killed:
        yield f"killed        {path}"
    for name, milliseconds in status.slowest:
        yield f"slow          {milliseconds:6.0f} ms  {name}"


def _size(count: int) -> str:
    return f"{count / 1_048_576:.1f} MiB" if count >= 1_048_576 else f"{count / 1024:.0f} KiB"


def _ago(moment: datetime | None, now: datetime) -> str:
    if moment is None:
        return "never"
    seconds = max(0.0, (now - moment).total_seconds())
    if seconds < 120:
        return f"{seconds:.0f} s ago"
    return f"{seconds / 60:.0f} min ago" if seconds < 7200 else f"{seconds / 3600:.0f} h ago"
