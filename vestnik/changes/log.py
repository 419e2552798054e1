"""Following the log: readers that see every row at least once, at once, and lose none to a crash.

On SQLite writers queue, so ids are commit order and a cursor is the last id read. On PostgreSQL they
are not: a transaction that took id 10 may commit after the one that took id 11. There the cursor is a
horizon of transaction ids: every row of a transaction below it has been read. Rows above it that are
visible are read at once and may be read again, so what a reader does must be repeatable
(docs/decisions/0003 tells what was rejected).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from vestnik.changes.models import Change, Cursor
from vestnik.changes.place import Log
from vestnik.changes.place import Position as Position

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


class _Here:
    """The database of this thread, asked through Django."""

    @property
    def is_postgresql(self) -> bool:
        return connection.vendor == "postgresql"

    def ask(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return list(cursor.fetchall())


#: The log as the database of the thread in hand has it.
LOG = Log(_Here())
position = LOG.position
later_than = LOG.later_than
witnessed = LOG.witnessed
continues = LOG.continues


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
