"""What the diary suggests for a story: the days that its text names and nobody has decided about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from vestnik.desk.diary.models import FollowUp
from vestnik.kit import clock
from vestnik.kit.dates_named import NamedDate, dates_named
from vestnik.kit.html import plain_text
from vestnik.stories.models import Story

#: Suggestions that one story gets.
MOST = 20
_RICH = {"paragraph", "list"}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A day named in a block of the body ("" for headline and deck)."""

    block: str
    named: NamedDate

    @property
    def kind_label(self) -> str:
        """Its kind in the editor's language."""
        return str(FollowUp.Kind(str(self.named.kind)).label)


def today() -> date:
    """The newsroom's date."""
    return clock.instant().astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def suggestions(story: Story) -> list[Suggestion]:
    """Of the story as it stands in memory, without what was marked or dismissed before.

    Days that have passed by now are left out too.
    """
    base = _day_of(story)
    rows = FollowUp.objects.filter(story_id=story.pk).values_list("words", "named")[:1_000]
    decided = {(words.casefold(), named) for words, named in rows}
    found: list[Suggestion] = []
    now = today()
    for block, text in _texts(story):
        for named in dates_named(text, base):
            key = (named.words.casefold(), named.due)
            if named.due >= now and key not in decided:
                decided.add(key)
                found.append(Suggestion(block, named))
        if len(found) >= MOST:
            break
    return found[:MOST]


def find(story: Story, words: str, due: str) -> Suggestion | None:
    """The suggestion of these words and this day, if the story still makes it."""
    return next(
        (
            one
            for one in suggestions(story)
            if one.named.words == words and one.named.due.isoformat() == due
        ),
        None,
    )


def day_named_in(words: str, story: Story) -> NamedDate | None:
    """The first day that words chosen by an editor name."""
    return next(iter(dates_named(words, _day_of(story))), None)


def _day_of(story: Story) -> date:
    """The day from which its „утре“ counts: that of its first publication, or today."""
    moment = story.first_published_at or story.dated or clock.instant()
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def _texts(story: Story) -> Iterator[tuple[str, str]]:
    yield "", f"{story.headline}\n{story.deck}"
    for block in story.body:
        yield str(block.id or ""), _text_of(block.block_type, block.value)


def _text_of(kind: str, value: Any) -> str:
    if kind in _RICH:
        return plain_text(value.source)
    if kind == "subhead":
        return str(value)
    if kind == "quote":
        return str(value.get("text") or "")
    if kind == "factbox":
        return plain_text(value["text"].source) if value.get("text") else ""
    return ""
