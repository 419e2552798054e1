"""What a print is made of, and how a page is put together from its pieces. The same in every process."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from vestnik.design import marks
from vestnik.design.marks import Reference


@dataclass(slots=True, eq=False)
class Segment:
    """A stretch of a page without a reference in it."""

    body: bytes
    _deflated: bytes | None = field(default=None, init=False)
    _digest: bytes | None = field(default=None, init=False)

    @property
    def deflated(self) -> bytes:
        """The stretch as deflate blocks that need nothing before them and end on a byte (RFC 1951)."""
        if self._deflated is None:
            packing = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
            self._deflated = packing.compress(self.body) + packing.flush(zlib.Z_FULL_FLUSH)
        return self._deflated

    @property
    def digest(self) -> bytes:
        """The SHA-256 of the stretch."""
        if self._digest is None:
            self._digest = sha256(self.body).digest()
        return self._digest


#: A text cut at its references: they stand between the segments.
Cut = tuple[Segment | Reference, ...]


def cut(text: str) -> Cut:
    """The text cut at its references, without all other marks."""
    return tuple(
        one if isinstance(one, Reference) else Segment(one.encode()) for one in marks.split(text)
    )


@dataclass(frozen=True, slots=True)
class Page:
    """An answer cut at its references."""

    status: int
    headers: tuple[tuple[str, str], ...]
    cut: Cut
    invented: bool = False


@dataclass(frozen=True, slots=True)
class Rendered:
    """An answer before its parts are filled in.

    `invented`: anybody could name addresses that answer so without end; it is never kept.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str
    invented: bool = False

    def cut(self, leave_out: Collection[int] = ()) -> Page:
        """The answer cut at its references, without the stories to leave out."""
        pieces = cut(marks.without_stories(self.body, leave_out))
        return Page(self.status, self.headers, pieces, self.invented)


@dataclass(frozen=True, slots=True)
class Part:
    """A printed part: items, each with the id of the story that it shows (0: none), between two ends.

    A page that uses it takes the first items that it does not show already; with none left it
    takes nothing, not even the ends.
    """

    items: tuple[tuple[int, str], ...]
    before: str = ""
    after: str = ""

    def cut(self, wanted: Reference, leave_out: Collection[int] = ()) -> Cut:
        """What a reference takes of it, cut, without the stories to leave out."""
        without = wanted.without.union(leave_out)
        left = [html for pk, html in self.items if pk not in without][: wanted.limit]
        return cut("".join((self.before, *left, self.after))) if left else ()


@dataclass(frozen=True, slots=True)
class Filled:
    """A page cut at its references, and what each of these took, in their order. `deep`: some part that it
    took holds references itself.
    """

    page: Cut
    taken: tuple[tuple[Segment, ...], ...] = ()
    deep: bool = False

    @property
    def segments(self) -> list[Segment]:
        """All of it, in order."""
        segments: list[Segment] = []
        taken = iter(self.taken)
        for one in self.page:
            if isinstance(one, Segment):
                segments.append(one)
            else:
                segments.extend(next(taken))
        return segments


def fill(page: Cut, part: Callable[[Reference], Cut]) -> Filled:
    """The page with what its parts give, each asked of `part` by the reference to it. A part may hold
    references itself (a count in each card); those of such a part stay empty.
    """
    found = [part(one) for one in page if isinstance(one, Reference)]
    flat = [flat_of(cut) for cut in found]
    if None not in flat:
        return Filled(page, tuple([one for one in flat if one is not None]))
    return Filled(page, tuple([tuple(_deep(cut, part)) for cut in found]), deep=True)


def flat_of(cut: Cut) -> tuple[Segment, ...] | None:
    """What a part gives, if it holds no reference."""
    segments = tuple([one for one in cut if isinstance(one, Segment)])
    return segments if len(segments) == len(cut) else None


def _deep(cut: Cut, part: Callable[[Reference], Cut]) -> Iterator[Segment]:
    for inner in cut:
        if isinstance(inner, Segment):
            yield inner
        else:
            yield from (deepest for deepest in part(inner) if isinstance(deepest, Segment))


def joined(segments: Iterable[Segment]) -> bytes:
    """The body that the segments make."""
    return b"".join([segment.body for segment in segments])


def filled(body: str, part: Callable[[str], Part], *, leave_out: Collection[int] = ()) -> bytes:
    """The page's body with its parts, each asked of `part` by its name, without the stories to leave out."""
    page = cut(marks.without_stories(body, leave_out))
    filled_in = fill(page, lambda wanted: part(wanted.name).cut(wanted, leave_out))
    return joined(filled_in.segments)
