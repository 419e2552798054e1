"""The loop over real sockets: what it answers itself, and what it hands over to a server."""

from __future__ import annotations

import logging
import re
import socket
import threading
import time
from contextlib import closing, suppress

import pytest

from vestnik.press.gate.fast import clients as reading
from vestnik.press.gate.fast import loop as looping
from vestnik.press.gate.fast import relays as relaying
from vestnik.press.gate.fast.loop import FastPath
from vestnik.press.gate.offload import Threads
from vestnik.press.gate.ready import Head
from vestnik.press.gate.server import Wants

LARGE = b"x" * 8_000_000
PAGES = {"/": b"front", "/large/": LARGE}


class Gate:
    """Has PAGES ready; `/slow/…` waits until it is let go, `/joined/` takes work, `/cms/…` is passed on."""

    def __init__(self) -> None:
        self.let_go, self.waiting = threading.Event(), threading.Semaphore(0)
        self.known = True

    def moment(self):
        return ("now", 0.0) if self.known else None

    def wants(self, scope):
        return Wants((), scope.get("HTTP_IF_NONE_MATCH"), False) if "HTTP_HOST" in scope else None

    def ready(self, method, path, wants, moment):
        assert moment == ("now", 0.0)
        if path == "/broken/":
            raise ValueError(path)
        body = PAGES.get(path)
        if body is None:
            return None
        if wants.knows:
            return 304, Head([("ETag", '"a"')]), b""
        head = Head([("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
        return 200, head, body if method == "GET" else b""

    def from_memory(self, scope):
        raise AssertionError("Only the server's threads ask so.")

    def at_hand(self, scope, again, *, looks=True):
        assert not looks
        path = scope["PATH_INFO"]
        return self._made(path) if path in ("/joined/", *PAGES) else None

    def answered(self, scope):
        self.waiting.release()
        path = scope["PATH_INFO"]
        if path.startswith("/slow/"):
            assert self.let_go.wait(20)
        if path == "/fails/":
            raise OSError(path)
        return None if path == "/unknown/" else self._made(path)

    def abandon(self, scope):
        pass

    def is_passed_on(self, scope):
        return scope["PATH_INFO"].startswith("/cms/")

    @staticmethod
    def _made(path):
        body = f"made {path}".encode()
        return 200, [("Content-Length", str(len(body)))], body


class Server:
    """Takes connections and tells what it heard; answers each block with `ok:` and its length."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.heard: list[bytes] = []
        self.callers: list[str] = []
        self.lines: list[socket.socket] = []
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self) -> None:
        # An accept that waits already is not ended by closing alone.
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self._thread.join(10)

    def _run(self) -> None:
        with suppress(OSError):
            while True:
                line, address = self.listener.accept()
                self.lines.append(line)
                self.callers.append(address[0])
                threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        with suppress(OSError), line:
            while data := line.recv(65536):
                self.heard.append(data)
                if b"hang up" in data:
                    line.sendall(b"enough")
                    return
                if b"give" in data:
                    line.sendall(LARGE)
                    return
                line.sendall(b"ok:%d;" % len(data))
            line.sendall(b"end")


class Site:
    def __init__(self, most: int = 1_000) -> None:
        self.gate, self.server = Gate(), Server()
        listener = socket.create_server(("127.0.0.1", 0))
        self.port = listener.getsockname()[1]
        self.fast = FastPath(
            listener, self.server.listener.getsockname(), self.gate, Threads(8), most
        )
        self.stopped = threading.Event()
        self.fast.start()

    def line(self) -> Line:
        return Line(self.port)


class Line:
    """A client."""

    def __init__(self, port: int) -> None:
        self.sock = socket.create_connection(("127.0.0.1", port), timeout=20)
        self.rest = b""

    def say(self, data: bytes) -> Line:
        self.sock.sendall(data)
        return self

    def ask(self, path: str, method: str = "GET", more: str = "") -> Line:
        return self.say(f"{method} {path} HTTP/1.1\r\nHost: site.test\r\n{more}\r\n".encode())

    def answer(self, *, body: bool = True) -> tuple[int, str, bytes]:
        """Status, head and body of the next answer."""
        while b"\r\n\r\n" not in self.rest:
            assert self._more(), self.rest
        head, _, self.rest = self.rest.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: (\d+)", head)
        wanted = int(length[1]) if length and body else 0
        while len(self.rest) < wanted:
            assert self._more()
        found, self.rest = self.rest[:wanted], self.rest[wanted:]
        return int(head.split()[1]), head.decode(), found

    def _more(self) -> bool:
        data = self.sock.recv(1 << 20)
        self.rest += data
        return bool(data)

    def read(self, length: int) -> bytes:
        while len(self.rest) < length:
            assert self._more(), self.rest
        found, self.rest = self.rest[:length], self.rest[length:]
        return found

    def all_of_it(self) -> bytes:
        while self._more():
            pass
        found, self.rest = self.rest, b""
        return found

    def is_closed(self) -> bool:
        try:
            return not self.rest and not self.sock.recv(1)
        except ConnectionError:
            return True

    def close(self) -> None:
        self.sock.close()


@pytest.fixture
def made(monkeypatch):
    sites: list[Site] = []

    def make(**options) -> Site:
        sites.append(Site(**options))
        return sites[-1]

    yield make
    for site in sites:
        site.gate.let_go.set()
        site.server.close()
        monkeypatch.setattr(reading, "TO_ASK", 0.0)
        monkeypatch.setattr(looping, "TO_THE_END", 0.5)
        site.fast.stop(site.stopped.set)
        for line in site.server.lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        assert site.fast.join(20)
        assert site.stopped.is_set()


@pytest.fixture
def site(made):
    return made()


def until(condition) -> None:
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_what_lies_ready_is_answered_again_and_again(site):
    with closing(site.line()) as line:
        for _ in range(3):
            status, head, body = line.ask("/").answer()
            assert (status, body) == (200, b"front")
            assert re.search(r"\r\nDate: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$", head)
        assert line.ask("/", "HEAD").answer(body=False)[::2] == (200, b"")
        assert line.ask("/", more='If-None-Match: "a"\r\n').answer()[0] == 304
        assert line.ask("/joined/").answer()[2] == b"made /joined/"
        assert line.ask("/slow/" if site.gate.let_go.set() else "/other/").answer()[0] == 200
    assert site.server.heard == []


def test_what_is_not_known_to_be_right_now_is_not_taken_from_memory(site):
    with closing(site.line()) as line:
        assert line.ask("/").answer()[2] == b"front"
        site.gate.known = False
        assert line.ask("/").answer()[2] == b"made /"
        site.gate.known = True
        assert line.ask("/").answer()[2] == b"front"


def test_a_request_in_pieces_is_one_and_many_in_one_piece_are_many(site):
    with closing(site.line()) as line:
        for byte in b"GET / HTTP/1.1\r\nHost: site.test\r\n\r\n":
            line.say(bytes([byte]))
        assert line.answer()[2] == b"front"
        one = b"GET %s HTTP/1.1\r\nHost: site.test\r\n\r\n"
        paths = [b"/", b"/joined/", b"/slow/1", b"/", b"/slow/2", b"/joined/"] * 30
        site.gate.let_go.set()
        line.say(b"".join([one % path for path in paths]))
        for path in paths:
            assert line.answer()[2] == (b"front" if path == b"/" else b"made " + path)


def test_who_asks_much_and_hangs_up_is_answered_first(site):
    one = b"GET / HTTP/1.1\r\nHost: site.test\r\n\r\n"
    with closing(site.line()) as line:
        line.say(one * 150)
        line.sock.shutdown(socket.SHUT_WR)
        assert line.all_of_it().count(b"front") == 150
    until(lambda: not site.fast.clients.there)


def test_who_waits_holds_nobody_up_and_may_go(site):
    with closing(site.line()) as waits, closing(site.line()) as other:
        gone = [site.line().ask(f"/slow/{number}") for number in range(3)]
        waits.ask("/slow/").ask("/")
        for _ in range(4):
            assert site.gate.waiting.acquire(timeout=10)
        for line in gone:
            # Its end comes as an error, while nobody reads or writes.
            line.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            line.close()
        assert other.ask("/").answer()[2] == b"front"
        before = time.process_time()
        time.sleep(0.3)
        assert time.process_time() - before < 0.2
        site.gate.let_go.set()
        assert [waits.answer()[2], waits.answer()[2]] == [b"made /slow/", b"front"]
        until(lambda: len(site.fast.clients.there) == 2)


def test_a_reader_who_is_slow_gets_all_of_it_and_nobody_waits_for_him(site):
    with closing(site.line()) as slow, closing(site.line()) as other:
        slow.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        slow.ask("/large/").ask("/")
        for _ in range(20):
            assert other.ask("/").answer()[2] == b"front"
        assert slow.answer()[2] == LARGE
        assert slow.answer()[2] == b"front"


def test_a_failure_costs_one_connection_or_one_answer(site, caplog):
    with closing(site.line()) as line, closing(site.line()) as other:
        assert line.ask("/broken/").is_closed()
        assert other.ask("/fails/").answer()[0] == 500
        assert other.ask("/").answer()[2] == b"front"
    assert [one.levelno for one in caplog.records] == [logging.ERROR] * 2


def test_what_is_no_plain_request_goes_to_the_server_as_it_came(site):
    with closing(site.line()) as line:
        assert line.ask("/").answer()[2] == b"front"
        post = b"POST /cms/ HTTP/1.1\r\nHost: site.test\r\nContent-Length: 8\r\n\r\n"
        line.say(post)
        assert line.read(6) == b"ok:%d;" % len(post)
        # And all that comes after it, whatever it is.
        line.say(b"GET / HTTP")
        assert line.read(6) == b"ok:10;"
        line.sock.shutdown(socket.SHUT_WR)
        assert line.all_of_it() == b"end"
    assert site.server.heard == [post, b"GET / HTTP"]
    [caller] = site.server.callers
    assert caller.startswith("127.")
    assert caller != "127.0.0.1"
    assert site.fast.relays.peers.real(caller) == "127.0.0.1"
    assert site.fast.relays.peers.real("192.0.2.1") == "192.0.2.1"
    until(lambda: site.fast.relays.there == 0 and not site.fast._relayed)


@pytest.mark.parametrize("path", ["/cms/", "/unknown/"])
def test_what_turns_out_to_be_for_others_goes_there_with_what_follows_it(site, path):
    with closing(site.line()) as line:
        both = f"GET {path} HTTP/1.1\r\nHost: site.test\r\n\r\nGET / HTTP/1.1\r\n".encode()
        line.say(b"GET / HTTP/1.1\r\nHost: site.test\r\n\r\n" + both)
        assert line.answer()[2] == b"front"
        line.read(3)
    assert site.server.heard == [both]


@pytest.mark.parametrize(
    "head", [b"x" * 9_000, b"GET / HTTP/1.1\r\nHost: site.test\r\nX: " + b"a" * 9_000]
)
def test_a_long_head_is_the_servers(site, head):
    with closing(site.line()) as line:
        line.say(head)
        line.read(3)
    until(lambda: b"".join(site.server.heard) == head)


def test_much_goes_both_ways_and_no_more_is_read_than_is_taken(site):
    with closing(site.line()) as line, closing(site.line()) as other:
        line.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        line.say(b"POST / HTTP/1.1\r\n\r\n" + LARGE)
        until(lambda: sum(map(len, site.server.heard)) == len(LARGE) + 19)
        line.say(b"give")
        assert other.ask("/").answer()[2] == b"front"
        time.sleep(0.2)
        held = sum(len(part) for end in site.fast._relayed.values() for part in end.out)
        assert held <= 2 * reading.BLOCK
        assert line.all_of_it().endswith(LARGE)


def test_who_is_refused_while_he_sends_hears_the_answer(site, monkeypatch):
    monkeypatch.setattr(relaying, "LINGER", 0.5)
    with closing(site.line()) as line:
        line.say(b"POST /hang up/ HTTP/1.1\r\n\r\n")
        # The server reads no more of it and closes.
        with suppress(ConnectionError):
            for _ in range(20):
                line.say(b"y" * 100_000)
        assert line.all_of_it() == b"enough"
        until(lambda: site.fast.relays.there == 0)


def test_where_no_server_is_the_connection_ends_and_printed_pages_go_on(site):
    site.server.close()
    with closing(site.line()) as line, closing(site.line()) as other:
        until(lambda: line.ask("/cms/").is_closed())
        assert other.ask("/").answer()[2] == b"front"
    until(lambda: site.fast.relays.there == 0)


def test_who_says_nothing_or_not_all_of_it_is_cut_off(made, monkeypatch):
    monkeypatch.setattr(reading, "SILENT", 0.5)
    site = made()
    with closing(site.line()) as silent, closing(site.line()) as half, closing(site.line()) as busy:
        half.say(b"GET / HT")
        for _ in range(15):
            assert busy.ask("/").answer()[2] == b"front"
            with suppress(ConnectionError):
                half.say(b"T")
            time.sleep(0.1)
        assert silent.is_closed()
        assert half.is_closed()


def test_who_takes_nothing_of_his_answer_is_cut_off(made, monkeypatch):
    monkeypatch.setattr(reading, "SILENT", 0.2)
    monkeypatch.setattr(reading, "STUCK", 0.5)
    site = made()
    with closing(site.line()) as stuck:
        stuck.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        stuck.ask("/large/").ask("/large/").ask("/large/")
        until(lambda: not site.fast.clients.there)


def test_beyond_the_bound_connections_wait_until_others_end(made):
    site = made(most=3)
    lines = [site.line() for _ in range(3)]
    for line in lines:
        assert line.ask("/").answer()[2] == b"front"
    with closing(site.line()) as fourth:
        fourth.ask("/")
        fourth.sock.settimeout(0.7)
        with pytest.raises(TimeoutError):
            fourth.answer()
        lines[0].close()
        fourth.sock.settimeout(20)
        assert fourth.answer()[2] == b"front"
    for line in lines:
        line.close()


def test_who_asks_faster_than_he_is_answered_is_not_read_ahead(site):
    head = b"HEAD / HTTP/1.1\r\nHost: site.test\r\n\r\n"
    with closing(site.line()) as eager, closing(site.line()) as other:
        eager.sock.setblocking(False)
        held, end = 0, time.monotonic() + 1.5
        while time.monotonic() < end:
            with suppress(BlockingIOError):
                eager.sock.send(head * 500)
            with suppress(BlockingIOError):
                eager.sock.recv(1 << 20)
            held = max([held, *(len(one.data) for one in list(site.fast.clients.there.values()))])
        assert other.ask("/").answer()[2] == b"front"
    assert 0 < held <= reading.MOST_HEAD + reading.BLOCK


def test_no_more_connections_are_handed_over_than_there_is_room_for(made):
    site = made(most=5)
    with (
        closing(site.line()) as first,
        closing(site.line()) as second,
        closing(site.line()) as third,
    ):
        first.ask("/cms/").read(3)
        # Its own place and two more would be six.
        until(lambda: site.fast.relays.there == 1)
        assert second.ask("/").answer()[2] == b"front"
        assert third.ask("/cms/").is_closed()
        assert second.ask("/").answer()[2] == b"front"
        first.close()
        until(lambda: site.fast.relays.there == 0)
        second.ask("/cms/").read(3)


@pytest.mark.parametrize("stopping", [False, True])
def test_a_reader_who_takes_nothing_of_what_is_handed_on_is_cut_off(made, monkeypatch, stopping):
    monkeypatch.setattr(relaying, "STUCK", 60.0 if stopping else 0.5)
    monkeypatch.setattr(looping, "TO_THE_END", 0.2)
    monkeypatch.setattr(looping, "TO_PASS", 0.2)
    site = made()
    with closing(site.line()) as stuck:
        stuck.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8_192)
        stuck.say(b"POST /give/ HTTP/1.1\r\n\r\n")
        until(lambda: any(end.out for end in list(site.fast._relayed.values())))
        if stopping:
            site.fast.stop(site.stopped.set)
            assert site.fast.join(10)
        until(lambda: site.fast.relays.there == 0)


def test_a_connection_that_is_handed_over_and_lives_is_not_cut_off(made, monkeypatch):
    monkeypatch.setattr(relaying, "STUCK", 0.2)
    site = made()
    with closing(site.line()) as line:
        for _ in range(2):
            line.say(b"POST /cms/ HTTP/1.1\r\n\r\n").read(6)
            time.sleep(1.2)


def test_nothing_is_kept_of_who_has_gone(site):
    with closing(site.line()) as line:
        line.say(b"GET / HTTP/1.1\r\nX: " + b"a" * 4_000)
        until(lambda: any(one.data for one in list(site.fast.clients.there.values())))
    until(lambda: not site.fast.clients.there)
    assert [one.data for _, one in site.fast.clients._silent] == [b""]


def test_at_the_end_everybody_is_answered_before_the_server_is_told(site, monkeypatch):
    monkeypatch.setattr(reading, "TO_ASK", 5.0)
    idle, waits, late, passed = (site.line() for _ in range(4))
    assert idle.ask("/").answer()[2] == b"front"
    waits.ask("/slow/")
    assert site.gate.waiting.acquire(timeout=10)
    passed.ask("/cms/").read(3)
    until(lambda: len(site.fast.clients.there) == 3)
    site.fast.stop(site.stopped.set)
    assert idle.is_closed()
    # Who has just called may still ask.
    status, head, body = late.ask("/").answer()
    assert (status, body) == (200, b"front")
    assert "\r\nConnection: close" in head
    assert late.is_closed()
    with pytest.raises(ConnectionRefusedError):
        site.line()
    assert not site.stopped.wait(0.5)
    site.gate.let_go.set()
    status, head, body = waits.answer()
    assert (status, body) == (200, b"made /slow/")
    assert "\r\nConnection: close" in head
    assert site.stopped.wait(10)
    # What is the server's now goes on until it ends it.
    assert passed.say(b"more").read(3)
    assert not site.fast.join(0.1)
    passed.close()
    assert site.fast.join(10)
    for line in (idle, waits, late):
        line.close()
