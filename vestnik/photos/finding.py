"""Finding photos: by words, person, credit, day, use, rights. Newest first, bounded, one walk each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils import timezone

from vestnik.kit import clock
from vestnik.kit.spans import pieces
from vestnik.photos import words
from vestnik.photos.models import Photo
from vestnik.photos.words import Term, fold, stem

#: So many are found at most; whoever needs what lies beyond asks more exactly.
MOST: Final = 500
#: Words of a question that count, and days that a span may have in parts of months and years.
_MOST_WORDS: Final = 12
_EARLIEST: Final = date(1826, 1, 1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question to the library. What is empty is not asked."""

    text: str = ""
    person: str = ""
    credit: str = ""
    since: date | None = None
    until: date | None = None
    #: "used", "unused"
    use: str = ""
    #: "soon", "ended"
    rights: str = ""
    file_photo: bool | None = None

    def __bool__(self) -> bool:
        return self != Wanted()


def find(wanted: Wanted) -> list[int]:
    """The ids of the newest photos that answer a question, at most `MOST`."""
    groups = _groups(wanted)
    if groups is None:
        return []
    if wanted.rights == "soon":
        soon = list(Photo.objects.expiring_soon().values_list("pk", flat=True)[:MOST])
        if not groups or not soon:
            return sorted(soon, reverse=True)
        return words.newest(groups, MOST, soon)
    return words.newest(groups, MOST) if groups else []


def _groups(wanted: Wanted) -> list[list[Term]] | None:
    """What must all be so, each as alternatives; None where nothing can answer."""
    groups = [[Term("", (stem(word),), begins=True)] for word in fold(wanted.text)[:_MOST_WORDS]]
    for column, text in (("people", wanted.person), ("credit", wanted.credit)):
        if named := fold(text)[:_MOST_WORDS]:
            groups.append([Term(column, tuple(named), begins=True)])
    if wanted.use in ("used", "unused"):
        groups.append([_mark(f"m{wanted.use}")])
    if wanted.file_photo:
        groups.append([_mark("mfile")])
    if wanted.rights == "ended":
        groups.append([_mark("mended")])
    if wanted.since or wanted.until:
        first = max(wanted.since or _EARLIEST, _EARLIEST)
        # A camera's clock may be a day ahead; nothing is taken later.
        latest = timezone.localdate(clock.instant()) + timedelta(days=1)
        days = [_mark(mark) for mark in span(first, min(wanted.until or latest, latest))]
        if not days:
            return None
        groups.append(days)
    return groups


def span(first: date, last: date) -> list[str]:
    """The fewest marks that cover the days from `first` to `last`: whole years, whole months, days."""
    return [words.mark_of(unit, day) for unit, day in pieces(first, last)]


def _mark(mark: str) -> Term:
    return Term("marks", (mark,))
