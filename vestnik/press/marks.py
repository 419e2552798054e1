"""What one row of the change log means for the press: what it touches, closes and opens."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.apps import apps

from vestnik.changes.events import named
from vestnik.changes.models import Change
from vestnik.changes.public import PublicModel
from vestnik.press.surfaces import pages_of

#: Touches every print.
ALL = "*"


@dataclass(frozen=True, slots=True)
class Mark:
    """One change. `closes`: its subject is not to be seen any more; `opens`: it is again.

    `blind`: the row does not tell which subjects it touched, so some may have been closed by it.
    `at` is in seconds since 1970.
    """

    change: int
    at: float
    event: str
    subject: str
    keys: frozenset[str]
    closes: bool
    opens: bool
    blind: bool
    #: Pages to be printed though no print was made stale: the subject's own, where it can be read.
    pages: frozenset[str] = frozenset()


def mark_of(row: Change) -> Mark:
    """What a row of the log means."""
    event, keys = named(row.event), touched_keys(row)
    return Mark(
        change=row.id,
        at=row.at.timestamp(),
        event=row.event,
        subject=row.subject,
        keys=frozenset(keys),
        closes=event.closes,
        opens=event.opens,
        blind=ALL in keys,
        pages=frozenset() if event.closes else pages_of(row.subject),
    )


def touched_keys(row: Change) -> set[str]:
    """The keys of a change, with the broad keys of the tables that rows of their kind lie in.

    A change that names a table and no rows (a migration, a write of very many rows, one that the net
    caught) may have touched any row, so any print: "*".
    """
    keys = set(row.keys)
    if named(row.event).blind or any(key.startswith("table:") for key in keys):
        return keys | {ALL}
    for key in row.keys:
        keys |= _tables_of_kind().get(key.partition(":")[0], frozenset())
    return keys


@cache
def _tables_of_kind() -> dict[str, frozenset[str]]:
    """Kind of key ("story") → broad keys of the tables that a write of such a row may touch."""
    found: dict[str, set[str]] = {}
    for model in apps.get_models():
        if issubclass(model, PublicModel):
            tables = {f"table:{table}" for table in model.public_tables()}
            for kind in model.kinds():
                found.setdefault(kind, set()).update(tables)
    return {kind: frozenset(tables) for kind, tables in found.items()}
