"""Passing requests on: nothing of one hop, nothing forged, nothing held back, and never too many."""

from __future__ import annotations

import io
import socket
import socketserver
import threading
import time

import pytest

from vestnik.kit import logs
from vestnik.press.gate import forward as forwarding
from vestnik.press.gate.application import Application, word
from vestnik.press.gate.forward import Forwarder
from vestnik.press.gate.tally import Tally


class Behind:
    """What listens in the application's place: says what it is told to, and remembers what it heard."""

    def __init__(self, folder) -> None:
        self.path = folder / "application.sock"
        self.heard: list[bytes] = []
        self.answer = [b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"]
        self.pause = 0.0
        self.asked_by: list[Application] = []
        behind = self

        class Line(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                while heard := behind._request(self.request):
                    behind.heard.append(heard)
                    for piece in behind.answer:
                        self.request.sendall(piece)
                        time.sleep(behind.pause)

        self._server = socketserver.ThreadingUnixStreamServer(str(self.path), Line)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=[0.01])
        self._thread.start()

    @staticmethod
    def _request(line: socket.socket) -> bytes:
        heard = b""
        while b"\r\n\r\n" not in heard:
            if not (more := line.recv(65536)):
                return b""
            heard += more
        head, _, body = heard.partition(b"\r\n\r\n")
        lower = head.lower()
        if b"transfer-encoding: chunked" in lower:
            while not body.endswith(b"0\r\n\r\n"):
                body += line.recv(65536)
        elif b"content-length: " in lower:
            length = int(lower.split(b"content-length: ")[1].split(b"\r\n")[0])
            while len(body) < length:
                body += line.recv(65536)
        return head + b"\r\n\r\n" + body

    def close(self) -> None:
        for application in self.asked_by:
            for line in application._kept:
                line.close()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def behind(tmp_path):
    made = Behind(tmp_path)
    yield made
    made.close()


class Reader:
    """A server that asks a Forwarder for a client."""

    def __init__(self, behind: Behind, proxies: int = 0) -> None:
        application = Application(behind.path, "site.test", word("secret" * 10))
        behind.asked_by.append(application)
        self.tally = Tally()
        self.forward = Forwarder(application, self.tally, proxies=proxies)
        self.status, self.headers = "", {}

    def ask(self, method: str = "GET", path: str = "/cms/", body: bytes = b"", **environ):
        asked = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "REMOTE_ADDR": "192.0.2.7",
            "HTTP_HOST": "site.test",
            "wsgi.input": io.BytesIO(body),
        } | environ
        if body and "HTTP_TRANSFER_ENCODING" not in asked:
            asked["CONTENT_LENGTH"] = str(len(body))
        return self.forward(asked, self._start)

    def _start(self, status, headers, *_):
        self.status, self.headers = status, {name.lower(): value for name, value in headers}
        assert len(self.headers) == len(headers), "None is said twice."

    def read(self, *args, **kwargs) -> bytes:
        answer = self.ask(*args, **kwargs)
        try:
            return b"".join(answer)
        finally:
            getattr(answer, "close", lambda: None)()


def test_a_request_goes_on_as_it_came(behind):
    reader = Reader(behind)
    said = reader.read(
        "POST", "/cms/стая/".encode().decode("latin-1"), b"a=1", QUERY_STRING="q=%D1&b&ф",
        CONTENT_TYPE="text/x", HTTP_COOKIE="a=1;b=2", HTTP_ACCEPT_LANGUAGE="bg",
    )  # fmt: skip
    head, _, body = behind.heard[0].partition(b"\r\n\r\n")
    assert (reader.status, said, body) == ("200 OK", b"ok", b"a=1")
    assert head.startswith(b"POST /cms/%D1%81%D1%82%D0%B0%D1%8F/?q=%D1&b&%D1%84 HTTP/1.1")
    for line in (b"content-type: text/x", b"cookie: a=1; b=2", b"accept-language: bg",
                 b"host: site.test", b"Vestnik-Peer: 192.0.2.7"):  # fmt: skip
        assert line in head


def test_what_belongs_to_one_hop_or_is_forged_stays_here(behind):
    reader = Reader(behind)
    behind.answer = [
        b"HTTP/1.1 200 OK\r\nConnection: keep-alive, X-Own\r\nKeep-Alive: 5\r\nContent-Length: 2\r\n"
        b"X-Kept: 1\r\n\r\nok"
    ]
    reader.read(
        HTTP_CONNECTION="close, X-Secret", HTTP_X_SECRET="1", HTTP_KEEP_ALIVE="9", HTTP_TE="trailers",
        HTTP_UPGRADE="h2c", HTTP_EXPECT="100-continue", HTTP_X_FORWARDED_FOR="6.6.6.6",
        HTTP_X_FORWARDED_HOST="evil.test", HTTP_FORWARDED="for=6.6.6.6", HTTP_VESTNIK_PEER="6.6.6.6",
        HTTP_VESTNIK_PRESS="guess", HTTP_PROXY_AUTHORIZATION="x",
    )  # fmt: skip
    heard = behind.heard[0].lower()
    for word_ in (b"secret", b"keep-alive", b"trailers", b"h2c", b"expect", b"6.6.6.6", b"evil",
                  b"guess", b"proxy"):  # fmt: skip
        assert word_ not in heard
    assert heard.count(b"vestnik-press: ") == heard.count(b"vestnik-peer: ") == 1
    assert set(reader.headers) == {"content-length", "x-kept", "x-request-id"}


def test_a_proxy_of_ours_may_say_who_asks(behind):
    Reader(behind, proxies=1).read(HTTP_X_FORWARDED_FOR="198.51.100.2")
    assert b"x-forwarded-for: 198.51.100.2" in behind.heard[0]


def test_a_body_of_unknown_length_comes_whole(behind):
    body = bytes(range(256)) * 1000
    Reader(behind).read("POST", body=body, HTTP_TRANSFER_ENCODING="chunked")
    head, _, rest = behind.heard[0].partition(b"\r\n\r\n")
    assert b"transfer-encoding: chunked" in head
    assert b"content-length" not in head.lower()
    found = b""
    while rest != b"0\r\n\r\n":
        size, _, rest = rest.partition(b"\r\n")
        found, rest = found + rest[: int(size, 16)], rest[int(size, 16) + 2 :]
    assert found == body


def test_a_slow_answer_is_not_held_back(behind):
    behind.pause = 0.2
    behind.answer = [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"3\r\none\r\n",
        b"3\r\ntwo\r\n",
        b"0\r\n\r\n",
    ]
    answer = Reader(behind).ask()
    pieces = iter(answer)
    assert next(pieces) == b"one"
    assert next(pieces) == b"two"
    assert list(pieces) == []
    answer.close()


def test_beyond_the_bound_nobody_waits(behind, monkeypatch):
    monkeypatch.setattr(forwarding, "MOST", 2)
    reader = Reader(behind)
    held = [reader.ask(), reader.ask()]
    assert reader.read() == b"Too many at once.\n"
    assert (reader.status[:3], reader.headers["retry-after"]) == ("503", "1")
    assert reader.forward.places.taken == 2
    for one in held:
        one.close()
    assert reader.read() == b"ok"
    assert reader.forward.places.taken == 0
    assert (reader.tally.passed, reader.tally.busy) == (3, 1)


def test_large_bodies_have_few_places_of_their_own(behind, monkeypatch):
    monkeypatch.setattr(forwarding, "MOST_LARGE", 1)
    monkeypatch.setattr(forwarding, "LARGE", 10)
    reader = Reader(behind)
    held = reader.ask("POST", body=b"x" * 10)
    reader.read("POST", body=b"x" * 10)
    assert reader.status.startswith("503")
    assert reader.read("POST", body=b"x") == b"ok"
    held.close()
    assert reader.read("POST", body=b"x" * 10) == b"ok"


def test_an_application_that_is_not_there_is_said_at_once_and_asked_again(behind, tmp_path):
    reader = Reader(behind)
    assert reader.read() == b"ok"
    away = behind.path.rename(tmp_path / "away")
    reader.forward._application._kept.pop().close()
    reader.read()
    assert (reader.status[:3], reader.headers["retry-after"]) == ("502", "2")
    assert (reader.tally.passed, reader.tally.away) == (1, 1)
    away.rename(behind.path)
    assert reader.read() == b"ok"


def test_a_kept_connection_that_was_closed_costs_a_reader_nothing(behind):
    reader = Reader(behind)
    reader.read()
    assert len(reader.forward._application._kept) == 1
    reader.forward._application._kept[0].sock.shutdown(socket.SHUT_RDWR)
    assert reader.read() == b"ok"
    assert len(behind.heard) == 2
    # Each try says all that is to be said.
    assert all(b"host: site.test" in heard for heard in behind.heard)


def test_the_press_processs_own_addresses_are_not_passed_on(behind):
    assert Reader(behind).read(path="/~press/settle") == b"Not found.\n"
    assert behind.heard == []


def test_each_request_has_an_id_that_strangers_cannot_set(behind):
    behind.answer = [
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Request-Id: the application's\r\n\r\nok"
    ]
    reader, told = Reader(behind), []
    for _ in range(2):
        reader.read(HTTP_VESTNIK_REQUEST="guess", HTTP_X_REQUEST_ID="theirs")
        told.append(reader.headers["x-request-id"])
    ids = [heard.lower().split(b"vestnik-request: ")[1].split(b"\r\n")[0] for heard in behind.heard]
    assert [one.decode() for one in ids] == told
    assert len({*told, "guess", "theirs", "the application's"}) == 5
    assert logs.request_id() == ""


def test_an_application_that_starts_is_no_news_one_that_stays_away_is(
    behind, tmp_path, caplog, monkeypatch
):
    # One that was killed leaves its socket behind.
    left = tmp_path / "left.sock"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(left))
    application = Application(left, "site.test", "word")
    application.ask_after()
    assert (application.is_here, caplog.text) == (False, "")
    monkeypatch.setattr(application, "_began", application._began - 100)
    application.ask_after()
    assert "does not answer" in caplog.text
    application.path = behind.path
    application.ask_after()
    behind.asked_by.append(application)
    assert application.is_here
    assert "answers again" in caplog.text
