"""What becomes due by itself (a scheduled story, an embargo that lifts) and is settled before an answer.

So a page changes at its second also when the worker is dead or the machine was asleep. The newsroom
registers what it knows; the press knows only moments.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from vestnik.kit import clock

logger = logging.getLogger("vestnik.press")
#: What cannot be settled (a story that fails to be published) is tried again after this.
AGAIN_AFTER = timedelta(seconds=10)

#: Tells the first moment after one (None: of all) at which something is due.
NextMoment = Callable[[datetime | None], datetime | None]
_known: list[tuple[NextMoment, Callable[[], object]]] = []


def register(next_moment: NextMoment, settle: Callable[[], object]) -> None:
    """Name who tells the next moment at which something is due, and who settles what is due."""
    _known.append((next_moment, settle))


class Due:
    """What one process knows of the next moment at which something is due."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._moment: datetime | None = None
        self._tried: datetime | None = None
        self._left = False

    def refresh(self) -> None:
        """Look for the next moment. What was tried and is still due has to wait for its next try."""
        if self._tried is not None and self._tried > clock.instant():
            # The clock was put back.
            self._tried, self._left = None, False
        first = _first_after(None)
        if not self._left or self._tried is None or first is None or first > self._tried:
            # Also a moment already past: of a page that goes live again after its end, say.
            self._moment = first
        else:
            later = _first_after(self._tried)
            self._moment = min(at for at in (later, self._tried + AGAIN_AFTER) if at is not None)

    def has_come(self) -> bool:
        """Whether something is due now."""
        return self._moment is not None and self._moment <= clock.instant()

    def settle(self) -> None:
        """Do what is due. A failure is logged: readers get what there is."""
        with self._lock:
            if not self.has_come():
                return
            now = clock.instant()
            for _tell, do in _known:
                try:
                    do()
                except Exception:
                    logger.exception("What is due could not be settled; it is tried again.")
            first = _first_after(None)
            self._tried, self._left = now, first is not None and first <= now
            self.refresh()


def _first_after(moment: datetime | None) -> datetime | None:
    told = (tell(moment) for tell, _do in _known)
    return min((at for at in told if at is not None), default=None)
