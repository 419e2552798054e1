"""A read-only snapshot of the database for one render, and its place in the change log."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from vestnik.changes import log, reading
from vestnik.press.errors import RenderReachedOut

_guarded = False


@contextmanager
def snapshot() -> Iterator[log.Position]:
    """Everything inside sees the database as it is now; writes are refused by the database itself.

    Inside a test's transaction, which cannot be left, the test's own view is what is seen.
    """
    _guard()
    if connection.in_atomic_block:
        yield log.position()
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield log.position()
    else:
        with _sqlite_snapshot():
            yield log.position()


@contextmanager
def _sqlite_snapshot() -> Iterator[None]:
    """A deferred transaction: Django's own would take the write lock (transaction_mode IMMEDIATE)."""
    connection.ensure_connection()
    raw: Any = connection.connection
    raw.execute("PRAGMA query_only = ON")
    raw.execute("BEGIN DEFERRED")
    try:
        yield
    finally:
        raw.execute("ROLLBACK")
        raw.execute("PRAGMA query_only = OFF")


def _guard() -> None:
    """Refuse network and file writes to whatever is being recorded. An audit hook cannot be removed."""
    global _guarded
    if not _guarded:
        sys.addaudithook(_refuse)
        _guarded = True


def _refuse(event: str, args: tuple[Any, ...]) -> None:
    if event not in _WATCHED or reading.current() is None:
        return
    if event == "open":
        path, mode, flags = args
        writes = flags & 0o3 if isinstance(flags, int) else any(c in (mode or "") for c in "wax+")
        if not writes:
            return
        raise RenderReachedOut(f"open({path!r}, {mode!r})")
    raise RenderReachedOut(event)


_WATCHED = frozenset(
    {
        "open",
        "socket.connect",
        "socket.getaddrinfo",
        "os.remove",
        "os.rename",
        "os.mkdir",
        "subprocess.Popen",
    }
)
