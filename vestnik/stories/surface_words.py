"""Surfaces in an editor's words, and the pages at which a story is to be read."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import get_language as interface_language
from django.utils.translation import get_language_info, gettext

from vestnik.kit import dates
from vestnik.press.surfaces import Words
from vestnik.stories import languages
from vestnik.stories.models import Story, Storyline
from vestnik.stories.routing import Found, Gone, Moved, resolve


def in_words(name: str) -> Words:
    """What a surface is called in the newsroom."""
    kind, _, rest = name.partition(":")
    if kind == "part":
        return _part(rest)
    found = resolve(rest)
    if isinstance(found, Moved):
        return Words(gettext("redirect"), found.path, rest)
    if isinstance(found, Gone):
        return Words(gettext("closed address"), rest, rest)
    if isinstance(found, Found):
        return Words(_KINDS[found.kind](), _title(found), rest)
    return Words(gettext("nothing"), rest, rest)


def addresses(pk: str) -> Iterable[str]:
    """The path of a live story."""
    return Story.objects.live().filter(pk=int(pk)).values_list("address", flat=True)


_KINDS = {
    "front": lambda: gettext("front page"),
    "section": lambda: gettext("section"),
    "story": lambda: gettext("story"),
    "day": lambda: gettext("news of a day"),
    "standing": lambda: gettext("standing page"),
    "topic": lambda: gettext("topic"),
    "storyline": lambda: gettext("storyline"),
    "byline": lambda: gettext("author’s page"),
    "agency": lambda: gettext("agency"),
    "photo": lambda: gettext("photo"),
    "corrections": lambda: gettext("corrections"),
    "years": lambda: gettext("archive by years"),
    "year": lambda: gettext("archive of a year"),
    "month": lambda: gettext("archive of a month"),
}


def _part(name: str) -> Words:
    kind, _, rest = name.partition(":")
    if kind == "card":
        story = Story.objects.filter(pk=rest).first()
        return Words(gettext("story among the latest news"), str(story or ""), "")
    subject, _, language = rest.rpartition(":")
    what = {
        "breaking": gettext("breaking strip, on all pages"),
        "latest": gettext("latest news, on all pages"),
        "today": gettext("date in the header, on all pages"),
        "storyline": gettext("earlier pieces, on all pages of the storyline"),
        "count": gettext("number of pieces, wherever the storyline is shown"),
    }[kind]
    if subject:
        line = Storyline.objects.filter(pk=subject.rpartition(":")[2]).first()
        return Words(what, str(line or ""), "")
    # One language needs no naming.
    named = "" if languages.only_one() else get_language_info(language)["name_translated"]
    return Words(what, named, "")


def _title(found: Found) -> str:
    language = interface_language() or found.language
    if found.kind == "day":
        return dates.long_date(found.shown, language)
    if found.kind == "month":
        return dates.month_and_year(found.shown, language)
    if found.kind == "year":
        return str(found.shown.year)
    title = "" if found.shown is None else str(found.shown)
    if found.kind == "photo":
        title = found.shown.caption or title
    if found.month is None:
        return title
    return f"{title}, {dates.month_and_year(found.month, language)}"
