"""The store of prints: a cache in one SQLite file of the node, deletable at any time.

It also keeps the node's place in the change log, moved in one transaction with the marks that the log led
to: after a crash at any point a print is marked, or its change is read again.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_SCHEMA = """
CREATE TABLE IF NOT EXISTS prints (
    id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL, content TEXT NOT NULL, until REAL,
    stale INTEGER NOT NULL DEFAULT 0, made REAL NOT NULL, milliseconds REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS keys (id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL);
CREATE TABLE IF NOT EXISTS used (
    key_id INTEGER NOT NULL, print_id INTEGER NOT NULL, PRIMARY KEY (key_id, print_id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS used_by_print ON used (print_id);
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
#: A store written by another release is thrown away.
FORMAT = "1"


@dataclass(frozen=True, slots=True)
class Kept:
    """A print as it lies in the store."""

    content: Any
    until: datetime | None
    stale: bool


class Store:
    """One file of prints. Each thread has a connection of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()

    def get(self, name: str) -> Kept | None:
        """The print of a surface, fresh or stale; None when there is none."""
        row = (
            self._connection()
            .execute("SELECT content, until, stale FROM prints WHERE name = ?", [name])
            .fetchone()
        )
        if row is None:
            return None
        until = None if row[1] is None else datetime.fromtimestamp(row[1], UTC)
        return Kept(json.loads(row[0]), until, bool(row[2]))

    def put(
        self,
        name: str,
        content: Any,
        *,
        keys: Iterable[str],
        until: datetime | None,
        milliseconds: float,
        place: str,
    ) -> bool:
        """Keep a print made at a place in the log; False when the node has read further since.

        The place is compared in the same transaction: a change that was marked while the page was
        being printed cannot be missed.
        """
        with self._transaction() as db:
            if self._fact(db, "place") != place:
                return False
            row = db.execute("SELECT id FROM prints WHERE name = ?", [name]).fetchone()
            if row is not None:
                db.execute("DELETE FROM used WHERE print_id = ?", row)
            written = db.execute(
                "INSERT INTO prints (name, content, until, stale, made, milliseconds)"
                " VALUES (?, ?, ?, 0, ?, ?) ON CONFLICT (name) DO UPDATE SET content ="
                " excluded.content, until = excluded.until, stale = 0, made = excluded.made,"
                " milliseconds = excluded.milliseconds RETURNING id",
                [
                    name,
                    json.dumps(content, ensure_ascii=False),
                    None if until is None else until.timestamp(),
                    time.time(),
                    milliseconds,
                ],
            ).fetchone()
            names = list(keys)
            db.executemany(
                "INSERT OR IGNORE INTO keys (name) VALUES (?)", [(key,) for key in names]
            )
            db.executemany(
                "INSERT INTO used (key_id, print_id) SELECT id, ? FROM keys WHERE name = ?",
                [(written[0], key) for key in names],
            )
            return True

    def place(self) -> str | None:
        """How far the node has read the log; None for a new store."""
        return self._fact(self._connection(), "place")

    def move_to(self, place: str, *, touched: Iterable[str], everything: bool = False) -> list[str]:
        """Mark the prints that use a touched key as stale and move on; the names newly marked."""
        with self._transaction() as db:
            if everything:
                marked = db.execute("UPDATE prints SET stale = 1 WHERE stale = 0 RETURNING name")
                names = [row[0] for row in marked]
            else:
                names = [name for key in touched for name in self._mark(db, key)]
            db.execute("INSERT OR REPLACE INTO facts (name, value) VALUES ('place', ?)", [place])
            return names

    def forget_all(self) -> None:
        """Empty the store, at no other cost than renders."""
        with self._transaction() as db:
            for table in ("prints", "used", "keys", "facts"):
                db.execute(f"DELETE FROM {table}")

    def names(self) -> list[str]:
        """The names of all prints."""
        return [
            row[0] for row in self._connection().execute("SELECT name FROM prints ORDER BY name")
        ]

    def figures(self) -> dict[str, Any]:
        """How many prints there are, how many are stale, their bytes, and the slowest renders."""
        db = self._connection()
        prints, stale, size = db.execute(
            "SELECT COUNT(*), COALESCE(SUM(stale), 0), COALESCE(SUM(LENGTH(content)), 0) FROM prints"
        ).fetchone()
        slowest = db.execute(
            "SELECT name, milliseconds FROM prints ORDER BY milliseconds DESC LIMIT 5"
        ).fetchall()
        return {"surfaces": prints, "stale": stale, "bytes": size, "slowest": slowest}

    @staticmethod
    def _mark(db: sqlite3.Connection, key: str) -> list[str]:
        marked = db.execute(
            "UPDATE prints SET stale = 1 WHERE stale = 0 AND id IN (SELECT print_id FROM used"
            " WHERE key_id = (SELECT id FROM keys WHERE name = ?)) RETURNING name",
            [key],
        )
        return [row[0] for row in marked.fetchall()]

    @staticmethod
    def _fact(db: sqlite3.Connection, name: str) -> str | None:
        row = db.execute("SELECT value FROM facts WHERE name = ?", [name]).fetchone()
        return None if row is None else str(row[0])

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        db = self._connection()
        db.execute("BEGIN IMMEDIATE")
        try:
            yield db
        except BaseException:
            db.execute("ROLLBACK")
            raise
        db.execute("COMMIT")

    def _connection(self) -> sqlite3.Connection:
        db: sqlite3.Connection | None = getattr(self._local, "db", None)
        if db is not None and not self.path.exists():
            # The file was deleted under us: begin anew.
            db.close()
            db = None
        if db is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            db = self._open()
            self._local.db = db
        return db

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, timeout=10, isolation_level=None)
        db.execute("PRAGMA journal_mode = WAL")
        # A cache: what a power cut loses is printed again.
        db.execute("PRAGMA synchronous = OFF")
        db.executescript(_SCHEMA)
        if self._fact(db, "format") not in (None, FORMAT):
            for table in ("prints", "used", "keys", "facts"):
                db.execute(f"DELETE FROM {table}")
        db.execute("INSERT OR REPLACE INTO facts (name, value) VALUES ('format', ?)", [FORMAT])
        return db
