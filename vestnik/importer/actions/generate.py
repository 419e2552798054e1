"""Writes an invented archive into the database, as the newsroom would have left it, in large batches.

What `Story.save()` and a publication derive (listings, addresses, versions, revisions) is made here by the
same rules and functions, since saving one by one would take hours at 100 000 stories.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from wagtail.models import Revision

from vestnik.changes import bulk
from vestnik.importer.events import ArchiveImported
from vestnik.importer.invented import invent_story
from vestnik.importer.invented.story import InventedStory, split_quote
from vestnik.importer.models import Origin
from vestnik.kit import clock
from vestnik.stories import following, languages
from vestnik.stories.addresses import story_path, story_slug
from vestnik.stories.lists import Membership
from vestnik.stories.models import (
    Address,
    Correction,
    Listing,
    Story,
    StoryByline,
    StorySource,
    StoryVersion,
)
from vestnik.stories.models.reader_hash import hash_with

BATCH = 500
_POINTERS = "_generated_revisions"
_JSON = DjangoJSONEncoder()


@dataclass(frozen=True, slots=True)
class Cast:
    """Ids of what invented stories hang on, by their index in the invented tables."""

    sections: list[int]
    topics: list[int]
    storylines: list[int]
    bylines: list[int]
    agencies: dict[str, int]
    photos: list[int]
    owner: int | None


def done_so_far(seed: int) -> int:
    """How many stories of this seed are in the database already."""
    last = Origin.objects.filter(key__startswith=_prefix(seed)).order_by("-key").first()
    return int(last.key.rsplit(":", 1)[1]) + 1 if last is not None else 0


def generate(cast: Cast, *, first: int, last: int, seed: int) -> Iterator[int]:
    """Write stories `first` up to `last`, not included; yields after each batch how many were written."""
    for start in range(first, last, BATCH):
        numbers = range(start, min(start + BATCH, last))
        # To look for cycles among rows that live until the end of the batch costs a seventh of its time.
        gc.disable()
        try:
            _write([invent_story(number, seed=seed) for number in numbers], cast, seed)
        finally:
            gc.enable()
        yield len(numbers)


def _prefix(seed: int) -> str:
    return f"generated:{seed}:"


def _reserve(model: type[models.Model], count: int) -> list[int]:
    """Ids that nobody else will get."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [table, count],
            )
            return [row[0] for row in cursor.fetchall()]
    top = model._base_manager.aggregate(top=models.Max("pk"))["top"] or 0
    return list(range(top + 1, top + 1 + count))


class _Batch:
    """The rows of one batch, by model."""

    def __init__(self) -> None:
        self.rows: dict[type[models.Model], list[models.Model]] = {}

    def add(self, row: models.Model) -> None:
        self.rows.setdefault(type(row), []).append(row)


def _write(invented: list[InventedStory], cast: Cast, seed: int) -> None:
    batch = _Batch()
    ids = _reserve(Story, len(invented))
    for story_id, story in zip(ids, invented, strict=True):
        _compose(batch, story_id, story, cast, seed)
    revisions = batch.rows.pop(Revision)
    for revision, pk in zip(revisions, _reserve(Revision, len(revisions)), strict=True):
        revision.pk = pk
    for row in batch.rows[Story]:
        _point_to_revisions(row)  # type: ignore[arg-type]
    with transaction.atomic(savepoint=False):
        if connection.vendor == "postgresql":
            # What a power cut loses is written when the command is given again.
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL synchronous_commit TO OFF")
        bulk.insert(
            [revisions, *batch.rows.values()],
            event=ArchiveImported(f"import:generated-{seed}-{invented[0].number}"),
        )
        following.written(ids)


@dataclass(frozen=True, slots=True)
class _Children:
    """What hangs on one story, by id."""

    bylines: list[int]
    sources: list[tuple[int, str]]
    topics: list[int]
    other_sections: list[int]


def _compose(batch: _Batch, story_id: int, invented: InventedStory, cast: Cast, seed: int) -> None:
    children = _Children(
        bylines=[cast.bylines[index] for index in invented.bylines],
        sources=[(cast.agencies[source.agency], source.role) for source in invented.sources],
        topics=[cast.topics[index] for index in invented.topics],
        other_sections=[]
        if invented.other_section is None
        else [cast.sections[invented.other_section]],
    )
    story = _story(story_id, invented, cast, seed)
    if story.version:
        story.hash = hash_with(
            story, bylines=children.bylines, sources=children.sources, topics=children.topics
        )
    batch.add(story)
    for order, byline in enumerate(children.bylines):
        batch.add(StoryByline(story_id=story_id, byline_id=byline, sort_order=order))
    for order, (agency, role) in enumerate(children.sources):
        batch.add(StorySource(story_id=story_id, agency_id=agency, role=role, sort_order=order))
    for topic in children.topics:
        batch.add(Story.topics.through(story_id=story_id, topic_id=topic))
    for section in children.other_sections:
        batch.add(Story.other_sections.through(story_id=story_id, section_id=section))
    _revisions(batch, story, invented, children)
    if story.address:
        state = Address.State.GONE if invented.withdrawn else Address.State.LIVE
        batch.add(Address(path=story.address, subject=story.log_subject(), state=state))
    if story.live:
        assert story.dated is not None
        membership = Membership(
            language=invented.language, dated=story.dated, exact=True, kind=story.kind,
            sections=[cast.sections[invented.section], *children.other_sections], topics=children.topics,
            bylines=children.bylines, agencies=[agency for agency, _role in children.sources],
            storyline=story.storyline_id, photos=_photos(story),
        )  # fmt: skip
        for name in membership.lists():
            batch.add(Listing(list=name, story_id=story_id, dated=story.dated))
    if invented.correction and story.live and story.updated:
        batch.add(
            Correction(
                story_id=story_id,
                language=invented.language,
                what=invented.correction,
                at=story.updated,
            )
        )
    batch.add(Origin(key=f"{_prefix(seed)}{invented.number:09}", story_id=story_id))


def _story(story_id: int, invented: InventedStory, cast: Cast, seed: int) -> Story:
    was_public = not (invented.draft or invented.scheduled)
    updated = invented.dated + timedelta(hours=invented.updates)
    story = Story(
        pk=story_id,
        uid=uuid5(NAMESPACE_URL, f"{seed}/{invented.number}"),
        translation_key=uuid5(NAMESPACE_URL, f"t/{seed}/{invented.number}"),
        locale_id=languages.locale_id_of(invented.language),
        headline=invented.headline,
        short_headline=invented.short_headline,
        kicker=invented.kicker,
        deck=invented.deck,
        kind=invented.kind,
        section_id=cast.sections[invented.section],
        storyline_id=None if invented.storyline is None else cast.storylines[invented.storyline],
        lead_photo_id=None
        if invented.photo is None
        else cast.photos[invented.photo % len(cast.photos)],
        dateline=invented.dateline,
        owner_id=cast.owner,
        live=was_public and not invented.withdrawn,
        has_unpublished_changes=invented.pending_draft or not was_public or invented.withdrawn,
    )
    story.body = _body(invented)
    if invented.embargoed or invented.scheduled:
        ahead = clock.instant() + timedelta(days=1 + invented.number % 30)
        story.embargo = ahead if invented.embargoed else None
        story.go_live_at = ahead if invented.scheduled else None
    if was_public:
        story.dated = story.first_published_at = invented.dated
        story.updated = story.last_published_at = updated
        story.version = 1 + invented.updates
        story.slug = story_slug(story)
        story.address = story_path(story)
    return story


def _photos(story: Story) -> list[int]:
    # Invented bodies have none; to look costs more than all the rest of a story.
    return [] if story.lead_photo_id is None else [story.lead_photo_id]


def _body(invented: InventedStory) -> str:
    return json.dumps([_block(kind, html) for kind, html in invented.body], ensure_ascii=False)


def _block(kind: str, html: str) -> dict[str, Any]:
    if kind == "quote":
        text, attribution = split_quote(html)
        return {"type": kind, "value": {"text": text, "attribution": attribution}}
    return {"type": kind, "value": html}


def _revisions(batch: _Batch, story: Story, invented: InventedStory, children: _Children) -> None:
    """One revision for each published version, and one for the draft if there is any."""
    kind = ContentType.objects.get_for_model(Story)
    content = _content(story, invented, children)
    was_public = story.version > 0
    versions = story.version if was_public else 0
    drafts = 1 if invented.pending_draft or not was_public else 0
    made: list[Revision] = []
    for number in range(1, versions + drafts + 1):
        is_draft = number > versions
        at = invented.dated + timedelta(hours=number - 1)
        headline = f"{story.headline} (чернова)" if is_draft and was_public else story.headline
        revision = Revision(
            content_type_id=kind.pk,
            base_content_type_id=kind.pk,
            object_id=str(story.pk),
            created_at=at,
            user_id=story.owner_id,
            object_str=headline,
            content=content | {"headline": headline},
            approved_go_live_at=story.go_live_at if is_draft else None,
        )
        made.append(revision)
        batch.add(revision)
        if not is_draft:
            batch.add(
                StoryVersion(
                    story_id=story.pk,
                    number=number,
                    at=at,
                    hash=story.hash,
                    content=revision.content,
                )
            )
    # Both are pointed to once their ids are known.
    setattr(story, _POINTERS, (made[-1], made[versions - 1] if story.live else None))


def _point_to_revisions(story: Story) -> None:
    latest, live = getattr(story, _POINTERS)
    story.latest_revision_id = latest.pk
    story.live_revision_id = live.pk if live is not None else None


def _content(story: Story, invented: InventedStory, children: _Children) -> dict[str, Any]:
    """What `serializable_data()` gives, without asking the database for children."""
    content = {field.name: _plain(story, field) for field in story._meta.concrete_fields}
    content["pk"] = content.pop("id")
    content["body"] = _body(invented)
    content["topics"], content["other_sections"] = children.topics, children.other_sections
    content["story_bylines"] = [
        {"pk": None, "story": story.pk, "sort_order": order, "byline": byline}
        for order, byline in enumerate(children.bylines)
    ]
    content["story_sources"] = [
        {"pk": None, "story": story.pk, "sort_order": order, "agency": agency, "role": role,
         "item": "", "item_version": ""}
        for order, (agency, role) in enumerate(children.sources)
    ]  # fmt: skip
    return content


def _plain(story: Story, field: Any) -> Any:
    value = None if field.name == "body" else getattr(story, field.attname)
    return _JSON.default(value) if isinstance(value, datetime | UUID) else value
