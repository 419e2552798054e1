"""What a story is filed under, as marks that stand among its words: one index answers both."""

from __future__ import annotations

from datetime import date

from vestnik.kit.spans import Unit, pieces
from vestnik.search.words import MARK

#: What can be asked for, by the letter of its mark.
LETTERS = {
    "state": "t", "section": "s", "kind": "k", "byline": "b", "topic": "o", "agency": "a",
    "storyline": "y", "locale": "l", "owner": "w", "embargo": "e", "photo": "p", "year": "j",
    "month": "m", "day": "d",
}  # fmt: skip

FORMATS: dict[Unit, str] = {"day": "%Y%m%d", "month": "%Y%m", "year": "%Y"}
#: Nothing is filed under days before or after these; whoever asks for more asks for these.
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)


def mark(name: str, value: object) -> str:
    """The mark of one thing: "section" and 7."""
    return f"{MARK}{LETTERS[name]}{value}"


def marks_of_day(day: date) -> list[str]:
    """Those of a day, its month and its year."""
    return [_mark_of(unit, day) for unit in FORMATS]


def marks_between(first: date, last: date) -> list[str]:
    """The fewest marks that cover all days from the first to the last: years, months, days."""
    return [_mark_of(unit, day) for unit, day in pieces(max(first, EARLIEST), min(last, LATEST))]


def _mark_of(unit: Unit, day: date) -> str:
    return mark(unit, format(day, FORMATS[unit]))
