"""The loop that takes the readers' connections: it answers what lies ready in the thread it runs in, has other
threads make what takes time, and hands over to the server whatever is no plain request for a printed page.
"""

from __future__ import annotations

import logging
import os
import select
import socket
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from vestnik.press.gate.answers import Moment
from vestnik.press.gate.fast.relays import DESCRIPTORS, STUCK, Relays
from vestnik.press.gate.fast.replies import Ends, head_of
from vestnik.press.gate.fast.requests import MOST_HEAD, NO_FIELDS, NO_LINE, Requests, scope_of
from vestnik.press.gate.fast.sockets import BLOCK, Client, End
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
#: Seconds for what is being answered, and for who has just called, when the loop is to end.
TO_THE_END, TO_ASK = 6.0, 1.0
#: Seconds more for what the server answers; then it is killed (STOP_TIMEOUT in config/launcher/web.py).
TO_PASS = 2.0
#: Seconds between two looks at what time has ended; the same when the loop is to end.
SWEEP, SWEEP_AT_THE_END = 0.5, 0.02
#: Connections taken, and requests of one connection answered, before others have their turn.
AT_A_TIME = 32


class FastPath:
    """Serves a listening socket in a thread of its own. `server` is where the server listens, on this machine;
    `most` is how many descriptors connections may take.
    """

    def __init__(
        self,
        listener: socket.socket,
        server: tuple[str, int],
        gate: Gate,
        threads: Threads,
        most: int,
    ) -> None:
        listener.setblocking(False)
        self._listener, self._gate, self._most = listener, gate, most
        self._offloading = Offloading(gate, self._waited, threads)
        self._requests, self._ends = Requests(gate.wants), Ends()
        # How things stood after all that is being answered had come, and what ends its heads.
        self._moment: Moment | None = None
        self._foot, self._last = b"", False
        self._epoll = select.epoll()
        self._wake = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        self._clients: dict[int, Client] = {}
        self._relayed: dict[int, End] = {}
        self._now = time.monotonic()
        #: By how long they wait: those that wait equally long end one after the other.
        self._timers: defaultdict[float, deque[tuple[float, Callable[[], None]]]] = defaultdict(
            deque
        )
        self._silent: deque[tuple[float, Client]] = deque()
        #: Made by other threads, or in this one on the way.
        self._made: deque[tuple[Client, Sent | None]] = deque()
        #: Those who have sent more than was answered in their turn.
        self._more: deque[Client] = deque()
        self._looks = threading.Event()
        self._accepts = False
        self._stopping: Callable[[], None] | None = None
        self._until = 0.0
        self.relays = Relays(self._epoll, server, self._relayed, self._later)
        # No daemon: the process waits for the last answers.
        self._thread = threading.Thread(target=self._run, name="fast path")

    def start(self) -> None:
        """Take connections from now on."""
        self._epoll.register(self._wake, IN)
        self._accept_again()
        self._thread.start()
        threading.Thread(target=self._look_ahead, name="looking ahead", daemon=True).start()

    def _look_ahead(self) -> None:
        while True:
            self._looks.wait()
            self._looks.clear()
            try:
                self._gate.look_ahead()
            except Exception:
                logger.exception("The log could not be looked at.")

    def stop(self, then: Callable[[], None]) -> None:
        """Take no more connections, and answer what was asked; call `then` when all that are left are the
        server's. From any thread.
        """
        self._stopping = then
        self._call()

    def join(self, timeout: float | None = None) -> bool:
        """Wait for the end of the last connection; whether it came."""
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _call(self) -> None:
        # Never closed: a thread that is late would write to another file of that number.
        with suppress(BlockingIOError):
            os.eventfd_write(self._wake, 1)

    # What other threads call.

    def made(self, client: Client, sent: Sent | None) -> None:
        """An answer for a client who waits; None: he is handed over."""
        self._made.append((client, sent))
        if threading.get_ident() != self._thread.ident:
            self._call()

    def _waited(self, exchange: Any, scope: Scope) -> None:
        sent = self._gate.answered(scope)
        if sent is None:
            exchange.pass_on()
        else:
            exchange.response_bytes(*sent)

    # The loop.

    def _run(self) -> None:
        try:
            self._serve()
        except BaseException:
            # Without it the site answers nobody: another process is better.
            logger.critical("The press process ends.", exc_info=True)
            os._exit(1)

    def _serve(self) -> None:
        told, clients, relayed = False, self._clients, self._relayed
        poll, listens, wake = self._epoll.poll, self._listener.fileno(), self._wake
        swept, rest = self._now, SWEEP
        while not (told and not clients and (not relayed or self._now > self._until + TO_PASS)):
            events = poll(0 if self._more or self._made else rest)
            self._now = now = time.monotonic()
            came = []
            for fd, mask in events:
                client = clients.get(fd)
                try:
                    if client is not None:
                        if mask & OUT or client.out:
                            self._writable(client)
                        elif self._has_read(client):
                            came.append(client)
                    elif fd in relayed:
                        self.relays.happened(relayed[fd], mask)
                    elif fd == listens:
                        self._accept()
                    elif fd == wake:
                        with suppress(BlockingIOError):
                            os.eventfd_read(wake)
                except Exception:
                    logger.exception("A connection failed.")
                    self._drop(fd)
            while self._more:
                came.append(self._more.popleft())
            self._answer(came)
            if now - swept < rest:
                continue
            swept = now
            self._sweep()
            if self._stopping:
                rest = SWEEP_AT_THE_END
                if not told and self._is_drained():
                    told = True
                    self._stopping()
        for end in list(relayed.values()):
            self.relays.close(end)
        self._epoll.close()

    def _answer(self, came: list[Client]) -> None:
        # After all of it has come: what is right now is right for each of them.
        self._moment = self._gate.moment()
        self._last = self._stopping is not None
        self._foot = self._ends.now(self._last)
        if came and self._gate.ages():
            self._looks.set()
        for client in came:
            # It may wait by now, or be closed.
            if client.data and client.fd >= 0 and not client.waits and not client.out:
                try:
                    self._read(client)
                except Exception:
                    logger.exception("A connection failed.")
                    self._close(client)
        self._finish()

    def _drop(self, fd: int) -> None:
        client = self._clients.get(fd)
        if client is not None:
            self._close(client)
        elif fd in self._relayed:
            self.relays.close(self._relayed[fd])

    def _accept(self) -> None:
        for _ in range(AT_A_TIME):
            if self._taken() >= self._most:
                self._accept_later()
                return
            try:
                sock, address = self._listener.accept()
            except BlockingIOError:
                return
            except ConnectionError:
                continue
            except OSError:
                # The machine has no more descriptors, or no memory.
                self._accept_later()
                return
            sock.setblocking(False)
            with suppress(OSError):
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            client = Client(sock, str(address[0]), self._now)
            self._clients[client.fd] = client
            self._silent.append((self._now + SILENT, client))
            client.watch(self._epoll, IN)

    def _taken(self) -> int:
        """The descriptors of all connections."""
        return len(self._clients) + DESCRIPTORS * self.relays.there

    def _accept_later(self) -> None:
        if self._accepts:
            self._epoll.unregister(self._listener.fileno())
            self._accepts = False

    def _accept_again(self) -> None:
        if not self._accepts and not self._stopping:
            self._epoll.register(self._listener.fileno(), IN)
            self._accepts = True

    def _has_read(self, client: Client) -> bool:
        """Whether something came of a client."""
        if len(client.data) > MOST_HEAD:
            # What has come is answered first, and no more is kept of it than is read at once.
            return False
        try:
            data = client.recv(BLOCK)
        except BlockingIOError:
            return False
        except OSError:
            data = b""
        if not data:
            self._close(client)
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
            reply = (headers.head or head_of(status, headers)) + foot + body
            try:
                went = client.send(reply)
            except BlockingIOError:
                went = 0
            except OSError:
                self._close(client)
                return
            client.since = self._now
            if went < len(reply):
                client.data = data[at:]
                self._hold(client, memoryview(reply)[went:])
                return
            if self._last:
                self._close(client)
                return
            if at == there:
                client.data = b""
                return
        client.data = data[at:]
        self._more.append(client)

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
                self._close(client)

    def _listen(self, client: Client) -> None:
        """His next request may come, or has come already."""
        client.watch(self._epoll, IN)
        if client.data:
            self._more.append(client)

    def _hold(self, client: Client, *parts: memoryview) -> None:
        """Send the rest of an answer when it goes."""
        client.out = list(parts)
        client.watch(self._epoll, OUT)

    def _send(self, client: Client, sent: Sent) -> bool:
        """Whether all of an answer is sent, and the next request can be."""
        status, headers, body = sent
        client.since = self._now
        head = head_of(status, headers) + self._foot
        client.out = [memoryview(part) for part in (head, body) if part]
        return self._flush(client)

    def _flush(self, client: Client) -> bool:
        try:
            if not client.flush():
                client.watch(self._epoll, OUT)
                return False
        except OSError:
            self._close(client)
            return False
        if self._last:
            self._close(client)
            return False
        return True

    def _writable(self, client: Client) -> None:
        client.since = self._now
        if self._flush(client):
            self._listen(client)

    def _hand_over(self, client: Client) -> None:
        del self._clients[client.fd]
        if self._taken() + DESCRIPTORS > self._most:
            # More than the server would take: the others need theirs.
            client.close()
            return
        try:
            self.relays.begin(client)
        except OSError as error:
            logger.error("The server takes no connection (%s).", error)
            client.close()
        else:
            # Its socket is the relay's now.
            client.fd = -1

    def _close(self, client: Client) -> None:
        if client.fd >= 0:
            self._clients.pop(client.fd, None)
            client.close()

    # Time.

    def _later(self, seconds: float, what: Callable[[], None]) -> None:
        self._timers[seconds].append((self._now + seconds, what))

    def _sweep(self) -> None:
        for timers in self._timers.values():
            while timers and timers[0][0] <= self._now:
                timers.popleft()[1]()
        while self._silent and self._silent[0][0] <= self._now:
            _, client = self._silent.popleft()
            if client.fd < 0:
                continue
            if not client.waits and self._now - client.since >= (STUCK if client.out else SILENT):
                self._close(client)
            else:
                # Not by the moment: each is looked at once in so many seconds, however often it asks.
                self._silent.append((self._now + SILENT, client))
        if self._stopping:
            self._drain()
        elif self._taken() < self._most:
            self._accept_again()

    # The end.

    def _drain(self) -> None:
        if not self._until:
            self._until = self._now + TO_THE_END
            self._accept_later()
            self._listener.close()
        silent = [one for one in self._clients.values() if not (one.waits or one.out)]
        # What they have sent by now is answered.
        self._answer([one for one in silent if self._has_read(one)])
        for client in silent:
            if client.fd < 0 or client.waits or client.out or client.data:
                continue
            if client.since > client.began or self._now - client.since >= TO_ASK:
                self._close(client)

    def _is_drained(self) -> bool:
        if self._now >= self._until:
            for client in list(self._clients.values()):
                self._close(client)
        return not self._clients


class Exchange:
    """A request that takes time; answered from any thread, once."""

    __slots__ = ("_answered", "_client", "_loop", "_with_body")

    def __init__(self, loop: FastPath, client: Client, *, with_body: bool) -> None:
        self._loop, self._client, self._with_body = loop, client, with_body
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
            self._loop.made(self._client, sent)
