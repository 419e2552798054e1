"""Passing a request on to the application, and its answer back: unbuffered, bounded, without what belongs
to one hop or could be forged (RFC 9110, 7.6.1).
"""

from __future__ import annotations

import http.client
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import quote

from vestnik.kit import logs
from vestnik.press.gate.application import (
    OWN,
    REQUEST_HEADER,
    WORD_HEADER,
    Application,
    kept_failed,
)
from vestnik.press.gate.tally import Places, Tally

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
#: Requests that are passed on at the same time, and how many of them may bring large bodies.
MOST, MOST_LARGE = 48, 8
#: From so many bytes on, or of unknown length, a body is large.
LARGE = 1024 * 1024
BLOCK = 65536
_ONE_HOP = frozenset(
    {
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "expect",
    }
)
#: What only a proxy may say, besides what begins with `vestnik-`.
_FORGED = frozenset({"forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto",
                     "x-forwarded-port", "x-real-ip"})  # fmt: skip
#: All of ASCII that can be seen.
_IN_QUERIES = "".join(map(chr, range(0x21, 0x7F)))
#: Tells the application who asked.
PEER_HEADER = "Vestnik-Peer"
#: Tells whoever asked the id of the request.
ID_HEADER = "X-Request-Id"


class Forwarder:
    """The way to the application for everything that is not printed."""

    def __init__(self, application: Application, tally: Tally, *, proxies: int) -> None:
        self._application, self._tally = application, tally
        self._proxies = proxies
        self.places, self.large = Places(MOST), Places(MOST_LARGE)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """A WSGI application. 503 at once when no place is free, 502 when nobody answers.

        Each answer tells the request's id, by which it is found in the log.
        """
        with logs.serving() as request:

            def start(status: str, headers: list[tuple[str, str]]) -> Any:
                return start_response(status, [*headers, (ID_HEADER, request)])

            return self._answer(environ, start)

    def _answer(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("PATH_INFO", "").startswith(OWN):
            return _plain(start_response, "404 Not Found", "Not found.\n")
        length = environ.get("CONTENT_LENGTH")
        body = has_body(environ)
        large = body and (not length or not length.isdigit() or int(length) >= LARGE)
        places = [self.places, *([self.large] if large else [])]
        taken: list[Places] = []
        for place in places:
            if not place.take():
                _give_back(taken)
                self._tally.busy += 1
                return _busy(start_response)
            taken.append(place)
        try:
            return self._passed_on(environ, start_response, taken, with_body=body)
        except _BrokenOff:
            _give_back(taken)
            return _plain(start_response, "400 Bad Request", "The request is not whole.\n")
        except (OSError, http.client.HTTPException) as error:
            _give_back(taken)
            self._application.note(error)
            self._tally.away += 1
            return _plain(
                start_response, "502 Bad Gateway", "The newsroom does not answer.\n", retry=2
            )
        except BaseException:
            _give_back(taken)
            raise

    def _passed_on(
        self,
        environ: Environ,
        start_response: StartResponse,
        taken: list[Places],
        *,
        with_body: bool,
    ) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        safe = method in ("GET", "HEAD") and not with_body
        target = quote(environ["PATH_INFO"].encode("latin-1"), safe="/:@!$&'()*+,;=~-._")
        if environ.get("QUERY_STRING"):
            # As it came, but for what may not stand in an address: letters that are not ASCII.
            target += "?" + quote(environ["QUERY_STRING"], safe=_IN_QUERIES)
        # Gone through again where a kept connection turns out to be closed.
        headers = list(self._headers(environ))
        whole = True
        for again in (True, False) if safe else (False,):
            try:
                with self._application.connection(again=again) as line:
                    line.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
                    for name, value in headers:
                        line.putheader(name, value)
                    if with_body:
                        whole = self._send_body(environ, line)
                    else:
                        line.endheaders()
                    response = line.getresponse()
                self._application.note(None)
                self._tally.passed += 1
                break
            except (OSError, http.client.HTTPException) as error:
                if again and kept_failed(error):
                    continue
                raise
        start_response(
            f"{response.status} {response.reason}",
            [
                (name, value)
                for name, value in response.getheaders()
                if name.lower() not in _ONE_HOP and name.lower() != ID_HEADER.lower()
            ],
        )
        return _Body(response, line, self._application, taken, keep=whole)

    def _headers(self, environ: Environ) -> Iterator[tuple[str, str]]:
        named = {one.strip().lower() for one in environ.get("HTTP_CONNECTION", "").split(",")}
        for key, value in environ.items():
            if not key.startswith("HTTP_"):
                continue
            name = key[5:].replace("_", "-").lower()
            if name in _ONE_HOP or name in named or name.startswith("vestnik-"):
                continue
            if name in _FORGED and not self._proxies:
                continue
            # The server joins cookies without the blank that Django splits at.
            yield name, value.replace(";", "; ").replace(";  ", "; ") if name == "cookie" else value
        if environ.get("CONTENT_TYPE"):
            yield "content-type", environ["CONTENT_TYPE"]
        yield PEER_HEADER, environ.get("REMOTE_ADDR", "")
        yield REQUEST_HEADER, logs.request_id()
        yield WORD_HEADER, self._application.word

    @staticmethod
    def _send_body(environ: Environ, line: http.client.HTTPConnection) -> bool:
        """Whether all of it was taken: who refuses a request need not read its body, and may answer and
        close before it is sent (RFC 9112, 9.6). Raises _BrokenOff when the client does not send it.
        """
        source, length = environ["wsgi.input"], environ.get("CONTENT_LENGTH")
        if length:
            line.putheader("content-length", length)
        else:
            line.putheader("transfer-encoding", "chunked")
        line.endheaders()
        left = int(length) if length else None
        try:
            while left != 0 and (block := _read(source, left)):
                line.send(block if length else b"%x\r\n%s\r\n" % (len(block), block))
                left = None if left is None else left - len(block)
            if left:
                raise _BrokenOff
            if not length:
                line.send(b"0\r\n\r\n")
        except ConnectionError:
            return False
        return True


def has_body(environ: Environ) -> bool:
    """Whether a request brings one."""
    return (
        environ.get("CONTENT_LENGTH", "0") not in ("", "0") or "HTTP_TRANSFER_ENCODING" in environ
    )


class _BrokenOff(Exception):
    """The client sent less than it said."""


def _read(source: Any, left: int | None) -> bytes:
    """The next block of a body, of which at most so much is left. Raises _BrokenOff."""
    try:
        block: bytes = source.read(BLOCK if left is None else min(BLOCK, left))
    except Exception as error:
        # Granian says in its own ways that the client went away or spoke nonsense.
        raise _BrokenOff from error
    return block


class _Body:
    """The application's answer, block by block as it comes."""

    def __init__(
        self,
        response: http.client.HTTPResponse,
        line: Any,
        application: Application,
        taken: list[Places],
        *,
        keep: bool,
    ) -> None:
        self._keep = keep
        self._response, self._line = response, line
        self._application, self._taken = application, taken

    def __iter__(self) -> Iterator[bytes]:
        while block := self._response.read1(BLOCK):
            yield block

    def close(self) -> None:
        """The answer was sent, or the client went away."""
        whole = self._response.isclosed() or self._response.length == 0
        self._response.close()
        if whole and self._keep and not self._response.will_close:
            self._application.keep(self._line)
        else:
            self._line.close()
        _give_back(self._taken)


def _give_back(taken: list[Places]) -> None:
    while taken:
        taken.pop().give_back()


def _busy(start_response: StartResponse) -> Iterable[bytes]:
    return _plain(start_response, "503 Service Unavailable", "Too many at once.\n", retry=1)


def _plain(
    start_response: StartResponse, status: str, text: str, *, retry: int = 0
) -> Iterable[bytes]:
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(text)))]
    if retry:
        headers += [("Retry-After", str(retry)), ("Cache-Control", "no-store")]
    start_response(status, headers)
    return [text.encode()]
