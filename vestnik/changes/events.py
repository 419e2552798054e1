"""The shape of an event: one frozen dataclass per thing that happened, named in the past tense."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Event:
    """Something a reader can see has happened to `subject`, written "kind:id", e.g. "story:42".

    Subclasses live in the `events.py` of the app that owns the subject; `config/wiring.py` names
    who reacts to each.
    """

    subject: str

    #: Readers may not see the subject any more; they may again; or it is not known which they may.
    closes: ClassVar[bool] = False
    opens: ClassVar[bool] = False
    blind: ClassVar[bool] = False

    @classmethod
    def name(cls) -> str:
        """The name written to the log."""
        return cls.__name__


@dataclass(frozen=True, slots=True)
class TableWritten(Event):
    """The net saw a public table written by a road that named no keys; subject "table:<name>"."""

    blind = True


@dataclass(frozen=True, slots=True)
class SiteMigrated(Event):
    """The database was migrated or emptied; everything printed is to be printed again."""

    blind = True


@cache
def named(name: str) -> type[Event]:
    """The event by the name in the log; one that this release does not know tells nothing."""
    return next((event for event in _below(Event) if event.name() == name), TableWritten)


def every() -> Iterator[str]:
    """The names of all events that this release knows."""
    return (event.name() for event in _below(Event))


def _below(event: type[Event]) -> Iterator[type[Event]]:
    for below in event.__subclasses__():
        yield below
        yield from _below(below)
