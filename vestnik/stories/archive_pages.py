"""What the archive's own pages show: its years, the months of a year, the days of a month."""

from __future__ import annotations

from calendar import Calendar
from datetime import date
from typing import Any

from django.conf import settings

from vestnik.kit import dates
from vestnik.press import keys
from vestnik.stories import spans
from vestnik.stories.addresses import archive_path, day_path
from vestnik.stories.models import Story
from vestnik.stories.pages import site_context
from vestnik.stories.queries import cards

IN_MONTH = 12


def years_context(language: str) -> dict[str, Any]:
    """The years that have stories, newest first."""
    years: list[date] = []
    month = Story.objects.month_before(keys.latest(language), spans.next_month(spans.LAST))
    while month is not None:
        years.append(month.replace(month=1))
        month = Story.objects.month_before(keys.latest(language), years[-1])
    return site_context(language) | {
        "canonical": settings.VESTNIK_URL + archive_path(language),
        "years": [
            {"year": year.year, "path": archive_path(language, year, whole_year=True)}
            for year in years
        ],
    }


def year_context(year: date, language: str) -> dict[str, Any]:
    """The months of a year that have stories."""
    of_all = keys.latest(language)
    months = [date(year.year, month, 1) for month in range(1, 13)]
    has = {month: Story.objects.has_month(of_all, month) for month in months}
    before = Story.objects.month_before(of_all, months[0])
    after = Story.objects.month_after(of_all, months[-1])
    return site_context(language) | {
        "year": year.year,
        "canonical": settings.VESTNIK_URL + archive_path(language, year, whole_year=True),
        "months": [
            {
                "name": dates.month_name(month.month, language),
                "path": archive_path(language, month) if has[month] else "",
            }
            for month in months
        ],
        "is_empty": not any(has.values()),
        "archive": archive_path(language),
        "before": archive_path(language, before, whole_year=True) if before else "",
        "after": archive_path(language, after, whole_year=True) if after else "",
    }


def month_context(month: date, language: str) -> dict[str, Any]:
    """A calendar of the month, its days with stories as links, and the newest of its stories."""
    of_all = keys.latest(language)
    weeks = Calendar().monthdatescalendar(month.year, month.month)
    stories = cards(Story.objects.in_month(of_all, month), IN_MONTH)
    before = Story.objects.month_before(of_all, month)
    after = Story.objects.month_after(of_all, month)
    return site_context(language) | {
        "canonical": settings.VESTNIK_URL + archive_path(language, month),
        "month_in_words": dates.month_and_year(month, language),
        "weekdays": dates.weekdays(language),
        "weeks": [[_cell(day, month, language) for day in week] for week in weeks],
        "stories": stories,
        "year": month.year,
        "year_path": archive_path(language, month, whole_year=True),
        "before": archive_path(language, before) if before else "",
        "after": archive_path(language, after) if after else "",
    }


def _cell(day: date, month: date, language: str) -> dict[str, Any]:
    """A day in the calendar; one of the month before or after stays empty."""
    if day.month != month.month:
        return {"number": "", "path": ""}
    has = Story.objects.on_day(language, day).exists()
    return {
        "number": day.day,
        "path": day_path(language, day) if has else "",
        "in_words": dates.long_date(day, language),
    }
