"""Which lists a story lies in: the one rule behind list keys, listings and what a list shows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from vestnik.press import keys
from vestnik.stories import spans

#: Lists that have pages by month.
_BY_MONTH = ("latest", "section", "topic", "byline", "agency", "storyline")


@dataclass(frozen=True, slots=True)
class Membership:
    """What decides in which lists a live story lies. Ids are plain integers."""

    language: str
    dated: datetime
    exact: bool
    kind: str
    sections: Collection[int] = ()
    topics: Collection[int] = ()
    bylines: Collection[int] = ()
    agencies: Collection[int] = ()
    storyline: int | None = None
    photos: Collection[int] = ()

    def keys(self) -> frozenset[str]:
        """The keys of the lists, and of the months in which the story lies in them."""
        lists, on = self.lists(), self._local_day()
        by_month = (spans.keys_of(name, on) for name in lists if name.startswith(_BY_MONTH))
        return lists.union(*by_month)

    def lists(self) -> frozenset[str]:
        """The keys of the lists. A story whose date is not known exactly enters no latest, no day, no kind.

        Lists of kinds fill fronts, as the latest does.
        """
        hangs_on = {
            "section": self.sections,
            "topic": self.topics,
            "byline": self.bylines,
            "agency": self.agencies,
            "photo": self.photos,
            "storyline": () if self.storyline is None else (self.storyline,),
        }
        named = {
            keys.members(kind, pk, self.language) for kind, pks in hangs_on.items() for pk in pks
        }
        if self.exact:
            named |= {
                keys.latest(self.language),
                keys.day(self.language, self._local_day()),
                keys.members("kind", self.kind, self.language),
            }
        return frozenset(named)

    def _local_day(self) -> date:
        return timezone.localtime(self.dated, timezone.get_default_timezone()).date()
