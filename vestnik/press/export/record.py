"""What a copy holds: a row for each address, in a file of SQLite inside the copy.

It is also the list of what is to be done: a run first writes down every address, then settles row by row.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from vestnik.press.damage import is_damage
from vestnik.press.errors import CannotExport
from vestnik.press.export.folder import OWN, Stamp
from vestnik.press.surfaces import Known

FILE = f"{OWN}/copy.sqlite3"
FORMAT = 1
#: Rows that are read at a time.
BATCH = 500
_SCHEMA = """
CREATE TABLE addresses (
    path TEXT PRIMARY KEY, run INTEGER NOT NULL, kind TEXT NOT NULL, source TEXT NOT NULL,
    status INTEGER NOT NULL DEFAULT 0, type TEXT NOT NULL DEFAULT '', leads TEXT NOT NULL DEFAULT '',
    place TEXT NOT NULL DEFAULT '', digest TEXT NOT NULL DEFAULT '',
    size INTEGER NOT NULL DEFAULT 0, changed INTEGER NOT NULL DEFAULT 0,
    trace TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One address of the copy. `status` is 0 until it was asked for; `place` is where its file lies.

    `trace` tells of which prints the answer was made (`Trace.written`); "" where that is not known.
    """

    path: str
    kind: str
    source: str
    status: int = 0
    type: str = ""
    leads: str = ""
    place: str = ""
    digest: str = ""
    size: int = 0
    changed: int = 0
    trace: str = ""

    @property
    def stamp(self) -> Stamp:
        """The stamp that its file had when it was written."""
        return Stamp(self.size, self.changed)

    def unsettled(self) -> Row:
        """The same without anything that was found out."""
        return Row(self.path, self.kind, self.source)


_COLUMNS = tuple(field.name for field in fields(Row))


class Record:
    """The file. `commit()` at times; what was not committed is found out again."""

    def __init__(self, root: Path) -> None:
        self._db = sqlite3.connect(root / FILE, isolation_level=None)
        try:
            found = self._db.execute("PRAGMA user_version").fetchone()[0]
            if found == 0:
                self._db.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version = {FORMAT}; COMMIT;")
            elif found != FORMAT:
                raise CannotExport(
                    f"The copy in {root} was made by another release: remove it and begin anew."
                )
            self.run = int(self.fact("run") or 0)
            self._db.execute("BEGIN")
        except BaseException as error:
            self._db.close()
            if isinstance(error, sqlite3.Error) and is_damage(error):
                raise CannotExport(
                    f"The record of the copy in {root} is damaged: remove the copy and begin anew."
                ) from error
            raise

    def close(self) -> None:
        """Let go of the file. What was not committed is lost."""
        self._db.close()

    def begin(self) -> None:
        """Begin another run: an address that is not noted from now on is left over."""
        self.run += 1
        self.set_fact("run", str(self.run))

    def commit(self) -> None:
        """Keep what was recorded."""
        self._db.execute("COMMIT")
        self._db.execute("BEGIN")

    def note(self, known: Iterable[Known]) -> None:
        """Write addresses down for this run; what is known of one that was there stays."""
        self._db.executemany(
            "INSERT INTO addresses (path, run, kind, source) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (path) DO UPDATE SET run = excluded.run, kind = excluded.kind,"
            " source = excluded.source",
            [(one.path, self.run, one.kind, str(one.source or "")) for one in known],
        )

    def settle(self, row: Row) -> None:
        """Record what was found out of one address."""
        self._db.execute(
            f"UPDATE addresses SET {', '.join(f'{name} = ?' for name in _COLUMNS)} WHERE path = ?",
            [*(getattr(row, name) for name in _COLUMNS), row.path],
        )

    def forget(self, path: str) -> None:
        """Take an address out."""
        self._db.execute("DELETE FROM addresses WHERE path = ?", [path])

    def get(self, path: str) -> Row | None:
        """One address."""
        found = self._db.execute(f"{_SELECT} WHERE path = ?", [path]).fetchone()
        return None if found is None else Row(*found)

    def rows(self, which: str = "1") -> Iterator[Row]:
        """The addresses of this run, in order; rows may be settled and forgotten meanwhile."""
        yield from self._walk(f"run = {self.run} AND ({which})")

    def left_over(self) -> Iterator[Row]:
        """Addresses of earlier runs, which the site does not have any more."""
        yield from self._walk(f"run != {self.run}")

    def count(self) -> int:
        """How many addresses this run has."""
        found = self._db.execute("SELECT COUNT(*) FROM addresses WHERE run = ?", [self.run])
        return int(found.fetchone()[0])

    def alike(self) -> set[str]:
        """Addresses that lead on and differ from others in capital letters alone, in small letters."""
        found = self._db.execute(
            "SELECT LOWER(path) FROM addresses GROUP BY LOWER(path)"
            " HAVING COUNT(*) > 1 AND MAX(leads != '')"
        )
        return {row[0] for row in found}

    def fact(self, name: str) -> str | None:
        """A small thing about the whole copy."""
        row = self._db.execute("SELECT value FROM facts WHERE name = ?", [name]).fetchone()
        return None if row is None else str(row[0])

    def set_fact(self, name: str, value: str) -> None:
        """Remember a small thing."""
        self._db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", [name, value])

    def _walk(self, which: str) -> Iterator[Row]:
        last = ""
        while True:
            found = self._db.execute(
                f"{_SELECT} WHERE path > ? AND {which} ORDER BY path LIMIT {BATCH}", [last]
            ).fetchall()
            yield from (Row(*one) for one in found)
            if len(found) < BATCH:
                return
            last = found[-1][0]


_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM addresses"


@dataclass(frozen=True, slots=True)
class Trace:
    """Of which prints an answer was made, by name and number, and between which moments (seconds since
    1970) it holds; `left_out` are the stories that were left out.
    """

    pieces: tuple[tuple[str, int], ...]
    began: float
    until: float | None
    left_out: tuple[int, ...]

    def written(self) -> str:
        """As text."""
        return json.dumps([self.pieces, self.began, self.until, self.left_out], ensure_ascii=False)

    @classmethod
    def read(cls, text: str) -> Trace:
        """As it was written."""
        pieces, began, until, left_out = json.loads(text)
        return cls(tuple(map(tuple, pieces)), began, until, tuple(left_out))
