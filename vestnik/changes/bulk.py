"""Writing very many public rows at once: one row of the log a batch, with the tables' broad keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

from django.db import connection, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from vestnik.changes.announcing import announce, claiming, gathering
from vestnik.changes.events import TableWritten

#: Fields whose values psycopg takes as they are; Django's own way to each costs as much as to compose the row.
_PLAIN = (
    *(models.CharField, models.SlugField, models.TextField, models.BooleanField, models.UUIDField),
    *(models.IntegerField, models.PositiveIntegerField, models.PositiveSmallIntegerField),
    *(models.SmallIntegerField, models.BigIntegerField, models.AutoField, models.BigAutoField),
    models.DateTimeField,
)


def insert(batches: Sequence[Sequence[models.Model]], *, event: Any = None) -> None:
    """Insert rows of several models, in the order given, in one transaction with one announcement.

    The rows of one model have all been given ids, or none has; those given here are not told back.
    Nothing that hangs on the rows is derived: whoever calls brings listings, versions and addresses
    along. For importers and `generate`.
    """
    with gathering(event):
        for rows in batches:
            if rows:
                _insert(type(rows[0]), rows)


def _insert(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    from vestnik.changes.net import public_tables

    table = model._meta.db_table
    with claiming(table):
        if connection.vendor == "postgresql":
            _copy(model, rows)
        else:
            models.QuerySet[Any](model).bulk_create(rows, batch_size=500)
        if table in public_tables():
            announce(TableWritten(f"table:{table}"), [f"table:{table}"])


def _copy(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """As PostgreSQL takes many rows: an INSERT takes twice the time, nearly all of it to be composed in
    Python, where psycopg escapes JSON again and again.
    """
    fields = [
        field
        for field in model._meta.concrete_fields
        if not field.generated and not (field.primary_key and rows[0].pk is None)
    ]
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(str(field.column)) for field in fields)
    into = f"COPY {quoted(model._meta.db_table)} ({columns}) FROM STDIN"
    # Not `connection` itself, which finds out each time which one it stands for.
    readers = [_reader(field, connections[connection.alias]) for field in fields]
    # Not through Django's cursor, which knows no COPY: its errors are made Django's here.
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(into) as copy:
        for row in rows:
            copy.write_row([read(row) for read in readers])


def _reader(field: models.Field[Any, Any], connection: BaseDatabaseWrapper) -> Callable[[Any], Any]:
    """Gives a row's value as the database takes it; of a plain field that is the attribute."""
    is_plain = isinstance(field, models.ForeignKey) or type(field) in _PLAIN
    if (
        is_plain
        and not getattr(field, "auto_now_add", False)
        and not getattr(field, "auto_now", False)
    ):
        return attrgetter(field.attname)
    return lambda row: field.get_db_prep_save(field.pre_save(row, add=True), connection)
