"""What the press process counts of its requests: plain integers of one object, added to without a lock.

Of two threads that add to one in the same moment the sum of one may be lost: it is a figure, and each answer
from memory takes two microseconds.
"""

from __future__ import annotations

import threading
from bisect import bisect_left

#: How a request can end, each in one of these ways. `memory`: what was put together before and is still
#: right; `assembled`: put together now from prints; `printed`: the application printed something for it;
#: `passed`: on to the application, as it is; `closed`: by the node's operator; `alone`: without the
#: application, as the last resort; `failed`: the application could not print it; `unavailable`: nobody
#: could make it; `busy`: too many at once; `away`: to be passed on, and no application was there.
OUTCOMES = ("memory", "assembled", "printed", "passed", "closed", "alone", "failed", "unavailable",
            "busy", "away")  # fmt: skip
#: Answers of readers that needed nobody but this process.
HITS = ("memory", "assembled", "closed")
#: Of all these, what else can be said: `unchanged` was told by a 304, `stale` shown as known to be behind.
BESIDE = ("unchanged", "stale")
#: Seconds until an answer begins, counted up to each of these; the first holds nearly all.
BOUNDS = (0.001, 0.005, 0.02, 0.1, 0.5, 2.0, 10.0)
QUICK = BOUNDS[0]


class Tally:
    """The counts since the start of the process."""

    __slots__ = (*OUTCOMES, *BESIDE, "quick", "seconds", "slow")

    memory: int
    assembled: int
    printed: int
    passed: int
    closed: int
    alone: int
    failed: int
    unavailable: int
    busy: int
    away: int
    unchanged: int
    stale: int

    def __init__(self) -> None:
        for name in (*OUTCOMES, *BESIDE):
            setattr(self, name, 0)
        #: Requests of which the answer began within the first bound; the others, by theirs.
        self.quick = 0
        self.slow = [0] * len(BOUNDS)
        #: All of them together, but for those of answers from memory: microseconds each.
        self.seconds = 0.0

    def took(self, seconds: float) -> None:
        """An answer began so long after its request, longer than QUICK: count it by its bound."""
        self.slow[bisect_left(BOUNDS, seconds) - 1] += 1

    def now(self) -> dict[str, int]:
        """All counts by name."""
        return {name: getattr(self, name) for name in (*OUTCOMES, *BESIDE)}

    def times(self) -> list[int]:
        """How many answers began within each bound, and at last how many later than all."""
        return [self.quick, *self.slow]


class Places:
    """So many things at the same time and no more; tells how many there are."""

    def __init__(self, most: int) -> None:
        self.most, self.taken = most, 0
        self._lock = threading.Lock()

    def take(self) -> bool:
        """Take a place; False when none is free."""
        with self._lock:
            if self.taken >= self.most:
                return False
            self.taken += 1
            return True

    def give_back(self) -> None:
        """Free a place that was taken."""
        with self._lock:
            self.taken -= 1
