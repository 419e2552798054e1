"""The net below the choke point: sees every statement of a connection, lets no public write pass unsaid.

A public table written by nobody's claim announces its broad key at once, in the same transaction. Two
kinds of table are known: those of public models (found by themselves; their broad key, `table:<name>`,
means that some code forgot the choke point, so under test it is an error), and tables of other people's
code declared by `declare()`, for which the net is the choke point. It cannot see COMMIT, cursors taken
past Django, or other programs (docs/decisions/0002).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from vestnik.changes import reading
from vestnik.changes.announcing import announce, gathering, state
from vestnik.changes.errors import (
    PublicWriteOutsideTransaction,
    UnclaimedPublicWrite,
    WroteWhilePrinting,
)
from vestnik.changes.events import Event, TableWritten

_WRITE = re.compile(
    r"\s*(INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE(?:\s+ONLY)?|DELETE\s+FROM(?:\s+ONLY)?"
    r"|TRUNCATE(?:\s+TABLE)?)"
    r"\s+\"?(\w+)\"?",
    re.IGNORECASE,
)
_TABLE_READ = re.compile(r"\b(?:FROM|JOIN)\s+\"?(\w+)\"?", re.IGNORECASE)
_SET = re.compile(r"\bSET\s+(.*?)(?:\s+WHERE\b|$)", re.IGNORECASE | re.DOTALL)
_SET_COLUMN = re.compile(r"\"(\w+)\"\s*=(?!=)")
_HIDDEN_WRITE = re.compile(r"\b(INSERT\s+INTO|UPDATE|DELETE\s+FROM|MERGE\s+INTO)\b", re.IGNORECASE)
#: First words of statements that write no rows of ours.
_HARMLESS = frozenset(
    """
    SELECT SAVEPOINT RELEASE ROLLBACK BEGIN COMMIT START SET SHOW PRAGMA EXPLAIN ANALYZE VACUUM
    REINDEX CREATE DROP ALTER COMMENT GRANT REVOKE DECLARE FETCH CLOSE LOCK LISTEN NOTIFY UNLISTEN
    DISCARD VALUES ATTACH DETACH RESET DEALLOCATE CHECKPOINT
    """.split()
)


@dataclass(frozen=True)
class Declared:
    """A public table of other people's code: what its writes announce, and which columns say nothing."""

    key: str
    event: type[Event]
    silent: frozenset[str]
    #: Brings in line what is derived from the table, in the transaction of the write.
    settle: Callable[[], None] | None


_declared: dict[str, Declared] = {}


def declare(
    table: str,
    *,
    key: str,
    event: type[Event],
    silent: Iterable[str] = (),
    settle: Callable[[], None] | None = None,
) -> None:
    """Make the net announce `key` and call `settle` at each write to a table whose model is not ours."""
    _declared[table] = Declared(key, event, frozenset(silent), settle)


@cache
def public_tables() -> frozenset[str]:
    """The tables of all public models, with their parents', children's and through tables."""
    from django.apps import apps

    from vestnik.changes.public import PublicModel

    tables: set[str] = set()
    for model in apps.get_models(include_auto_created=True):
        if issubclass(model, PublicModel) and not model._meta.proxy:
            tables.update(model.public_tables())
    return frozenset(tables)


def install() -> None:
    """Put the net under every connection that will be opened, in every thread."""
    connection_created.connect(_on_connection, dispatch_uid="vestnik.changes.net")


def _on_connection(sender: Any, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    if watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(watch)


def watch(
    execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """The execute wrapper. Costs about a third of a microsecond for a read."""
    if state.lifted or not isinstance(sql, str):
        return execute(sql, params, many, context)
    first = sql[:6].upper()
    if first == "SELECT":
        if reading.current() is not None:
            _note_read(sql)
        return execute(sql, params, many, context)
    found = _WRITE.match(sql)
    if found is None:
        word = (
            sql.lstrip("( \n\t").split(None, 1)[0].rstrip(";").upper() if sql.strip() else "SELECT"
        )
        if word in _HARMLESS or (word == "WITH" and not _HIDDEN_WRITE.search(sql)):
            return execute(sql, params, many, context)
        return _written("*", sql, params, many, context, execute)
    if reading.current() is not None:
        raise WroteWhilePrinting(sql)
    table = found.group(2)
    declared = _declared.get(table)
    if declared is None and table not in public_tables():
        return execute(sql, params, many, context)
    return _written(table, sql, params, many, context, execute)


def _note_read(sql: str) -> None:
    """What a statement of a page being printed reads: what no key claims adds broad keys."""
    made = reading.current()
    assert made is not None
    for table in set(_TABLE_READ.findall(sql)):
        declared = _declared.get(table)
        if declared is not None:
            made.keys.add(declared.key)
        elif made.claimed == 0 and table in public_tables():
            made.keys.add(f"table:{table}")
            made.unclaimed.append(sql)


def _written(
    table: str,
    sql: str,
    params: Any,
    many: bool,
    context: dict[str, Any],
    execute: Callable[..., Any],
) -> Any:
    if not context["connection"].in_atomic_block:
        raise PublicWriteOutsideTransaction(table)
    result = execute(sql, params, many, context)
    if state.claimed[table] > 0:
        return result
    declared = _declared.get(table)
    if declared is not None:
        if not _columns_of_update(sql) <= declared.silent:
            with gathering():
                announce(declared.event(declared.key), [declared.key])
                if declared.settle is not None:
                    declared.settle()
        return result
    if getattr(settings, "VESTNIK_NET_RAISES", False):
        raise UnclaimedPublicWrite(table, sql)
    key = f"table:{table}"
    announce(TableWritten(key), [key])
    return result


def _columns_of_update(sql: str) -> frozenset[str]:
    """The columns that an UPDATE sets; a name no column has for every other statement."""
    if sql.lstrip()[:6].upper() != "UPDATE":
        return frozenset({"*"})
    found = _SET.search(sql)
    columns = frozenset(_SET_COLUMN.findall(found.group(1))) if found else frozenset()
    # Raw SQL without quoted names tells nothing: it counts as visible.
    return columns or frozenset({"*"})
