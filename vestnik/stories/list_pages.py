"""What the pages of topic, storyline, byline and agency show, and the months of these and of sections."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.conf import settings
from django.utils.translation import gettext

from vestnik.kit import dates
from vestnik.press import keys
from vestnik.stories import older, structured_data
from vestnik.stories.addresses import month_path
from vestnik.stories.models import Section, Story
from vestnik.stories.models.subjects import Subject
from vestnik.stories.pages import as_script, site_context, zone
from vestnik.stories.routing import Found

IN_LIST = 30
ON_TIMELINE = 100


def subject_context(found: Found) -> dict[str, Any]:
    """A topic, storyline, byline or agency with its newest stories."""
    subject, language = found.shown, found.language
    home = subject.path(language)
    stories = Story.objects.about(found.kind, subject.pk, language)
    limit = IN_LIST
    if found.kind == "storyline":
        stories, limit = stories.prefetch_related("corrections"), ON_TIMELINE
    shown, beyond = older.newest(stories, limit, home)
    canonical = settings.VESTNIK_URL + home
    return site_context(language) | {
        "subject": subject,
        "canonical": canonical,
        "stories": shown,
        "days": by_day(shown, language) if found.kind == "storyline" else [],
        "older": beyond,
        "structured_data": as_script(_described(found.kind, subject, canonical, language)),
    }


def month_context(found: Found) -> dict[str, Any]:
    """The stories of one month of a section or subject."""
    shown, language = found.shown, found.language
    assert found.month is not None
    if isinstance(shown, Section):
        title, home = shown.title, shown.path_on_site
    else:
        title, home = shown.name, shown.path(language)
    of_list = keys.members(found.kind, shown.pk, language)
    return (
        site_context(language)
        | older.month(of_list, home, found.month, found.until)
        | {
            "page": shown if isinstance(shown, Section) else None,
            "title": title,
            "list_home": home,
            "month_in_words": dates.month_and_year(found.month, language),
            "until": found.until,
            "until_in_words": dates.long_date(found.until, language) if found.until else "",
            "canonical": settings.VESTNIK_URL + month_path(home, found.month, found.until),
        }
    )


def by_day(stories: Iterable[Story], language: str) -> list[dict[str, Any]]:
    """Stories, newest first, under their days in words; a date that is only bounded says so."""
    return [
        {"day": day, "stories": list(of_day)}
        for day, of_day in groupby(stories, key=lambda story: _day_in_words(story, language))
    ]


def _day_in_words(story: Story, language: str) -> str:
    if story.dated is None or story.date_precision == Story.DatePrecision.UNKNOWN:
        return gettext("Date not known")
    day = dates.long_date(story.dated.astimezone(zone()).date(), language)
    if story.date_precision == Story.DatePrecision.BEFORE:
        return gettext("Before %(day)s") % {"day": day}
    return day


def _described(kind: str, subject: Subject, url: str, language: str) -> dict[str, Any]:
    if kind == "byline":
        return structured_data.profile_page(subject, url, language)
    return structured_data.collection_page(subject.name, url, language)
