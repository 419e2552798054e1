"""What lies at a public address: reads the path, asks the rows, decides; renders nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from wagtail.models import Page

from vestnik.photos.models import Photo
from vestnik.stories import languages, spans
from vestnik.stories.addresses import (
    CORRECTIONS,
    archive_path,
    corrections_path,
    month_path,
    photo_path,
)
from vestnik.stories.models import (
    Address,
    Agency,
    Byline,
    Front,
    Section,
    StandingPage,
    Story,
    Storyline,
    Topic,
)
from vestnik.stories.models.subjects import Subject

# ASCII: other scripts' digits would give each day a thousand addresses, all of them kept.
_STORY = re.compile(r"^/(?:\d{4}/\d{2}|arhiv)/(?:[^/]*-)?(\d{1,18})/?$", re.ASCII)
_DAY = re.compile(r"^/arhiv/(\d{4})/(\d{2})/(\d{2})/$", re.ASCII)
_ARCHIVE = re.compile(r"^/arhiv(?:/(\d{4})(?:/(\d{2}))?)?/?$", re.ASCII)
_YEAR = re.compile(r"^/arhiv/(?:19|20)\d{2}/?$", re.ASCII)
_PHOTO = re.compile(r"^/snimka/(\d{1,18})/?$", re.ASCII)
#: The stories of one month of what lies before it, and of them those up to a day.
_MONTH_OF = re.compile(r"^(/.+/)(\d{4})/(\d{2})/(?:do-(\d{2})/)?$", re.ASCII)
#: What is left of a story's address when its end is cut off.
_CUT_OFF = re.compile(r"^/(\d{4})/(?:(\d{2})/)?$", re.ASCII)
_SUBJECTS: dict[str, type[Subject]] = {
    model.kind: model for model in (Topic, Storyline, Byline, Agency)
}
_ROOTS = tuple(f"/{model.address_root}/" for model in _SUBJECTS.values())


@dataclass(frozen=True, slots=True)
class Found:
    """Something live: what kind of page, in which language, and the row or day that it shows.

    With `month` its stories of that month, with `until` those up to that day.
    """

    kind: str
    language: str
    shown: Any
    month: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """The address leads on (301) to `path`. `invented`: it was never given to anything."""

    path: str
    invented: bool = False


@dataclass(frozen=True, slots=True)
class Gone:
    """The address was given once and is closed (410)."""

    address: Address
    language: str


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
    story = story_id_in(path)
    if story is not None:
        live = Story.objects.live().for_page().filter(pk=story).first()
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
    found = (
        _page_at(language, rest)
        or _own_page_at(path, language, rest)
        or _subject_at(path, language, rest)
        or _month_of(language, rest)
    )
    if found is not None:
        return found
    given = _ask_addresses(path, language)
    cut_off = _CUT_OFF.match(rest)
    if isinstance(given, Nothing) and cut_off is not None:
        return Moved(f"{archive_path(language)}{rest[1:]}", invented=True)
    return given


def story_id_in(path: str) -> int | None:
    """The id that a story's address carries, whatever its words; None for other addresses."""
    rest = _split_language(path)[1]
    found = _STORY.match(rest)
    # A number alone may be a year of the archive, and then it is that.
    return int(found[1]) if found is not None and _YEAR.match(rest) is None else None


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


def _own_page_at(path: str, language: str, rest: str) -> Found | Moved | Gone | Nothing | None:
    """What the site itself keeps: the archive's years and months, photos, the page of corrections."""
    archive = _ARCHIVE.match(rest)
    if archive is not None:
        return _archive_at(path, language, archive[1], archive[2])
    photo = _PHOTO.match(rest)
    if photo is not None:
        return _photo_at(path, language, int(photo[1]))
    own = corrections_path(language)
    if path == own:
        return Found("corrections", language, None)
    if path == own[:-1] or rest.strip("/") in CORRECTIONS:
        return Moved(own, invented=True)
    return None


def _archive_at(
    path: str, language: str, year: str | None, month: str | None
) -> Found | Moved | Nothing:
    """The archive's root, a year or a month of it."""
    if not path.endswith("/"):
        return Moved(f"{path}/", invented=True)
    if year is None:
        return Found("years", language, None)
    on = _month(year, month or "01")
    if on is None:
        return Nothing(language)
    return Found("year", language, on) if month is None else Found("month", language, on)


def _photo_at(path: str, language: str, pk: int) -> Found | Moved | Gone | Nothing:
    """A photo has the address of its number for ever; its row says what that answers."""
    photo = Photo.objects.filter(pk=pk).first()
    if photo is None or photo.in_use_since is None:
        return Nothing(language)
    own = photo_path(language, pk)
    if not photo.is_public:
        return Gone(Address(path=own, since=photo.withdrawn_at), language)
    return Found("photo", language, photo) if path == own else Moved(own, invented=True)


def _subject_at(path: str, language: str, rest: str) -> Found | Moved | Gone | Nothing | None:
    """A topic, storyline, byline or agency: its address is the same in all languages but the prefix.

    One that no live story names leads nowhere: where it would lead says what it is called.
    """
    if not rest.startswith(_ROOTS):
        return None
    home = rest if rest.endswith("/") else f"{rest}/"
    given = Address.objects.filter(path=home).first()
    if given is None or given.target:
        return None
    if given.state == Address.State.GONE:
        return Gone(given, language)
    kind, _, pk = given.subject.partition(":")
    subject = _SUBJECTS[kind].objects.filter(pk=int(pk)).first() if kind in _SUBJECTS else None
    if subject is None or subject.is_closed:
        return None
    own = subject.path(language)
    if path == own:
        return Found(kind, language, subject)
    if not any(
        Story.objects.about(kind, subject.pk, code).exists() for code, _ in settings.LANGUAGES
    ):
        return Nothing(language)
    return Moved(own, given.path != rest)


def _month_of(language: str, rest: str) -> Found | Moved | Gone | Nothing | None:
    """The stories of one month of a section or subject: `/svyat/2025/11/`."""
    parts = _MONTH_OF.match(rest)
    month = _month(parts[2], parts[3]) if parts is not None else None
    if parts is None or month is None:
        return None
    prefix = languages.prefix_of(language)
    found = _page_at(language, parts[1]) or _subject_at(f"{prefix}{parts[1]}", language, parts[1])
    if found is None or isinstance(found, Gone | Nothing):
        return found
    until = None
    if parts[4] is not None:
        try:
            until = month.replace(day=int(parts[4]))
        except ValueError:
            return None
    if isinstance(found, Moved):
        # Of a subject that has another address by now.
        return Moved(month_path(found.path, month, until), invented=True)
    if found.kind not in ("section", *_SUBJECTS):
        return None
    return Found(found.kind, language, found.shown, month, until)


def _month(year: str, month: str) -> date | None:
    """The first day of a month of the archive; None for one that it cannot have."""
    if not "01" <= month <= "12":
        return None
    on = date(max(int(year), 1), int(month), 1)
    return on if spans.FIRST <= on <= spans.LAST else None


def _ask_addresses(path: str, language: str) -> Moved | Gone | Nothing:
    with_slash = path if path.endswith("/") else f"{path}/"
    given = Address.objects.filter(path__in={path, with_slash}).first()
    if given is None:
        return Nothing(language)
    if given.state == Address.State.GONE:
        return Gone(given, language)
    invented = given.path != path
    if given.target:
        return Moved(given.target, invented)
    current = Address.objects.of(given.subject).filter(state=Address.State.LIVE).first()
    if current is None or current.path == path:
        # Its subject is not live and was not closed: nothing to see, and nothing said.
        return Nothing(language)
    return Moved(current.path, invented)
