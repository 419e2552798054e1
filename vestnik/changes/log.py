"""Following the log: readers that see every row at least once, at once, and lose none to a crash.

On SQLite writers queue, so ids are commit order and a cursor is the last id read. On PostgreSQL they
are not: a transaction that took id 10 may commit after the one that took id 11. There the cursor is a
horizon of transaction ids: every row of a transaction below it has been read. Rows above it that are
visible are read at once and may be read again, so what a reader does must be repeatable
(docs/decisions/0003 tells what was rejected).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection, transaction

from vestnik.changes.models import Change, Cursor

#: Rows handed over at a time.
BATCH = 500


def head() -> int:
    """The position up to which everything now committed counts as read by a new reader."""
    if connection.vendor == "postgresql":
        return _horizon()
    return Change.objects.order_by("-id").values_list("id", flat=True).first() or 0


def _horizon() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        (xmin,) = cursor.fetchone()
    return int(xmin)


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the log: on SQLite the last id; on PostgreSQL a snapshot, written as it prints itself."""

    last_id: int
    snapshot: str = ""
    #: The last row read, by which a database that was put back to another state is told.
    witness: str = ""

    def is_before(self, row: Change) -> bool:
        """Whether the row was not yet visible here (PostgreSQL's own rule for snapshots)."""
        if not self.snapshot:
            return row.id > self.last_id
        xmin, xmax, running = self.snapshot.split(":")
        if row.transaction < int(xmin):
            return False
        return row.transaction >= int(xmax) or str(row.transaction) in running.split(",")

    @property
    def floor(self) -> int:
        """Rows below it (ids on SQLite, transactions on PostgreSQL) were all visible here."""
        return int(self.snapshot.split(":")[0]) if self.snapshot else self.last_id + 1


def position() -> Position:
    """The place in the log of the transaction in hand: which rows it can see."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_current_snapshot()::text, pg_current_xact_id_if_assigned()::text"
            )
            snapshot, own = cursor.fetchone()
        # A snapshot leaves out its own transaction, which would then count as read to its end as
        # soon as a later one has ended, or one of its savepoints was rolled back.
        if own is not None:
            snapshot += own if snapshot.endswith(":") else f",{own}"
        return Position(0, snapshot)
    return Position(Change.objects.order_by("-id").values_list("id", flat=True).first() or 0)


def later_than(place: Position, *, limit: int | None = None) -> list[Change]:
    """The rows now visible that were not visible at a place, oldest first.

    When there are `limit` or more to look at, so many are given, also such as were visible there.
    """
    if connection.vendor == "postgresql":
        rows = Change.objects.filter(transaction__gte=place.floor).order_by("transaction", "id")
    else:
        rows = Change.objects.filter(id__gte=place.floor).order_by("id")
    looked_at = list(rows[:limit])
    if len(looked_at) == limit:
        return looked_at
    return [row for row in looked_at if place.is_before(row)]


def witnessed(place: Position, row: Change | None = None) -> Position:
    """The place with a witness: the last row read, or the newest one."""
    row = row or Change.objects.order_by("-id").first()
    return replace(place, witness="" if row is None else f"{row.id} {row.at.isoformat()}")


def continues(place: Position) -> bool:
    """Whether the log still holds what was read up to a place: the database was not put back."""
    if position().floor < place.floor:
        return False
    if not place.witness:
        return True
    pk, at = place.witness.split(" ")
    return Change.objects.filter(pk=int(pk), at=datetime.fromisoformat(at)).exists()


class Reader:
    """One follower of the log, named; several processes must not share a name.

    `batch()` yields the rows not yet seen and moves the cursor when its block ends without an error.
    A row is handed over at least once; within the life of a Reader, once.
    """

    def __init__(self, name: str, *, from_start: bool = False) -> None:
        self.name = name
        self._from_start = from_start
        self._seen: set[int] = set()

    @property
    def position(self) -> int:
        """The stored position; creates the cursor at the head (or the start) when missing."""
        start = 0 if self._from_start else head()
        return Cursor.objects.get_or_create(reader=self.name, defaults={"position": start})[
            0
        ].position

    @contextmanager
    def batch(self, limit: int = BATCH) -> Iterator[list[Change]]:
        """The next rows, oldest first; an empty list when there is nothing new."""
        position = self.position
        if connection.vendor == "postgresql":
            # Horizon and rows must come from one snapshot, else a row could commit between them
            # below the horizon and be jumped over.
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                horizon = _horizon()
                unseen = Change.objects.filter(transaction__gte=position).exclude(id__in=self._seen)
                rows = list(unseen.order_by("transaction", "id")[:limit])
            # A full batch may have more behind it: the horizon stays at its last transaction.
            new = min(horizon, rows[-1].transaction) if len(rows) == limit else horizon
        else:
            rows = list(Change.objects.filter(id__gt=position).order_by("id")[:limit])
            new = rows[-1].id if rows else position
        yield rows
        if connection.vendor == "postgresql":
            self._seen.update(row.id for row in rows)
        if new != position:
            Cursor.objects.filter(reader=self.name).update(position=new)
            if connection.vendor == "postgresql":
                kept = Change.objects.filter(id__in=self._seen, transaction__gte=new)
                self._seen = set(kept.values_list("id", flat=True))
