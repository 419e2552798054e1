"""The public pages and parts of stories, as the press prints them."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.encoding import iri_to_uri

from vestnik.kit import clock, dates
from vestnik.press import keys
from vestnik.press.pieces import Part, Rendered
from vestnik.press.surfaces import (
    reference,
    register_addresses,
    register_known,
    register_pages,
    register_part,
    register_story_at,
    register_words,
)
from vestnik.stories import (
    archive_pages,
    known_addresses,
    list_pages,
    pages,
    record_pages,
    surface_words,
)
from vestnik.stories.breaking import breaking
from vestnik.stories.models import Front, Story, Storyline
from vestnik.stories.queries import cards
from vestnik.stories.routing import Found, Gone, Moved, resolve, story_id_in

#: Stories that are counted at most.
COUNTED = 99
#: Pages of a stretch of time.
_SPANS = frozenset({"day", "month", "year"})
#: Pages of what is shown for the sake of the live stories that name it.
_HANGING = frozenset({"topic", "storyline", "byline", "agency", "photo"})


def register() -> None:
    """Called once, when the app is ready."""
    register_pages(render_path)
    register_part("today", lambda language: Part(((0, today_in_words(language)),)))
    register_part("latest", latest)
    register_part("card", card)
    register_part("storyline", storyline)
    register_part("count", count)
    register_part("breaking", breaking)
    register_words(surface_words.in_words)
    register_addresses("story", surface_words.addresses)
    register_known(known_addresses.known)
    register_story_at(lambda path: story_id_in(path) or 0)


def render_path(path: str) -> Rendered:
    """What any public path answers."""
    found = resolve(path)
    if isinstance(found, Moved):
        return Rendered(301, (("Location", iri_to_uri(found.path)),), "", invented=found.invented)
    if isinstance(found, Gone):
        context = pages.gone_context(found.address, found.language)
        return html("stories/gone.html", context, found.language, 410)
    if isinstance(found, Found):
        # What a context says in words is said in the page's language, whoever asks for it.
        with translation.override(found.language):
            template, context = _show(found)
        # Days and months without news can be invented without end: they are shown, and not kept.
        empty = found.kind in _SPANS and (
            context["is_empty"] if found.kind == "year" else not context["stories"]
        )
        # What no live story hangs on, in this language or this month, is nobody's business.
        hidden = found.kind in _HANGING or found.month is not None
        if not hidden or context["stories"]:
            return html(template, context, found.language, 404 if empty else 200)
    context = pages.not_found_context(found.language, path)
    return html("stories/not_found.html", context, found.language, 404)


def html(template: str, context: dict[str, Any], language: str, status: int = 200) -> Rendered:
    """A page in one language."""
    with translation.override(language):
        body = render_to_string(template, context)
    headers = (("Content-Type", "text/html; charset=utf-8"), ("Content-Language", language))
    return Rendered(status, headers, body)


def today_in_words(language: str) -> str:
    """The date in the header, which no page is reprinted for at midnight."""
    return dates.header_date(clock.today(pages.zone()), language)


def preview_context(story: Story) -> dict[str, Any]:
    """A draft as the newsroom previews it: no parts, which only the press fills in."""
    context = pages.story_context(story, preview=True)
    parts = {"header_date": today_in_words(story.language), "breaking": "", "more_news": ""}
    return context | parts


def front_preview_context(front: Front) -> dict[str, Any]:
    """A front as the newsroom previews it: with what readers could see of its stories now."""
    with translation.override(front.language):
        context = pages.front_context(front)
    return context | {
        "preview": True,
        "header_date": today_in_words(front.language),
        "breaking": "",
    }


def latest(language: str) -> Part:
    """The newest stories, a few more than any page shows, so that each can leave out its own."""
    newest = Story.objects.newest(language).values_list("pk", flat=True)
    # The page of every story waits for it at each publication: the cards are printed for themselves.
    items = tuple(
        (pk, reference(f"card:{pk}")) for pk in newest[: pages.MORE_NEWS + pages.MOST_SHOWN]
    )
    with translation.override(language):
        before, after = render_to_string("components/more_news.html").split("<!--cards-->")
    return Part(items, before, after)


def card(pk: str) -> Part:
    """A live story as it stands among the latest news; nothing for another."""
    story = Story.objects.live().for_cards().filter(pk=pk).first()
    if story is None:
        return Part(())
    context = {
        "story": story,
        "level": 3,
        "language": story.language,
        "zone": pages.zone(),
        "card_sizes": "7rem",
    }
    with translation.override(story.language):
        return Part(((story.pk, render_to_string("components/card.html", context)),))


def storyline(name: str) -> Part:
    """The newest pieces of a storyline in one language ("7:bg"), for the pages of its stories.

    Nothing once it is archived.
    """
    pk, _, language = name.partition(":")
    line = Storyline.objects.current().filter(pk=pk).first()
    if line is None:
        return Part(())
    # One more than a page shows: each leaves out its own story.
    pieces = cards(Story.objects.listed(keys.members("storyline", pk, language)), pages.PIECES + 1)
    context = {"storyline": line, "language": language, "zone": pages.zone()}
    with translation.override(language):
        items = tuple(
            (piece.pk, render_to_string("components/piece.html", context | {"story": piece}))
            for piece in pieces
        )
        before, after = render_to_string("components/storyline.html", context).split(
            "<!--pieces-->"
        )
    return Part(items, before, after)


def count(name: str) -> Part:
    """How many stories a storyline has in one language ("storyline:7:bg"), as a card says it.

    Nothing for an archived one, and for a single story.
    """
    kind, pk, language = name.split(":")
    if kind != "storyline" or not Storyline.objects.current().filter(pk=pk).exists():
        return Part(())
    stories = Story.objects.listed(keys.members(kind, pk, language))[: COUNTED + 1].count()
    with translation.override(language):
        text = render_to_string(
            "components/count.html", {"count": min(stories, COUNTED), "more": stories > COUNTED}
        )
    return Part(((0, text),)) if stories > 1 else Part(())


def _show(found: Found) -> tuple[str, dict[str, Any]]:
    if found.month is not None:
        return "stories/month_of.html", list_pages.month_context(found)
    match found.kind:
        case "front":
            return "stories/front.html", pages.front_context(found.shown)
        case "section":
            return "stories/section.html", pages.section_context(found.shown)
        case "story":
            return "stories/story.html", pages.story_context(found.shown)
        case "day":
            return "stories/day.html", pages.day_context(found.shown, found.language)
        case "years":
            return "stories/years.html", archive_pages.years_context(found.language)
        case "year":
            return "stories/year.html", archive_pages.year_context(found.shown, found.language)
        case "month":
            return "stories/month.html", archive_pages.month_context(found.shown, found.language)
        case "topic" | "storyline" | "byline" | "agency":
            return f"stories/{found.kind}.html", list_pages.subject_context(found)
        case "photo":
            return "stories/photo.html", record_pages.photo_context(found.shown, found.language)
        case "corrections":
            return "stories/corrections.html", record_pages.corrections_context(found.language)
        case _:
            return "stories/standing.html", pages.standing_context(found.shown)
