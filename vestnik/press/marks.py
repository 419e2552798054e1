"""The meaning of the log's rows as this application knows it: its events, and the tables of its models."""

from __future__ import annotations

from functools import cache

from django.apps import apps

from vestnik.changes.events import every, named
from vestnik.changes.public import PublicModel
from vestnik.press.meaning import Flags, Meaning


@cache
def meaning() -> Meaning:
    """What every row of the log means to this release."""
    flags = {
        name: Flags(event.closes, event.opens, event.blind)
        for name in every()
        for event in [named(name)]
    }
    return Meaning(flags, tables_of_kinds())


def tables_of_kinds() -> dict[str, frozenset[str]]:
    """Kind of key ("story") → broad keys of the tables that a write of such a row may touch."""
    found: dict[str, set[str]] = {}
    for model in apps.get_models():
        if issubclass(model, PublicModel):
            tables = {f"table:{table}" for table in model.public_tables()}
            for kind in model.kinds():
                found.setdefault(kind, set()).update(tables)
    return {kind: frozenset(tables) for kind, tables in found.items()}
