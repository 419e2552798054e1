"""`vestnik worker`: the clock, printing ahead, and later every task that runs beside the site."""

from __future__ import annotations

import logging
import signal
import threading
import time
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections

from vestnik.accounts.actions import forget_ended_sessions
from vestnik.desk.clock import publish_due
from vestnik.press import figures
from vestnik.press.ahead import Ahead
from vestnik.press.health import WORKER
from vestnik.search.actions.index import catch_up

logger = logging.getLogger("vestnik.worker")
#: Seconds between two looks at the clock.
TICK = 1.0
#: Stories that are indexed between two looks: a fraction of a second's work.
INDEXED_A_TICK = 100
#: Ended sessions that are forgotten between two looks, and seconds until they are looked for again.
FORGOTTEN_A_TICK, DAY = 500, 86_400.0


class _Daily:
    """What need not be done oftener: begun with the worker, a little at a time, until nothing is left."""

    def __init__(self) -> None:
        self._due = 0.0

    def look(self) -> None:
        if time.monotonic() < self._due:
            return
        if forget_ended_sessions(FORGOTTEN_A_TICK) < FORGOTTEN_A_TICK:
            self._due = time.monotonic() + DAY


class Command(BaseCommand):
    help = "Publishes what is due, to the second, and prints ahead, until it is stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: stop.set())
        ahead = threading.Thread(target=Ahead().run, args=[stop], name="printing ahead")
        ahead.start()
        daily = _Daily()
        while not stop.wait(TICK):
            if ahead.is_alive():
                figures.beat(WORKER)
            try:
                close_old_connections()
                publish_due()
                # What was written in bulk is brought into the newsroom's index a little at a time.
                catch_up(INDEXED_A_TICK)
                daily.look()
            except OperationalError as error:
                logger.warning("The database does not answer (%s); trying again.", error)
            except Exception:
                # Without this the clock would stop while the process lives on by its other thread.
                logger.exception("What is due could not be looked for; trying again.")
        ahead.join()
