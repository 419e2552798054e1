"""The press process's own second hand: looks at the log though no reader asks, and keeps what was counted.

So a node without readers is as near to the log as one with many, and says that it lives.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from dataclasses import dataclass
from typing import Any

from vestnik.press import figures
from vestnik.press.gate.answers import Answers
from vestnik.press.gate.application import Application
from vestnik.press.gate.forward import Forwarder
from vestnik.press.gate.tally import Tally

logger = logging.getLogger("vestnik.press")
#: The name of this process among the node's.
PROCESS = "press"
#: Seconds between two looks, and looks between two keepings.
TICK, KEEPING = 1.0, 5


@dataclass(frozen=True, slots=True)
class Parts:
    """What the press process is put together from."""

    tally: Tally
    answers: Answers
    forward: Forwarder
    application: Application

    def state(self) -> dict[str, Any]:
        """How things stand now, as far as this process knows."""
        age = self.answers.age()
        return {
            "log_age": None if age is None else round(age, 1),
            "database": self.answers.database_answers(),
            "application": not self.application.away,
            "told": self.answers.is_told(),
            "forwards": self.forward.places.taken,
            "asked": self.application.places.taken,
            "kept_answers": self.answers.shelf.size,
            "kept_prints": self.answers.contents.size,
        }


class Pulse:
    """The second hand of one press process."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._counted: dict[str, int] = {}
        self._ticks = 0

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
        except sqlite3.Error as error:
            logger.error("The press's store cannot be used (%s).", error)
        age = self._parts.answers.age()
        if age is not None:
            figures.count("lag", age)
        if self._ticks % KEEPING == 0:
            self.keep()
        self._ticks += 1

    def keep(self) -> None:
        """Add what was counted since the last time to the node's figures, and say that we live."""
        counted = self._parts.tally.now()
        more = {name: value - self._counted.get(name, 0) for name, value in counted.items()}
        self._counted = counted
        figures.count_all(more)
        figures.keep((PROCESS, self._parts.state()))
