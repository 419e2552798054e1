"""Which lists a story lies in: the one rule behind list keys, listings and what a list shows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from vestnik.press import keys


@dataclass(frozen=True, slots=True)
class Membership:
    """What decides in which lists a live story lies. Ids are plain integers."""

    language: str
    dated: datetime
    exact: bool
    sections: Collection[int] = ()
    topics: Collection[int] = ()
    bylines: Collection[int] = ()
    agencies: Collection[int] = ()
    storyline: int | None = None

    def lists(self) -> frozenset[str]:
        """The keys of the lists. A story whose date is not known exactly enters no latest and no day."""
        named = {
            *(keys.members("section", pk) for pk in self.sections),
            *(keys.members("topic", pk) for pk in self.topics),
            *(keys.members("byline", pk) for pk in self.bylines),
            *(keys.members("agency", pk) for pk in self.agencies),
        }
        if self.storyline is not None:
            named.add(keys.members("storyline", self.storyline))
        if self.exact:
            local_day = timezone.localtime(self.dated, timezone.get_default_timezone()).date()
            named |= {keys.latest(self.language), keys.day(self.language, local_day)}
        return frozenset(named)
