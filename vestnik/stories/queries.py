"""Questions to the archive, in newsroom words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Prefetch

from vestnik.changes.errors import NotADelete
from vestnik.changes.public import PublicManager, PublicQuerySet
from vestnik.press import keys
from vestnik.stories import languages

if TYPE_CHECKING:
    from vestnik.stories.models import Section, Story


class StoryQuerySet(PublicQuerySet[Any]):
    """Stories. What readers see goes through `live()` or `listed()`, always."""

    def live(self) -> Self:
        """Stories that can be read now."""
        return self.filter(live=True)

    def listed(self, key: str) -> Self:
        """The live stories of one list, newest first, by the list's key."""
        return (
            self.covered_by(key)
            .filter(listings__list=key, live=True)
            .order_by("-listings__dated", "-listings__story")
        )

    def newest(self, language: str) -> Self:
        """The newest stories of a language; those of unknown date are not among them."""
        return self.listed(keys.latest(language))

    def live_in(self, section: Section) -> Self:
        """The stories of a section, as main or other section."""
        return self.live_in_section(section.pk, section.language)

    def live_in_section(self, pk: int, language: str) -> Self:
        """The same, by the section's id and language."""
        return self.listed(keys.members("section", pk, language))

    def of_kind(self, kind: str, language: str) -> Self:
        """The newest stories of one kind in a language."""
        return self.listed(keys.members("kind", kind, language))

    def on_day(self, language: str, on: date) -> Self:
        """The stories of one day in the site's time zone."""
        return self.listed(keys.day(language, on))

    def in_language(self, language: str) -> Self:
        """Stories in one language, live or not."""
        return self.filter(locale_id=languages.locale_id_of(language))

    def for_cards(self) -> Self:
        """With all that a card in a list shows, in a fixed number of queries."""
        return self.select_related("section", "lead_photo").prefetch_related(
            "lead_photo__renditions"
        )

    def for_portraits(self) -> Self:
        """With their bylines' portraits."""
        from vestnik.stories.models import StoryByline

        signed = StoryByline.objects.select_related("byline__portrait").prefetch_related(
            "byline__portrait__renditions"
        )
        return self.prefetch_related(Prefetch("story_bylines", signed))

    def for_page(self) -> Self:
        """With all that the story's own page shows."""
        from vestnik.stories.models import StoryByline, StorySource

        signed = StoryByline.objects.select_related("byline__portrait").prefetch_related(
            "byline__portrait__renditions"
        )
        return self.select_related("section", "lead_photo").prefetch_related(
            "lead_photo__renditions",
            "topics",
            "corrections",
            Prefetch("story_bylines", signed),
            Prefetch("story_sources", StorySource.objects.select_related("agency")),
        )

    def delete(self) -> tuple[int, dict[str, int]]:
        if self.exclude(address="").exists():
            raise NotADelete("A story that was ever public is withdrawn or erased, not deleted.")
        return super().delete()


class StoryManager(PublicManager.from_queryset(StoryQuerySet)):  # type: ignore[misc]
    """The manager of stories."""


def cards(stories: Any, limit: int, *, without: Sequence[int] = ()) -> list[Story]:
    """The first stories of a list as cards, leaving out those that the page shows already."""
    wanted = limit + len(without)
    shown = set(without)
    return [story for story in stories.for_cards()[:wanted] if story.pk not in shown][:limit]
