"""What a story is filed under, as marks that stand among its words: one index answers both."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from vestnik.search.words import MARK

#: What can be asked for, by the letter of its mark.
LETTERS = {
    "state": "t", "section": "s", "kind": "k", "byline": "b", "topic": "o", "agency": "a",
    "storyline": "y", "locale": "l", "owner": "w", "embargo": "e", "year": "j", "month": "m", "day": "d",
}  # fmt: skip


def mark(name: str, value: object) -> str:
    """The mark of one thing: "section" and 7."""
    return f"{MARK}{LETTERS[name]}{value}"


def marks_of_day(day: date) -> list[str]:
    """Those of a day, its month and its year."""
    return [
        mark("day", f"{day:%Y%m%d}"),
        mark("month", f"{day:%Y%m}"),
        mark("year", f"{day:%Y}"),
    ]


def marks_between(first: date, last: date) -> Iterator[str]:
    """The fewest marks that cover all days from the first to the last: years, months, days."""
    day = first
    while day <= last:
        next_year, next_month = date(day.year + 1, 1, 1), _next_month(day)
        if (day.month, day.day) == (1, 1) and next_year - timedelta(days=1) <= last:
            yield mark("year", f"{day:%Y}")
            day = next_year
        elif day.day == 1 and next_month - timedelta(days=1) <= last:
            yield mark("month", f"{day:%Y%m}")
            day = next_month
        else:
            yield mark("day", f"{day:%Y%m%d}")
            day += timedelta(days=1)


def _next_month(day: date) -> date:
    return date(day.year + (day.month == 12), day.month % 12 + 1, 1)
