"""Looks at the log before readers have to wait for one, in a thread of its own."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

logger = logging.getLogger("vestnik.press")


class LookingAhead:
    """Has `look` called whenever it was asked for, one at a time; its thread begins with the first."""

    def __init__(self, look: Callable[[], None]) -> None:
        self._look = look
        self._asked = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def ask(self) -> None:
        """Have it called soon. Waits for nothing."""
        self._asked.set()
        if self._thread is None:
            with self._lock:
                if self._thread is None:
                    self._thread = threading.Thread(
                        target=self._run, name="looking ahead", daemon=True
                    )
                    self._thread.start()

    def _run(self) -> None:
        while True:
            self._asked.wait()
            self._asked.clear()
            try:
                self._look()
            except Exception:
                logger.exception("The log could not be looked at.")
