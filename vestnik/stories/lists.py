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
    kind: str
    sections: Collection[int] = ()
    topics: Collection[int] = ()
    bylines: Collection[int] = ()
    agencies: Collection[int] = ()
    storyline: int | None = None

    def lists(self) -> frozenset[str]:
        """The keys of the lists. A story whose date is not known exactly enters no latest, no day, no kind.

        Lists of kinds fill fronts, as the latest does.
        """
        hangs_on = {
            "section": self.sections,
            "topic": self.topics,
            "byline": self.bylines,
            "agency": self.agencies,
            "storyline": () if self.storyline is None else (self.storyline,),
        }
        named = {
            keys.members(kind, pk, self.language) for kind, pks in hangs_on.items() for pk in pks
        }
        if self.exact:
            local_day = timezone.localtime(self.dated, timezone.get_default_timezone()).date()
            named |= {
                keys.latest(self.language),
                keys.day(self.language, local_day),
                keys.members("kind", self.kind, self.language),
            }
        return frozenset(named)
