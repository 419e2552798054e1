"""Loads the demo edition into an empty site, through the same actions as the newsroom."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings

from vestnik.changes.actor import Actor, acting
from vestnik.changes.announcing import gathering
from vestnik.importer.actions.body import make_photo
from vestnik.importer.demo.edition import DemoEdition, DemoStory, load_edition
from vestnik.importer.invented.story import split_quote
from vestnik.importer.reading.found import FoundPhoto
from vestnik.kit import clock
from vestnik.stories import languages
from vestnik.stories.actions.publish import publish
from vestnik.stories.models import (
    Agency,
    Byline,
    Correction,
    Edition,
    Front,
    Section,
    StandingPage,
    Story,
    StoryByline,
    Storyline,
    StorySource,
    Topic,
)

DEMO = Actor(None, "demo")


def load_demo() -> int:
    """Load the demo edition; how many stories it has. The site must have its first data."""
    edition = load_edition()
    with acting(DEMO), gathering():
        _describe(edition)
        known = _subjects(edition)
        stories: dict[str, Story] = {}
        known_languages = {code for code, _name in settings.LANGUAGES}
        # Oldest first, so that ids, addresses and times rise together.
        for story in sorted(edition.stories, key=lambda one: one.dated_at(clock.instant())):
            if story.language in known_languages:
                stories[story.key] = _story(story, known, stories)
        return len(stories)


def _describe(edition: DemoEdition) -> None:
    row = Edition.objects.get()
    row.name, row.tagline, row.demo = edition.name, edition.tagline, True
    row.save()
    front = _front()
    about = StandingPage(
        title=edition.about_title, slug="za-izdanieto", text=edition.about_html, locale=front.locale
    )
    front.add_child(instance=about)


def _front() -> Front:
    front: Front = Front.objects.get(locale_id=languages.locale_id_of(languages.first()))
    return front


def _subjects(edition: DemoEdition) -> dict[tuple[str, str], Any]:
    """What the stories hang on, by kind and the edition's own key."""
    front = _front()
    known: dict[tuple[str, str], Any] = {}
    for section in edition.sections:
        made = Section(title=section.name, slug=section.slug, locale=front.locale)
        known["section", section.slug] = front.add_child(instance=made)
    for topic in edition.topics:
        known["topic", topic.slug] = Topic.objects.create(name=topic.name, slug=topic.slug)
    for line in edition.storylines:
        known["storyline", line.slug] = Storyline.objects.create(
            name=line.title, slug=line.slug, summary=line.intro
        )
    for byline in edition.bylines:
        known["byline", byline.slug] = Byline.objects.create(
            name=byline.name, slug=byline.slug, role=byline.role
        )
    for agency in edition.agencies:
        known["agency", agency.code] = Agency.objects.create(name=agency.name, code=agency.code)
    return known


def _story(demo: DemoStory, known: dict[tuple[str, str], Any], stories: dict[str, Story]) -> Story:
    dated = demo.dated_at(clock.instant())
    story = Story(
        locale_id=languages.locale_id_of(demo.language),
        headline=demo.headline,
        short_headline=demo.short_headline,
        kicker=demo.kicker,
        deck=demo.deck,
        kind=demo.kind,
        dateline=demo.dateline,
        section=known["section", demo.section],
        storyline=known["storyline", demo.storyline] if demo.storyline else None,
        body=[_block(kind, html) for kind, html in demo.body],
        dated=dated,
        updated=dated,
    )
    if demo.translation_of in stories:
        story.translation_key = stories[demo.translation_of].translation_key
    if demo.photo is not None:
        photo = demo.photo
        story.lead_photo = make_photo(FoundPhoto(photo.caption, photo.credit, photo.file_photo))
    story.story_bylines.set(
        [
            StoryByline(byline=known["byline", slug], sort_order=order)
            for order, slug in enumerate(demo.bylines)
        ]
    )
    story.story_sources.set(
        [
            StorySource(agency=known["agency", source.agency], role=source.role, sort_order=order)
            for order, source in enumerate(demo.sources)
        ]
    )
    story.topics.set([known["topic", slug] for slug in demo.topics])
    story.other_sections.set([known["section", slug] for slug in demo.other_sections])
    story.save()
    publish(story, by=DEMO)
    if demo.correction is not None:
        _correct(story, demo.correction.text, demo.correction.after)
    return story


def _correct(story: Story, text: str, after: timedelta) -> None:
    """A correction dated in the past, which the newsroom's action cannot give."""
    assert story.dated is not None
    at = min(story.dated + after, clock.instant())
    Correction.objects.create(story=story, what=text, at=at, by_name=DEMO.name)
    story.updated = at
    story.save(update_fields=["updated"])


def _block(kind: str, html: str) -> tuple[str, Any]:
    if kind == "quote":
        text, attribution = split_quote(html)
        return kind, {"text": text, "attribution": attribution}
    return kind, html
