"""Spans of days in whole years, months and days, for an index that has a word for each of the three."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

Unit = Literal["year", "month", "day"]


def pieces(first: date, last: date) -> Iterator[tuple[Unit, date]]:
    """The fewest whole years, whole months and days that cover the days from the first to the last.

    Each with its first day. Years that nobody files anything under cost as much as others: callers clamp.
    """
    day = first
    while day <= last:
        unit, end = _longest(day, last)
        yield unit, day
        # Not a day more: the calendar of Python ends with the year 9999.
        if end >= last:
            return
        day = end + timedelta(days=1)


def _longest(day: date, last: date) -> tuple[Unit, date]:
    """The longest piece that begins on a day and does not go beyond the last."""
    year_ends = date(day.year, 12, 31)
    month_ends = day.replace(day=monthrange(day.year, day.month)[1])
    if (day.month, day.day) == (1, 1) and year_ends <= last:
        return "year", year_ends
    if day.day == 1 and month_ends <= last:
        return "month", month_ends
    return "day", day
