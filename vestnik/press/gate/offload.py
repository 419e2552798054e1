"""Keeps what waits out of the way of what is printed: few threads answer at once, others may wait.

Granian has one pool of threads for both (decision 0022). Its own callback is replaced by one that answers
from memory in the thread that it is called in, and hands everything else over.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, Protocol

from vestnik.press.gate.flights import Parked
from vestnik.press.gate.forward import has_body
from vestnik.press.gate.tally import Places

logger = logging.getLogger("vestnik.press")

Headers = list[tuple[str, str]]
Scope = dict[str, Any]
#: Status, headers and body of an answer.
Sent = tuple[int, Headers, bytes]
#: Seconds after which a thread that has had nothing to do ends.
IDLE = 30.0
#: Times that a request is called again when others are done; then it waits in a thread like all else.
TRIES = 3
#: Requests with a body that are read at the same time. Each holds one of Granian's threads until it is read,
#: not until it is answered.
MOST_BODIES = 16
#: After so many answers from memory a thread rests for so many seconds, if there are more than are of use.
OFTEN, REST = 64, 1.0
_BUSY = b"Too many at once.\n"
_BUSY_HEADERS = [
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Content-Length", str(len(_BUSY))),
    ("Retry-After", "1"),
    ("Cache-Control", "no-store"),
]


class Exchange(Protocol):
    """One request of Granian's, to be answered from any thread, once."""

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None:
        """Send the whole answer."""


class Answering(Protocol):
    """A WSGI application that knows what it can answer at once."""

    def from_memory(self, scope: Scope) -> Sent | None:
        """The answer, if it lies ready or takes no more than to join what lies ready."""

    def at_hand(
        self, scope: Scope, again: Callable[[], None] | None, *, looks: bool = True
    ) -> Sent | None:
        """The answer, if nobody has to be waited for. Raises Parked where `again` will be called. `looks`:
        the database may be asked whether there is news.
        """

    def abandon(self, scope: Scope) -> None:
        """The request is not answered by this application."""

    def __call__(self, environ: Scope, start_response: Any) -> Iterable[bytes]:
        """WSGI."""


Waiting = Callable[[Exchange, Scope], object]


class Threads:
    """Up to so many threads, begun when they are needed and ended when they are not."""

    def __init__(self, most: int, idle: float = IDLE) -> None:
        self.most, self._idle = most, idle
        #: How many there are, and how many of them have nothing to do.
        self.there = self.free = 0
        self._lock = threading.Lock()
        self._news = threading.Condition(self._lock)
        self._work: deque[Callable[[], None]] = deque()

    def run(self, work: Callable[[], None]) -> bool:
        """Have it done in another thread, at once; False when all are busy. It must not raise."""
        with self._lock:
            if len(self._work) < self.free:
                self._work.append(work)
                self._news.notify()
                return True
            if self.there >= self.most:
                return False
            self.there += 1
        try:
            threading.Thread(target=self._live, args=(work,), name="waiting", daemon=True).start()
        except RuntimeError:
            # The machine has no more.
            with self._lock:
                self.there -= 1
            return False
        return True

    def _live(self, work: Callable[[], None] | None) -> None:
        while work is not None:
            work()
            work = self._next()

    def _next(self) -> Callable[[], None] | None:
        """What to do next; None for the end of this thread."""
        with self._lock:
            self.free += 1
            try:
                while not self._work:
                    if not self._news.wait(self._idle) and not self._work:
                        self.there -= 1
                        return None
                return self._work.popleft()
            finally:
                self.free -= 1


class _Body:
    """A body that tells when it was read to its end."""

    def __init__(self, inner: Any, length: str | None) -> None:
        self._inner, self._left = inner, int(length) if length and length.isdigit() else None
        self.read_to_its_end = threading.Event()

    def read(self, size: int) -> bytes:
        """The next bytes, up to so many; none at the end."""
        block: bytes = self._inner.read(size)
        if self._left is not None:
            self._left -= len(block)
        if not block or self._left == 0:
            self.read_to_its_end.set()
        return block


class Spare(Places):
    """Granian's threads beyond those that answer at once: so many read bodies, or rest.

    All of its threads take requests, one each; what needs the interpreter's lock is then the slower the more
    of them wait for it. Nobody can tell it to use fewer, but a thread that does not return takes no request.
    """

    def __init__(self, most: int) -> None:
        super().__init__(most)
        #: How many rest; those that read a body have taken a place.
        self.resting = 0
        self._needed = threading.Condition(self._lock)

    def take(self) -> bool:
        """Begin to read a body; False when that many are read."""
        if not super().take():
            return False
        with self._lock:
            if self.taken + self.resting > self.most:
                self._needed.notify()
        return True

    def rest(self, seconds: float = REST) -> None:
        """Have this thread take no request for a while, or until another one begins to read a body. It does
        not where that many are away already.
        """
        # A while, and not until it is needed: Granian counts a thread that rests as one that is at work, so
        # that others may end meanwhile.
        with self._lock:
            if self.taken + self.resting < self.most:
                self.resting += 1
                self._needed.wait(seconds)
                self.resting -= 1


class Offloading:
    """Granian's callback. `waiting` is its own for the same application, which may take its time. `real` tells
    who calls from an address, where others have taken the connection first.
    """

    def __init__(
        self,
        application: Answering,
        waiting: Waiting,
        threads: Threads,
        real: Callable[[str], str] | None = None,
    ) -> None:
        self._real = real
        self._application, self._waiting, self._threads = application, waiting, threads
        self._from_memory = application.from_memory
        self.spare = Spare(MOST_BODIES)
        self._answered = 0

    def __call__(self, exchange: Exchange, scope: Scope) -> None:
        """Answer from memory, or see to it that somebody does."""
        if self._real is not None:
            scope["REMOTE_ADDR"] = self._real(scope["REMOTE_ADDR"])
        sent = self._from_memory(scope)
        if sent is not None:
            exchange.response_bytes(*sent)
            self._answered += 1
            if not self._answered % OFTEN:
                self.spare.rest()
        elif has_body(scope):
            # Not called again: its body would be closed by then.
            self._hand_over(exchange, scope)
        else:
            self._work(exchange, scope, 0)

    def begin(self, exchange: Exchange, scope: Scope) -> None:
        """See to it that a request without a body, whose answer does not lie ready, is answered. Called in a
        thread that may work for a moment, but not wait for the database.
        """
        self._work(exchange, scope, 0, looks=False)

    def _work(self, exchange: Exchange, scope: Scope, tries: int, *, looks: bool = True) -> None:
        again = None
        if tries < TRIES:
            again = partial(self._once_more, exchange, scope, tries + 1, looks=looks)
        try:
            sent = self._application.at_hand(scope, again, looks=looks)
        except Parked:
            return
        if sent is None:
            self._hand_over(exchange, scope)
        else:
            exchange.response_bytes(*sent)

    def _once_more(self, exchange: Exchange, scope: Scope, tries: int, *, looks: bool) -> None:
        # In the thread of who was at it, which may be one that waits for nobody.
        with _failing(exchange):
            self._work(exchange, scope, tries, looks=looks)

    def _hand_over(self, exchange: Exchange, scope: Scope) -> None:
        work = partial(self._wait, exchange, scope)
        taken = self._with_its_body(work, scope) if has_body(scope) else self._threads.run(work)
        if not taken:
            self._application.abandon(scope)
            exchange.response_bytes(503, _BUSY_HEADERS, _BUSY)

    def _with_its_body(self, work: Callable[[], None], scope: Scope) -> bool:
        # Granian closes a body when its callback returns: until it is read this thread waits.
        if not self.spare.take():
            return False
        try:
            body = _Body(scope["wsgi.input"], scope.get("CONTENT_LENGTH"))
            scope["wsgi.input"] = body

            def and_tell() -> None:
                try:
                    work()
                finally:
                    body.read_to_its_end.set()

            if not self._threads.run(and_tell):
                return False
            body.read_to_its_end.wait()
            return True
        finally:
            self.spare.give_back()

    def _wait(self, exchange: Exchange, scope: Scope) -> None:
        try:
            with _failing(exchange):
                self._waiting(exchange, scope)
        finally:
            # Where it failed before it was begun, all who count on it would be parked for ever.
            self._application.abandon(scope)


@contextmanager
def _failing(exchange: Exchange) -> Iterator[None]:
    """Nothing happens where the answer has begun: it is broken off, and the reader sees it."""
    try:
        yield
    except BaseException:
        logger.exception("A request could not be answered.")
        exchange.response_bytes(500, [("Content-Length", "0")], b"")
