"""Reads the requests that are plain beyond doubt; whatever is not is left, untouched, to a server that reads
all of HTTP.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

from vestnik.press.gate.server import Wants, text_of
from vestnik.press.memory import Memory

Scope = dict[str, Any]
#: Bytes of the head of a request that is read here.
MOST_HEAD = 8 * 1024
#: Fields of one; browsers send some twenty.
MOST_FIELDS = 64
#: Bytes for the lines, and for the fields, that are remembered; bytes of one that is, and what the objects made
#: of it take about.
REMEMBERED, MOST_REMEMBERED, OBJECT = 2 * 1024 * 1024, 2 * 1024, 800

# An origin-form of letters that need no reading twice (RFC 9112, 3.2.1).
_LINE = re.compile(
    rb"(GET|HEAD) (/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)"
    rb"(?:\?([A-Za-z0-9._~!$&'()*+,;=:@%/?-]*))? HTTP/1\.1"
)
# Without the underscore, in which WSGI takes some fields for others.
_NAME = re.compile(rb"[A-Za-z0-9!#$%&'*+.^`|~-]+")
_VALUE = re.compile(rb"[\t -~]*")
#: The fields that can take part in an answer, or in the count of readers.
_READ = {
    b"host": "HTTP_HOST",
    b"accept-encoding": "HTTP_ACCEPT_ENCODING",
    b"if-none-match": "HTTP_IF_NONE_MATCH",
    b"user-agent": "HTTP_USER_AGENT",
    b"referer": "HTTP_REFERER",
    b"sec-purpose": "HTTP_SEC_PURPOSE",
    b"sec-fetch-dest": "HTTP_SEC_FETCH_DEST",
}
#: Where one of them stands, more follows than a head, or the connection is no longer what it was.
_LEFT = frozenset(
    {b"content-length", b"transfer-encoding", b"expect", b"upgrade", b"trailer", b"te",
     b"http2-settings", b"proxy-connection", b"keep-alive"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A request's first line: `path` as public pages know it, `info` and `query` in WSGI's words."""

    method: str
    path: str
    info: str
    query: str


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a request: those that are read, in WSGI's words, and what they say of the answer."""

    scope: dict[str, str]
    wants: Wants


#: Both stand for what is left to the server.
NO_LINE = Line("", "", "", "")
NO_FIELDS = Fields({}, Wants((), None, False))


class Requests:
    """The requests of all connections. Browsers send the same fields again and again, and many send the same
    lines: both are remembered byte for byte, so that the same bytes have the same meaning.

    `wants` tells what fields say of the answer; None where the answer is not ours.
    """

    def __init__(self, wants: Callable[[Scope], Wants | None]) -> None:
        self._wants = wants
        self._lines: Memory[bytes, Line] = Memory(REMEMBERED)
        self._fields: Memory[bytes, Fields] = Memory(REMEMBERED)

    def read(self, head: bytes) -> tuple[Line, Fields]:
        """What a request asks for, of its head without the empty line at its end; NO_LINE or NO_FIELDS where
        it is no plain one.
        """
        start, _, rest = head.partition(b"\r\n")
        return self._lines.get(start) or self._line(start), self._fields.get(rest) or self._read(
            rest
        )

    def _line(self, start: bytes) -> Line:
        line = _line(start)
        if len(start) <= MOST_REMEMBERED:
            self._lines.put(start, line, 3 * len(start) + OBJECT)
        return line

    def _read(self, rest: bytes) -> Fields:
        scope = _scope(rest)
        wants = self._wants(scope) if scope else None
        fields = NO_FIELDS if wants is None else Fields(scope, wants)
        if len(rest) <= MOST_REMEMBERED:
            self._fields.put(rest, fields, 3 * len(rest) + OBJECT)
        return fields


def scope_of(line: Line, fields: Fields) -> Scope:
    """The same as a WSGI application has it, but for fields that no public page knows."""
    asked = {"REQUEST_METHOD": line.method, "PATH_INFO": line.info, "QUERY_STRING": line.query}
    return {**fields.scope, **asked}


def _line(start: bytes) -> Line:
    found = _LINE.fullmatch(start)
    if found is None:
        return NO_LINE
    method, path, query = found.groups(b"")
    info = unquote_to_bytes(path).decode("latin-1")
    # Of bytes that are no text there is no page.
    text = info if info.isascii() else text_of(info)
    return Line(method.decode(), text, info, query.decode()) if text else NO_LINE


def _scope(lines: bytes) -> dict[str, str]:
    """The fields that are read; none at all where others stand beside them that a server has to read."""
    found: dict[str, str] = {}
    each = lines.split(b"\r\n")
    if len(each) > MOST_FIELDS:
        return {}
    for line in each:
        name, colon, value = line.partition(b":")
        name, value = name.lower(), value.strip(b" \t")
        if not colon or not _NAME.fullmatch(name) or not _VALUE.fullmatch(value) or name in _LEFT:
            return {}
        if name == b"connection" and value.lower() != b"keep-alive":
            return {}
        known = _READ.get(name)
        if known is None:
            continue
        if known in found:
            # Which of two holds is not for us to say.
            return {}
        found[known] = value.decode()
    return found
