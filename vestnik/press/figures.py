"""What the press of a node did, minute by minute and in all, and when each of its processes was last alive.

Each process counts in memory and adds to one small file every few seconds; what was counted since is lost when
it is killed. The file outlives restarts and the store of prints, and holds a day of minutes.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from vestnik.press.ledger import ledger

logger = logging.getLogger("vestnik.press")
#: The file's name in the node's data folder.
FILE = "figures.sqlite3"
#: Seconds between two keepings, and the least between two, however much has to be told at once.
PAUSE, LEAST_PAUSE = 10.0, 1.0
#: Seconds between two beats of a process.
BEAT = 5.0
KEPT = timedelta(days=1)
#: Failed prints that are remembered by name.
MOST_FAILURES = 50
#: Of these the highest value of a minute is kept; all others are added up.
HIGHEST = frozenset({"lag"})
#: Stands in place of a minute for the sum of all times.
_EVER = 0
_SCHEMA = """
CREATE TABLE IF NOT EXISTS figures (
    minute INTEGER NOT NULL, name TEXT NOT NULL, value REAL NOT NULL, PRIMARY KEY (minute, name)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS failures (name TEXT PRIMARY KEY, at REAL NOT NULL, why TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS beats (
    process TEXT PRIMARY KEY, at REAL NOT NULL, began REAL NOT NULL, state TEXT NOT NULL
) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Failure:
    """A surface that could not be printed, when last, and why."""

    name: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Beat:
    """When a process of the node was last alive, since when it runs, and what it told of itself."""

    at: datetime
    began: datetime
    state: dict[str, Any]


@dataclass(slots=True)
class _Waiting:
    """What was counted and is not yet in the file."""

    figures: dict[tuple[int, str], float] = field(default_factory=dict)
    failures: dict[str, tuple[float, str]] = field(default_factory=dict)


_folder: Path | None = None
_lock = threading.Lock()
_waiting = _Waiting()
_kept = _beaten = float("-inf")
_unkept = False
_began = time.time()


def began() -> datetime:
    """Since when this process runs."""
    return _moment(_began)


def in_folder(data: Path) -> None:
    """Keep in the file of this data folder; each process says it once, at its start."""
    global _folder
    _folder = data


def count(name: str, times: float = 1) -> None:
    """Add to a figure of this minute. Only memory is touched."""
    with _lock:
        _note(name, times)


def count_all(times: Mapping[str, float]) -> None:
    """Add to several figures of this minute; those that are 0 leave nothing."""
    with _lock:
        for name, more in times.items():
            if more:
                _note(name, more)


def failed(surface: str, why: str) -> None:
    """A surface could not be printed; told at once, since somebody may have to be called."""
    with _lock:
        _note("failures", 1)
        _waiting.failures.pop(surface, None)
        if len(_waiting.failures) < MOST_FAILURES:
            _waiting.failures[surface] = (time.time(), why)
    keep_if_due(LEAST_PAUSE)


def _note(name: str, value: float) -> None:
    where, figures = (int(time.time() // 60), name), _waiting.figures
    if name in HIGHEST:
        figures[where] = max(value, figures.get(where, 0))
    else:
        figures[where] = figures.get(where, 0) + value


def keep_if_due(pause: float = PAUSE) -> None:
    """Write what was counted, when the last writing is so many seconds old. Never raises."""
    if time.monotonic() - _kept >= pause:
        keep()


def beat(process: str) -> None:
    """Say now and then that a process of the node is alive, and keep what it counted. Never raises."""
    # Not by the last keeping: who fails to print at each second keeps oftener than this.
    if time.monotonic() - _beaten >= BEAT:
        keep((process, {}))


def keep(alive: tuple[str, dict[str, Any]] | None = None) -> None:
    """Write what was counted, and that a process is alive; what cannot be written waits for the next time."""
    global _kept, _beaten, _unkept, _waiting
    with _lock:
        counted, _waiting = _waiting, _Waiting()
        _kept = time.monotonic()
        if alive is not None:
            _beaten = _kept
    if _folder is None or not (alive or counted.figures or counted.failures):
        return
    try:
        with ledger(_folder / FILE, _SCHEMA) as db:
            _write(db, counted)
            if alive is not None:
                db.execute(
                    "INSERT OR REPLACE INTO beats VALUES (?, ?, ?, ?)",
                    [alive[0], time.time(), _began, json.dumps(alive[1])],
                )
    except (sqlite3.Error, OSError) as error:
        # Said once: on a full disk it is tried every few seconds.
        if not _unkept:
            logger.warning("The press's figures cannot be kept (%s); trying again.", error)
        _unkept = True
        with _lock:
            _put_back(counted)
    else:
        _unkept = False


def _write(db: sqlite3.Connection, counted: _Waiting) -> None:
    old = time.time() - KEPT.total_seconds()
    for (minute, name), value in counted.figures.items():
        more = "MAX(value, excluded.value)" if name in HIGHEST else "value + excluded.value"
        for when in (minute,) if name in HIGHEST else (minute, _EVER):
            db.execute(
                "INSERT INTO figures VALUES (?, ?, ?)"
                f" ON CONFLICT (minute, name) DO UPDATE SET value = {more}",
                [when, name, value],
            )
    db.executemany(
        "INSERT OR REPLACE INTO failures VALUES (?, ?, ?)",
        [(name, at, why) for name, (at, why) in counted.failures.items()],
    )
    db.execute("DELETE FROM figures WHERE minute > ? AND minute < ?", [_EVER, old // 60])
    db.execute(
        "DELETE FROM failures WHERE at < ? OR name NOT IN"
        " (SELECT name FROM failures ORDER BY at DESC LIMIT ?)",
        [old, MOST_FAILURES],
    )
    db.execute("DELETE FROM beats WHERE at < ?", [old])


def _put_back(counted: _Waiting) -> None:
    """Bounded: minutes that nobody would read any more are let go."""
    old = (time.time() - KEPT.total_seconds()) // 60
    for (minute, name), value in counted.figures.items():
        if minute >= old:
            figures, where = _waiting.figures, (minute, name)
            new = figures.get(where, 0)
            figures[where] = max(value, new) if name in HIGHEST else value + new
    _waiting.failures = (
        (counted.failures | _waiting.failures) if counted.failures else _waiting.failures
    )


@dataclass(frozen=True, slots=True)
class Told:
    """What the file holds: `steps` are figures by the moment at which a step began, oldest first, those
    without figures left out; `ever` sums since the file was laid.
    """

    steps: dict[datetime, dict[str, float]] = field(default_factory=dict)
    ever: dict[str, float] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    beats: dict[str, Beat] = field(default_factory=dict)


def read(*, minutes: int = 0, step: int = 5) -> Told | None:
    """The last so many minutes in steps, sums, failures (newest first) and beats; None when the file cannot
    be read.
    """
    if _folder is None:
        return Told()
    # In whole steps: the first would hold less than the others.
    first = (int(time.time() // 60) // step + 1) * step - minutes if minutes else None
    try:
        with ledger(_folder / FILE, _SCHEMA) as db:
            return Told(
                {} if first is None else _steps(db, first, step),
                dict(db.execute("SELECT name, value FROM figures WHERE minute = ?", [_EVER])),
                [
                    Failure(name, _moment(at), why)
                    for name, at, why in db.execute("SELECT * FROM failures ORDER BY at DESC")
                ],
                {
                    process: Beat(_moment(at), _moment(began), json.loads(state))
                    for process, at, began, state in db.execute("SELECT * FROM beats")
                },
            )
    except (sqlite3.Error, OSError, ValueError, TypeError) as error:
        logger.warning("The press's figures cannot be read (%s).", error)
        return None


def _steps(db: sqlite3.Connection, first: int, step: int) -> dict[datetime, dict[str, float]]:
    found: dict[datetime, dict[str, float]] = {}
    rows = db.execute(
        "SELECT minute / ?, name, SUM(value), MAX(value) FROM figures WHERE minute >= ?"
        " GROUP BY 1, 2 ORDER BY 1",
        [step, first],
    )
    for number, name, total, highest in rows:
        figures = found.setdefault(_moment(number * step * 60), {})
        figures[name] = highest if name in HIGHEST else total
    return found


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
