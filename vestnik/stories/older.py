"""The way to older stories: from the end of a list to its months, and from month to month.

A list's page shows its newest stories; all others lie in pages by month, whose addresses never shift and
which a new story of today leaves alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from vestnik.stories import spans
from vestnik.stories.addresses import month_path
from vestnik.stories.models import Story
from vestnik.stories.queries import cards

#: A month with more stories goes on at an address that names the day from which on they are older.
IN_MONTH = 200


def newest(stories: Any, limit: int, home: str) -> tuple[list[Story], str]:
    """The first stories of a list, and the address of the month in which the older ones begin, or ""."""
    found = cards(stories, limit + 1)
    if len(found) <= limit:
        return found, ""
    shown = found[:limit]
    assert shown[-1].dated is not None
    return shown, month_path(home, spans.month_of(shown[-1].dated))


def month(of_list: str, home: str, on: date, until: date | None) -> dict[str, Any]:
    """The stories of one month of a list, and the addresses of what is older and newer."""
    stories = cards(Story.objects.in_month(of_list, on, until=until), IN_MONTH + 1)
    shown, rest = _whole_days(stories) if len(stories) > IN_MONTH else (stories, None)
    if rest is not None and rest.month == on.month:
        before = month_path(home, on, rest)
    else:
        earlier = Story.objects.month_before(of_list, on)
        before = month_path(home, earlier) if earlier is not None else ""
    if until is not None:
        after = month_path(home, on)
    else:
        later = Story.objects.month_after(of_list, on)
        after = month_path(home, later) if later is not None else home
    return {"stories": shown, "before": before, "after": after}


def months_of(home: str, days: Iterable[date], shown: int) -> Iterator[str]:
    """The addresses of all months of a list whose stories are of these days, newest first.

    None when its page shows them all: nothing leads to its months then.
    """
    held: list[str] = []
    count = 0
    for month, of_month in groupby(days, key=lambda day: day.replace(day=1)):
        in_month = list(of_month)
        count += len(in_month)
        held.extend(_pages(home, month, in_month))
        if count > shown:
            yield from held
            held.clear()


def _pages(home: str, month: date, days: list[date]) -> Iterator[str]:
    yield month_path(home, month)
    while len(days) > IN_MONTH:
        _, rest = _cut(days)
        if rest.month != month.month:
            return
        days = [day for day in days if day <= rest]
        yield month_path(home, month, rest)


def _whole_days(stories: list[Story]) -> tuple[list[Story], date]:
    """As many whole days as fit on a page, and the day with which the next page begins."""
    count, rest = _cut([_day_of(story) for story in stories])
    return stories[:count], rest


def _cut(days: list[date]) -> tuple[int, date]:
    """The same by the stories' days: how many are shown."""
    last = days[IN_MONTH - 1]
    whole = sum(day > last for day in days[:IN_MONTH])
    return (whole, last) if whole else (IN_MONTH, last - timedelta(days=1))


def _day_of(story: Story) -> date:
    assert story.dated is not None
    return spans.day_of(story.dated)
