"""Printing ahead: what a change made stale is printed again before somebody asks, and prints are verified."""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
import time
from contextlib import suppress

from django.db import DatabaseError, close_old_connections

from vestnik.changes import nudge
from vestnik.kit import clock
from vestnik.press import answers, receipts, verifying

logger = logging.getLogger("vestnik.press")
#: Prints made in one turn, between two looks at the log.
AT_ONCE = 20
#: Seconds between two looks for a nudge, and between two turns without one.
LISTEN, TURN = 0.02, 1.0
#: Seconds between two prints that are verified.
VERIFY = 5.0
#: Niceness: what readers ask for, and the clock, go before.
NICE = 10


class Ahead:
    """One worker's printing ahead. Runs in a thread of its own until `stop` is set."""

    def __init__(self) -> None:
        self._verified = time.monotonic()

    def run(self, stop: threading.Event) -> None:
        """Print and verify until told to stop; no fault of a page ends it. It gives way to all else."""
        # On Linux each thread has a niceness of its own.
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
        while not stop.is_set():
            heard = nudge.heard()
            try:
                close_old_connections()
                busy = self.turn()
            except DatabaseError as error:
                logger.warning("The database does not answer (%s); trying again.", error)
                busy = False
            except sqlite3.Error as error:
                logger.error("The press's store cannot be used (%s); trying again.", error)
                busy = not self._mended(error)
            except Exception:
                logger.exception("The press could not print ahead; trying again.")
                busy = False
            if not busy:
                _listen(heard, stop)

    @staticmethod
    def _mended(error: sqlite3.Error) -> bool:
        try:
            answers.store().mend(error, answers.follower().killed())
        except (OSError, sqlite3.Error):
            return False
        return True

    def turn(self) -> bool:
        """Print some of what is waiting; whether there may be more."""
        follower = answers.follower()
        follower.look()
        waiting = receipts.waiting(follower.store, AT_ONCE)
        names = waiting + follower.store.ended(clock.instant(), AT_ONCE)
        for name in names:
            try:
                answers.reprint(name)
            except DatabaseError:
                raise
            except Exception:
                logger.exception("%s could not be printed ahead.", name)
                receipts.give_up(follower.store, name)
        if time.monotonic() - self._verified >= VERIFY:
            self._verified = time.monotonic()
            try:
                for _checked in verifying.verify_and_repair(verifying.sample(1)):
                    pass
            except (DatabaseError, sqlite3.Error):
                raise
            except Exception:
                logger.exception("A print could not be verified.")
        return len(names) >= AT_ONCE


def _listen(heard: object, stop: threading.Event) -> None:
    """Wait for a nudge, or for the next turn."""
    end = time.monotonic() + TURN
    while nudge.heard() == heard and time.monotonic() < end:
        if stop.wait(LISTEN):
            return
