"""Which prints ceased to be right, in the order in which they did: so a process with thousands of answers
in memory need not compare each of them with the store after each change.

Triggers write it: whoever marks or removes a print, and by whatever statement, cannot forget to. (A trap:
REPLACE removes without them, so no print is replaced in that way.) A print that was touched is never right
again, since no number is given twice; one that is removed after it was marked is not written again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass

#: As many are remembered; who has read less compares everything anew.
MOST = 10_000

#: Statement by statement: a trigger has semicolons of its own.
SCHEMA = (
    "CREATE TABLE IF NOT EXISTS touched (seq INTEGER PRIMARY KEY AUTOINCREMENT, print_id INTEGER NOT NULL)",
    "CREATE TRIGGER IF NOT EXISTS touched_by_mark AFTER UPDATE OF stale ON prints"
    " WHEN NEW.stale AND NOT OLD.stale"
    " BEGIN INSERT INTO touched (print_id) VALUES (NEW.id); END",
    "CREATE TRIGGER IF NOT EXISTS touched_by_removal AFTER DELETE ON prints WHEN NOT OLD.stale"
    " BEGIN INSERT INTO touched (print_id) VALUES (OLD.id); END",
    "CREATE TRIGGER IF NOT EXISTS touched_forgets AFTER INSERT ON touched"
    f" BEGIN DELETE FROM touched WHERE seq <= NEW.seq - {MOST}; END",
)
TABLES = ("touched",)


@dataclass(frozen=True, slots=True)
class Touched:
    """The numbers of the prints touched since a place in the list, and the place after them."""

    numbers: Collection[int]
    place: int


def since(db: sqlite3.Connection, place: int) -> Touched | None:
    """What was touched since then; None where that is not known any more."""
    # One statement, so that both come from one moment.
    rows = db.execute(
        "SELECT print_id, 0 FROM touched WHERE seq > ?"
        " UNION ALL SELECT seq, 1 FROM sqlite_sequence WHERE name = 'touched'",
        [place],
    ).fetchall()
    numbers = [number for number, is_place in rows if not is_place]
    now = sum(number for number, is_place in rows if is_place)
    return Touched(numbers, now) if now - place == len(numbers) else None


def place(db: sqlite3.Connection) -> int:
    """The place in the list after all that it holds."""
    row = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'touched'").fetchone()
    return 0 if row is None else int(row[0])
