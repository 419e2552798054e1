"""How things stand with a node, as its press process knows them."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from vestnik.kit import clock
from vestnik.press import figures, receipts
from vestnik.press.gate.answers import Answers
from vestnik.press.gate.application import Application
from vestnik.press.gate.forward import Forwarder
from vestnik.press.gate.tally import Tally
from vestnik.press.health import WORKER, Disk, disk_of, is_dead, seconds_since


@dataclass(frozen=True, slots=True)
class State:
    """The state now. `told`: an application has told the node of itself; None stands for not known."""

    told: bool
    store: bool
    store_bytes: int | None
    waiting: int | None
    database: bool
    log_age: float | None
    application: bool
    worker: bool | None
    worker_silent: float | None
    disk: Disk | None
    forwards: int
    most_forwards: int
    asked: int
    kept_answers: int
    kept_prints: int
    most_kept: int

    @property
    def is_ready(self) -> bool:
        """Whether readers can be sent here: what is printed is answered also while all others are away."""
        return self.told and self.store

    def as_json(self) -> dict[str, Any]:
        """For who asks whether the node is well; `ok` is null where nothing is known."""
        disk = None if self.disk is None else not self.disk.is_almost_full
        return {
            "ready": self.is_ready,
            "told": {"ok": self.told},
            "store": {"ok": self.store, "bytes": self.store_bytes, "waiting": self.waiting},
            "database": {"ok": self.database, "log_age_seconds": self.log_age},
            "application": {"ok": self.application},
            "worker": {"ok": self.worker, "silent_seconds": self.worker_silent},
            "disk": {"ok": disk, **(asdict(self.disk) if self.disk else {})},
        }


@dataclass(frozen=True, slots=True)
class Parts:
    """What the press process is put together from."""

    data: Path
    tally: Tally
    answers: Answers
    forward: Forwarder
    application: Application

    def state(self, told: figures.Told | None) -> State:
        """The state now; of the worker, what the node's figures tell."""
        beat, now = told.beats.get(WORKER) if told else None, clock.instant()
        age, silent = self.answers.age(), seconds_since(beat, now)
        store = self.answers.store()
        waiting, size = None, None
        with suppress(sqlite3.Error):
            waiting = receipts.count_waiting(store)
        with suppress(OSError):
            size = os.stat(store.path).st_size
        return State(
            told=self.answers.is_told(),
            store=waiting is not None,
            store_bytes=size,
            waiting=waiting,
            database=self.answers.database_answers(),
            log_age=None if age is None else round(age, 2),
            application=self.application.is_here,
            worker=None if silent is None else not is_dead(beat, now, figures.began()),
            worker_silent=None if silent is None else round(silent, 1),
            disk=disk_of(self.data),
            forwards=self.forward.places.taken,
            most_forwards=self.forward.places.most,
            asked=self.application.places.taken,
            kept_answers=self.answers.shelf.size,
            kept_prints=self.answers.cuts.size,
            most_kept=self.answers.shelf.most,
        )
