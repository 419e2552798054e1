"""Announcing: gathers the keys that a piece of work touched and writes them to the log, once.

The row is written inside the same transaction as the change, when the outermost `gathering()` of the
thread ends: a kill at any point loses both or neither.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction

from vestnik.changes import actor
from vestnik.changes.events import Event
from vestnik.changes.nudge import nudge_at_commit
from vestnik.kit import logs

if TYPE_CHECKING:
    from vestnik.changes.models import Change

#: More keys than this are not written one by one: the row touches everything.
MOST_KEYS = 2_000
EVERYTHING = "table:*"
#: Changes of one transaction that the log names.
MOST_TOLD = 5


@dataclass
class Gather:
    """What one piece of work has announced so far: an event and its keys for each subject."""

    event: Event | None = None
    keys: dict[str, set[str]] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)

    def add(self, event: Event, keys: Iterable[str], *, decisive: bool = True) -> None:
        """Add the keys of one write. The last decisive event of a subject names the row."""
        if decisive or event.subject not in self.events:
            self.events[event.subject] = event
        self.keys.setdefault(event.subject, set()).update(keys)

    def rows(self) -> Iterator[tuple[Event, set[str]]]:
        """One row for the whole work if it named its event, else one for each subject.

        What was closed on the way has a row of its own in both cases.
        """
        if self.event is not None:
            together: set[str] = set().union(*self.keys.values())
            if together:
                yield self.event, together
        for subject, event in self.events.items():
            told = self.event is not None and (subject == self.event.subject or not event.closes)
            if self.keys[subject] and not told:
                yield event, self.keys[subject]


class _State(threading.local):
    def __init__(self) -> None:
        self.gather: Gather | None = None
        self.claimed: Counter[str] = Counter()
        self.lifted = 0


state = _State()


@contextmanager
def gathering(event: Event | None = None) -> Iterator[Gather]:
    """Make everything written inside one transaction with one row of the log for each subject.

    Nested calls join the outermost one; an event named by an inner call is used when the outer one
    named none. Actions name their event; the choke point calls this without one.
    """
    if state.gather is not None:
        gather = state.gather
        if gather.event is None and event is not None:
            gather.event = event
        with transaction.atomic(savepoint=False):
            yield gather
        return
    gather = state.gather = Gather(event)
    try:
        with transaction.atomic(savepoint=False):
            yield gather
            _write(gather)
    finally:
        state.gather = None


def announce(event: Event, keys: Iterable[str]) -> None:
    """Announce keys that a change touched. Must be called inside the change's transaction."""
    with gathering() as gather:
        gather.add(event, keys)


@contextmanager
def claiming(*tables: str) -> Iterator[None]:
    """Tell the net that the writes to these tables inside are announced by the caller."""
    state.claimed.update(tables)
    try:
        yield
    finally:
        state.claimed.subtract(tables)


@contextmanager
def lifted() -> Iterator[None]:
    """Lift the net: for migrations and for emptying the database, which announce themselves."""
    state.lifted += 1
    try:
        yield
    finally:
        state.lifted -= 1


def _write(gather: Gather) -> None:
    from vestnik.changes.models import Change

    rows = list(gather.rows())
    if not rows:
        return
    who = actor.current()
    written = Change.objects.bulk_create(
        Change(
            event=event.name(),
            subject=event.subject,
            keys=sorted(keys) if len(keys) <= MOST_KEYS else [EVERYTHING],
            actor_id=who.id,
            actor_name=who.name[:150],
        )
        for event, keys in rows
    )
    if logs.CHANGES.isEnabledFor(logging.INFO):
        transaction.on_commit(partial(_tell, written), robust=True)
    nudge_at_commit()


def _tell(written: list[Change]) -> None:
    """In the log: which request made which changes."""
    said = ", ".join(f"{row.event} {row.subject}" for row in written[:MOST_TOLD])
    logs.CHANGES.info("Written: %s.", said, extra={"changes": [row.pk for row in written]})
