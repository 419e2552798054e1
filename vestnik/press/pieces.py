"""What a print is made of, and how a page is put together from its pieces. The same in every process."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Iterable
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

    def names(self) -> frozenset[str]:
        """The names of the surfaces that its items refer to."""
        cuts = [cut(html) for _, html in self.items]
        return frozenset(
            f"part:{one.name}" for found in cuts for one in found if isinstance(one, Reference)
        )

    def cut(self, wanted: Reference, leave_out: Collection[int] = ()) -> Cut:
        """What a reference takes of it, cut, without the stories to leave out."""
        without = wanted.without.union(leave_out)
        left = [html for pk, html in self.items if pk not in without][: wanted.limit]
        return cut("".join((self.before, *left, self.after))) if left else ()


@dataclass(frozen=True, slots=True)
class Taken:
    """What a reference took: the stretches in their order, and the names of the surfaces that they are of, the
    part that it names first, those that stand in it behind.
    """

    segments: tuple[Segment, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """A page cut at its references, and what each of these took, in their order."""

    page: Cut
    taken: tuple[Taken, ...] = ()

    @property
    def segments(self) -> list[Segment]:
        """All of it, in order."""
        segments: list[Segment] = []
        taken = iter(self.taken)
        for one in self.page:
            if isinstance(one, Segment):
                segments.append(one)
            else:
                segments.extend(next(taken).segments)
        return segments


#: As many parts stand in each other, that of the page counted: a list, a card of it, a count on that.
DEEPEST = 3


def fill(page: Cut, take: Callable[[Reference], Taken]) -> Filled:
    """The page with what its parts give, each asked of `take` by the reference to it."""
    return Filled(page, tuple([take(one) for one in page if isinstance(one, Reference)]))


def taken(
    name: str, cut: Cut, part: Callable[[Reference], Cut], *, deepest: int = DEEPEST
) -> Taken:
    """What is taken of a part of this name, cut; the parts in it are asked of `part`. What stands deeper than
    the deepest stays empty.
    """
    segments: list[Segment] = []
    names = [f"part:{name}"]
    for one in cut:
        if isinstance(one, Segment):
            segments.append(one)
        elif deepest > 1:
            inner = taken(one.name, part(one), part, deepest=deepest - 1)
            segments.extend(inner.segments)
            names.extend(inner.names)
    return Taken(tuple(segments), tuple(names))


def joined(segments: Iterable[Segment]) -> bytes:
    """The body that the segments make."""
    return b"".join([segment.body for segment in segments])


def filled(body: str, part: Callable[[str], Part], *, leave_out: Collection[int] = ()) -> bytes:
    """The page's body with its parts, each asked of `part` by its name, without the stories to leave out."""
    page = cut(marks.without_stories(body, leave_out))

    def one(wanted: Reference) -> Cut:
        return part(wanted.name).cut(wanted, leave_out)

    return joined(fill(page, lambda wanted: taken(wanted.name, one(wanted), one)).segments)
