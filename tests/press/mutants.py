"""Mutants of the press: faults put into a process at its start, each of which the machine is to find.

Named by VESTNIK_MUTANT; nothing of the project knows of them. The kinds:

- `noted:READER:KIND`: a reader of rows records no keys of a kind. Readers: row (a row was loaded), list (a
  query was claimed), table (the net saw a statement).
- `announced:MODEL:WRITE:KEYS`: a write of a model announces no keys of a kind, or none of those of before or
  after it, or nothing (all).
- `time:READING`: a reading of the clock does not say how long it holds.
- `press:FAULT`: the press itself forgets something.
"""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.apps import apps

from vestnik.changes import announcing, log, net, public, reading
from vestnik.changes.public import PublicModel
from vestnik.kit import clock
from vestnik.press import due, following
from vestnik.press import store as stores

#: The function that announces → the write that readers of a report know.
WRITES = {"writing": "save", "update": "update", "delete": "delete", "bulk_create": "bulk_create"}
READINGS = ("instant", "today", "this_year", "years_since", "is_past", "age_in")


#: The rule that the machine follows just now, for who looks at what happens.
rule_in_hand = ""


def kind_of(key: str) -> str:
    """The kind of a key: "section:7:bg/list" → "section/list", "topic/list" → "topic/all"."""
    head, colon, rest = key.partition("@")[0].partition(":")
    if not colon:
        return f"{head.removesuffix('/list')}/all" if head.endswith("/list") else head
    return head + next(
        (end for end in ("/list", "/name", "/month", "/year", "/decade") if rest.endswith(end)), ""
    )


def apply() -> None:
    """Make this process the mutant that it is told to be; none when it is told nothing."""
    name = os.environ.get("VESTNIK_MUTANT", "")
    if not name:
        return
    kind, _, rest = name.partition(":")
    {"noted": _forget_noted, "announced": _forget_announced, "time": _forget_time,
     "press": lambda fault: FAULTS[fault]()}[kind](rest)  # fmt: skip


def _reader(function: str) -> str:
    return {"note": "row", "claiming": "list", "_note_read": "table"}[function]


class Keys(set[str]):
    """The keys of one print, that remember who recorded them and do not take all."""

    def __init__(self, takes: Callable[[str, str], bool]) -> None:
        super().__init__()
        self.by: dict[str, set[str]] = defaultdict(set)
        self.takes = takes

    def update(self, *many: Any) -> None:
        self._take(_reader(sys._getframe(1).f_code.co_name), *many)

    def add(self, key: str) -> None:
        self._take(_reader(sys._getframe(1).f_code.co_name), [key])

    def _take(self, reader: str, *many: Any) -> None:
        for key in set().union(*many):
            if self.takes(reader, kind_of(key)):
                self.by[key].add(reader)
                super().add(key)


def with_keys(takes: Callable[[str, str], bool]) -> Callable[[], reading.Recording]:
    recording = reading.Recording
    return lambda: recording(keys=Keys(takes))


def _forget_noted(rest: str) -> None:
    reader, _, kind = rest.partition(":")
    reading.Recording = with_keys(lambda by, of: (by, of) != (reader, kind))


def _forget_announced(rest: str) -> None:
    name, write, keys = rest.split(":", 2)

    def forgetting(given: Any, moment: str) -> Any:
        if given is None:
            return {} if keys in ("all", moment) else None
        if keys in ("all", moment):
            return {}
        return {
            subject: frozenset(key for key in found if kind_of(key) != keys)
            for subject, found in given.items()
        }

    def decide(model: type[PublicModel], by: str, before: Any, after: Any) -> tuple[Any, Any]:
        if (model.__name__, by) != (name, write):
            return before, after
        return forgetting(before, "before"), forgetting(after, "after")

    at_each_write(decide)


def at_each_write(decide: Callable[[type[PublicModel], str, Any, Any], tuple[Any, Any]]) -> None:
    tell = public._tell

    def told(model: type[PublicModel], gather: Any, before: Any, after: Any) -> None:
        caller = sys._getframe(1)
        by = WRITES[caller.f_code.co_name]
        if by == "save" and caller.f_locals.get("gone"):
            by = "delete"
        tell(model, gather, *decide(model, by, before, after))

    public._tell = told


def _forget_time(name: str) -> None:
    read, note = getattr(clock, name), clock._note

    def endless(*args: Any, **kwargs: Any) -> Any:
        clock._note = lambda end: None
        try:
            return read(*args, **kwargs)
        finally:
            clock._note = note

    setattr(clock, name, endless)


# Faults of the press itself


def _until_is_ignored() -> None:
    kept = stores.Kept
    stores.Kept = lambda content, until, *rest: kept(content, None, *rest)


def _nothing_is_settled() -> None:
    due.Due.settle = lambda self: None


def _no_poll() -> None:
    following.POLL = 1e9


def _no_witness() -> None:
    log.LOG.continues = lambda place: True


def _place_before_marks() -> None:
    mark = stores.Store._mark

    def committed(self: Any, db: Any, one: Any) -> None:
        place = json.loads(self._fact(db, "place"))
        self._set_fact(db, "place", json.dumps(place | {"last_id": one.change}))
        db.execute("COMMIT")
        db.execute("BEGIN IMMEDIATE")
        mark(self, db, one)

    stores.Store._mark = committed


def _net_is_silent() -> None:
    net.announce = lambda event, keys: None


def _wide_writes_are_silent() -> None:
    add = announcing.Gather.add

    def told(self: Any, event: Any, keys: Any, **kwargs: Any) -> None:
        if event.name() != "TableWritten":
            add(self, event, keys, **kwargs)

    announcing.Gather.add = told


FAULTS: dict[str, Callable[[], None]] = {
    "until is ignored": _until_is_ignored,
    "what is due is not settled": _nothing_is_settled,
    "the log is not polled": _no_poll,
    "a database put back is not noticed": _no_witness,
    "the place moves before the marks": _place_before_marks,
    "the net announces nothing": _net_is_silent,
    "writes of very many rows announce nothing": _wide_writes_are_silent,
}


def possible() -> list[str]:
    """Every write, reading of the clock and fault that there could be, whether the machine meets it or not."""
    models = [model for model in apps.get_models() if issubclass(model, PublicModel)]
    found = [
        f"announced:{model.__name__}:{write}:all"
        for model in models
        if not model._meta.abstract
        for write in ("save", "delete", "update", "bulk_create")
    ]
    return [*found, *(f"time:{name}" for name in READINGS), *(f"press:{fault}" for fault in FAULTS)]
