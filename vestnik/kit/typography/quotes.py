"""Owns which form a quotation mark takes: by what stands beside it and how deep it lies."""

from collections.abc import Set
from dataclasses import dataclass
from typing import Final

QUOTES: Final = frozenset("\"„“”«»'‘’")
_OPENING_BEFORE: Final = frozenset("([{/-–—")
_NEVER_AFTER_OPENING: Final = frozenset(",;:!?)]}")  # a dot may begin "...and then"


@dataclass(frozen=True, slots=True)
class Marks:
    """The quotation marks of a language, and those that its writers use for them."""

    pairs: tuple[tuple[str, str], ...]
    """Opening and closing mark, by depth; deeper ones take turns."""
    openers: Set[str]
    closers: Set[str]
    by_place: Set[str]
    """Marks that open or close according to what stands beside them."""
    has_single_quotes: bool


def set_quotes(characters: list[str], marks: Marks) -> None:
    """Give each double mark the form of its place and depth; where that is unclear, none.

    Whether a mark opens or closes is judged by what stands beside it, quotation marks apart,
    and not by its form, so that marks already set are judged as they were before.
    """
    beside = _beside_quotes(characters)
    open_places: list[int] = []
    closed_by: dict[int, int] = {}
    alone: dict[int, str] = {}
    for place, mark in enumerate(characters):
        if mark not in marks.openers | marks.closers | marks.by_place:
            continue
        before, after = beside[place]
        would_open = _would_open(before, after)
        if (mark in marks.openers and not after.isspace()) or (
            mark in marks.by_place and would_open
        ):
            open_places.append(place)
        elif mark not in marks.openers and not would_open and not before.isspace():
            if open_places:
                closed_by[open_places.pop()] = place
            elif mark in marks.by_place and not before.isdigit() and not after.isalnum():
                alone[place] = marks.pairs[0][1]  # 15" are inches; in others the opener is missing
    for place in open_places:
        if characters[place] != "«":
            alone[place] = marks.pairs[0][0]
    closings = set(closed_by.values())
    depth = 0
    for place in sorted(closed_by.keys() | closings):
        if place in closings:
            depth -= 1
        opening, closing = marks.pairs[depth % len(marks.pairs)]
        characters[place] = closing if place in closings else opening
        if place in closed_by:
            depth += 1
    for place, mark in alone.items():
        characters[place] = mark


def set_single_quotes(characters: list[str]) -> None:
    """Give straight single marks the form of their place: ‘ or ’, the apostrophe."""
    beside = _beside_quotes(characters)
    singles = [place for place, mark in enumerate(characters) if mark == "'"]
    can_close = _places_closed_later(singles, beside)
    is_open = False
    for place in singles:
        before, after = beside[place]
        if _would_open(before, after):
            is_open = not after.isdigit() and place in can_close
            characters[place] = "‘" if is_open else "’"  # '90s, 'tis
        elif not before.isspace() and (is_open or not before.isdigit()):
            characters[place] = "’"
            is_open = is_open and after.isalnum()


def _places_closed_later(singles: list[int], beside: list[tuple[str, str]]) -> set[int]:
    """The places of `singles` after which one closes before another would open."""
    closed: set[int] = set()
    is_closed_later = False
    for place in reversed(singles):
        if is_closed_later:
            closed.add(place)
        before, after = beside[place]
        if _would_open(before, after):
            is_closed_later = False
        elif not before.isspace() and not after.isalnum():
            is_closed_later = True
    return closed


def _would_open(before: str, after: str) -> bool:
    return (
        (before.isspace() or before in _OPENING_BEFORE)
        and not after.isspace()
        and after not in _NEVER_AFTER_OPENING
    )


def _beside_quotes(characters: list[str]) -> list[tuple[str, str]]:
    """For each place the nearest characters before and after that are no quotation marks."""
    befores: list[str] = []
    nearest = " "
    for character in characters:
        befores.append(nearest)
        nearest = nearest if character in QUOTES else character
    afters: list[str] = []
    nearest = " "
    for character in reversed(characters):
        afters.append(nearest)
        nearest = nearest if character in QUOTES else character
    return list(zip(befores, reversed(afters), strict=True))
