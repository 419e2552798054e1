"""What the typographer would change in a text, offered to its editor one paragraph and one kind at a time.

A page sets spaces that may not break by itself, at every print: they are not offered, since in the
stored text they would only stand in the way of searching.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from vestnik.kit.typography import typeset_text
from vestnik.kit.typography.quotes import QUOTES
from vestnik.kit.typography.signs import NARROW, NO_BREAK

QUOTE, DASH, SPACE = "quotes", "dashes", "spaces"

_SPACES: Final = (
    (re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)"), " "),
    (re.compile(r"(?<=\w)[ \u00a0]+(?=[,;!?](?:\s|$)|\.(?:\s|$))"), ""),
    (re.compile(r"(?<=[^\W\d_]{2}[,;])(?=[^\W\d_]{2})"), " "),
    (re.compile(r"(?<=[„«(]) +(?=\w)|(?<=\w) +(?=[“»)])"), ""),
)
_ADDRESS: Final = re.compile(r"(?:https?://|www\.|[\w.+-]+@)\S+")


@dataclass(frozen=True, slots=True)
class Change:
    """`new` for the signs from `start` to `end`."""

    start: int
    end: int
    new: str


@dataclass(slots=True)
class Suggestion:
    """All changes of one kind in one text."""

    kind: str
    changes: list[Change] = field(default_factory=list)

    def applied(self, text: str) -> str:
        """The text with these changes and no other."""
        for change in reversed(self.changes):
            text = text[: change.start] + change.new + text[change.end :]
        return text


def suggestions(text: str, language: str) -> list[Suggestion]:
    """What could be set better in one paragraph of plain text; by kind, places in order."""
    by_kind: dict[str, Suggestion] = {}
    for kind, change in sorted(_changes(text, language), key=lambda one: one[1].start):
        suggestion = by_kind.setdefault(kind, Suggestion(kind))
        if not suggestion.changes or suggestion.changes[-1].end <= change.start:
            suggestion.changes.append(change)
    return list(by_kind.values())


def _changes(text: str, language: str) -> Iterator[tuple[str, Change]]:
    for at, (old, new) in enumerate(zip(text, typeset_text(text, language), strict=True)):
        if old != new and new not in (NO_BREAK, NARROW):
            yield (QUOTE if new in QUOTES else DASH), Change(at, at + 1, new)
    addresses = [found.span() for found in _ADDRESS.finditer(text)]
    for pattern, new in _SPACES:
        for found in pattern.finditer(text):
            if not _inside(found.start(), addresses):
                yield SPACE, Change(*found.span(), new)


def _inside(at: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


def in_script(text: str, suggestion: Suggestion) -> dict[str, object]:
    """A suggestion for a script, whose places count UTF-16 units."""
    return {
        "kind": suggestion.kind,
        "changes": [
            {"start": _units(text[: one.start]), "end": _units(text[: one.end]), "new": one.new}
            for one in suggestion.changes
        ],
    }


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
