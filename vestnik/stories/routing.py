"""What lies at a public address: reads the path, asks the rows, decides; renders nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from wagtail.models import Page

from vestnik.stories import languages
from vestnik.stories.models import Address, Front, Section, StandingPage, Story

_STORY = re.compile(r"^/(?:\d{4}/\d{2}|arhiv)/(?:[^/]*-)?(\d{1,18})/?$")
_DAY = re.compile(r"^/arhiv/(\d{4})/(\d{2})/(\d{2})/$")


@dataclass(frozen=True, slots=True)
class Found:
    """Something live: what kind of page, in which language, and the row or day that it shows."""

    kind: str
    language: str
    shown: Any


@dataclass(frozen=True, slots=True)
class Moved:
    """The address leads on (301) to `path`. `invented`: it was never given to anything."""

    path: str
    invented: bool = False


@dataclass(frozen=True, slots=True)
class Gone:
    """The address was given once and is closed (410)."""

    address: Address


@dataclass(frozen=True, slots=True)
class Nothing:
    """The address was never given (404)."""

    language: str


def resolve(path: str) -> Found | Moved | Gone | Nothing:
    """What the path answers. `path` is decoded and begins with "/"."""
    language, rest = _split_language(path)
    if "\0" in path:
        # PostgreSQL refuses to be asked for such a text.
        return Nothing(language)
    story = _STORY.match(rest)
    if story is not None:
        live = Story.objects.live().for_page().filter(pk=int(story[1])).first()
        if live is not None:
            return (
                Found("story", live.language, live)
                if live.address == path
                else Moved(live.address, invented=True)
            )
    day = _DAY.match(rest)
    if day is not None:
        try:
            return Found("day", language, date(int(day[1]), int(day[2]), int(day[3])))
        except ValueError:
            return Nothing(language)
    page = _page_at(language, rest)
    if page is not None:
        return page
    return _ask_addresses(path, language)


def story_id_in(path: str) -> int | None:
    """The id that a story's address carries, whatever its words; None for other addresses."""
    found = _STORY.match(_split_language(path)[1])
    return int(found[1]) if found is not None else None


def _split_language(path: str) -> tuple[str, str]:
    for code, _ in settings.LANGUAGES:
        prefix = languages.prefix_of(code)
        if prefix and (path == prefix or path.startswith(f"{prefix}/")):
            return code, path[len(prefix) :]
    return languages.first(), path


def _page_at(language: str, rest: str) -> Found | None:
    """A live front, section or standing page. The root of a language's tree is its front."""
    if not rest.endswith("/"):
        return None
    if rest == "/":
        front = Front.objects.root_of(language).first()
        return Found("front", language, front) if front is not None else None
    place = Front.objects.place_of(language)
    if place is None:
        return None
    below = Page.objects.live().filter(url_path=place[1] + rest[1:]).first()
    page = below.specific if below is not None else None
    if isinstance(page, Section):
        return Found("section", language, page)
    if isinstance(page, StandingPage):
        return Found("standing", language, page)
    return None


def _ask_addresses(path: str, language: str) -> Moved | Gone | Nothing:
    with_slash = path if path.endswith("/") else f"{path}/"
    given = Address.objects.filter(path__in={path, with_slash}).first()
    if given is None:
        return Nothing(language)
    if given.state == Address.State.GONE:
        return Gone(given)
    invented = given.path != path
    if given.target:
        return Moved(given.target, invented)
    current = Address.objects.of(given.subject).filter(state=Address.State.LIVE).first()
    if current is None or current.path == path:
        # Its subject is not live and was not closed: nothing to see, and nothing said.
        return Nothing(language)
    return Moved(current.path, invented)
