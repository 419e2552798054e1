"""Files of the node that hold nothing which cannot be made again: a damaged one is thrown away."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
#: What lies beside a file of SQLite; the log goes first: one left beside a new file would be read into
#: it, one beside the old file would be taken from who already has the new one.
_ENDS = ("-wal", "-shm", "-journal", "")
#: Which file lies at a path: another one, laid anew, has another.
Identity = tuple[int, int] | None


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the error says that the file is no whole database."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED


def identity_of(path: Path) -> Identity:
    """Which file lies there now."""
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def throw_away(path: Path) -> None:
    """Delete the file and what lies beside it."""
    for end in _ENDS:
        Path(f"{path}{end}").unlink(missing_ok=True)
