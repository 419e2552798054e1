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
    #: Pages to be printed though no print was made stale: the subject's own, now that it is there.
    pages: frozenset[str] = frozenset()


def mark_of(row: Change) -> Mark:
    """What a row of the log means."""
    event = named(row.event)
    return Mark(
        change=row.id,
        at=row.at.timestamp(),
        event=row.event,
        subject=row.subject,
        keys=frozenset(touched_keys(row)),
        closes=event.closes,
        opens=event.opens,
        blind=event.blind,
        pages=pages_of(row.subject) if event.opens else frozenset(),
    )


def touched_keys(row: Change) -> set[str]:
    """The keys of a change, with the broad keys of the tables that rows of their kind lie in.

    A migration, and a table that the net could not name, touch everything: "*".
    """
    keys = set(row.keys)
    if "table:*" in keys or row.event == "SiteMigrated":
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
