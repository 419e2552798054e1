"""Putting an answer together in the press process: of prints in the store, each cut and packed once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from vestnik.design.marks import Reference
from vestnik.press import lastresort
from vestnik.press.answering import Answering
from vestnik.press.errors import ToBePrinted
from vestnik.press.following import Following
from vestnik.press.gate.database import DatabaseGone
from vestnik.press.memory import Memory
from vestnik.press.pieces import Cut, Page, Part, Rendered
from vestnik.press.store import Kept

#: Ways in which pages take one part that are remembered.
MOST_WAYS = 256
#: Bytes in memory for a byte of a print: as it is, and deflated.
PACKED = 1.5


class _CutPart:
    """A part, and what it gives to the references that were met."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self._stories = frozenset(pk for pk, _ in part.items)
        self._ways: dict[tuple[int, frozenset[int]], Cut] = {}

    def cut(self, wanted: Reference, leave_out: frozenset[int]) -> Cut:
        # Of what a page leaves out little is in the part: nearly all pages take it in the same way.
        without = self._stories & (wanted.without | leave_out)
        way = (wanted.limit, without)
        found = self._ways.get(way)
        if found is None:
            if len(self._ways) >= MOST_WAYS:
                self._ways.clear()
            found = self._ways[way] = self.part.cut(Reference(wanted.name, wanted.limit, without))
        return found


#: Cut prints by their number.
Cuts = Memory[int, Page | _CutPart]


class Assembling(Answering):
    """An answer of this process, for which the application can still print.

    `before`: the names of the prints that its last answer was made of; all are looked for at once.
    """

    def __init__(
        self, path: str, at: str | None, following: Following, alone: int,
        *, cuts: Cuts, before: Iterable[str] = (),
    ) -> None:  # fmt: skip
        super().__init__(path, at, following, alone)
        self._cuts = cuts
        self._known: dict[str, Kept | None] = dict.fromkeys((f"page:{path}", *before))
        self._known.update(self.shelf.look(self._known))

    def kept(self, name: str) -> Kept | None:
        """The print in the store, without its content."""
        if name not in self._known:
            self._known[name] = self.shelf.look([name]).get(name)
        return self._known[name]

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

    def part_of(self, name: str, kept: Kept, wanted: Reference) -> Cut | None:
        """What a reference takes of a part that was kept; None when it has gone."""
        found = self._cuts.get(kept.number)
        if found is None:
            whole = self.whole(name, kept)
            if whole is None:
                return None
            found = _CutPart(lastresort.part_of(whole))
            size = sum(len(html) for _, html in found.part.items)
            self._cuts.put(kept.number, found, round(size * 2 * PACKED))
        assert isinstance(found, _CutPart)
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
