"""Writing very many public rows at once: one row of the log a batch, with the tables' broad keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models

from vestnik.changes.announcing import announce, claiming, gathering
from vestnik.changes.events import TableWritten


def insert(batches: Sequence[Sequence[models.Model]], *, event: Any = None) -> None:
    """Insert rows of several models, in the order given, in one transaction with one announcement.

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
        models.QuerySet[Any](model).bulk_create(rows, batch_size=500)
        if table in public_tables():
            announce(TableWritten(f"table:{table}"), [f"table:{table}"])
