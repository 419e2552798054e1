"""Answers as they go over the wire."""

from __future__ import annotations

from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus

from vestnik.kit import clock
from vestnik.press.gate.ready import Head, Headers

_WITHOUT_BODY = (204, 304)


def head_of(status: int, headers: Headers) -> bytes:
    """The head of an answer without the end of it. Raises ValueError where no field may be so."""
    if not isinstance(headers, Head):
        return _start(status, headers)
    if not headers.wire:
        shared = headers.shared
        if shared is None:
            headers.wire = _start(status, headers)
        else:
            # Thousands share them, and differ in little else.
            headers.wire = _shared(status, shared) + _lines(headers.own)
    return headers.wire


@lru_cache(maxsize=64)
def _start_of(status: int) -> bytes:
    return f"HTTP/1.1 {status} {_phrase(status)}\r\n".encode()


def _start(status: int, headers: Headers) -> bytes:
    if status not in _WITHOUT_BODY and all(name.lower() != "content-length" for name, _ in headers):
        raise ValueError("Nobody would know where the answer ends.")
    return _start_of(status) + _lines(headers)


def _shared(status: int, shared: Head) -> bytes:
    if not shared.wire:
        shared.wire = _lines(shared)
    return _start_of(status) + shared.wire


def _lines(headers: Headers) -> bytes:
    text = "".join([f"{name}: {value}\r\n" for name, value in headers])
    # More of them than are ours: a field would end before its end.
    if not text.count("\r") == text.count("\n") == len(headers) or "\0" in text:
        raise ValueError(f"{text!r} cannot be sent.")
    return text.encode("latin-1")


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


class Ends:
    """The end of each head: the time, which is another one each second."""

    def __init__(self) -> None:
        self._of, self._last = 0, False
        self._end = b""

    def now(self, last: bool) -> bytes:
        """The end of a head that goes out now; `last`: the connection is closed after it."""
        second = int(clock.seconds())
        if second != self._of or last is not self._last:
            more = "Connection: close\r\n" if last else ""
            self._end = f"Date: {formatdate(second, usegmt=True)}\r\n{more}\r\n".encode()
            self._of, self._last = second, last
        return self._end
