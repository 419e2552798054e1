"""The plan of a front: which story stands in which zone. Pure: ids of stories in, ids of stories out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

#: Kinds that lead a front. Opinions and briefs have zones of their own.
MAIN = ("news", "reportage", "interview", "liveblog")
OPINION = ("opinion", "analysis")
#: What an opinion zone that an editor sets is filled with.
OPINION_ZONE = (*OPINION, "interview")
BRIEFS = ("brief",)
#: The lead is looked for among so many of the newest.
LEAD_AMONG = 6


@dataclass(frozen=True, slots=True)
class Source:
    """Where places that nobody filled by hand are filled from: nowhere, unless one is named."""

    newest: bool = False
    section: int = 0
    kinds: tuple[str, ...] = ()


NOTHING = Source()
NEWEST = Source(newest=True)

#: The first stories of a source, newest first, at most so many.
Fetch = Callable[[Source, int], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Zone:
    """One zone of a front, as wanted. `count` is how many stories it shows at most.

    `chosen` stand first, in their order, and only those that readers may see are named. With fewer
    stories than `least` the zone is left out. `shows` is what it has beside stories: a photo. `place`
    is where it stands among all zones, those left out too.
    """

    kind: str
    count: int
    source: Source = NOTHING
    chosen: tuple[int, ...] = ()
    least: int = 1
    title: str = ""
    section: Any = None
    shows: dict[str, Any] = field(default_factory=dict)
    place: int = 0


@dataclass(frozen=True, slots=True)
class Planned:
    """A zone with the ids of its stories."""

    zone: Zone
    stories: tuple[int, ...]


def plan_front(zones: Sequence[Zone], fetch: Fetch) -> list[Planned]:
    """Fill the zones from the top; those that stay empty are left out.

    No story stands twice: the first zone that chose it has it, and what is chosen anywhere is not
    filled in elsewhere, above neither.
    """
    chosen = _each_once(zones)
    reserved = {pk for pks in chosen for pk in pks}
    shown: set[int] = set()
    planned = []
    for zone, own in zip(zones, chosen, strict=True):
        stories = [*own]
        missing = zone.count - len(own)
        if missing > 0 and zone.source != NOTHING:
            taken = reserved | shown
            found = fetch(zone.source, missing + len(taken))
            stories += [pk for pk in found if pk not in taken][:missing]
        if zone.shows or len(stories) >= max(zone.least, 1):
            shown.update(stories)
            planned.append(Planned(zone, tuple(stories)))
    return planned


def automatic(
    sections: Iterable[Any], fetch: Fetch, best_lead: Callable[[Sequence[int]], int]
) -> list[Zone]:
    """The zones of a front that nobody arranged; `best_lead` picks one of the newest to lead it.

    Opinions and briefs have zones of their own once there are two; until then they stand among the
    rest, so that a small site shows all it has.
    """
    rest, own = [*MAIN], []
    for kind, kinds, count in (("opinion", OPINION, 4), ("briefs", BRIEFS, 6)):
        if len(fetch(Source(kinds=kinds), 2)) == 2:
            own.append(Zone(kind, count, Source(kinds=kinds)))
        else:
            rest += kinds
    news = Source(kinds=tuple(rest))
    newest = fetch(Source(kinds=MAIN), LEAD_AMONG) or fetch(NEWEST, 1)
    lead = (best_lead(newest),) if newest else ()
    strips = [
        Zone("section", 4, Source(section=section.pk), least=2, section=section)
        for section in sections
    ]
    return [
        Zone("lead", 4, news, chosen=lead),
        Zone("grid", 6, news),
        *own,
        *strips,
        Zone("list", 10, NEWEST),
    ]


def _each_once(zones: Sequence[Zone]) -> list[list[int]]:
    """For each zone those of its chosen stories that no zone before it has, up to its count."""
    seen: set[int] = set()
    chosen = []
    for zone in zones:
        own = [pk for pk in dict.fromkeys(zone.chosen) if pk not in seen][: zone.count]
        seen.update(own)
        chosen.append(own)
    return chosen
