"""Which requests are plain beyond doubt, and what is read of them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from vestnik.press.gate.fast.requests import (
    MOST_FIELDS,
    MOST_REMEMBERED,
    NO_FIELDS,
    NO_LINE,
    REMEMBERED,
    Requests,
    scope_of,
)
from vestnik.press.gate.server import Wants

HOST = b"Host: site.test"


def requests() -> Requests:
    def wants(scope):
        ours = scope.get("HTTP_HOST") == "site.test"
        return Wants((scope.get("HTTP_ACCEPT_ENCODING", ""),), None, False) if ours else None

    return Requests(wants)


def is_plain(head: bytes) -> bool:
    line, fields = requests().read(head)
    return line is not NO_LINE and fields is not NO_FIELDS


def test_a_plain_request_is_read_as_a_server_reads_it():
    head = (
        b"GET /2026/05/%D0%BC%D0%BE%D1%81%D1%82-7/?utm_source=a%20b&c=/? HTTP/1.1\r\n"
        b"hOST:  site.test\t\r\nAccept-Encoding: br, gzip\r\nCookie: a=b; c=d\r\nConnection: Keep-Alive\r\n"
        b"User-Agent: Mozilla/5.0 (X)\r\nUpgrade-Insecure-Requests: 1\r\nRange: bytes=0-1"
    )
    line, fields = requests().read(head)
    assert line.path == "/2026/05/мост-7/"
    assert fields.wants.takes == ("br, gzip",)
    assert scope_of(line, fields) == {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/2026/05/мост-7/".encode().decode("latin-1"),
        "QUERY_STRING": "utm_source=a%20b&c=/?",
        "HTTP_HOST": "site.test",
        "HTTP_ACCEPT_ENCODING": "br, gzip",
        "HTTP_USER_AGENT": "Mozilla/5.0 (X)",
    }


@pytest.mark.parametrize(
    "line",
    [
        b"POST / HTTP/1.1", b"get / HTTP/1.1", b"GET / HTTP/1.0", b"GET / HTTP/2", b"GET /", b"",
        b"GET  / HTTP/1.1", b"GET /  HTTP/1.1", b"GET\t/ HTTP/1.1", b" GET / HTTP/1.1",
        b"GET http://site.test/ HTTP/1.1", b"GET * HTTP/1.1", b"GET \xd1\x84 HTTP/1.1",
        b"GET /\xd1\x84 HTTP/1.1", b"GET /#a HTTP/1.1", b'GET /"a" HTTP/1.1', b"GET /a\\b HTTP/1.1",
        b"GET /a\x00b HTTP/1.1", b"GET /?a[]=1 HTTP/1.1", b"GET /%ff%fe HTTP/1.1",
        b"GET / HTTP/1.1\n", b"GET /\nHost: x HTTP/1.1", b"PRI * HTTP/2.0",
    ],
)  # fmt: skip
def test_what_is_no_plain_line_is_left_to_the_server(line):
    assert is_plain(b"GET / HTTP/1.1\r\n" + HOST)
    assert not is_plain(line + b"\r\n" + HOST)


@pytest.mark.parametrize(
    "fields",
    [
        b"", b"Host: evil.test", b"Host:", HOST + b"\r\nHost: site.test", HOST + b"\r\nHost: evil.test",
        HOST + b"\r\nContent-Length: 0", HOST + b"\r\nTransfer-Encoding: chunked",
        HOST + b"\r\nTransfer-Encoding:chunked", HOST + b"\r\ntransfer-encoding\t: chunked",
        HOST + b"\r\nContent_Length: 5", HOST + b"\r\nContent-Length : 5",
        HOST + b"\r\n Content-Length: 5", b" " + HOST, HOST + b"\r\nX: a\r\n b",
        HOST + b"\r\nX: a\nContent-Length: 5", HOST + b"\r\nX: a\rContent-Length: 5",
        HOST + b"\r\nX: a\x00", HOST + b"\r\nX: \xd1\x84", HOST + b"\r\nX", HOST + b"\r\n: a",
        HOST + b"\r\nConnection: close", HOST + b"\r\nConnection: keep-alive, X",
        HOST + b"\r\nConnection: upgrade\r\nUpgrade: h2c", HOST + b"\r\nUpgrade: websocket",
        HOST + b"\r\nExpect: 100-continue", HOST + b"\r\nTE: trailers",
        HOST + b"\r\nAccept-Encoding: br\r\nAccept-Encoding: gzip",
        HOST + b"\r\nIf-None-Match: a\r\nIf-None-Match: b",
    ],
)  # fmt: skip
def test_fields_beside_which_more_may_stand_are_left_to_the_server(fields):
    assert not is_plain(b"GET / HTTP/1.1\r\n" + fields)


def test_more_fields_than_a_browser_sends_are_left_to_the_server():
    some_fields = b"".join(b"\r\nX-%d: a" % number for number in range(MOST_FIELDS - 1))
    assert is_plain(b"GET / HTTP/1.1\r\n" + HOST + some_fields)
    assert not is_plain(b"GET / HTTP/1.1\r\n" + HOST + some_fields + b"\r\nX: a")


@given(some.binary(max_size=60), some.binary(max_size=60))
def test_no_bytes_break_the_reading(before, after):
    everything = requests()
    for head in (before, before + b"\r\n" + after, b"GET / HTTP/1.1\r\n" + HOST + b"\r\n" + before):
        line, fields = everything.read(head)
        assert everything.read(head) == (line, fields)


def test_long_fields_are_read_in_time_that_grows_with_them():
    began = time.process_time()
    for value in (
        b" " * 7_000 + b"x",
        b"x" + b" \t" * 3_500,
        b":" * 7_000,
        b"a b" * 2_300 + b"\x7f",
    ):
        is_plain(b"GET / HTTP/1.1\r\n" + HOST + b"\r\nX: " + value)
    assert time.process_time() - began < 1


def test_what_is_remembered_is_bounded():
    everything = requests()
    for number in range(30_000):
        everything.read(b"GET /%d HTTP/1.1\r\n%s\r\nX: %d" % (number, HOST, number))
    assert everything._lines.size <= REMEMBERED
    assert everything._fields.size <= REMEMBERED
    lines, fields = len(everything._lines._kept), len(everything._fields._kept)
    everything.read(
        b"GET /"
        + b"a" * MOST_REMEMBERED
        + b" HTTP/1.1\r\n"
        + HOST
        + b"\r\nX: "
        + b"a" * MOST_REMEMBERED
    )
    assert (len(everything._lines._kept), len(everything._fields._kept)) == (lines, fields)
