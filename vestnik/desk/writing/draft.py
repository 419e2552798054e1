"""A draft as the checks read it: its texts, photos and links, gathered once with few queries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from vestnik.kit.html import plain_text
from vestnik.photos.models import Photo
from vestnik.stories.models import Agency, Story

#: More blocks than this are not looked at one by one: no story has them.
MOST_BLOCKS = 500
#: Agencies whose names are looked for in a text.
MOST_AGENCIES = 200

_LINK = re.compile(r'<a\b[^>]*\blinktype="story"[^>]*>(.*?)</a>', re.DOTALL)
_ID = re.compile(r'\bid="(\d{1,18})"')


@dataclass(frozen=True, slots=True)
class Text:
    """A run of text and where it stands: a field's name, or `body:` and a block's id."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A photo and where it is shown, with the caption that readers will see there."""

    where: str
    photo: Photo
    caption: str


@dataclass(slots=True)
class Draft:
    """What is asked of a story before it is published. Nothing here asks the database again."""

    language: str = "bg"
    headline: str = ""
    short_headline: str = ""
    kicker: str = ""
    deck: str = ""
    kind: str = "news"
    has_section: bool = False
    bylines: int = 0
    sources: int = 0
    topics: int = 0
    embargo: datetime | None = None
    #: In the order of reading.
    texts: list[Text] = field(default_factory=list)
    photos: list[Shown] = field(default_factory=list)
    #: Stories that are linked and that readers cannot open: where, and their headlines.
    unpublished: list[Text] = field(default_factory=list)
    #: Names of agencies that the newsroom knows.
    agencies: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, story: Story) -> Draft:
        """The draft of a story as it stands in memory, saved or not."""
        reading = _Reading(story)
        return cls(
            language=story.language,
            headline=story.headline,
            short_headline=story.short_headline,
            kicker=story.kicker,
            deck=story.deck,
            kind=story.kind,
            has_section=story.section_id is not None,
            bylines=sum(part.byline_id is not None for part in story.story_bylines.all()),
            sources=sum(part.agency_id is not None for part in story.story_sources.all()),
            topics=len(story.topics.all()),
            embargo=story.embargo,
            texts=[one for one in reading.texts if one.text.strip()],
            photos=reading.photos,
            unpublished=reading.unpublished(),
            agencies=list(
                Agency.objects.order_by("pk").values_list("name", flat=True)[:MOST_AGENCIES]
            ),
        )


class _Reading:
    """One walk through a story's fields and blocks."""

    def __init__(self, story: Story) -> None:
        self.texts = [
            Text(name, getattr(story, name))
            for name in ("kicker", "headline", "short_headline", "deck", "lead_caption")
        ]
        self.photos: list[Shown] = []
        self._links: list[tuple[str, int]] = []
        if story.lead_photo is not None:
            caption = story.lead_caption or story.lead_photo.caption
            self.photos.append(Shown("lead_photo", story.lead_photo, caption))
        for block in list(story.body)[:MOST_BLOCKS]:
            self._read(f"body:{block.id or ''}", block.block_type, block.value)

    def _read(self, where: str, kind: str, value: Any) -> None:
        if kind in ("paragraph", "list"):
            self._rich(where, value)
        elif kind == "subhead":
            self.texts.append(Text(where, str(value)))
        elif kind == "photo":
            self._photo(where, value)
        elif kind == "gallery":
            for one in value:
                self._photo(where, one)
        elif kind == "quote":
            self.texts += [Text(where, value["text"]), Text(where, value["attribution"])]
        elif kind == "factbox":
            self.texts.append(Text(where, value["title"]))
            self._rich(where, value["text"])
        elif kind == "related":
            self._links += [(where, story.pk) for story in value if story is not None]

    def _rich(self, where: str, value: Any) -> None:
        source = str(getattr(value, "source", value) or "")
        self.texts.append(Text(where, plain_text(source)))
        for found in _LINK.finditer(source):
            if named := _ID.search(found[0]):
                self._links.append((where, int(named[1])))

    def _photo(self, where: str, value: Any) -> None:
        photo, caption = value.get("photo"), value.get("caption") or ""
        self.texts.append(Text(where, caption))
        if isinstance(photo, Photo):
            self.photos.append(Shown(where, photo, caption or photo.caption))

    def unpublished(self) -> list[Text]:
        """The links whose story is not live, one query for all."""
        known = dict(
            Story.objects.filter(pk__in={pk for _, pk in self._links}, live=False).values_list(
                "pk", "headline"
            )
        )
        return [Text(where, known[pk]) for where, pk in self._links if pk in known]


def paragraphs(draft: Draft) -> Iterator[Text]:
    """The draft's texts cut at line ends: what is paired or doubled is so within one."""
    for one in draft.texts:
        for line in one.text.split("\n"):
            if line.strip():
                yield Text(one.where, line)
