"""The shape of an event: one frozen dataclass per thing that happened, named in the past tense."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """Something a reader can see has happened to `subject`, written "kind:id", e.g. "story:42".

    Subclasses live in the `events.py` of the app that owns the subject; `config/wiring.py` names
    who reacts to each.
    """

    subject: str

    @classmethod
    def name(cls) -> str:
        """The name written to the log."""
        return cls.__name__


@dataclass(frozen=True, slots=True)
class TableWritten(Event):
    """The net saw a public table written by a road that named no keys; subject "table:<name>"."""


@dataclass(frozen=True, slots=True)
class SiteMigrated(Event):
    """The database was migrated or emptied; everything printed is to be printed again."""
