"""Places in the change log, and what lies behind one: the same for every process, with Django or without.

On PostgreSQL ids are not commit order (docs/decisions/0003): a place is a snapshot, and a row counts as read
where the snapshot saw it. On SQLite writers queue, and a place is the last id.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Protocol


class Database(Protocol):
    """Whoever can ask the newsroom's database, in the transaction in hand. Placeholders are `%s`."""

    @property
    def is_postgresql(self) -> bool:
        """Whether it is PostgreSQL, else it is SQLite."""

    def ask(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of one SELECT."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the log. `transaction` is 0 on SQLite."""

    id: int
    transaction: int
    event: str
    subject: str
    keys: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the log: on SQLite the last id; on PostgreSQL a snapshot, written as it prints itself."""

    last_id: int
    snapshot: str = ""
    #: The last row read, by which a database that was put back to another state is told.
    witness: str = ""

    def is_before(self, row: Any) -> bool:
        """Whether the row was not yet visible here (PostgreSQL's own rule for snapshots)."""
        if not self.snapshot:
            return bool(row.id > self.last_id)
        xmin, xmax, running = self.snapshot.split(":")
        if row.transaction < int(xmin):
            return False
        return row.transaction >= int(xmax) or str(row.transaction) in running.split(",")

    @property
    def floor(self) -> int:
        """Rows below it (ids on SQLite, transactions on PostgreSQL) were all visible here."""
        return int(self.snapshot.split(":")[0]) if self.snapshot else self.last_id + 1


class Log:
    """The log as one database has it."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def position(self) -> Position:
        """The place in the log of the transaction in hand: which rows it can see."""
        if not self.database.is_postgresql:
            found = self.database.ask("SELECT MAX(id) FROM changes_change")
            return Position(found[0][0] or 0)
        ((snapshot, own),) = self.database.ask(
            "SELECT pg_current_snapshot()::text, pg_current_xact_id_if_assigned()::text"
        )
        # A snapshot leaves out its own transaction, which would then count as read to its end as
        # soon as a later one has ended, or one of its savepoints was rolled back.
        if own is not None:
            snapshot += own if snapshot.endswith(":") else f",{own}"
        return Position(0, snapshot)

    def later_than(self, place: Position, *, limit: int | None = None) -> list[Row]:
        """The rows now visible that were not visible at a place, oldest first.

        When there are `limit` or more to look at, so many are given, also such as were visible there.
        """
        which = (
            '"transaction" >= %s ORDER BY "transaction", id'
            if self.database.is_postgresql
            else "id >= %s ORDER BY id"
        )
        looked_at = self._rows(which + ("" if limit is None else f" LIMIT {limit}"), place.floor)
        if len(looked_at) == limit:
            return looked_at
        return [row for row in looked_at if place.is_before(row)]

    def witnessed(self, place: Position, row: Row | None = None) -> Position:
        """The place with a witness: the last row read, or the newest one."""
        if row is None:
            row = next(iter(self._rows("TRUE ORDER BY id DESC LIMIT 1")), None)
        return replace(place, witness="" if row is None else f"{row.id} {row.at.isoformat()}")

    def continues(self, place: Position) -> bool:
        """Whether the log still holds what was read up to a place: the database was not put back."""
        if self.position().floor < place.floor:
            return False
        if not place.witness:
            return True
        pk, at = place.witness.split(" ")
        return any(row.at == datetime.fromisoformat(at) for row in self._rows("id = %s", int(pk)))

    def _rows(self, which: str, *values: Any) -> list[Row]:
        keys = "keys::text" if self.database.is_postgresql else "keys"
        found = self.database.ask(
            f'SELECT id, "transaction", event, subject, {keys}, at FROM changes_change WHERE {which}',
            values,
        )
        return [
            Row(pk, number, event, subject, tuple(json.loads(text)), moment(at))
            for pk, number, event, subject, text, at in found
        ]


def moment(value: datetime | str) -> datetime:
    """A moment as a database gives it: SQLite's are in UTC, without saying so."""
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
