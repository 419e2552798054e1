"""How old a story is, told to its reader: an old story never misleads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, ngettext

from vestnik.kit import clock
from vestnik.stories.models import Story

#: From the thirtieth day on, by steps of thirty days; from the first anniversary in years.
MONTH = timedelta(days=30)
MONTHS = tuple(MONTH * count for count in range(1, 13))


@dataclass(frozen=True, slots=True)
class AgeNotice:
    """What stands above an old story; `strong` from its first anniversary."""

    text: str
    strong: bool


def age_notice(story: Story, zone: ZoneInfo) -> AgeNotice | None:
    """The notice in the language in force; None for a young story and for one without a date."""
    if story.dated is None or story.date_precision == Story.DatePrecision.UNKNOWN:
        return None
    years = clock.years_since(story.dated.astimezone(zone).date(), zone)
    if years:
        text = ngettext(
            "This story is more than a year old.",
            "This story is more than %(count)s years old.",
            years,
        )
        return AgeNotice(text % {"count": years}, strong=True)
    months = clock.age_in(story.dated, steps=MONTHS)
    if not months:
        return None
    if months >= 11:
        return AgeNotice(gettext("This story is almost a year old."), strong=False)
    text = ngettext(
        "This story is more than a month old.",
        "This story is more than %(count)s months old.",
        months,
    )
    return AgeNotice(text % {"count": months}, strong=False)
