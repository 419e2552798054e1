"""Questions to the archive, in newsroom words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from vestnik.changes import reading
from vestnik.changes.errors import NotADelete
from vestnik.changes.public import PublicManager, PublicQuerySet
from vestnik.press import keys
from vestnik.stories import following, languages, spans

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

    def about(self, kind: str, pk: int, language: str) -> Self:
        """The stories in one language of a topic, storyline, byline, agency or photo."""
        return self.listed(keys.members(kind, pk, language))

    def in_month(self, of_list: str, month: date, *, until: date | None = None) -> Self:
        """What a list has of one month, newest first; with `until` no day after that one."""
        end = spans.next_month(month) if until is None else until + timedelta(days=1)
        return (
            self.covered_by(keys.month(of_list, month))
            .filter(
                listings__list=of_list,
                listings__dated__gte=spans.start_of(month),
                listings__dated__lt=spans.start_of(end),
                live=True,
            )
            .order_by("-listings__dated", "-listings__story")
        )

    def has_month(self, of_list: str, month: date) -> bool:
        """Whether a list has anything of a month. Depends on one story in it, not on each."""
        return self._first_month(of_list, month, month, back=False) is not None

    def month_before(self, of_list: str, month: date) -> date | None:
        """The last month before this one of which a list has anything."""
        earliest, nearest = spans.FIRST, spans.month_before(month)
        return self._first_month(of_list, earliest, nearest, back=True)

    def month_after(self, of_list: str, month: date) -> date | None:
        """The first month after this one of which a list has anything."""
        return self._first_month(of_list, spans.next_month(month), spans.LAST, back=False)

    def _first_month(self, of_list: str, first: date, last: date, *, back: bool) -> date | None:
        """The first month with stories from `first` on, or the last up to `last`, both included.

        What was found holds while the story that was found stays, and no story comes into the
        months passed before it: those are the keys, so that a new story of today leaves it alone.
        """
        # A plain QuerySet: ours would note the whole list's key, by which the rows are pinned.
        witnesses = QuerySet[Any](self.model).filter(
            listings__list=of_list,
            listings__dated__gte=spans.start_of(first),
            listings__dated__lt=spans.start_of(spans.next_month(last)),
            live=True,
        )
        sign = "-" if back else ""
        ordered = witnesses.order_by(f"{sign}listings__dated", f"{sign}listings__story")
        # Keys can be told only when it is known what was found.
        with reading.claiming(()):
            found = ordered.values_list("pk", "listings__dated")[:1]
            row: tuple[int, datetime] | None = next(iter(list(found)), None)
        if row is None:
            reading.note(spans.cover(of_list, first, last))
            return None
        month = spans.month_of(row[1])
        passed = (spans.next_month(month), last) if back else (first, spans.month_before(month))
        reading.note({keys.row("story", row[0]), *spans.cover(of_list, *passed)})
        return month

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

    def update(self, **values: Any) -> int:
        if not following.is_told(values):
            return super().update(**values)
        with transaction.atomic(savepoint=False):
            # Before: the filter may be on a column that is being written.
            pks = list(self.values_list("pk", flat=True))
            count = super().update(**values)
            following.written(pks)
            return count

    update.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        with transaction.atomic(savepoint=False):
            made = super().bulk_create(objs, *args, **kwargs)
            following.written([story.pk for story in made])
            return made

    def delete(self) -> tuple[int, dict[str, int]]:
        if self.exclude(address="").exists():
            raise NotADelete("A story that was ever public is withdrawn or erased, not deleted.")
        with transaction.atomic(savepoint=False):
            pks = list(self.values_list("pk", flat=True))
            result = super().delete()
            following.written(pks)
            return result


class StoryManager(PublicManager.from_queryset(StoryQuerySet)):  # type: ignore[misc]
    """The manager of stories."""


def cards(stories: Any, limit: int, *, without: Sequence[int] = ()) -> list[Story]:
    """The first stories of a list as cards, leaving out those that the page shows already."""
    wanted = limit + len(without)
    shown = set(without)
    return [story for story in stories.for_cards()[:wanted] if story.pk not in shown][:limit]
