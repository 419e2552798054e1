"""Loads the demo edition into an empty site, through the same actions as the newsroom."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile

from vestnik.changes.actor import Actor, acting
from vestnik.changes.announcing import gathering
from vestnik.importer.demo import pictures, texts
from vestnik.importer.demo.edition import (
    CREDIT,
    DemoByline,
    DemoEdition,
    DemoPhoto,
    DemoStory,
    load_edition,
)
from vestnik.kit import clock
from vestnik.photos.models import Photo
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

#: Told after each picture: how many are drawn, and of how many.
Progress = Callable[[int, int], None]


def load_demo(progress: Progress = lambda done, of: None) -> int:
    """Load the demo edition; how many stories it has. The site must have its first data."""
    edition = load_edition()
    # Pictures are drawn ahead: most of the time here is spent waiting for others, and for the disk.
    with ThreadPoolExecutor(1) as drawing, acting(DEMO), gathering():
        try:
            return _Loading(edition, progress, drawing).load()
        except BaseException:
            drawing.shutdown(cancel_futures=True)
            raise


class _Loading:
    """One loading of an edition, and what it has made so far."""

    def __init__(
        self, edition: DemoEdition, progress: Progress, drawing: ThreadPoolExecutor
    ) -> None:
        self.edition = edition
        self.progress = progress
        self.drawn = 0
        # Loading takes a minute; a translation is as old as its original.
        self.now = clock.instant()
        self.front: Front = Front.objects.get(locale_id=languages.locale_id_of(languages.first()))
        #: What the stories hang on, by kind and the edition's own key.
        self.known: dict[tuple[str, str], Any] = {}
        self.stories: dict[str, Story] = {}
        spoken = {code for code, _name in settings.LANGUAGES}
        # Oldest first, so that ids, addresses and times rise together.
        self.order = sorted(
            (story for story in edition.stories if story.language in spoken),
            key=lambda story: story.dated_at(self.now),
        )
        self.portraits = {
            byline.slug: f"portrait {byline.portrait}"
            for byline in edition.bylines
            if byline.portrait
        }
        wanted = [photo.draw for story in self.order for photo in story.photos()]
        self.total = len(self.portraits) + len(wanted)
        # The same words draw the same picture, which a translation shows under words of its own.
        self.pictures: dict[str, Future[bytes]] = {
            words: drawing.submit(pictures.draw, words)
            for words in dict.fromkeys([*self.portraits.values(), *wanted])
        }

    def load(self) -> int:
        self._describe()
        self._subjects()
        for story in self.order:
            self.stories[story.key] = self._story(story)
        return len(self.stories)

    def _describe(self) -> None:
        edition, row = self.edition, Edition.objects.get()
        row.name, row.tagline, row.publisher = edition.name, edition.tagline, edition.publisher
        row.demo = True
        row.save()
        for page in edition.pages:
            made = StandingPage(
                title=page.title, slug=page.slug, text=page.html, locale=self.front.locale
            )
            self.front.add_child(instance=made)

    def _subjects(self) -> None:
        edition, known = self.edition, self.known
        for section in edition.sections:
            made = Section(title=section.name, slug=section.slug, locale=self.front.locale)
            known["section", section.slug] = self.front.add_child(instance=made)
        for topic in edition.topics:
            known["topic", topic.slug] = Topic.objects.create(name=topic.name, slug=topic.slug)
        for line in edition.storylines:
            known["storyline", line.slug] = Storyline.objects.create(
                name=line.title, slug=line.slug, summary=line.intro
            )
        for byline in edition.bylines:
            known["byline", byline.slug] = self._byline(byline)
        for agency in edition.agencies:
            known["agency", agency.code] = Agency.objects.create(name=agency.name, code=agency.code)

    def _byline(self, demo: DemoByline) -> Byline:
        byline = Byline(name=demo.name, slug=demo.slug, role=demo.role, bio=demo.bio)
        if demo.slug in self.portraits:
            byline.portrait = self._photo(
                DemoPhoto(self.portraits[demo.slug], "", f"Портрет: {demo.name}", CREDIT)
            )
        byline.save()
        return byline

    def _photo(self, demo: DemoPhoto) -> Photo:
        """A photo of the library with its picture."""
        picture = self.pictures[demo.draw].result()
        photo: Photo = Photo.objects.create(
            title=(demo.caption or demo.alt)[:250],
            caption=demo.caption,
            credit=demo.credit,
            file_photo=demo.file_photo,
            description=demo.alt,
            file=ContentFile(picture, name=f"{demo.draw.replace(' ', '-')}.jpg"),
        )
        self.drawn += 1
        self.progress(self.drawn, self.total)
        return photo

    def _story(self, demo: DemoStory) -> Story:
        known = self.known
        dated = demo.dated_at(self.now)
        shown = {photo.key: self._photo(photo) for photo in demo.pictures}
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
            lead_photo=self._photo(demo.photo) if demo.photo is not None else None,
            body=[self._block(block, shown) for block in demo.body],
            dated=dated,
            updated=dated,
        )
        if demo.translation_of in self.stories:
            story.translation_key = self.stories[demo.translation_of].translation_key
        story.story_bylines.set(
            [
                StoryByline(byline=known["byline", slug], sort_order=order)
                for order, slug in enumerate(demo.bylines)
            ]
        )
        story.story_sources.set(
            [
                StorySource(
                    agency=known["agency", source.agency], role=source.role, sort_order=order
                )
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

    def _block(self, block: texts.Block, shown: dict[str, Photo]) -> tuple[str, Any]:
        """The name and the value of a block of a story's body."""
        match block:
            case texts.Quote():
                return "quote", {"text": block.text, "attribution": block.speaker}
            case texts.Table():
                return "table", {
                    "data": [list(row) for row in block.rows],
                    "table_header_choice": "both" if not block.rows[0][0] else "row",
                    "first_row_is_table_header": True,
                    "first_col_is_header": not block.rows[0][0],
                    "table_caption": block.caption,
                }
            case texts.Factbox():
                return "factbox", {"title": block.title, "text": block.html}
            case texts.Pictures():
                photos = [{"photo": shown[key], "caption": ""} for key in block.keys]
                return ("gallery", photos) if block.gallery else ("photo", photos[0])
            case texts.Embed():
                return "embed", {"url": block.url, "title": block.title}
            case texts.Related():
                return "related", [self.stories[key] for key in block.keys]
            case texts.Words():
                return block.kind, block.html


def _correct(story: Story, text: str, after: timedelta) -> None:
    """A correction dated in the past, which the newsroom's action cannot give."""
    assert story.dated is not None
    at = min(story.dated + after, clock.instant())
    Correction.objects.create(story=story, what=text, at=at, by_name=DEMO.name)
    story.updated = at
    story.save(update_fields=["updated"])
