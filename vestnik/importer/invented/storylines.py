"""Owns the storylines of the invented newspaper: one plot in one place over some months."""

from typing import NamedTuple

from vestnik.importer.invented.grammar import in_place
from vestnik.importer.invented.places import CAPITALS, TOWNS
from vestnik.importer.invented.plots import DESKS

FIRST_DAY, LAST_DAY = 0, 6390
"""Days since 1 January 2009; the last is 30 June 2026."""


class InventedStoryline(NamedTuple):
    """A storyline: which plot of which section it follows, where, since when and for how long."""

    title: str
    section: int
    plot: int
    place: int
    first_day: int
    days: int


def _storylines(count: int) -> tuple[InventedStoryline, ...]:
    kinds = [(s, p) for s, desk in enumerate(DESKS) for p in range(len(desk.plots))]
    made = []
    for index in range(count):
        section, plot = kinds[index % len(kinds)]
        desk = DESKS[section]
        places = CAPITALS if desk.abroad else TOWNS
        place = (index // len(kinds)) * 3 % len(places)
        name = places[place]
        title = desk.plots[plot].title % {"t": name, "vt": in_place(name)}
        days = 30 + index * 37 % 370
        # A square root leaves more of them in the later years, as for the stories themselves.
        first_day = int((LAST_DAY - days) * ((index * 67 % count + 1) / count) ** 0.6)
        made.append(InventedStoryline(title, section, plot, place, first_day, days))
    return tuple(made)


STORYLINES = _storylines(300)
BY_SECTION = tuple(
    tuple(index for index, line in enumerate(STORYLINES) if line.section == section)
    for section in range(len(DESKS))
)
"""By section index: its storylines."""
