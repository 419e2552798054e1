"""How often each page was opened: counted in memory, kept in a small file of the node every few seconds.

Counted is what reaches this node and is not known to be anything but a person's browser opening the page:
robots that say so, what a browser loads beforehand or in a frame, and visits from the newsroom are left out.
A cache in front of the node hides readers from it. What was counted since the last keeping is lost when
the process is killed.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from vestnik.kit import clock
from vestnik.press.ledger import ledger

logger = logging.getLogger("vestnik.press")
#: Seconds between two keepings, and addresses that are held in memory at most.
PAUSE, MOST = 10.0, 5_000
ROBOTS = ("bot", "crawl", "spider", "preview", "facebookexternalhit")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS opened (path TEXT PRIMARY KEY, times INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS began (id INTEGER PRIMARY KEY CHECK (id = 1), at REAL NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Readings:
    """How often each of some addresses was opened since a moment; addresses never opened are absent."""

    since: datetime
    times: dict[str, int]


_folder: Path | None = None
_lock = threading.Lock()
_waiting: dict[str, int] = {}
_due = 0.0


def in_folder(data: Path) -> None:
    """Count in the file of this data folder; each process says it once, at its start."""
    global _folder
    _folder = data


def is_one(headers: Mapping[str, Any]) -> bool:
    """Whether the request, given by its WSGI environment, looks like a person opening a page in a window, if
    it is a GET.
    """
    if "HTTP_SEC_PURPOSE" in headers:
        return False
    if headers.get("HTTP_SEC_FETCH_DEST", "document") != "document":
        return False
    # The newsroom tells where somebody comes from, also at a host of its own (there by its links'
    # `referrerpolicy` and config/newsroom_host.py); other sites tell at most their name.
    if "/cms/" in headers.get("HTTP_REFERER", ""):
        return False
    return _is_browser(headers.get("HTTP_USER_AGENT", ""))


# Bounded: strangers choose the name.
@lru_cache(maxsize=512)
def _is_browser(name: str) -> bool:
    name = name.lower()
    return bool(name) and not any(word in name for word in ROBOTS)


def count(path: str) -> None:
    """The page at the path was opened once more. Waits for no file: somebody has to keep what is counted."""
    with _lock:
        if path in _waiting or len(_waiting) < MOST:
            _waiting[path] = _waiting.get(path, 0) + 1


def keep_if_due() -> None:
    """Write what was counted into the file, if the last time was long enough ago. Never raises."""
    if _waiting and time.monotonic() >= _due:
        keep()


def keep() -> None:
    """Write what was counted into the file. What cannot be written waits for the next time."""
    global _due, _waiting
    with _lock:
        counted, _waiting = _waiting, {}
        _due = time.monotonic() + PAUSE
    try:
        with _file() as db:
            db.executemany(
                "INSERT INTO opened (path, times) VALUES (?, ?)"
                " ON CONFLICT (path) DO UPDATE SET times = times + excluded.times",
                counted.items(),
            )
    except (sqlite3.Error, OSError) as error:
        logger.warning("What was opened cannot be kept (%s).", error)
        with _lock:
            for path, times in counted.items():
                _waiting[path] = _waiting.get(path, 0) + times


def of(paths: Collection[str]) -> Readings | None:
    """How often the paths were opened by now; None when the file cannot be read."""
    keep()
    try:
        with _file() as db:
            marks = ", ".join("?" * len(paths))
            asked = f"SELECT path, times FROM opened WHERE path IN ({marks})"
            times = dict(db.execute(asked, list(paths)).fetchall())
            at = db.execute("SELECT at FROM began").fetchone()[0]
    except (sqlite3.Error, OSError) as error:
        logger.warning("What was opened cannot be read (%s).", error)
        return None
    return Readings(datetime.fromtimestamp(at, UTC), times)


@contextmanager
def _file() -> Iterator[sqlite3.Connection]:
    """The file in one transaction; counting begins when it is laid."""
    if _folder is None:
        raise RuntimeError("in_folder() was not called.")
    with ledger(_folder / "readings.sqlite3", _SCHEMA) as db:
        now = clock.instant().timestamp()
        db.execute("INSERT OR IGNORE INTO began (id, at) VALUES (1, ?)", [now])
        yield db
