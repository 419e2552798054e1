"""Putting one answer together from the node's store: which of its pieces may be shown, and as what.

The application prints what is missing; the press process has it printed there. Both use this.
"""

from __future__ import annotations

import logging
import sqlite3
from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from datetime import datetime

from vestnik.design.marks import Reference
from vestnik.kit import clock
from vestnik.press import lastresort
from vestnik.press.errors import CannotAnswer, ToBePrinted
from vestnik.press.following import Following
from vestnik.press.pieces import (
    Cut,
    Filled,
    Page,
    Part,
    Rendered,
    Segment,
    Taken,
    fill,
    joined,
    taken,
)
from vestnik.press.store import Kept

logger = logging.getLogger("vestnik.press")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a reader. `printed` tells whether it was rendered for this request.

    `stale`: it is known or must be feared to be out of date; it is shown since nothing newer
    can be made, and holds nothing that was withdrawn. `invented` as in `pieces.Rendered`.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    filled: Filled
    printed: bool
    stale: bool = False
    invented: bool = False

    @property
    def body(self) -> bytes:
        """The segments joined."""
        return joined(self.filled.segments)


def whole(
    status: int, headers: tuple[tuple[str, str], ...], body: bytes,
    *, printed: bool = False, stale: bool = False, invented: bool = False,
) -> Answer:  # fmt: skip
    """An answer of one piece."""
    return Answer(status, headers, Filled((Segment(body),)), printed, stale, invented)


class Answering(ABC):
    """One answer on its way: which of its pieces were printed, and which are not quite right.

    `at` is the place in the log at which everything is marked; None when it could not be read.
    `alone` is for how many minutes young prints are shown then. `prints` are those that the
    answer was made of, by name; `began` and `until` the moments between which they hold.
    """

    def __init__(self, path: str, at: str | None, following: Following, alone: int) -> None:
        self.path = path
        self.at = at
        self.following = following
        self.alone = alone
        self.shelf = following.store
        self.stale = False
        self.killed = frozenset(following.killed().values()) - {0}
        self.prints: list[tuple[str, Kept]] = []
        self.began: datetime | None = None
        self.until: datetime | None = None

    def answer(self) -> Answer:
        """The answer. Raises CannotAnswer, or what went wrong in printing."""
        page, printed = self._page()
        filled = fill(page.cut, self.take)
        return Answer(page.status, page.headers, filled, printed, self.stale, page.invented)

    @property
    def pieces(self) -> tuple[tuple[str, int], ...]:
        """The names and numbers of its prints."""
        return tuple((name, kept.number) for name, kept in self.prints)

    @abstractmethod
    def printed(self, name: str) -> Rendered | Part:
        """The surface of this name, printed now. Raises what went wrong.

        Nothing of the press goes on for ToBePrinted: whoever raises it has it printed elsewhere.
        """

    def kept(self, name: str) -> Kept | None:
        """The print in the store."""
        return self.shelf.get(name)

    def page_of(self, name: str, kept: Kept) -> Page | None:
        """A page as it was kept, cut; None when it has gone since it was looked for."""
        return lastresort.page_of(kept).cut(self.killed)

    def part_of(self, name: str, kept: Kept, wanted: Reference) -> Cut | None:
        """What a reference takes of a part that was kept; None when it has gone."""
        return lastresort.part_of(kept).cut(wanted, self.killed)

    def take(self, wanted: Reference) -> Taken:
        """What a reference takes, with the parts that stand in its part."""
        return taken(wanted.name, self._part(wanted), self._part)

    def whole(self, name: str, kept: Kept) -> Kept | None:
        """The print with its content."""
        return kept

    def _page(self) -> tuple[Page, bool]:
        name = f"page:{self.path}"
        kept = self.kept(name)
        if kept is not None and self.holds(kept):
            page = self.page_of(name, kept)
            if page is not None:
                self._take(name, kept)
                return page, False
        try:
            made = self.printed(name)
        except (sqlite3.Error, ToBePrinted):
            raise
        except Exception as error:
            old = self._needed(name, kept)
            body = None if old is None else lastresort.page_body(self.shelf, name, old)
            if old is None or body is None:
                raise self._cannot(error) from error
            self._tell(name, error)
            return replace(lastresort.page_of(old), body=body).cut(self.killed), False
        assert isinstance(made, Rendered)
        return made.cut(self.killed), True

    def _part(self, wanted: Reference) -> Cut:
        name = f"part:{wanted.name}"
        kept = self.kept(name)
        if kept is not None and self.holds(kept):
            found = self.part_of(name, kept, wanted)
            if found is not None:
                self._take(name, kept)
                return found
        try:
            made = self.printed(name)
        except (sqlite3.Error, ToBePrinted):
            raise
        except Exception as error:
            self._tell(name, error)
            old = self._needed(name, kept)
            if old is None:
                return ()
            return lastresort.part(self.shelf, name, old).cut(wanted, self.killed)
        assert isinstance(made, Part)
        return made.cut(wanted, self.killed)

    def now(self) -> datetime:
        """The moment at which its prints must hold."""
        return clock.instant()

    def holds(self, kept: Kept) -> bool:
        """Whether the print can be shown as it is: nothing it read has changed, no time ended.

        Where the clock was put back to before it was made, its times have not begun. Without the
        database nobody knows what changed: then the print may be shown for a while.
        """
        now = self.now()
        if kept.stale or now < kept.made or (kept.until is not None and kept.until <= now):
            return False
        return self.at is not None or self._may_be_shown_alone(kept)

    def _take(self, name: str, kept: Kept) -> None:
        self.prints.append((name, kept))
        if self.began is None or kept.made > self.began:
            self.began = kept.made
        if kept.until is not None and (self.until is None or kept.until < self.until):
            self.until = kept.until

    def _needed(self, name: str, kept: Kept | None) -> Kept | None:
        """An old print that may be shown, since nothing new can be made."""
        if kept is None or not (self.at is not None or self._may_be_shown_alone(kept)):
            return None
        return self.whole(name, kept)

    def _may_be_shown_alone(self, kept: Kept) -> bool:
        return lastresort.may_be_shown_alone(kept, self.following.contact(), self.alone)

    def _tell(self, name: str, error: Exception) -> None:
        self.stale = True
        logger.error("%s cannot be printed (%r) and is shown as it was.", name, error)

    def _cannot(self, error: Exception) -> Exception:
        """What to raise when a page cannot be made: our own fault is a 500, all else a 503."""
        elsewhere = self.at is None or isinstance(error, self.following.around.gone)
        return CannotAnswer() if elsewhere else error
