"""The store of prints: a cache in one SQLite file of the node, deletable at any time.

It also keeps the node's place in the change log, moved in one transaction with the marks that the log led
to: after a crash at any point a print is marked, or its change is read again.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import threading
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from vestnik.kit import clock
from vestnik.press import receipts, touched
from vestnik.press.damage import identity_of, is_damage, throw_away
from vestnik.press.meaning import Mark
from vestnik.press.storefile import begin, fact, lay, opened, set_fact
from vestnik.press.touched import Touched

logger = logging.getLogger("vestnik.press")
#: What a page's print, or a part's, has at least.
_PARTS = ({"status", "headers", "body"}, {"items", "before", "after"})


@dataclass(frozen=True, slots=True)
class Kept:
    """A print as it lies in the store; `blind` when its stale state may hide a withdrawal.

    `content` is None where it was not asked for. `number` is never given to two prints.
    """

    content: Any
    until: datetime | None
    stale: bool
    blind: bool
    made: datetime
    number: int


class Store:
    """One file of prints. Each thread has a connection of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()

    # Prints

    def get(self, name: str) -> Kept | None:
        """The print of a surface, fresh or stale; None when there is none."""
        while (kept := self.look([name]).get(name)) is not None:
            content = self.content(name, kept.number)
            if content is not None:
                return replace(kept, content=content)
        return None

    def look(self, names: Collection[str]) -> dict[str, Kept]:
        """The prints that there are of these surfaces, by name, without their contents."""
        rows = self.connection().execute(
            "SELECT name, id, until, stale, blind, made FROM prints"
            f" WHERE name IN ({', '.join('?' * len(names))})",
            list(names),
        )
        found = {}
        for name, *row in rows.fetchall():
            try:
                found[name] = _kept(*row)
            except (ValueError, TypeError, OverflowError):
                self._remove_damaged(name)
        return found

    def still_right(self, pieces: Collection[tuple[str, int]]) -> bool:
        """Whether these prints, by name and number, are all there and unmarked."""
        found = self.look([name for name, _ in pieces])
        return all(
            name in found and found[name].number == number and not found[name].stale
            for name, number in pieces
        )

    def content(self, name: str, number: int) -> Any:
        """The content of a print; None when it has been printed again or thrown away meanwhile."""
        # As bytes: of letters that are none SQLite would say that the store cannot be used.
        text = "SELECT CAST(content AS BLOB) FROM contents WHERE print_id = ?"
        found = self.connection().execute(text, [number]).fetchone()
        if found is None:
            return None
        try:
            return _content(found[0])
        except (ValueError, KeyError, TypeError):
            self._remove_damaged(name)
            return None

    def _remove_damaged(self, name: str) -> None:
        # SQLite does not notice what a failing disk does inside a row.
        logger.error("The print of %s is damaged and is made anew.", name)
        with self.transaction() as writing:
            self._remove(writing, name)

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
        with self.transaction() as db:
            if fact(db, "place") != place:
                return False
            self._remove(db, name)
            now = clock.instant().timestamp()
            end = None if until is None else until.timestamp()
            made = db.execute(
                "INSERT INTO prints (name, until, made, milliseconds)"
                " VALUES (?, ?, ?, ?) RETURNING id",
                [name, end, now, milliseconds],
            ).fetchone()[0]
            text = json.dumps(content, ensure_ascii=False)
            db.execute("INSERT INTO contents VALUES (?, ?)", [made, text])
            names = list(keys)
            db.executemany(
                "INSERT OR IGNORE INTO keys (name) VALUES (?)", [(key,) for key in names]
            )
            db.executemany(
                "INSERT INTO used (key_id, print_id) SELECT id, ? FROM keys WHERE name = ?",
                [(made, key) for key in names],
            )
            receipts.note_right(db, name, time.time())
            return True

    def drop(self, name: str) -> None:
        """Forget one print; what waited for it in a receipt is settled: the address has no print."""
        db = self.connection()
        kept = db.execute("SELECT 1 FROM prints WHERE name = ?", [name]).fetchone()
        if kept is None and not receipts.is_waited_for(db, name):
            # Most often nobody ever printed it: readers ask for addresses that are not there.
            return
        with self.transaction() as db:
            self._remove(db, name)
            receipts.note_right(db, name, time.time())

    def note_right(self, name: str) -> None:
        """Settle what waits for a surface in a receipt: it is right."""
        with self.transaction() as db:
            receipts.note_right(db, name, time.time())

    def closed_keys(self, name: str) -> set[str]:
        """The keys of withdrawn matter that a print shows."""
        rows = self.connection().execute(
            "SELECT closed.key FROM prints JOIN used ON used.print_id = prints.id"
            " JOIN keys ON keys.id = used.key_id JOIN closed ON closed.key = keys.name"
            " WHERE prints.name = ?",
            [name],
        )
        return {row[0] for row in rows}

    def touched_place(self) -> int:
        """The place in the list of touched prints at this moment."""
        return touched.place(self.connection())

    def touched_since(self, place: int) -> Touched | None:
        """The numbers of the prints marked or removed since a place; None where that is not known."""
        return touched.since(self.connection(), place)

    def names(self, *, after: str = "", limit: int = -1) -> list[str]:
        """The names of the prints, in order, from behind one on."""
        rows = self.connection().execute(
            "SELECT name FROM prints WHERE name > ? ORDER BY name LIMIT ?", [after, limit]
        )
        return [row[0] for row in rows]

    def some_name(self, chance: float) -> str | None:
        """The name of one print, chosen by a number from 0 to 1."""
        db = self.connection()
        row = db.execute(
            "SELECT name FROM prints WHERE id >= (SELECT MIN(id) + ? * (MAX(id) - MIN(id)) FROM prints)"
            " ORDER BY id LIMIT 1",
            [chance],
        ).fetchone()
        return None if row is None else str(row[0])

    def ended(self, now: datetime, limit: int) -> list[str]:
        """The names of prints that hold no longer because a time that they read has come."""
        rows = self.connection().execute(
            "SELECT name FROM prints WHERE until IS NOT NULL AND stale = 0 AND until <= ?"
            " ORDER BY until LIMIT ?",
            [now.timestamp(), limit],
        )
        return [row[0] for row in rows]

    # The place in the log, and what it led to

    def place(self) -> str | None:
        """How far the node has read the log; None for a new store."""
        return self.fact("place")

    def move_to(
        self,
        place: str,
        marks: Collection[Mark],
        *,
        since: str | None,
        everything: bool = False,
        anew: bool = False,
    ) -> bool:
        """Mark the prints that use a touched key as stale, and move on from the place `since`.

        With `everything` all are marked, and none of them may be shown any more as it is; with
        `anew` all are marked, and may be shown as the last resort. False when another process has
        moved on meanwhile: nothing is done then.
        """
        with self.transaction() as db:
            if fact(db, "place") != since:
                return False
            if everything:
                db.execute("UPDATE prints SET stale = 1, blind = 1")
                receipts.open_for(db, marks, everything=True)
            else:
                for mark in marks:
                    self._mark(db, mark)
            if anew:
                db.execute("UPDATE prints SET stale = 1 WHERE stale = 0")
            set_fact(db, "place", place)
            return True

    def forget_all(self) -> None:
        """Empty the store, at no other cost than renders. What was killed stays killed."""
        with self.transaction() as db:
            lay(db)

    # What the operator closed on this node

    def kill(self, path: str, story: int) -> None:
        """Close an address on this node, and the story with this id (0: none) in every list."""
        with self.transaction() as db:
            db.execute("INSERT OR REPLACE INTO killed VALUES (?, ?)", [path, story])

    def revive(self, path: str) -> bool:
        """Undo `kill`; False when the address was not killed."""
        with self.transaction() as db:
            return db.execute("DELETE FROM killed WHERE path = ?", [path]).rowcount > 0

    def killed(self) -> dict[str, int]:
        """Killed addresses, each with the id of its story or 0."""
        return dict(self.connection().execute("SELECT path, story FROM killed").fetchall())

    # Facts and figures

    def fact(self, name: str) -> str | None:
        """A small thing that the node remembers: its place, when it last reached the database."""
        return fact(self.connection(), name)

    def set_fact(self, name: str, value: str) -> None:
        """Remember a small thing."""
        with self.transaction() as db:
            set_fact(db, name, value)

    def figures(self) -> dict[str, Any]:
        """How many prints there are, how many are stale, the store's bytes, and the slowest renders."""
        db = self.connection()
        prints, stale = db.execute(
            "SELECT COUNT(*), COALESCE(SUM(stale), 0) FROM prints"
        ).fetchone()
        # Of the whole file: to add up the contents is to read them all.
        pages, free, page = (
            db.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("page_count", "freelist_count", "page_size")
        )
        size = (pages - free) * page
        slowest = db.execute(
            "SELECT name, milliseconds FROM prints ORDER BY milliseconds DESC LIMIT 5"
        ).fetchall()
        return {"surfaces": prints, "stale": stale, "bytes": size, "slowest": slowest}

    def _mark(self, db: sqlite3.Connection, mark: Mark) -> None:
        names: set[str] = set()
        for key in mark.keys:
            users = (
                "id IN (SELECT print_id FROM used"
                " WHERE key_id = (SELECT id FROM keys WHERE name = ?))"
            )
            marked = db.execute(
                f"UPDATE prints SET stale = 1, blind = MAX(blind, ?) WHERE {users} RETURNING name",
                [mark.blind, key],
            )
            names.update(row[0] for row in marked.fetchall())
        if mark.closes:
            db.execute("INSERT OR IGNORE INTO closed VALUES (?)", [mark.subject])
        if mark.opens:
            db.execute("DELETE FROM closed WHERE key = ?", [mark.subject])
        receipts.open_for(db, [mark], names=names | mark.pages)

    @staticmethod
    def _remove(db: sqlite3.Connection, name: str) -> None:
        db.execute("DELETE FROM prints WHERE name = ?", [name])

    # The file

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """One writing transaction of the store."""
        db = self.connection()
        begin(db)
        try:
            yield db
        except BaseException:
            # A full disk has SQLite roll back by itself.
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
        db.execute("COMMIT")

    def connection(self) -> sqlite3.Connection:
        """This thread's connection."""
        db: sqlite3.Connection | None = getattr(self._local, "db", None)
        if db is not None and identity_of(self.path) != self._local.file:
            # The file was deleted under us, or is another one by now: what is marked or killed
            # in it must be seen here too.
            db.close()
            db = None
        if db is None:
            self._local.db = None
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._local.db = db = opened(self.path)
            self._local.file = identity_of(self.path)
        return db

    def mend(self, error: sqlite3.Error, known: Mapping[str, int]) -> None:
        """Throw the file away if the error says that it is damaged; the next answer lays a new one.

        What was killed stays killed: as it can still be read, else as this process knew it last.
        """
        if not is_damage(error):
            return
        if (
            getattr(self._local, "db", None) is not None
            and identity_of(self.path) != self._local.file
        ):
            # Another thread or process was faster.
            return
        try:
            killed = self.killed()
        except sqlite3.Error:
            killed = dict(known)
            logger.error(
                "What was killed on this node cannot be read. As far as it is known here, it stays"
                " killed (%s); anything else must be killed again.",
                ", ".join(killed) or "nothing",
            )
        logger.error("The press's store is damaged (%s) and is laid anew.", error)
        throw_away(self.path)
        for path, story in killed.items():
            self.kill(path, story)


def _content(text: bytes) -> Any:
    """The content of a print. Raises ValueError, KeyError or TypeError for a damaged one."""
    content = json.loads(text.decode())
    if not any(parts <= dict(content).keys() for parts in _PARTS):
        raise KeyError
    return content


def _kept(number: int, until: float | None, stale: int, blind: int, made: float) -> Kept:
    """A row as a print without its content. Raises ValueError, TypeError or OverflowError for a damaged one."""
    end = None if until is None else datetime.fromtimestamp(until, UTC)
    return Kept(None, end, bool(stale), bool(blind), datetime.fromtimestamp(made, UTC), number)
