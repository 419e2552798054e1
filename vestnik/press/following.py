"""Following the change log: marks what changed, so that the store never holds a print for right that is not.

The place is a `Position` written as text. On PostgreSQL a change may become visible behind a later one;
the snapshot in the place tells which rows were not visible yet, so none is jumped over.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial

from vestnik.changes.place import Log, Position, Row
from vestnik.kit import clock, logs
from vestnik.press import figures
from vestnik.press.due import Due
from vestnik.press.errors import MustWait
from vestnik.press.meaning import ALL, Mark, Meaning
from vestnik.press.store import Store

logger = logging.getLogger("vestnik.press")
#: Behind by more rows than this (a large import), everything is marked at once instead of row by row.
MOST_ROWS = 500
#: Seconds for which a missed nudge, or a change made on another node, can go unseen.
POLL = 0.05
#: Seconds after which who answers many looks ahead.
SOON = 0.6 * POLL
#: Seconds after which a database that did not answer is asked again.
AGAIN = 1.0
#: Between two notes of when the node last reached the database.
NOTE_CONTACT = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a follower asks. `gone` is what the log raises when the database does not answer.

    `heard` gives another value as soon as there may be something new; `release` names the release
    whose prints the store is to hold; `pages_of` the pages at which a subject is to be read itself.
    """

    log: Log
    gone: type[Exception]
    heard: Callable[[], object]
    meaning: Callable[[], Meaning]
    release: Callable[[], str]
    pages_of: Callable[[str], frozenset[str]]


class Following:
    """What one process knows of the log. Its threads share it."""

    def __init__(self, store: Store, around: Surroundings, due: Due) -> None:
        self.store = store
        self.around = around
        #: Whether the first look takes over a store that another release filled.
        self.takes_over = True
        #: The number of the last look, and the place that it found; None when the database was away.
        self.seen: tuple[int, str | None] = (0, None)
        self._lock = threading.Lock()
        self._place = ""
        self._heard: object = None
        self._looked = 0.0
        self._reached: float | None = None
        self._due = due
        self._away: Exception | None = None
        self._killed: dict[str, int] = {}

    def look(self, *, waits: bool = True) -> str:
        """The node's place in the log, at which everything that has changed is marked.

        Reads the log when there was a nudge or the last look is too old. What has become due is
        done first. Raises what the log raises when the database does not answer, and MustWait where
        others would have to be waited for and the caller does not.
        """
        if self.asks():
            # While the database is away one request at a time waits for it.
            if not self._lock.acquire(blocking=waits and self._away is None):
                raise MustWait if self._away is None else self._away_still()
            try:
                # Others may have looked meanwhile.
                if self.asks():
                    self._look(self.around.heard())
            finally:
                self._lock.release()
        if self._away is not None:
            raise self._away_still()
        if self._due.has_come():
            if not waits:
                raise MustWait
            self._due.settle()
            with self._lock:
                self._look(self.around.heard())
        return self._place

    def is_current(self) -> bool:
        """Whether a look would neither find nor do anything now."""
        return (
            self.around.heard() == self._heard
            and 0 <= _seconds() - self._looked < POLL
            and self._away is None
            and not self._due.has_come()
        )

    def asks(self) -> bool:
        """Whether a look would ask the database now."""
        lasts = POLL if self._away is None else AGAIN
        return self.around.heard() != self._heard or not 0 <= _seconds() - self._looked < lasts

    def ages(self) -> bool:
        """Whether the last look will soon be too old, and one ahead of that spares readers to wait for it."""
        return self._away is None and _seconds() - self._looked >= SOON

    def look_ahead(self) -> None:
        """Look though the last look is not too old yet. Raises what the log raises."""
        with self._lock:
            if self.ages():
                self._look(self.around.heard())

    def _away_still(self) -> Exception:
        # Each raise would lengthen the traceback of the last one.
        return self.around.gone() if self._away is None else self._away.with_traceback(None)

    def look_again(self) -> None:
        """Do not trust the last look: something does not fit."""
        self._heard = None

    def may_keep(self) -> bool:
        """Whether what this process prints may be kept: a newer release keeps only its own."""
        text = self.store.place()
        return text is None or _release_of(text) == self.around.release()

    def killed(self) -> dict[str, int]:
        """The addresses closed on this node by its operator, as of the last look."""
        return self._killed

    def contact(self) -> datetime | None:
        """When some process of the node last reached the database."""
        noted = self.store.fact("contact")
        try:
            return None if noted is None else datetime.fromtimestamp(float(noted), UTC)
        except (ValueError, OverflowError):
            # Spoilt by a failing disk; it is noted again.
            return None

    def age(self) -> float | None:
        """Seconds since this process last had everything marked; None before the first time."""
        return None if self._reached is None else max(0.0, _seconds() - self._reached)

    def unread(self) -> list[Row]:
        """The changes that the node has not read yet, up to MOST_ROWS."""
        text = self.store.place()
        return [] if text is None else self.around.log.later_than(_read(text), limit=MOST_ROWS)

    def behind(self) -> int:
        """How many changes the node has not read yet, counted up to MOST_ROWS."""
        return len(self.unread())

    def _look(self, heard: object) -> None:
        self._killed = self.store.killed()
        now = _seconds()
        try:
            self._place = self._catch_up(taking_over=self.takes_over and not self._place)
            self._due.refresh()
        except self.around.gone as error:
            if self._away is None:
                logger.error(
                    "The database does not answer (%s); prints are shown as they are.", error
                )
            self.seen = (self.seen[0] + 1, None)
            self._away, self._looked, self._heard = error, now, heard
            raise
        if self._away is not None:
            logger.warning("The database answers again.")
            self._away = None
        self._note_contact()
        # First this: who finds the word heard already must find what it said.
        self.seen = (self.seen[0] + 1, self._place)
        self._looked, self._heard, self._reached = now, heard, now

    def _note_contact(self) -> None:
        last, now = self.contact(), clock.instant()
        if last is None or not timedelta(0) <= now - last < NOTE_CONTACT:
            try:
                self.store.set_fact("contact", str(now.timestamp()))
            except sqlite3.OperationalError as error:
                # A full disk: prints are right, but could be shown alone for a shorter time.
                logger.error("The press's store cannot be written (%s).", error)

    def _catch_up(self, *, taking_over: bool) -> str:
        """Read the log up to its head and mark what it touches; the node's new place.

        A process that has just started takes over a store that another release filled. One that was
        running before leaves it to the newer one: what it prints is not kept any more.
        """
        log, release, store = self.around.log, self.around.release(), self.store
        while True:
            # The head is taken first: a row that becomes visible meanwhile is seen twice, never missed.
            head = log.position()
            text = store.place()
            if text is None or not self.continues(text):
                # A new store, a damaged one, or a database that was put back to an earlier state.
                store.forget_all()
                store.move_to(_written(log.witnessed(head), release), [], since=None)
                continue
            place = _read(text)
            rows = log.later_than(place, limit=MOST_ROWS)
            other = _release_of(text) != release
            if not rows and not (other and taking_over):
                return text
            marks = [self._mark(row) for row in rows]
            everything = len(rows) >= MOST_ROWS or any(ALL in mark.keys for mark in marks)
            by = _release_of(text) if other and not taking_over else release
            new = _written(log.witnessed(head, rows[-1] if rows else None), by)
            anew = other and taking_over
            if store.move_to(new, marks, since=text, everything=everything, anew=anew):
                self._count(rows)
                return new

    @staticmethod
    def _count(rows: list[Row]) -> None:
        """How many changes this process marked, and how long the last of them had been written."""
        if rows:
            logs.CHANGES.info("Marked.", extra={"changes": [row.id for row in rows]})
            figures.count("marked", len(rows))
            figures.count("lag", max(0.0, (clock.instant() - rows[-1].at).total_seconds()))

    def continues(self, text: str) -> bool:
        """Whether the log goes on from a place; not from one that a failing disk has made unreadable."""
        try:
            return bool(_release_of(text)) and self.around.log.continues(_read(text))
        except (ValueError, KeyError, TypeError, AttributeError):
            logger.error("The press's store holds no readable place in the log and is emptied.")
            return False

    def _mark(self, row: Row) -> Mark:
        mark = self.around.meaning().mark(row)
        return mark if mark.closes else replace(mark, pages=self.around.pages_of(mark.subject))


def _written(place: Position, release: str) -> str:
    """A place as text, with the release whose prints the store holds."""
    return json.dumps({**asdict(place), "release": release})


def _release_of(text: str) -> str:
    return str(json.loads(text)["release"])


def _read(text: str) -> Position:
    fields = json.loads(text)
    return Position(**{name: value for name, value in fields.items() if name != "release"})


#: Tells seconds that pass also while the machine is asleep.
_seconds: Callable[[], float] = (
    partial(time.clock_gettime, time.CLOCK_BOOTTIME)
    if hasattr(time, "CLOCK_BOOTTIME")
    else time.time
)
