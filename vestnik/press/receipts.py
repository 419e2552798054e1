"""Receipts: which surfaces a change made stale on this node, and when each was right again."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from vestnik.kit import logs

if TYPE_CHECKING:
    from vestnik.press.meaning import Mark
    from vestnik.press.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS receipts (
    change INTEGER PRIMARY KEY, at REAL NOT NULL, event TEXT NOT NULL, subject TEXT NOT NULL,
    surfaces INTEGER NOT NULL, everything INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS receipts_of ON receipts (subject, change);
CREATE TABLE IF NOT EXISTS receipt_lines (
    change INTEGER NOT NULL, name TEXT NOT NULL, ended REAL, PRIMARY KEY (change, name)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS receipt_lines_open ON receipt_lines (name) WHERE ended IS NULL
"""
TABLES = ("receipts", "receipt_lines")
#: Begins a name that stands for the pages of a subject, where it is not known which these are.
OF = "of:"
#: Receipts kept, and lines in one: a wider change is told by its number alone.
MOST_RECEIPTS = 2_000
MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One surface of a receipt: its name, and the seconds from the change until it was right."""

    name: str
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one change did on this node. `surfaces` counts also those that have no line; `whole` is
    false while it is not yet known at which pages its subject is to be read.
    """

    change: int
    at: datetime
    event: str
    subject: str
    surfaces: int
    everything: bool
    lines: tuple[Line, ...]
    whole: bool = True

    @property
    def done(self) -> bool:
        """Whether each of its surfaces is right again."""
        return self.whole and all(line.seconds is not None for line in self.lines)


def of_subject(store: Store, subject: str, limit: int = 20) -> list[Receipt]:
    """The receipts of one subject ("story:42"), newest first."""
    return _read(store, "WHERE subject = ? ORDER BY change DESC LIMIT ?", [subject, limit])


def newest(store: Store, limit: int = 50) -> list[Receipt]:
    """The last receipts of the node."""
    return _read(store, "ORDER BY change DESC LIMIT ?", [limit])


def waiting(store: Store, limit: int) -> list[str]:
    """The names of surfaces that a receipt still waits for, parts first: many pages show them."""
    rows = store.connection().execute(
        "SELECT DISTINCT name FROM receipt_lines WHERE ended IS NULL"
        " ORDER BY name LIKE 'part:%' DESC, name LIMIT ?",
        [limit],
    )
    return [row[0] for row in rows]


def count_waiting(store: Store) -> int:
    """How many surfaces a receipt still waits for."""
    waits = "SELECT COUNT(DISTINCT name) FROM receipt_lines WHERE ended IS NULL"
    return int(store.connection().execute(waits).fetchone()[0])


def give_up(store: Store, name: str) -> None:
    """Wait no longer for a surface that cannot be printed; a reader's request will try again."""
    with store.transaction() as db:
        db.execute("DELETE FROM receipt_lines WHERE name = ? AND ended IS NULL", [name])


def lead_on(store: Store, name: str, pages: Collection[str]) -> None:
    """Wait for these pages in place of a line that stood for them."""
    with store.transaction() as db:
        waits = "SELECT change FROM receipt_lines WHERE name = ? AND ended IS NULL"
        for (change,) in db.execute(waits, [name]).fetchall():
            _add_lines(db, change, sorted(pages))
            db.execute(
                "UPDATE receipts SET surfaces = (SELECT COUNT(*) FROM receipt_lines"
                " WHERE change = receipts.change AND name != ?) WHERE change = ? AND surfaces <= ?",
                [name, change, MOST_LINES],
            )
        db.execute("DELETE FROM receipt_lines WHERE name = ?", [name])


def open_for(
    db: sqlite3.Connection,
    marks: Collection[Mark],
    *,
    names: Collection[str] = (),
    everything: bool = False,
) -> None:
    """Begin the receipts of changes that made these surfaces stale. Called again, adds nothing."""
    for mark in marks:
        db.execute(
            "INSERT OR IGNORE INTO receipts VALUES (?, ?, ?, ?, ?, ?)",
            [mark.change, mark.at, mark.event, mark.subject, len(names), everything],
        )
        _add_lines(db, mark.change, sorted(names)[:MOST_LINES])
        db.execute("DELETE FROM receipts WHERE change <= ?", [mark.change - MOST_RECEIPTS])
        db.execute("DELETE FROM receipt_lines WHERE change <= ?", [mark.change - MOST_RECEIPTS])


def is_waited_for(db: sqlite3.Connection, name: str) -> bool:
    """Whether a receipt waits for this surface."""
    waits = "SELECT 1 FROM receipt_lines WHERE name = ? AND ended IS NULL LIMIT 1"
    return db.execute(waits, [name]).fetchone() is not None


def note_right(db: sqlite3.Connection, name: str, now: float) -> None:
    """A surface is right at this moment (seconds since 1970)."""
    ended = "UPDATE receipt_lines SET ended = ? WHERE name = ? AND ended IS NULL RETURNING change"
    changes = [row[0] for row in db.execute(ended, [now, name]).fetchall()]
    if changes:
        logs.CHANGES.info("%s is right.", name, extra={"changes": changes})


def _add_lines(db: sqlite3.Connection, change: int, names: Iterable[str]) -> None:
    db.executemany(
        "INSERT OR IGNORE INTO receipt_lines (change, name) VALUES (?, ?)",
        [(change, name) for name in names],
    )


def _read(store: Store, which: str, values: list[object]) -> list[Receipt]:
    db = store.connection()
    found = db.execute(
        f"SELECT change, at, event, subject, surfaces, everything FROM receipts {which}", values
    ).fetchall()
    read = []
    for change, at, event, subject, surfaces, everything in found:
        lines = db.execute(
            "SELECT name, ended FROM receipt_lines WHERE change = ? ORDER BY ended, name", [change]
        ).fetchall()
        read.append(
            Receipt(
                change,
                datetime.fromtimestamp(at, UTC),
                event,
                subject,
                surfaces,
                bool(everything),
                tuple(
                    Line(name, None if ended is None else max(0.0, ended - at))
                    for name, ended in lines
                    if not name.startswith(OF)
                ),
                whole=not any(name.startswith(OF) for name, _ in lines),
            )
        )
    return read
