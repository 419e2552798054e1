"""What becomes due by itself (a scheduled story, an embargo that lifts) and is settled before an answer.

So a page changes at its second also when the worker is dead or the machine was asleep. The newsroom
registers what it knows; the press knows only moments.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from vestnik.kit import clock

logger = logging.getLogger("vestnik.press")
#: What cannot be settled (a story that fails to be published) is tried again after this.
AGAIN_AFTER = timedelta(seconds=10)

#: Asks for the moments after one (None: for all), in order; queries, which the press process asks itself.
Moments = Callable[[datetime | None], Iterable[Any]]
#: Tells the first moment after one (None: of all) at which something is due.
NextMoment = Callable[[datetime | None], datetime | None]
_known: list[tuple[Moments, Callable[[], object]]] = []


def register(moments: Moments, settle: Callable[[], object]) -> None:
    """Name who asks for the moments at which something is due, and who settles what is due."""
    _known.append((moments, settle))


def queries(after: datetime | None) -> Iterator[Any]:
    """Every query for moments, as a QuerySet that gives moments in order."""
    for moments, _do in _known:
        yield from moments(after)


def first_after(moment: datetime | None) -> datetime | None:
    """The first moment, of those after one, at which anything is due."""
    return first_of(queries(moment))


def first_of(found: Iterable[Any]) -> datetime | None:
    """The first of the moments that these queries find."""
    return min((at for query in found for at in query[:1] if at is not None), default=None)


def settle() -> None:
    """Do what is due. A failure is logged: readers get what there is."""
    for _moments, do in _known:
        try:
            do()
        except Exception:
            logger.exception("What is due could not be settled; it is tried again.")


class Due:
    """What one process knows of the next moment at which something is due.

    The application asks and settles itself, the press process has it settled by the application.
    """

    def __init__(self, tell: NextMoment = first_after, do: Callable[[], object] = settle) -> None:
        self._tell, self._do = tell, do
        self._lock = threading.Lock()
        self._moment: datetime | None = None
        self._tried: datetime | None = None
        self._left = False

    def refresh(self) -> None:
        """Look for the next moment. What was tried and is still due has to wait for its next try."""
        if self._tried is not None and self._tried > clock.instant():
            # The clock was put back.
            self._tried, self._left = None, False
        first = self._tell(None)
        if not self._left or self._tried is None or first is None or first > self._tried:
            # Also a moment already past: of a page that goes live again after its end, say.
            self._moment = first
        else:
            later = self._tell(self._tried)
            self._moment = min(at for at in (later, self._tried + AGAIN_AFTER) if at is not None)

    def has_come(self) -> bool:
        """Whether something is due now."""
        return self._moment is not None and self._moment <= clock.instant()

    def settle(self) -> None:
        """Have done what is due."""
        with self._lock:
            if not self.has_come():
                return
            now = clock.instant()
            self._do()
            first = self._tell(None)
            self._tried, self._left = now, first is not None and first <= now
            self.refresh()
