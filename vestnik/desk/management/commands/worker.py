"""`vestnik worker`: the clock, printing ahead, and later every task that runs beside the site."""

from __future__ import annotations

import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections

from vestnik.desk.clock import publish_due
from vestnik.press.ahead import Ahead

logger = logging.getLogger("vestnik.worker")
#: Seconds between two looks at the clock.
TICK = 1.0


class Command(BaseCommand):
    help = "Publishes what is due, to the second, and prints ahead, until it is stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: stop.set())
        ahead = threading.Thread(target=Ahead().run, args=[stop], name="printing ahead")
        ahead.start()
        while not stop.wait(TICK):
            try:
                close_old_connections()
                publish_due()
            except OperationalError as error:
                logger.warning("The database does not answer (%s); trying again.", error)
            except Exception:
                # Without this the clock would stop while the process lives on by its other thread.
                logger.exception("What is due could not be looked for; trying again.")
        ahead.join()
