"""Packing answers well that stay as they are: in the background, by one thread that gives way to all others."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections import deque

from vestnik.press.gate.ready import Ready
from vestnik.press.memory import Memory

logger = logging.getLogger("vestnik.press")
#: Seconds after which what has not changed is taken to stay.
QUIET = 3.0
#: Answers that wait to be packed; more are packed when they are asked for again.
MOST_WAITING = 1_000
#: How much the thread gives way, and seconds that it rests after each answer.
NICER, REST = 15, 0.01


class Packer:
    """Packs what it is told of, if it is still on the shelf some seconds later."""

    def __init__(self, shelf: Memory[str, Ready]) -> None:
        self._shelf = shelf
        self._waiting: deque[tuple[float, str, Ready]] = deque()
        self._lock = threading.Lock()
        self._bell = threading.Event()
        self._thread: threading.Thread | None = None

    def note(self, path: str, found: Ready) -> None:
        """An answer was asked for again: it is worth being packed well."""
        if len(self._waiting) >= MOST_WAITING:
            return
        found.noted = True
        self._waiting.append((time.monotonic(), path, found))
        if self._thread is None:
            with self._lock:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name="packing", daemon=True)
                    self._thread.start()
        self._bell.set()

    def _run(self) -> None:
        # Threads have a niceness of their own on Linux.
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICER)
        while True:
            self._bell.wait()
            self._bell.clear()
            while self._waiting:
                noted, path, found = self._waiting.popleft()
                time.sleep(max(0.0, noted + QUIET - time.monotonic()))
                if self._shelf.get(path) is not found:
                    continue
                try:
                    found.pack_well()
                except Exception:
                    logger.exception("%s could not be packed.", path)
                self._shelf.put(path, found, found.size)
                time.sleep(REST)
