"""Owns telling a deck from the first paragraph of the body on a page without markup."""

from __future__ import annotations

import re

from vestnik.importer.reading.found import FoundPhoto
from vestnik.importer.reading.lines import ends_sentence

_LONGEST = 320
_STEM = 5
_WORD = re.compile(r"[^\W_]{4,}|\d{2,}")
_INNER_END = re.compile(r"[.!?]\s+[„\"«“]?[^\W\d_]")


def from_lines(content: list[str | FoundPhoto], headline: str) -> str:
    """The deck, when the first of the story's lines is one; "" when it is body already.

    A line that ends like a headline is a deck. A full sentence is one only when the story says
    it again further down, as a deck announces and a first paragraph reports.
    """
    if len(content) < 2 or not isinstance(content[0], str):
        return ""
    first, rest = content[0], [line for line in content[1:] if isinstance(line, str)]
    if len(first) > _LONGEST or not rest or not any(map(ends_sentence, rest)):
        return ""
    if not ends_sentence(first):
        return first if len(first.split()) >= 4 else ""
    one_sentence = not _INNER_END.search(first)
    median = sorted(map(len, rest))[len(rest) // 2]
    said_again = max(_shared(first, line) for line in rest) >= 0.5
    headline_later = _shared(headline, rest[0]) > _shared(headline, first)
    weight = one_sentence + 1.5 * said_again + headline_later + 0.5 * (len(first) < median / 2)
    return first if weight >= 3 and len(rest) > 1 else ""


def _shared(first: str, second: str) -> float:
    """The part of the words of `first` that `second` has too, endings aside."""
    stems = {word[:_STEM] for word in _WORD.findall(first.casefold())}
    others = {word[:_STEM] for word in _WORD.findall(second.casefold())}
    return len(stems & others) / len(stems) if stems else 0.0
