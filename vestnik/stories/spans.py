"""Spans of time in the archive: months in the site's zone, and the keys that cover a stretch of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from vestnik.press import keys

#: The archive's pages reach from here to there; no list has a month outside.
FIRST, LAST = date(1900, 1, 1), date(2099, 12, 1)


def day_of(moment: datetime) -> date:
    """The day in which a moment lies."""
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def month_of(moment: datetime) -> date:
    """The first day of the month in which a moment lies."""
    return day_of(moment).replace(day=1)


def next_month(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def month_before(month: date) -> date:
    """The first day of the month before."""
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def start_of(day: date) -> datetime:
    """The moment at which a day begins."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(settings.TIME_ZONE))


def keys_of(of_list: str, on: date) -> frozenset[str]:
    """The keys that a story dated that day announces beside its list's own."""
    return frozenset({keys.month(of_list, on), keys.year(of_list, on), keys.decade(of_list, on)})


def cover(of_list: str, first: date, last: date) -> Iterator[str]:
    """As few keys as cover all months from `first` to `last`, both included; none if `last` is earlier."""
    month = first
    while month <= last:
        if month.month == 1 and month.year % 10 == 0 and date(month.year + 9, 12, 1) <= last:
            yield keys.decade(of_list, month)
            month = date(month.year + 10, 1, 1)
        elif month.month == 1 and date(month.year, 12, 1) <= last:
            yield keys.year(of_list, month)
            month = date(month.year + 1, 1, 1)
        else:
            yield keys.month(of_list, month)
            month = next_month(month)
