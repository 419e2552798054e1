"""What public pages show: one function for each kind of page gives its template's context.

Pure reads: rows through QuerySet methods, time through `kit.clock`, nothing of the request.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from vestnik.kit import clock, dates
from vestnik.press.surfaces import reference
from vestnik.stories import languages, older
from vestnik.stories.addresses import archive_path, corrections_path, day_path
from vestnik.stories.age import age_notice
from vestnik.stories.front import zones_of
from vestnik.stories.models import Address, Edition, Front, Section, StandingPage, Story
from vestnik.stories.queries import cards
from vestnik.stories.structured_data import breadcrumbs, news_article

MORE_NEWS = 6
#: Pieces of its storyline that a story's page shows.
PIECES = 5
#: No page shows more stories than this of those that "more news" must leave out.
MOST_SHOWN = 1
IN_SECTION = 30
ON_DAY = 300
#: So many signs of an address that nobody gave are looked at for a guess.
MOST_OF_PATH = 100


def zone() -> ZoneInfo:
    """The site's time zone."""
    return ZoneInfo(settings.TIME_ZONE)


def site_context(language: str, *, story: int | None = None) -> dict[str, Any]:
    """What every page shows: the edition, sections and standing pages, date, what is breaking.

    `story`: whose page it is; a strip that leads to it is not shown there.
    """
    # The front's place alone: a page that loaded the row would be stale when it is arranged anew.
    place = Front.objects.place_of(language)
    below: dict[str, Any] = {"path__startswith": "/"}
    if place is not None:
        below = {"path__startswith": place[0], "depth": len(place[0]) // Front.steplen + 1}
    return {
        "edition": Edition.objects.first() or Edition(),
        "sections": list(Section.objects.live().in_menu().filter(**below)),
        "standing": list(StandingPage.objects.live().in_menu().filter(**below)),
        "archive_path": archive_path(language),
        "corrections_path": corrections_path(language),
        "photo_root": f"{languages.prefix_of(language)}/snimka/",
        "language": language,
        "header_date": reference(f"today:{language}"),
        "breaking": reference(f"breaking:{language}", without=[story] if story else []),
        "home": f"{languages.prefix_of(language)}/",
        "site_url": settings.VESTNIK_URL,
        "zone": zone(),
    }


def front_context(front: Front) -> dict[str, Any]:
    """The front: its zones, no story twice."""
    site = site_context(front.language)
    return site | {
        "page": front,
        "canonical": settings.VESTNIK_URL + front.path_on_site,
        "zones": zones_of(front, site["sections"]),
    }


def section_context(section: Section) -> dict[str, Any]:
    """A section: its newest stories."""
    home = section.path_on_site
    stories, beyond = older.newest(Story.objects.live_in(section), IN_SECTION, home)
    return site_context(section.language) | {
        "page": section,
        "canonical": settings.VESTNIK_URL + home,
        "stories": stories,
        "older": beyond,
    }


def story_context(story: Story, *, preview: bool = False) -> dict[str, Any]:
    """A story with all that stands behind it, and what is new beside it."""
    language = story.language
    translations = [] if preview else list(story.get_translations().filter(live=True))
    site = site_context(language, story=story.pk)
    edition = site["edition"]
    return site | {
        "story": story,
        "preview": preview,
        "age": None if preview else age_notice(story, zone()),
        "canonical": story.full_url,
        "bylines": [part.byline for part in story.story_bylines.all() if part.byline],
        "sources": [part for part in story.story_sources.all() if part.agency],
        "topics": [topic for topic in story.topics.all() if not topic.archived],
        "corrections": [] if preview else list(story.corrections.all()),
        "translations": translations,
        "storyline": _storyline(story, language),
        "more_news": _more_news(language, without=[story.pk] if story.pk else []),
        "structured_data": "" if preview else as_script(news_article(story, edition)),
        "breadcrumbs": "" if preview else as_script(breadcrumbs(story, site["home"], edition)),
    }


def day_context(on: date, language: str) -> dict[str, Any]:
    """All stories of one day, with the days before and after."""
    today = clock.today(zone())
    return site_context(language) | {
        "day": on,
        "canonical": settings.VESTNIK_URL + day_path(language, on),
        "day_in_words": dates.long_date(on, language),
        "stories": cards(Story.objects.on_day(language, on), ON_DAY),
        "before": day_path(language, on - timedelta(days=1)) if on.year > 1900 else None,
        "after": day_path(language, on + timedelta(days=1)) if on < today else None,
        "month_path": archive_path(language, on.replace(day=1)),
        "month_in_words": dates.month_and_year(on, language),
    }


def standing_context(page: StandingPage) -> dict[str, Any]:
    """A page that stands: about us, contact."""
    return site_context(page.language) | {
        "page": page,
        "canonical": settings.VESTNIK_URL + page.path_on_site,
    }


def gone_context(address: Address, language: str) -> dict[str, Any]:
    """An address that was closed: says so, with the reason if one was given to readers."""
    reason = "" if address.reason in {"erased", "expired"} else address.reason
    return site_context(language) | {
        "reason": reason,
        "since": address.since,
        "more_news": _more_news(language),
    }


def not_found_context(language: str, path: str = "") -> dict[str, Any]:
    """An address that was never given: helps with a guess, the sections and what is new."""
    site = site_context(language)
    return site | {
        "guess": _guess(path, [*site["sections"], *site["standing"]]),
        "more_news": _more_news(language),
    }


def _guess(path: str, pages: Iterable[Any]) -> Any:
    """The page whose address one of the path's words may have been meant for; None for no likeness.

    Only among the few pages of the menus: what strangers ask for must not cost more.
    """
    by_slug = {page.slug: page for page in pages}
    for word in path.lower()[:MOST_OF_PATH].strip("/").split("/"):
        for close in get_close_matches(word, by_slug, n=1, cutoff=0.75):
            return by_slug[close]
    return None


def _more_news(language: str, *, without: Iterable[int] = ()) -> SafeString:
    return reference(f"latest:{language}", limit=MORE_NEWS, without=without)


def _storyline(story: Story, language: str) -> SafeString | str:
    if story.storyline_id is None:
        return ""
    return reference(
        f"storyline:{story.storyline_id}:{language}",
        limit=PIECES,
        without=[story.pk] if story.pk else [],
    )


def as_script(data: dict[str, Any]) -> SafeString:
    """JSON that may stand in a script element: no sign in it can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return mark_safe(text)
