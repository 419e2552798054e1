"""Following the change log: marks what changed, so that the store never holds a print for right that is not.

The place is a `log.Position` written as text. On PostgreSQL a change may become visible behind a later one;
the snapshot in the place tells which rows were not visible yet, so none is jumped over.
"""

from __future__ import annotations

import json
from dataclasses import asdict

from vestnik.changes import log
from vestnik.press.printing import changed_keys
from vestnik.press.store import Store

#: Behind by more rows than this (a large import), everything is marked at once instead of row by row.
MOST_ROWS = 500


def written(place: log.Position) -> str:
    """A place in the log as text."""
    return json.dumps(asdict(place))


def read(text: str) -> log.Position:
    """A place from its text."""
    return log.Position(**json.loads(text))


def catch_up(store: Store) -> tuple[log.Position, list[str]]:
    """Read the log up to its head; the node's new place, and the names of the prints marked stale.

    A store that has no place yet holds nothing: it begins at the head.
    """
    text = store.place()
    # The head is taken first: a row that becomes visible meanwhile is seen twice, never missed.
    head = log.position()
    if text is None or head.floor < read(text).floor:
        # A new store, or a database that was put back to an earlier state.
        store.forget_all()
        store.move_to(written(head), touched=())
        return head, []
    place = read(text)
    rows = [] if place == head else log.later_than(place, limit=MOST_ROWS)
    if not rows:
        return place, []
    if len(rows) >= MOST_ROWS:
        return head, store.move_to(written(head), touched=(), everything=True)
    touched: set[str] = set().union(*(changed_keys(row) for row in rows))
    marked = store.move_to(written(head), touched=touched, everything="*" in touched)
    return head, marked
