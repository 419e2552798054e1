"""The public pages and parts of stories, as the press prints them."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.encoding import iri_to_uri

from vestnik.kit import clock, dates
from vestnik.press.surfaces import (
    Part,
    Rendered,
    register_addresses,
    register_pages,
    register_part,
    register_story_at,
    register_words,
)
from vestnik.stories import languages, pages, surface_words
from vestnik.stories.models import Story
from vestnik.stories.queries import cards
from vestnik.stories.routing import Found, Gone, Moved, resolve, story_id_in


def register() -> None:
    """Called once, when the app is ready."""
    register_pages(render_path)
    register_part("today", lambda language: Part(((0, today_in_words(language)),)))
    register_part("latest", latest)
    register_words(surface_words.in_words)
    register_addresses("story", surface_words.addresses)
    register_story_at(lambda path: story_id_in(path) or 0)


def render_path(path: str) -> Rendered:
    """What any public path answers."""
    found = resolve(path)
    if isinstance(found, Moved):
        return Rendered(301, (("Location", iri_to_uri(found.path)),), "", invented=found.invented)
    if isinstance(found, Gone):
        language = languages.first()
        return html("stories/gone.html", pages.gone_context(found.address, language), language, 410)
    if isinstance(found, Found):
        # What a context says in words is said in the page's language, whoever asks for it.
        with translation.override(found.language):
            template, context = _show(found)
        # Days without news can be invented without end: they are shown, and not kept.
        empty = found.kind == "day" and not context["stories"]
        return html(template, context, found.language, 404 if empty else 200)
    return html(
        "stories/not_found.html", pages.not_found_context(found.language), found.language, 404
    )


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
    return context | {"header_date": today_in_words(story.language), "more_news": ""}


def latest(language: str) -> Part:
    """The newest stories, a few more than any page shows, so that each can leave out its own."""
    stories = cards(Story.objects.newest(language), pages.MORE_NEWS + pages.MOST_SHOWN)
    with translation.override(language):
        items = tuple(
            (
                story.pk,
                render_to_string(
                    "components/card.html",
                    {"story": story, "level": 3, "language": language, "zone": pages.zone()},
                ),
            )
            for story in stories
        )
        before, after = render_to_string("components/more_news.html").split("<!--cards-->")
    return Part(items, before, after)


def _show(found: Found) -> tuple[str, dict[str, Any]]:
    match found.kind:
        case "front":
            return "stories/front.html", pages.front_context(found.shown)
        case "section":
            return "stories/section.html", pages.section_context(found.shown)
        case "story":
            return "stories/story.html", pages.story_context(found.shown)
        case "day":
            return "stories/day.html", pages.day_context(found.shown, found.language)
        case _:
            return "stories/standing.html", pages.standing_context(found.shown)
