"""One at a time for what many readers need at once: printing a surface, looking at the log."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from vestnik.press.gate.application import PATIENCE

#: Readers whose threads wait for what others began; those who are called again hold no thread.
MOST_WAITING = 1_100


class Parked(Exception):
    """Others are at it; who asked is called when they are done."""


@dataclass(slots=True, eq=False)
class Flight:
    """One doing of one thing, and who is called at its end."""

    name: str
    landed: threading.Event = field(default_factory=threading.Event)
    parked: list[Callable[[], None]] = field(default_factory=list)


class Flights:
    """What is being done, by name."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._flying: dict[str, Flight] = {}
        self._waiting = threading.BoundedSemaphore(MOST_WAITING)
        self._local = threading.local()

    def flies(self, name: str) -> bool:
        """Whether somebody is doing it at this moment."""
        return name in self._flying

    def begin(self, name: str, again: Callable[[], None]) -> Flight:
        """The flight for who is to do it, and must `land` it. Raises Parked when others do it: `again` is
        called when it has landed.
        """
        with self._lock:
            there = self._flying.get(name)
            if there is None:
                made = self._flying[name] = Flight(name)
                return made
            there.parked.append(again)
        raise Parked

    def join(self, name: str) -> tuple[Flight, bool]:
        """The flight, and whether it is for who asks to do it, and to `land` it; otherwise others are at it."""
        with self._lock:
            there = self._flying.get(name)
            if there is not None:
                return there, False
            made = self._flying[name] = Flight(name)
            return made, True

    def wait(self, flight: Flight) -> bool:
        """Wait for the end of what others do; False when too many wait already."""
        if not self._waiting.acquire(blocking=False):
            return False
        try:
            flight.landed.wait(PATIENCE)
        finally:
            self._waiting.release()
        return True

    def land(self, flight: Flight) -> None:
        """It is done, or cannot be: all who waited go on, those who were parked in this thread. May be said
        twice.
        """
        with self._lock:
            if self._flying.get(flight.name) is flight:
                del self._flying[flight.name]
            parked, flight.parked = flight.parked, []
        flight.landed.set()
        # One of them may land another flight: its own are put behind, not on top.
        queue: deque[Callable[[], None]] | None = getattr(self._local, "queue", None)
        if queue is not None:
            queue.extend(parked)
            return
        self._local.queue = queue = deque(parked)
        try:
            while queue:
                queue.popleft()()
        finally:
            del self._local.queue
