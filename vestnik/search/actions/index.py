"""Keeping the index in step with the stories: a story's words and marks, read from its latest version."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.html import strip_tags
from wagtail.models import Revision

from vestnik.search.marks import mark, marks_of_day
from vestnik.search.models import Card, Waiting
from vestnik.search.words import words_of
from vestnik.stories.blocks import photo_ids
from vestnik.stories.models import Agency, Byline, Story, Storyline, Topic

#: More stories than this, written at once, wait for the worker.
AT_ONCE = 30
#: Different words of one story that are kept; the body of a book has more.
MOST_WORDS = 5_000
_TEXTS = ("headline", "short_headline", "kicker", "deck", "dateline", "lead_caption")
#: Keys of the body's blocks whose values are no text.
_NO_TEXT = frozenset({"id", "type", "url", "html", "stories", "photo"})

_FIELDS = (
    "pk", "live", "version", "has_unpublished_changes", "owner_id", "locale_id", "dated", "embargo",
    "latest_revision_id", "headline",
)  # fmt: skip


def follow(pks: Sequence[int]) -> None:
    """Told of each write of stories, inside its transaction (`stories.following`)."""
    if len(pks) > AT_ONCE:
        Waiting.objects.bulk_create((Waiting(pk) for pk in pks), ignore_conflicts=True)
    else:
        index(pks)


def catch_up(limit: int) -> int:
    """Index stories that wait, the newest first; how many were done."""
    with transaction.atomic():
        pks = list(Waiting.objects.order_by("-pk").values_list("pk", flat=True)[:limit])
        if pks:
            index(pks)
            Waiting.objects.filter(pk__in=pks).delete()
    return len(pks)


@transaction.atomic(savepoint=False)
def index(pks: Sequence[int]) -> None:
    """Bring the index in line with these stories; those that are gone are forgotten."""
    known = {pk: (headline, words) for pk, headline, words in _known(pks)}
    cards = {card.pk: card for card in cards_of(pks)}
    Card.objects.bulk_create(card for pk, card in cards.items() if pk not in known)
    for pk, card in cards.items():
        if pk in known and known[pk] != (card.headline, card.words):
            card.save(force_update=True)
    gone = known.keys() - cards.keys()
    if gone:
        Card.objects.filter(pk__in=gone).delete()


def _known(pks: Sequence[int]) -> Any:
    return Card.objects.filter(pk__in=pks).values_list("pk", "headline", "words")


def cards_of(pks: Sequence[int]) -> Iterator[Card]:
    """The cards of these stories as they should be, from the stories and their latest revisions."""
    # A plain read: the newsroom's, of drafts too.
    stories = list(Story._base_manager.filter(pk__in=pks).only(*_FIELDS))
    revisions = Revision.objects.in_bulk([each.latest_revision_id for each in stories])
    contents = {
        story.pk: revision.content
        if (revision := revisions.get(story.latest_revision_id)) is not None
        else Story._base_manager.get(pk=story.pk).serializable_data()
        for story in stories
    }
    names = _names(contents.values())
    for story in stories:
        content = contents[story.pk]
        saved = revisions.get(story.latest_revision_id)
        begun = story.dated or (saved.created_at if saved is not None else None)
        day = begun.astimezone(ZoneInfo(settings.TIME_ZONE)).date() if begun else None
        words = list(dict.fromkeys(_words(content, names)))[:MOST_WORDS]
        told = " ".join([*_marks(story, content, day), *words])
        yield Card(story.pk, str(content.get("headline") or story.headline)[:300], told)


def state_of(story: Story) -> str:
    """The state by the row alone; steps and schedules are looked up where they are kept."""
    if story.live:
        return "changed" if story.has_unpublished_changes else "live"
    return "withdrawn" if story.version else "draft"


def _marks(story: Story, content: dict[str, Any], day: date | None) -> Iterator[str]:
    yield mark("state", state_of(story))
    yield mark("locale", story.locale_id)
    yield mark("kind", content.get("kind"))
    if story.owner_id:
        yield mark("owner", story.owner_id)
    # One that is live has passed its embargo, unless its draft has another.
    if content.get("embargo") and (not story.live or story.has_unpublished_changes):
        yield mark("embargo", 1)
    sections = {content.get("section"), *(content.get("other_sections") or ())}
    yield from sorted(mark("section", pk) for pk in sections if pk)
    for name, ids in _filed_under(content).items():
        yield from sorted(mark(name, pk) for pk in ids)
    if day is not None:
        yield from marks_of_day(day)
    shown = {content.get("lead_photo"), *photo_ids(_body(content))}
    yield from sorted(mark("photo", pk) for pk in shown if pk)


def _filed_under(content: dict[str, Any]) -> dict[str, set[int]]:
    parts = {
        "byline": {part.get("byline") for part in content.get("story_bylines") or ()},
        "agency": {part.get("agency") for part in content.get("story_sources") or ()},
        "topic": set(content.get("topics") or ()),
        "storyline": {content.get("storyline")},
    }
    return {name: {pk for pk in ids if pk} for name, ids in parts.items()}


_Names = dict[tuple[str, int], str]
_SUBJECTS: dict[str, Any] = {
    "byline": Byline, "topic": Topic, "agency": Agency, "storyline": Storyline,
}  # fmt: skip


def _names(contents: Any) -> _Names:
    """What the stories are filed under, by name: one question a kind."""
    wanted: dict[str, set[int]] = {name: set() for name in _SUBJECTS}
    for content in contents:
        for name, ids in _filed_under(content).items():
            wanted[name] |= ids
    return {
        (name, pk): said
        for name, ids in wanted.items()
        if ids
        for pk, said in _SUBJECTS[name].objects.filter(pk__in=ids).values_list("pk", "name")
    }


def _words(content: dict[str, Any], names: _Names) -> Iterator[str]:
    for field in _TEXTS:
        yield from words_of(str(content.get(field) or ""))
    for name, ids in _filed_under(content).items():
        for pk in sorted(ids):
            yield from words_of(names.get((name, pk), ""))
    for text in body_texts(content):
        yield from words_of(text)


def body_texts(content: dict[str, Any]) -> Iterator[str]:
    """The texts of the body's blocks, in order, without markup."""
    for block in _body(content):
        yield from _texts(block.get("value") if isinstance(block, dict) else block)


def _body(content: dict[str, Any]) -> list[Any]:
    body = content.get("body") or "[]"
    blocks: list[Any] = json.loads(body) if isinstance(body, str) else body
    return blocks


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        # A space for each tag: words of two paragraphs are two words.
        text = unescape(strip_tags(value.replace("<", " <"))).strip()
        if text:
            yield text
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in _NO_TEXT:
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
