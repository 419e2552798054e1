"""What the loop holds of each connection: a client's, or one of the two ends of a relay."""

from __future__ import annotations

import select
import socket
from collections.abc import Callable
from contextlib import suppress

#: Bytes that are read at once.
BLOCK = 64 * 1024


class Watched:
    """A socket of which the loop wants to know something, or nothing for now."""

    __slots__ = ("fd", "mask", "out", "sent", "sock")

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        #: Its descriptor; -1 when it is closed.
        self.fd = sock.fileno()
        #: What the loop waits for; 0: nothing, also no news of its end, which would come without end.
        self.mask = 0
        #: What could not be sent yet.
        self.out: list[memoryview] = []
        #: Bytes of it that were sent.
        self.sent = 0

    def watch(self, epoll: select.epoll, mask: int) -> None:
        """Wait for this from now on."""
        if mask == self.mask:
            return
        if not self.mask:
            epoll.register(self.fd, mask)
        elif mask:
            epoll.modify(self.fd, mask)
        else:
            epoll.unregister(self.fd)
        self.mask = mask

    def flush(self) -> bool:
        """Send of `out` what goes; whether all of it went. Raises OSError where nobody takes it."""
        while self.out:
            first = self.out[0]
            try:
                sent = self.sock.send(first)
            except BlockingIOError:
                return False
            self.sent += sent
            if sent < len(first):
                self.out[0] = first[sent:]
                return False
            del self.out[0]
        return True

    def close(self) -> None:
        """Close it; the kernel forgets what was waited for."""
        self.fd, self.mask, self.out = -1, 0, []
        self.sock.close()


class Client(Watched):
    """A connection whose requests are read here."""

    __slots__ = ("began", "data", "end", "peer", "recv", "send", "since", "waits")

    def __init__(self, sock: socket.socket, peer: str, now: float) -> None:
        super().__init__(sock)
        self.recv: Callable[[int], bytes] = sock.recv
        self.send: Callable[[bytes], int] = sock.send
        #: The other side's address.
        self.peer = peer
        #: What was read and not answered, and where in it the request ends whose answer others make.
        self.data, self.end = b"", 0
        #: Whether they are at it.
        self.waits = False
        #: When it was taken, and since when it is silent.
        self.began = self.since = now

    def close(self) -> None:
        """Close it, and keep nothing of what it sent."""
        self.data = b""
        super().close()


class End(Watched):
    """One end of a relay: what is read from it goes out at the other one, as it is."""

    __slots__ = ("finished", "lingers", "other", "shut", "upstream")

    other: End

    def __init__(self, sock: socket.socket, *, upstream: bool) -> None:
        super().__init__(sock)
        #: Whether it is the server's.
        self.upstream = upstream
        #: Whether nothing more comes from it, and nothing more goes to it.
        self.finished = self.shut = False
        #: The server has hung up: what the client still sends is thrown away for a moment, or it would lose
        #: the answer with it (RFC 9112, 9.6).
        self.lingers = False

    def read(self) -> bytes | None:
        """What came; nothing at its end, None where nothing came."""
        try:
            return self.sock.recv(BLOCK)
        except BlockingIOError:
            return None
        except OSError:
            # Broken off: what goes to the other side still does.
            return b""

    def shut_down(self) -> None:
        """Say that nothing more goes to it."""
        self.shut = True
        with suppress(OSError):
            self.sock.shutdown(socket.SHUT_WR)
