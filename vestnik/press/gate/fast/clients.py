"""The readers whose requests are read here: what lies ready is answered at once, what takes time is made by
other threads, and who asks for something else is handed over.
"""

from __future__ import annotations

import logging
import select
import socket
from collections import deque
from collections.abc import Callable
from typing import Any

from vestnik.press.gate.answers import Moment
from vestnik.press.gate.fast.relays import STUCK
from vestnik.press.gate.fast.replies import Ends, head_of
from vestnik.press.gate.fast.requests import MOST_HEAD, NO_FIELDS, NO_LINE, Requests, scope_of
from vestnik.press.gate.fast.sockets import BLOCK, Client
from vestnik.press.gate.offload import Offloading, Sent, Threads
from vestnik.press.gate.ready import Headers
from vestnik.press.gate.server import Gate

logger = logging.getLogger("vestnik.press")
Scope = dict[str, Any]
IN, OUT = select.EPOLLIN, select.EPOLLOUT
#: Ends the head of a request.
END = b"\r\n\r\n"
#: Seconds for the head of a request, which are also those that a kept connection may be silent.
SILENT = 10.0
#: Seconds for who has just called to ask, when all is to end.
TO_ASK = 1.0
#: Requests of one connection answered before others have their turn.
AT_A_TIME = 32


class Clients:
    """All of them. `wake` is called in the thread that has made an answer; then `answer` has to be called in
    the loop's. `hand_over` takes a connection, with what was read of it and not answered.
    """

    def __init__(
        self,
        epoll: select.epoll,
        gate: Gate,
        threads: Threads,
        wake: Callable[[], None],
        hand_over: Callable[[Client], None],
    ) -> None:
        self._epoll, self._gate, self._wake, self._pass = epoll, gate, wake, hand_over
        self._offloading = Offloading(gate, self._waited, threads)
        self._requests, self._ends = Requests(gate.wants), Ends()
        #: By their descriptors.
        self.there: dict[int, Client] = {}
        #: The time, as the loop tells it; whether every answer is the last of its connection.
        self.now, self.last = 0.0, False
        # How things stood after all that is being answered had come, and what ends its heads.
        self._moment: Moment | None = None
        self._foot = b""
        # Those of whom something was read and not looked at.
        self._came: list[Client] = []
        # Made by other threads, or in this one on the way.
        self._made: deque[tuple[Client, Sent | None]] = deque()
        self._silent: deque[tuple[float, Client]] = deque()

    def add(self, sock: socket.socket, peer: str) -> None:
        """A new connection. Raises OSError."""
        client = Client(sock, peer, self.now)
        self.there[client.fd] = client
        self._silent.append((self.now + SILENT, client))
        client.watch(self._epoll, IN)

    @property
    def has_work(self) -> bool:
        """Whether `answer` has something to do."""
        return bool(self._came or self._made)

    def happened(self, client: Client, events: int) -> None:
        """The kernel has news of a client."""
        if events & OUT or client.out:
            client.since = self.now
            if self._flush(client):
                self._listen(client)
        elif self._has_read(client):
            self._came.append(client)

    def answer(self) -> None:
        """Answer all of whom something came, and send what was made."""
        # After all of it has come: what is right now is right for each of them.
        self._moment = self._gate.moment()
        self._foot = self._ends.now(self.last)
        came, self._came = self._came, []
        for client in came:
            # It may wait by now, or be closed.
            if client.data and client.fd >= 0 and not client.waits and not client.out:
                try:
                    self._read(client)
                except Exception:
                    logger.exception("A connection failed.")
                    self.close(client)
        self._finish()

    def close(self, client: Client) -> None:
        """Close a connection."""
        if client.fd >= 0:
            self.there.pop(client.fd, None)
            client.close()

    def sweep(self) -> None:
        """Close those who have been silent for too long, or take nothing of their answers."""
        while self._silent and self._silent[0][0] <= self.now:
            _, client = self._silent.popleft()
            if client.fd < 0:
                continue
            if not client.waits and self.now - client.since >= (STUCK if client.out else SILENT):
                self.close(client)
            else:
                # Not by the moment: each is looked at once in so many seconds, however often it asks.
                self._silent.append((self.now + SILENT, client))

    def drain(self) -> None:
        """Answer what they have sent by now, and close those who have nothing more to hear."""
        silent = [one for one in self.there.values() if not (one.waits or one.out)]
        self._came += [one for one in silent if self._has_read(one)]
        self.answer()
        for client in silent:
            if client.fd < 0 or client.waits or client.out or client.data:
                continue
            if client.since > client.began or self.now - client.since >= TO_ASK:
                self.close(client)

    def made(self, client: Client, sent: Sent | None) -> None:
        """An answer for a client who waits; None: he is handed over. From any thread."""
        self._made.append((client, sent))
        self._wake()

    def _waited(self, exchange: Any, scope: Scope) -> None:
        sent = self._gate.answered(scope)
        if sent is None:
            exchange.pass_on()
        else:
            exchange.response_bytes(*sent)

    def _has_read(self, client: Client) -> bool:
        """Whether something came of a client."""
        if END in client.data:
            # It has its turn already: no more is kept of a client than is read at once, and who has hung up
            # is answered first.
            return False
        try:
            data = client.recv(BLOCK)
        except BlockingIOError:
            return False
        except OSError:
            data = b""
        if not data:
            self.close(client)
            return False
        client.data = client.data + data if client.data else data
        return True

    def _read(self, client: Client) -> None:
        """Answer the requests in what was read, one after the other.

        All of it in one function: after each call of the kernel Python's own calls cost three times as much.
        """
        data, moment, ready, foot = client.data, self._moment, self._gate.ready, self._foot
        at, there = 0, len(data)
        for _ in range(AT_A_TIME):
            end = data.find(END, at, at + MOST_HEAD + 4)
            if end >= 0:
                line, fields = self._requests.read(data[at:end])
            elif there - at <= MOST_HEAD:
                client.data = data[at:]
                return
            else:
                line, fields = NO_LINE, NO_FIELDS
            if line is NO_LINE or fields is NO_FIELDS:
                client.data = data[at:]
                self._hand_over(client)
                return
            sent = moment and ready(line.method, line.path, fields.wants, moment)
            if not sent:
                client.data, client.end = data[at:], end + 4 - at
                self._have_it_made(client, scope_of(line, fields))
                return
            status, headers, body = sent
            at = end + 4
            reply = (headers.wire or head_of(status, headers)) + foot + body
            try:
                went = client.send(reply)
            except BlockingIOError:
                went = 0
            except OSError:
                self.close(client)
                return
            client.since = self.now
            if went < len(reply):
                client.data = data[at:]
                self._hold(client, memoryview(reply)[went:])
                return
            if self.last:
                self.close(client)
                return
            if at == there:
                client.data = b""
                return
        client.data = data[at:]
        self._came.append(client)

    def _have_it_made(self, client: Client, scope: Scope) -> None:
        if self._gate.is_passed_on(scope):
            self._hand_over(client)
            return
        client.waits = True
        exchange = Exchange(self, client, with_body=scope["REQUEST_METHOD"] == "GET")
        self._offloading.begin(exchange, scope)
        self._finish()
        if client.waits:
            client.watch(self._epoll, 0)

    def _finish(self) -> None:
        """Send what was made meanwhile."""
        while self._made:
            client, sent = self._made.popleft()
            if client.fd < 0:
                continue
            client.waits = False
            try:
                if sent is None:
                    self._hand_over(client)
                    continue
                client.data = client.data[client.end :]
                if self._send(client, sent):
                    self._listen(client)
            except Exception:
                logger.exception("An answer could not be sent.")
                self.close(client)

    def _listen(self, client: Client) -> None:
        """His next request may come, or has come already."""
        client.watch(self._epoll, IN)
        if client.data:
            self._came.append(client)

    def _hold(self, client: Client, *parts: memoryview) -> None:
        """Send the rest of an answer when it goes."""
        client.out = list(parts)
        client.watch(self._epoll, OUT)

    def _send(self, client: Client, sent: Sent) -> bool:
        """Whether all of an answer is sent, and the next request can be."""
        status, headers, body = sent
        client.since = self.now
        head = head_of(status, headers) + self._foot
        client.out = [memoryview(part) for part in (head, body) if part]
        return self._flush(client)

    def _flush(self, client: Client) -> bool:
        try:
            if not client.flush():
                client.watch(self._epoll, OUT)
                return False
        except OSError:
            self.close(client)
            return False
        if self.last:
            self.close(client)
            return False
        return True

    def _hand_over(self, client: Client) -> None:
        del self.there[client.fd]
        self._pass(client)


class Exchange:
    """A request that takes time; answered from any thread, once."""

    __slots__ = ("_answered", "_client", "_clients", "_with_body")

    def __init__(self, clients: Clients, client: Client, *, with_body: bool) -> None:
        self._clients, self._client, self._with_body = clients, client, with_body
        self._answered = False

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None:
        """Send the whole answer."""
        self._tell((status, headers, body if self._with_body else b""))

    def pass_on(self) -> None:
        """Hand the connection over, as if nothing of it had been read."""
        self._tell(None)

    def _tell(self, sent: Sent | None) -> None:
        if not self._answered:
            self._answered = True
            self._clients.made(self._client, sent)
