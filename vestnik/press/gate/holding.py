"""What this process keeps in memory is right for as long as one state of the node holds, and for longer
where the store tells that none of its prints was touched since.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Hashable
from typing import TYPE_CHECKING

from vestnik.press.damage import identity_of
from vestnik.press.gate.assembling import Way, Wholes
from vestnik.press.gate.ready import Ready
from vestnik.press.store import Kept, Store

if TYPE_CHECKING:
    from vestnik.press.gate.framing import Moving


class Holding:
    """A state of the node. `held`: prints that hold in it, by name, known from answers made in it; `wholes`:
    what was put together of them.

    `touched`: the numbers of the prints that ceased to be right since this object was made; states that
    share it follow each other without anything else having changed.
    """

    __slots__ = ("held", "moving", "touched", "wholes")

    def __init__(self, touched: set[int], held: dict[str, Kept], wholes: Wholes) -> None:
        self.touched = touched
        self.held = held
        self.wholes = wholes
        #: The same for frames (framing.py).
        self.moving: dict[Way, Moving] = {}

    def keeps(self, found: Ready) -> bool:
        """Whether an answer of another state is right in this one; then it belongs to this one."""
        if found.state is self:
            return True
        if not self.follows(found) or not self.touched.isdisjoint(found.numbers):
            return False
        found.state = self
        return True

    def left_of(self, found: Ready) -> dict[str, Kept] | None:
        """Its prints that are right in this state, by name; None where only the store can tell."""
        if not self.follows(found):
            return None
        # By name: of a part that it met twice, before and after another printing, none is right.
        gone = {name for name, kept in found.prints if kept.number in self.touched}
        return {name: kept for name, kept in found.prints if name not in gone}

    def follows(self, found: Ready) -> bool:
        """Whether this state differs from the one that an answer was right in by touched prints alone."""
        before = found.state
        return (
            isinstance(before, Holding) and before.touched is self.touched and bool(found.numbers)
        )


class States:
    """The states of the node as this process meets them, one after the other."""

    #: As many touched prints are remembered before everything is compared anew, so that they end.
    MOST = 10_000

    def __init__(self) -> None:
        self.now = Holding(set(), {}, {})
        #: What was seen when `now` was made or found to go on.
        self.seen: object = None
        self._around: Hashable = None
        self._place = 0
        self._lock = threading.Lock()

    def renew(
        self, seen: Callable[[], object], store: Store, around: Callable[[], Hashable]
    ) -> None:
        """Go on after a look. `around`: what makes everything be compared anew when it is another.

        `seen` is read before anything else: what comes after it may be found too early, never too late.
        """
        with self._lock:
            looked = seen()
            facts = (identity_of(store.path), around())
            touched = store.touched_since(self._place) if facts == self._around else None
            if touched is None or len(self.now.touched) + len(touched.numbers) > self.MOST:
                self._begin(store, facts)
            elif touched.numbers:
                self._go_on(touched.numbers, touched.place)
            self.seen = looked

    def _begin(self, store: Store, facts: Hashable) -> None:
        # First the place: what is touched after it is met by the next look.
        self._place = store.touched_place()
        self._around = facts
        self.now = Holding(set(), {}, {})

    def _go_on(self, numbers: Collection[int], place: int) -> None:
        before = self.now
        before.touched.update(numbers)
        # Of a copy: who still answers in the state of before adds to that, and to nothing that comes after.
        held, wholes = before.held.copy(), before.wholes.copy()
        new = frozenset(numbers)
        self.now = Holding(
            before.touched,
            {name: kept for name, kept in held.items() if kept.number not in new},
            {
                way: whole
                for way, whole in wholes.items()
                if whole.number not in new
                and not any(kept.number in new for _, kept in whole.prints)
            },
        )
        # Thousands of answers may refer to it for days.
        before.held, before.wholes, before.moving = {}, {}, {}
        self._place = place
