"""Every public address that the site leads to or ever gave: those given to rows, and those of lists.

Walked along the index of addresses and along that of listings, in batches. A page by month is among them
where its list's own page leads to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings

from vestnik.press import keys
from vestnik.press.surfaces import Kind, Known
from vestnik.stories import languages, list_pages, older, pages, spans
from vestnik.stories.addresses import archive_path, corrections_path, day_path, photo_path
from vestnik.stories.models import Address, Agency, Byline, Listing, Section, Storyline, Topic

BATCH = 1_000
#: The page that is answered where nothing is, below the root of each language.
MISSING = "404.html"
_SUBJECTS: dict[str, Any] = {model.kind: model for model in (Topic, Storyline, Byline, Agency)}


def known() -> Iterator[Known]:
    """All of them."""
    for path, state in _given():
        yield Known(path, Kind.CLOSED if state == Address.State.GONE else Kind.PAGE)
    for language, _ in settings.LANGUAGES:
        yield Known(f"{languages.prefix_of(language)}/{MISSING}", Kind.MISSING)
        yield Known(archive_path(language))
        yield Known(corrections_path(language))
        for path in _of_archive(language):
            yield Known(path)
    for path in _of_lists():
        yield Known(path)


def _given() -> Iterator[tuple[str, str]]:
    last = 0
    while True:
        rows = Address.objects.filter(pk__gt=last).order_by("pk")
        found = list(rows.values_list("pk", "path", "state")[:BATCH])
        if not found:
            return
        yield from ((path, state) for _, path, state in found)
        last = found[-1][0]


def _of_archive(language: str) -> Iterator[str]:
    """Years and months that have stories, and what is left of a story's address when it is cut off."""
    root = f"{languages.prefix_of(language)}/"
    for year, months in groupby(_months(keys.latest(language)), key=lambda month: month.year):
        yield f"{root}{year}/"
        yield archive_path(language, date(year, 1, 1), whole_year=True)
        for month in months:
            yield f"{root}{month:%Y}/{month:%m}/"
            yield archive_path(language, month)


def _of_lists() -> Iterator[str]:
    """What hangs on live stories, by the lists in which these lie: days, photos, subjects, months."""
    last = ""
    while True:
        rows = Listing.objects.filter(list__gt=last).order_by("list")
        names = list(rows.values_list("list", flat=True).distinct()[:BATCH])
        if not names:
            return
        last = names[-1]
        lists = [(name, *name.removesuffix("/list").split(":")) for name in names]
        for kind, of_kind in groupby(lists, key=lambda one: one[1]):
            yield from _of_kind(kind, [(name, *rest) for name, _, *rest in of_kind])


def _of_kind(kind: str, lists: list[tuple[str, ...]]) -> Iterator[str]:
    """The pages of lists of one kind, each given by its name and what that says behind the kind."""
    if kind == "day":
        for _, language, day in lists:
            yield day_path(language, date.fromisoformat(day))
    elif kind == "photo":
        for _, pk, language in lists:
            yield photo_path(language, int(pk))
    elif kind == "section":
        sections = Section.objects.in_bulk([int(pk) for _, pk, _ in lists])
        for name, pk, _ in lists:
            if int(pk) in sections:
                home = sections[int(pk)].path_on_site
                yield from older.months_of(home, _days(name), pages.IN_SECTION)
    elif kind in _SUBJECTS:
        subjects = _SUBJECTS[kind].objects.in_bulk([int(pk) for _, pk, _ in lists])
        shown = list_pages.ON_TIMELINE if kind == "storyline" else list_pages.IN_LIST
        for name, pk, language in lists:
            if int(pk) in subjects:
                home = subjects[int(pk)].path(language)
                yield home
                yield from older.months_of(home, _days(name), shown)


def _months(of_list: str) -> Iterator[date]:
    for month, _ in groupby(_days(of_list), key=lambda day: day.replace(day=1)):
        yield month


def _days(of_list: str) -> Iterator[date]:
    """The day of each story of a list, newest first."""
    rows = Listing.objects.filter(list=of_list).order_by("-dated", "-story")
    for dated in rows.values_list("dated", flat=True).iterator(BATCH):
        yield spans.day_of(dated)
