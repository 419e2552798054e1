"""What the press process answers at a public path: from memory, from the node's store, or as the
application prints it now.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Hashable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path

from vestnik.changes.place import Log
from vestnik.kit import clock, logs
from vestnik.kit.mapped import Word
from vestnik.press.answering import Answer, Answering, whole
from vestnik.press.due import Due
from vestnik.press.errors import CannotAnswer, MustWait, ToBePrinted
from vestnik.press.following import Following, Surroundings
from vestnik.press.gate.application import Application, ApplicationAway, TooMany
from vestnik.press.gate.assembling import Alone, Assembling, Cuts
from vestnik.press.gate.database import DatabaseGone, PostgreSQLReader, SQLiteReader
from vestnik.press.gate.flights import Flight, Flights
from vestnik.press.gate.framing import framed
from vestnik.press.gate.holding import Holding, States
from vestnik.press.gate.looking import LookingAhead
from vestnik.press.gate.packing import Packer
from vestnik.press.gate.ready import Ready, ready
from vestnik.press.gate.renewing import renewed
from vestnik.press.gate.tally import Tally
from vestnik.press.gate.told import NotTold, Told
from vestnik.press.memory import Memory
from vestnik.press.receipts import OF
from vestnik.press.sheet import Sheet
from vestnik.press.store import Store

logger = logging.getLogger("vestnik.press")
#: A state of the node, and when it was found to hold, in seconds since 1970.
Moment = tuple[Holding, float]
#: The flight of those who need the log looked at; surfaces have longer names.
LOOK = "look"
HTML = (("Content-Type", "text/html; charset=utf-8"),)
#: Looks at the store before the application is asked without waiting for others' printing.
TRIES = 3


class Answers:
    """The public answers of this node. `memory` is the number of bytes in which they are kept, half of it
    as they go out in all encodings, half as the pieces of which they are put together.
    """

    def __init__(
        self,
        data: Path,
        database: SQLiteReader | PostgreSQLReader,
        application: Application,
        tally: Tally,
        *,
        alone: int,
        memory: int,
    ) -> None:
        self._application, self._tally = application, tally
        self._database = database
        self._alone = alone
        self._told = Told(data)
        self._flights = Flights()
        self.shelf: Memory[str, Ready] = Memory(memory // 2)
        self.cuts: Cuts = Memory(memory // 2)
        self._packer = Packer(self.shelf)
        self._states = States()
        word = Word(data / "nudge")
        around = Surroundings(
            log=Log(database),
            gone=DatabaseGone,
            heard=word.read,
            meaning=lambda: self._told.now().meaning,
            release=lambda: self._told.now().release,
            # Found by the worker, which knows where a subject is to be read.
            pages_of=lambda subject: frozenset({OF + subject}),
        )
        self._following = Following(
            Store(data / "press.sqlite3"),
            around,
            Due(partial(self._told.first_due, database), self._settle),
        )
        self._ahead = LookingAhead(self._look_ahead)
        # What another release printed is taken over by who can print.
        self._following.takes_over = False

    def find(self, path: str, flight: Flight | None = None) -> Ready | None:
        """The answer of a public path, right at this moment; None while the application has never
        told this node of itself. `flight`: what this request was called to have printed for all.
        """
        try:
            if flight is not None and flight.name == LOOK:
                self._look_for_all(flight, waits=True)
                flight = None
            return self._found(path, waits=True, flight=flight)
        except NotTold:
            return None
        except sqlite3.Error as error:
            with logs.serving():
                text = "The press's store cannot be used (%s); %s is asked for."
                logger.error(text, error, path)
                return self._asked(path)
        finally:
            if flight is not None:
                self._flights.land(flight)

    def moment(self) -> Moment | None:
        """How things stand at this moment, if nothing has to be looked at again to know it."""
        # In this order: what is current is current now; whether an answer belongs to it is asked after.
        following, states = self._following, self._states
        if not following.is_current() or following.seen is not states.seen:
            return None
        if following.ages():
            self._ahead.ask()
        return states.now, clock.seconds()

    def in_memory(self, path: str, moment: Moment) -> Ready | None:
        """The answer of a public page that is right at a moment, if it was put together before, or others have
        met the newer parts of it.
        """
        state, now = moment
        found = self.shelf.get(path)
        if found is None:
            return None
        if not (found.state is state or state.keeps(found)):
            try:
                return self._renewed(path, state, found, waits=False)
            except ToBePrinted:
                return None
        if not found.began <= now < found.until:
            return None
        self._tally.memory += 1
        if not found.noted:
            self._packer.note(path, found)
        return found

    def at_hand(
        self, path: str, again: Callable[[], None] | None, *, looks: bool = True
    ) -> Ready | Flight | None:
        """The same without waiting for anybody; None where it takes that. `looks`: the log may be looked at.

        Raises Parked where others are at what it takes: then `again` is called when they are done. Gives a
        flight to who is to begin it: `find` has to be called with it, or it has to be abandoned.
        """
        try:
            if again is not None and not self._following.is_current():
                looking = self._flights.begin(LOOK, again)
                if not looks and self._following.asks():
                    return looking
                self._look_for_all(looking, waits=False)
            return self._found(path, waits=False)
        except ToBePrinted as missing:
            return None if again is None else self._flights.begin(missing.name, again)
        except (NotTold, MustWait, sqlite3.Error):
            return None

    def _look_for_all(self, looking: Flight, *, waits: bool) -> None:
        try:
            self._looked(waits=waits)
        finally:
            self._flights.land(looking)

    def abandon(self, flight: Flight) -> None:
        """Nobody comes to do what it is for."""
        self._flights.land(flight)

    def _found(self, path: str, *, waits: bool, flight: Flight | None = None) -> Ready:
        at, state = self._looked(waits=waits)
        found = self.shelf.get(path)
        if found is not None and state.keeps(found) and found.holds(clock.seconds()):
            self._tally.memory += 1
            return found
        if found is not None and at is not None:
            again = self._renewed(path, state, found, waits=waits)
            if again is not None:
                return again
        with logs.serving():
            return self._made(path, at, state, found, waits=waits, flight=flight)

    def _renewed(self, path: str, state: Holding, old: Ready, *, waits: bool) -> Ready | None:
        """An answer of which other pages have met the newer parts already. Raises ToBePrinted where others
        are at one of them: the store need not be asked for it.
        """
        if not state.follows(old):
            return None
        if old.frame is not None:
            made = framed(old, old.frame, state, self.cuts, clock.seconds())
            if made is not None:
                self._tally.assembled += 1
                return self._keep(path, made, state)
        left = state.left_of(old)
        if left is None:
            return None
        if not waits:
            for name, _ in old.prints:
                if name not in left and name not in state.held and self._flights.flies(name):
                    raise ToBePrinted(name)
        made = renewed(old, left, state, self.cuts, clock.instant())
        if made is None:
            return None
        self._tally.assembled += 1
        return self._keep(path, made, state)

    def _keep(self, path: str, made: Ready, state: Holding) -> Ready:
        made.state = state
        self.shelf.put(path, made, made.size)
        return made

    def look(self) -> None:
        """Look at the log, as at a reader's request. Raises sqlite3.Error when the store cannot be used."""
        with suppress(NotTold):
            self._looked()

    def _look_ahead(self) -> None:
        # What keeps it from being made is met by the next reader.
        with suppress(NotTold, DatabaseGone, MustWait, sqlite3.Error):
            self._following.look_ahead()
            self._looked(waits=False)

    def age(self) -> float | None:
        """Seconds since this process last knew that the log held nothing new; None before the first time."""
        return self._following.age()

    def store(self) -> Store:
        """The node's store."""
        return self._following.store

    def database_answers(self) -> bool:
        """Whether the database answered when it was asked last."""
        return self._following.seen[1] is not None

    def is_told(self) -> bool:
        """Whether an application ever told this node of itself, so that it can answer."""
        return self.told() is not None

    def place(self) -> str | None:
        """How far the node has read the log at this moment; None while the database is away, or the store
        cannot be used.
        """
        try:
            return self._looked()[0]
        except (NotTold, sqlite3.Error):
            return None

    def may_be_alone(self) -> bool:
        """Whether the database has not been away for longer than what is young may be shown without it."""
        contact = self._following.contact()
        away = None if contact is None else clock.instant() - contact
        return away is not None and away <= timedelta(minutes=self._alone)

    def told(self) -> Sheet | None:
        """What the application told last; None when it never did."""
        try:
            return self._told.now()
        except NotTold:
            return None

    def _made(
        self, path: str, at: str | None, state: Holding, old: Ready | None,
        *, waits: bool, flight: Flight | None,
    ) -> Ready:  # fmt: skip
        if path in self._following.killed():
            self._tally.closed += 1
            return self._ready(whole(410, HTML, self._told.last().closed.encode()))
        before = [name for name, _ in old.prints] if old else []
        asked = None
        for _ in range(TRIES):
            try:
                left = state.left_of(old) if old else None
                work = Assembling(
                    path,
                    at,
                    self._following,
                    self._alone,
                    cuts=self.cuts,
                    held=state.held,
                    wholes=state.wholes,
                    left=left or {},
                    before=before,
                )
                if old is not None and left is None and self._still_right(old, work):
                    old.state = state
                    self._tally.memory += 1
                    return old
                made = self._ready(work.answer(), work)
            except ToBePrinted as missing:
                if not waits:
                    raise
                if asked is not None:
                    # One that is not kept: nobody else can have it.
                    return asked
                if flight is not None and flight.name == missing.name:
                    joined, mine = flight, True
                else:
                    joined, mine = self._flights.join(missing.name)
                if mine:
                    try:
                        asked = self._asked(path)
                    finally:
                        self._flights.land(joined)
                elif not self._flights.wait(joined):
                    return self._unavailable(after=1)
                at, state = self._looked(waits=waits)
                continue
            except CannotAnswer:
                return self._unavailable()
            # Who had it printed is counted as that.
            self._tally.assembled += asked is None
            return self._keep(path, made, state)
        return asked or self._asked(path)

    def _still_right(self, old: Ready, now: Assembling) -> bool:
        """Whether an answer is still made of the prints that hold now."""
        if now.at is None or not old.prints or old.left_out != now.killed:
            return False
        return all(now.still(name, kept.number) for name, kept in old.prints)

    def _looked(self, *, waits: bool = True) -> tuple[str | None, Holding]:
        try:
            at: str | None = self._following.look(waits=waits)
        except DatabaseGone:
            at = None
        if self._following.seen is not self._states.seen:
            self._states.renew(lambda: self._following.seen, self._following.store, self._around)
        return at, self._states.now

    def _asked(self, path: str) -> Ready:
        """As the application answers; without it, the last resort."""
        tally = self._tally
        try:
            answer = self._application.answer(path)
        except TooMany:
            return self._unavailable(after=1)
        except ApplicationAway:
            try:
                at, _ = self._looked()
                answer = Alone(path, at, self._following, self._alone).answer()
            except (CannotAnswer, sqlite3.Error):
                return self._unavailable()
            tally.alone += 1
        else:
            if answer.status < 500:
                tally.printed += 1
            elif answer.status == 503:
                tally.unavailable += 1
            else:
                tally.failed += 1
        tally.stale += answer.stale
        return self._ready(answer)

    def _around(self) -> Hashable:
        """Everything kept in memory has to be compared anew when one of these is another."""
        return (
            tuple(self._following.killed().items()),
            # Alone, what may be shown changes with time.
            None if self._following.seen[1] is not None else int(clock.seconds()),
            self._told.stamp,
        )

    def _ready(self, answer: Answer, made: Answering | None = None) -> Ready:
        return ready(answer, self._told.last().headers, made)

    def _unavailable(self, after: int = 30) -> Ready:
        if after == 1:
            self._tally.busy += 1
        else:
            self._tally.unavailable += 1
        headers = (*HTML, ("Retry-After", str(after)))
        return self._ready(whole(503, headers, self._told.last().unavailable.encode()))

    def _settle(self) -> None:
        # Without it, what is due is tried again; the worker may be faster.
        with suppress(ApplicationAway):
            self._application.settle()
