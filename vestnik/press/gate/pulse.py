"""The press process's own second hand: looks at the log though no reader asks, and keeps what was counted.

So a node without readers is as near to the log as one with many, and says that it lives.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
import time

from vestnik.press import figures, readings
from vestnik.press.gate.state import Parts
from vestnik.press.health import PRESS

logger = logging.getLogger("vestnik.press")
#: Seconds between two looks, and looks between two keepings.
TICK, KEEPING = 1.0, 5


class Pulse:
    """The second hand of one press process."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._counted: dict[str, int] = {}
        self._ticks = 0
        self._unusable = False

    def start(self) -> None:
        """Run until the process ends."""
        threading.Thread(target=self._run, name="pulse", daemon=True).start()

    def _run(self) -> None:
        while True:
            try:
                self.tick()
            except Exception:
                logger.exception("The press process could not look after itself; trying again.")
            time.sleep(TICK)

    def tick(self) -> None:
        """Look at the log, and every few times keep what was counted."""
        try:
            self._parts.answers.look()
            self._unusable = False
        except sqlite3.Error as error:
            # Said once, not every second.
            if not self._unusable:
                logger.error("The press's store cannot be used (%s); trying again.", error)
            self._unusable = True
        age = self._parts.answers.age()
        if age is not None:
            figures.count("lag", age)
        if self._ticks % KEEPING == 0:
            self.keep()
        readings.keep_if_due()
        self._ticks += 1

    def keep(self) -> None:
        """Ask after the application; add what was counted since the last time to the node's figures, and say
        that we live.
        """
        self._parts.application.ask_after()
        counted = self._parts.tally.now()
        more = {name: value - self._counted.get(name, 0) for name, value in counted.items()}
        self._counted = counted
        figures.count_all(more)
        figures.keep((PRESS, {"log_age": self._parts.answers.age()}))
