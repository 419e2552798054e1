"""The loop that takes the readers' connections: of each it is told by the kernel, and time passes."""

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

from vestnik.press.gate.fast.clients import Clients
from vestnik.press.gate.fast.relays import DESCRIPTORS, Relays
from vestnik.press.gate.fast.sockets import Client, End
from vestnik.press.gate.offload import Threads
from vestnik.press.gate.server import Gate

logger = logging.getLogger("vestnik.press")
#: Seconds for what is being answered when the loop is to end.
TO_THE_END = 6.0
#: Seconds more for what the server answers; then it is killed (STOP_TIMEOUT in config/launcher/web.py).
TO_PASS = 2.0
#: Seconds between two looks at what time has ended; the same when the loop is to end.
SWEEP, SWEEP_AT_THE_END = 0.5, 0.02
#: Connections taken before others have their turn.
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
        self._listener, self._most = listener, most
        self._epoll = select.epoll()
        self._wake = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        self._relayed: dict[int, End] = {}
        self._now = time.monotonic()
        #: By how long they wait: those that wait equally long end one after the other.
        self._timers: defaultdict[float, deque[tuple[float, Callable[[], None]]]] = defaultdict(
            deque
        )
        self._accepts = False
        self._stopping: Callable[[], None] | None = None
        self._until = 0.0
        self.clients = Clients(self._epoll, gate, threads, self._call, self._hand_over)
        self.relays = Relays(self._epoll, server, self._relayed, self._later)
        # No daemon: the process waits for the last answers.
        self._thread = threading.Thread(target=self._run, name="fast path")

    def start(self) -> None:
        """Take connections from now on."""
        self._epoll.register(self._wake, select.EPOLLIN)
        self._accept_again()
        self._thread.start()

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
        if threading.get_ident() == self._thread.ident:
            return
        # Never closed: a thread that is late would write to another file of that number.
        with suppress(BlockingIOError):
            os.eventfd_write(self._wake, 1)

    def _run(self) -> None:
        try:
            self._serve()
        except BaseException:
            # Without it the site answers nobody: another process is better.
            logger.critical("The press process ends.", exc_info=True)
            os._exit(1)

    def _serve(self) -> None:
        told, clients, relayed = False, self.clients, self._relayed
        swept, rest = self._now, SWEEP
        while not (
            told and not clients.there and (not relayed or self._now > self._until + TO_PASS)
        ):
            events = self._epoll.poll(0 if clients.has_work else rest)
            self._now = clients.now = time.monotonic()
            clients.last = self._stopping is not None
            for fd, mask in events:
                client = clients.there.get(fd)
                try:
                    if client is not None:
                        clients.happened(client, mask)
                    else:
                        self._happened(fd, mask)
                except Exception:
                    logger.exception("A connection failed.")
                    self._drop(fd)
            clients.answer()
            if self._now - swept < rest:
                continue
            swept = self._now
            self._sweep()
            if self._stopping:
                rest = SWEEP_AT_THE_END
                self._drain()
                if not told and not clients.there:
                    told = True
                    self._stopping()
        for end in list(relayed.values()):
            self.relays.close(end)
        self._epoll.close()

    def _happened(self, fd: int, events: int) -> None:
        if fd in self._relayed:
            self.relays.happened(self._relayed[fd], events)
        elif fd == self._wake:
            with suppress(BlockingIOError):
                os.eventfd_read(fd)
        elif fd == self._listener.fileno():
            self._accept()

    def _drop(self, fd: int) -> None:
        client = self.clients.there.get(fd)
        if client is not None:
            self.clients.close(client)
        elif fd in self._relayed:
            self.relays.close(self._relayed[fd])

    # Connections.

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
            self.clients.add(sock, str(address[0]))

    def _taken(self) -> int:
        """The descriptors of all connections."""
        return len(self.clients.there) + DESCRIPTORS * self.relays.there

    def _accept_later(self) -> None:
        if self._accepts:
            self._epoll.unregister(self._listener.fileno())
            self._accepts = False

    def _accept_again(self) -> None:
        if not self._accepts and not self._stopping:
            self._epoll.register(self._listener.fileno(), select.EPOLLIN)
            self._accepts = True

    def _hand_over(self, client: Client) -> None:
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

    # Time.

    def _later(self, seconds: float, what: Callable[[], None]) -> None:
        self._timers[seconds].append((self._now + seconds, what))

    def _sweep(self) -> None:
        for timers in list(self._timers.values()):
            while timers and timers[0][0] <= self._now:
                timers.popleft()[1]()
        self.clients.sweep()
        if self._taken() < self._most:
            self._accept_again()

    def _drain(self) -> None:
        if not self._until:
            self._until = self._now + TO_THE_END
            self._accept_later()
            self._listener.close()
        self.clients.drain()
        if self._now >= self._until:
            for client in list(self.clients.there.values()):
                self.clients.close(client)
