"""Putting an answer together in the press process: of prints in the store, each cut and packed once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from vestnik.design.marks import Reference
from vestnik.kit import clock
from vestnik.press import lastresort
from vestnik.press.answering import Answering
from vestnik.press.errors import ToBePrinted
from vestnik.press.following import Following
from vestnik.press.gate.database import DatabaseGone
from vestnik.press.memory import Memory
from vestnik.press.pieces import Cut, Page, Part, Rendered, Segment, Taken, joined, taken
from vestnik.press.store import Kept

#: Ways in which pages take one part that are remembered.
MOST_WAYS = 256
#: What was put together of parts in parts, in one state of the node.
MOST_WHOLES = 1_000
#: Bytes in memory for a byte of a print: as it is, and deflated.
PACKED = 1.5


class Way(tuple[Segment | Reference, ...]):
    """A cut of one part, as references alike take it; each is itself alone. `taken`: what it gives, where no
    other part stands in it.
    """

    taken: Taken | None = None
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other


@dataclass(frozen=True, slots=True)
class Whole:
    """What a way of the print of this number gives with the parts in it, as one stretch, and their prints by
    name.
    """

    number: int
    taken: Taken
    prints: tuple[tuple[str, Kept], ...]


#: Of the ways with other parts in them, what they gave.
Wholes = dict[Way, Whole]


class CutPart:
    """A part, and what it gives to the references that were met."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self._stories = frozenset(pk for pk, _ in part.items)
        self._ways: dict[tuple[int, frozenset[int]], Way] = {}

    def cut(self, wanted: Reference, leave_out: frozenset[int]) -> Way:
        """The same one each time, for references that take the same."""
        # Of what a page leaves out little is in the part: nearly all pages take it in the same way.
        without = self._stories & (wanted.without | leave_out)
        way = (wanted.limit, without)
        found = self._ways.get(way)
        if found is None:
            if len(self._ways) >= MOST_WAYS:
                self._ways.clear()
            found = Way(self.part.cut(Reference(wanted.name, wanted.limit, without)))
            flat = tuple([one for one in found if isinstance(one, Segment)])
            if len(flat) == len(found):
                found.taken = Taken(flat, (f"part:{wanted.name}",))
            self._ways[way] = found
        return found


#: Cut prints by their number.
Cuts = Memory[int, Page | CutPart]


class Assembling(Answering):
    """An answer of this process, for which the application can still print.

    `before`: the names of the prints that its last answer was made of; all are looked for at once.
    `held`: prints that hold at this place in the log, known from other answers, and `wholes`, put together
    of them; both are added to. `left`: other prints, of its last answer.
    """

    def __init__(
        self, path: str, at: str | None, following: Following, alone: int,
        *, cuts: Cuts, held: dict[str, Kept], wholes: Wholes, left: dict[str, Kept],
        before: Iterable[str] = (),
    ) -> None:  # fmt: skip
        super().__init__(path, at, following, alone)
        self._cuts, self._held, self._wholes = cuts, held, wholes
        # Nothing is printed meanwhile, so that one moment stands for all of it.
        self._now = clock.instant()
        names = [
            name for name in (f"page:{path}", *before) if name not in held and name not in left
        ]
        self._known: dict[str, Kept | None] = {**left, **dict.fromkeys(names)}
        if names:
            # Each row is a moment in which another thread may go on instead.
            self._known.update(self.shelf.look(names))

    def kept(self, name: str) -> Kept | None:
        """The print in the store, without its content."""
        found = self._held.get(name)
        if found is not None:
            if self.holds(found):
                return found
            self._held.pop(name, None)
        if name not in self._known:
            self._known[name] = self.shelf.look([name]).get(name)
        return self._known[name]

    def now(self) -> datetime:
        """The moment at which this was begun."""
        return self._now

    def still(self, name: str, number: int) -> bool:
        """Whether this very print is the one that holds."""
        kept = self.kept(name)
        if kept is None or kept.number != number or not self.holds(kept):
            return False
        self._hold(name, kept)
        return True

    def _take(self, name: str, kept: Kept) -> None:
        super()._take(name, kept)
        self._hold(name, kept)

    def _hold(self, name: str, kept: Kept) -> None:
        # Many pages share a part; a page is its own.
        if name.startswith("part:"):
            self._held[name] = kept

    def page_of(self, name: str, kept: Kept) -> Page | None:
        """A page as it was kept, cut; None when it has gone since it was looked for."""
        found = None if self.killed else self._cuts.get(kept.number)
        if found is None:
            whole = self.whole(name, kept)
            if whole is None:
                return None
            page = found = lastresort.page_of(whole).cut(self.killed)
            if not self.killed:
                size = sum(len(one.body) for one in page.cut if not isinstance(one, Reference))
                self._cuts.put(kept.number, page, round(size * PACKED))
        assert isinstance(found, Page)
        return found

    def take(self, wanted: Reference) -> Taken:
        """What a reference takes. With other parts in it, it is one stretch, and packed once for all pages
        that take it so.
        """
        way = self._part(wanted)
        # Nothing is printed here: all of it is of prints that were cut.
        assert isinstance(way, Way)
        if way.taken is not None:
            return way.taken
        whole = self._wholes.get(way)
        if whole is not None and all(self.holds(kept) for _, kept in whole.prints):
            for name, kept in whole.prints:
                self._take(name, kept)
            return whole.taken
        before = len(self.prints)
        deep = taken(wanted.name, way, self._part)
        one = Taken((Segment(joined(deep.segments)),), deep.names)
        if len(self._wholes) >= MOST_WHOLES:
            self._wholes.clear()
        number = self.prints[before - 1][1].number
        self._wholes[way] = Whole(number, one, tuple(self.prints[before:]))
        return one

    def part_of(self, name: str, kept: Kept, wanted: Reference) -> Cut | None:
        """What a reference takes of a part that was kept; None when it has gone."""
        found = self._cuts.get(kept.number)
        if found is None:
            whole = self.whole(name, kept)
            if whole is None:
                self._held.pop(name, None)
                return None
            found = CutPart(lastresort.part_of(whole))
            size = sum(len(html) for _, html in found.part.items)
            self._cuts.put(kept.number, found, round(size * 2 * PACKED))
        assert isinstance(found, CutPart)
        return found.cut(wanted, self.killed)

    def whole(self, name: str, kept: Kept) -> Kept | None:
        """The print with its content; None when it has gone."""
        content = self.shelf.content(name, kept.number)
        return None if content is None else replace(kept, content=content)

    def printed(self, name: str) -> Rendered | Part:
        """Always raises ToBePrinted."""
        raise ToBePrinted(name)


class Alone(Answering):
    """An answer without the application: what is not right is shown as the last resort, or not at all."""

    def printed(self, name: str) -> Rendered | Part:
        """Always raises DatabaseGone: nobody is there who could ask it."""
        raise DatabaseGone("The application does not answer.")
