"""Connections handed over to the server: what each side says goes to the other as it is, held back where that
one does not take it.
"""

from __future__ import annotations

import select
import socket
from collections.abc import Callable
from contextlib import suppress
from ipaddress import IPv4Address

from vestnik.press.gate.fast.sockets import Client, End

IN, OUT = select.EPOLLIN, select.EPOLLOUT
#: Seconds for which a client may go on sending when the server has hung up.
LINGER = 2.0
#: Seconds in which a reader, or the server, has to take something of what is there for it.
STUCK = 30.0
#: Descriptors that a relay takes of this process, the server's own one too.
DESCRIPTORS = 3
#: Addresses of this machine's own that a relay calls the server from, one each: the server tells of a
#: connection nothing else by which to know whose it is.
_FIRST, _MOST = IPv4Address("127.64.0.1"), 1 << 17


class Peers:
    """Whose connection it is that calls from one of this machine's own addresses."""

    def __init__(self) -> None:
        self._next = 0
        self._peers: dict[str, str] = {}
        self._taken: set[str] = set()

    def take(self, peer: str) -> str:
        """An address for a relay of this client."""
        while True:
            address = str(_FIRST + self._next)
            self._next = (self._next + 1) % _MOST
            if address not in self._taken:
                break
        self._taken.add(address)
        self._peers[address] = peer
        return address

    def give_back(self, address: str) -> None:
        """The relay is closed. Whose it was is known until the address is taken again: a request may wait."""
        self._taken.discard(address)

    def real(self, address: str) -> str:
        """Who calls from an address: the client of a relay, or whoever has it."""
        return self._peers.get(address, address)


class Relays:
    """All relays of the loop. `later` has a function called after so many seconds."""

    def __init__(
        self,
        epoll: select.epoll,
        server: tuple[str, int],
        known: dict[int, End],
        later: Callable[[float, Callable[[], None]], None],
    ) -> None:
        self.peers = Peers()
        #: How many there are.
        self.there = 0
        self._epoll, self._server, self._known, self._later = epoll, server, known, later
        self._addresses: dict[End, str] = {}

    def begin(self, client: Client) -> None:
        """Hand a connection over, with all that was read of it and not answered. Raises OSError where the
        server takes no connection; the client's is still its own then.
        """
        address = self.peers.take(client.peer)
        line = socket.socket(socket.AF_INET, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
        try:
            line.bind((address, 0))
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            # On its way otherwise: what is sent before it is there waits.
            with suppress(BlockingIOError):
                line.connect(self._server)
        except OSError:
            line.close()
            self.peers.give_back(address)
            raise
        client.watch(self._epoll, 0)
        down, up = End(client.sock, upstream=False), End(line, upstream=True)
        down.other, up.other = up, down
        self._addresses[down] = address
        self.there += 1
        self._known[down.fd], self._known[up.fd] = down, up
        up.out = [memoryview(client.data)]
        client.data = b""
        try:
            self._watch(up)
            self._watch(down)
        except OSError:
            self.close(down)
            raise
        self._later(STUCK, lambda: self._look_at(down, (0, 0)))

    def _look_at(self, down: End, before: tuple[int, int]) -> None:
        """Close a relay that holds something of which nothing was taken for so long."""
        if down.fd < 0:
            return
        up = down.other
        for end, sent in ((down, before[0]), (up, before[1])):
            if end.out and end.sent == sent:
                self.close(down)
                return
        now = (down.sent, up.sent)
        self._later(STUCK, lambda: self._look_at(down, now))

    def happened(self, end: End, events: int) -> None:
        """The kernel has news of an end."""
        try:
            if end.out:
                self._sent(end)
            if events & ~OUT and end.fd >= 0 and end.mask & IN:
                self._came(end)
        except OSError:
            self.close(end)

    def _came(self, end: End) -> None:
        data = end.read()
        other = end.other
        if data is None or (data and end.lingers):
            return
        if data:
            other.out.append(memoryview(data))
            self._sent(other)
            return
        end.finished = True
        if end.lingers and other.finished:
            self.close(end)
        else:
            self._settle(other)

    def _sent(self, end: End) -> None:
        try:
            end.flush()
        except OSError:
            if not end.upstream:
                raise
            # The server takes no more of the request; what it has answered may still be there.
            end.out, end.shut, end.other.lingers = [], True, True
        self._settle(end)

    def _settle(self, end: End) -> None:
        """After something went out at an end, or its other end came to its own."""
        other = end.other
        if other.finished and not end.out and not end.shut:
            end.shut_down()
            if other.upstream:
                end.lingers = True
                self._later(LINGER, lambda: self.close(end))
        if end.finished and end.shut and not other.lingers:
            self.close(end)
            return
        self._watch(end)
        self._watch(other)

    def _watch(self, end: End) -> None:
        mask = OUT if end.out else 0
        # No more is read than the other one takes.
        if not end.finished and (end.lingers or not end.other.out):
            mask |= IN
        end.watch(self._epoll, mask)

    def close(self, end: End) -> None:
        """Close both ends."""
        if end.fd < 0:
            return
        down = end.other if end.upstream else end
        self.peers.give_back(self._addresses.pop(down))
        self.there -= 1
        for one in (end, end.other):
            self._known.pop(one.fd, None)
            one.close()
