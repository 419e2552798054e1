"""What a public address answers: a print that is right now, made if need be, with its parts filled in."""

from __future__ import annotations

import logging
import sqlite3
from dataclasses import asdict, replace
from functools import cache
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.template.loader import render_to_string

from vestnik.changes import log
from vestnik.press import figures, lastresort, receipts, surfaces
from vestnik.press.answering import Answer, Answering, whole
from vestnik.press.errors import CannotAnswer
from vestnik.press.follower import Follower
from vestnik.press.memory import Contents
from vestnik.press.pieces import Part, Rendered, filled
from vestnik.press.printing import TRIES, Print, print_surface, touched_since
from vestnik.press.store import Kept, Store
from vestnik.press.surfaces import filled_in

logger = logging.getLogger("vestnik.press")
#: Answers that are kept, unless their address is one that anybody may invent.
KEPT = frozenset({200, 301, 410})
HTML = (("Content-Type", "text/html; charset=utf-8"),)


@cache
def follower() -> Follower:
    """This process's follower of the log, with the node's store."""
    return Follower(Store(settings.VESTNIK_DATA / "press.sqlite3"))


def store() -> Store:
    """The node's store."""
    return follower().store


def answer(path: str) -> Answer:
    """The answer of a public path, right at this moment in every process of the node.

    While the database does not answer, 503 for what was not printed before. What goes wrong in
    printing is raised when there is no old print that may be shown. A store that cannot be used
    costs the time of a render, nothing else.
    """
    try:
        return _by_the_store(path)
    except sqlite3.Error as error:
        return _without_store(path, error)


def answer_of_prints(path: str, known: Contents) -> tuple[Answer, Answering | None]:
    """The same answer with what it was put together from; None when some of it lies in no print.

    What was printed for it is read again from the store, so that the numbers of its prints are right.
    """
    try:
        for _ in range(2):
            found, work = _with_work(path, known)
            if work is None or not work.printed_something:
                return found, work
            if found.invented or found.status not in KEPT:
                break
    except sqlite3.Error as error:
        return _without_store(path, error), None
    return found, None


def _by_the_store(path: str) -> Answer:
    return _with_work(path)[0]


def _with_work(path: str, known: Contents | None = None) -> tuple[Answer, _Answering | None]:
    try:
        at: str | None = follower().look()
    except DatabaseError:
        at = None
    if path in follower().killed():
        return _closed(), None
    work = _Answering(path, at, known)
    try:
        return work.answer(), work
    except CannotAnswer:
        return _unavailable(), None


def _without_store(path: str, error: sqlite3.Error) -> Answer:
    """The answer made for this request alone: the store is full, locked or damaged."""
    logger.error("The press's store cannot be used (%s); %s is not kept.", error, path)
    try:
        store().mend(error, follower().killed())
    except (OSError, sqlite3.Error):
        logger.exception("The press's store cannot be laid anew.")
    killed = follower().killed()
    if path in killed:
        return _closed()
    try:
        page = surfaces.render_page(path)
        stories = frozenset(killed.values()) - {0}
        body = filled(page.body, surfaces.render_part, leave_out=stories)
    except DatabaseError:
        return _unavailable()
    return whole(page.status, page.headers, body, printed=True, invented=page.invented)


def _closed() -> Answer:
    return whole(410, HTML, render_to_string("closed.html").encode())


def _unavailable() -> Answer:
    body = render_to_string("unavailable.html")
    return whole(503, (*HTML, ("Retry-After", "30")), body.encode())


def fresh_answer(path: str) -> Answer:
    """The same answer without store or recorder: what every answer must be equal to."""
    page = surfaces.render_page(path)
    return whole(page.status, page.headers, filled_in(page.body), printed=True)


def reprint(name: str) -> None:
    """Print a surface anew and keep it, unless what is kept is right. Raises what its render raises.

    In place of pages the press process names their subject, which only here is known to have them.
    """
    if name.startswith(receipts.OF):
        receipts.lead_on(store(), name, surfaces.pages_of(name.removeprefix(receipts.OF)))
        return
    at = follower().look()
    kept = store().get(name)
    work = _Answering("", at)
    if kept is not None and work.holds(kept):
        store().note_right(name)
        return
    made = work.printed(name)
    if isinstance(made, Part):
        # A card that is new in a list is in no receipt.
        for inner in sorted(made.names()):
            reprint(inner)


class _Answering(Answering):
    """An answer of the application: what is missing is rendered here and kept."""

    def __init__(self, path: str, at: str | None, known: Contents | None = None) -> None:
        super().__init__(path, at, follower(), settings.VESTNIK_ALONE)
        self.printed_something = False
        self._known = known

    def kept(self, name: str) -> Kept | None:
        """The print in the store, a part's content known by heart where it was read before."""
        if self._known is None or not name.startswith("part:"):
            return self.shelf.get(name)
        kept = self.shelf.look([name]).get(name)
        if kept is None:
            return None
        content = self._known.get(kept.number)
        if content is None:
            content = self.shelf.content(name, kept.number)
            if content is None:
                return None
            self._known.put(kept.number, content, len(str(content)))
        return replace(kept, content=content)

    def printed(self, name: str) -> Rendered | Part:
        """The surface of this name, printed now, and kept if it is one to keep."""
        self.printed_something = True
        try:
            made = print_surface(lambda: surfaces.render(name))
        except DatabaseError:
            raise
        except Exception as error:
            figures.failed(name, type(error).__name__)
            raise
        figures.count_all({"prints": 1, "milliseconds": made.milliseconds})
        figures.keep_if_due()
        content = made.content
        if isinstance(content, Part) or (content.status in KEPT and not content.invented):
            self._keep(name, asdict(content), made)
        else:
            self.shelf.drop(name)
        return content

    def _drop_what_left(self, old: Part, new: Part) -> None:
        """What is in a list no longer would be printed again at each of its changes, for nobody."""
        for name in old.names() - new.names():
            self.shelf.drop(name)

    def _keep(self, name: str, content: dict[str, Any], made: Print[Any]) -> None:
        """Keep a print at a place in the log up to which nothing touches it."""
        if self.at is None:
            return
        if not made.still:
            logger.warning("%s changed at each of its printings and was not kept.", name)
            return
        place = self.at
        try:
            old = self.shelf.get(name) if isinstance(made.content, Part) else None
            for _ in range(TRIES):
                if not follower().may_keep():
                    return
                if self.shelf.put(
                    name,
                    content,
                    keys=made.keys,
                    until=made.until,
                    milliseconds=made.milliseconds,
                    place=place,
                ):
                    if old is not None:
                        self._drop_what_left(lastresort.part_of(old), made.content)
                    return
                # The node has read further, as it does at each publication. What it has read by now is here
                # for all to see: if nothing of it touches the print, that holds at the new place too.
                follower().look_again()
                place = follower().look()
                if not (follower().continues(self.at) and log.continues(made.place)):
                    return
                if touched_since(made):
                    return
        except sqlite3.OperationalError as error:
            # A full disk, say. What was printed is right all the same.
            logger.error("%s cannot be kept (%s).", name, error)
        except DatabaseError as error:
            logger.warning("%s is not kept: the database does not answer (%s).", name, error)
