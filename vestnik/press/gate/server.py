"""The press process as one WSGI application, which tells what of it is at hand: printed pages, and the way to
the application.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from time import perf_counter
from typing import Any

from vestnik.press.gate.answers import Answers
from vestnik.press.gate.encoding import chosen
from vestnik.press.gate.files import Files
from vestnik.press.gate.flights import Flight
from vestnik.press.gate.forward import Forwarder
from vestnik.press.gate.offload import Sent
from vestnik.press.gate.ready import Ready, matches, status_line
from vestnik.press.gate.tally import QUICK, Tally

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
#: What begins so is no public page, and what of it readers need beside one.
OTHERS = ("/cms", "/static/", "/media/", "/~press/")
FILES = ("/static/", "/media/")
SAFE = ("GET", "HEAD")
#: In the request's environment: what it was called to have printed for all who need it.
FLIGHT = "vestnik.flight"


class Gate:
    """Answers public pages under the site's own names itself, and passes on everything else."""

    def __init__(
        self,
        answers: Answers,
        files: Files,
        forward: Forwarder,
        hosts: Iterable[str],
        count: Callable[[Environ, str], None],
        tally: Tally,
    ) -> None:
        self._answers = answers
        self._in_memory = answers.in_memory
        self._files = files
        self._forward = forward
        self._hosts = frozenset(hosts)
        self._count = count
        self.tally = tally

    def from_memory(self, scope: Environ) -> Sent | None:
        """The answer of a public page that lies ready; None for everything else.

        Nothing of a request takes part in a public answer but its path and its encodings.
        """
        path = self._path(scope)
        # What begins as OTHERS do is never put together, and so never lies there.
        found = self._in_memory(path) if path else None
        if found is None:
            return None
        # Nothing here can wait; to look at a clock twice is a tenth of it.
        self.tally.quick += 1
        return self._sent(found, path, scope)

    def at_hand(self, scope: Environ, again: Callable[[], None] | None) -> Sent | None:
        """The answer of a public page that takes work, but nobody has to be waited for; None for everything
        else. Raises Parked where `again` will be called instead.
        """
        began = perf_counter()
        path = self._path(scope)
        if not path or path.startswith(OTHERS):
            return None
        found = self._answers.at_hand(path, again)
        if isinstance(found, Flight):
            scope[FLIGHT] = found
            return None
        if found is None:
            return None
        sent = self._sent(found, path, scope)
        self._took(perf_counter() - began)
        return sent

    def abandon(self, scope: Environ) -> None:
        """The request is not answered by this application."""
        flight = scope.pop(FLIGHT, None)
        if flight is not None:
            self._answers.abandon(flight)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """WSGI: every request, however long its answer takes."""
        began = perf_counter()
        found, path = None, self._path(environ)
        if path.startswith(FILES):
            file = self._files.find(path, environ["QUERY_STRING"])
            if file is not None:
                # No page: counted nowhere.
                return _said(self._sent(file, path, environ), start_response)
        elif path and not path.startswith(OTHERS):
            found = self._answers.find(path, environ.get(FLIGHT))
        if found is None:
            answer = self._forward(environ, start_response)
        else:
            answer = _said(self._sent(found, path, environ), start_response)
        self._took(perf_counter() - began)
        return answer

    def _path(self, environ: Environ) -> str:
        """The path of a request that only reads under one of the site's names; "" for any other."""
        if environ["REQUEST_METHOD"] not in SAFE or environ.get("HTTP_HOST") not in self._hosts:
            return ""
        path: str = environ["PATH_INFO"]
        return path if path.isascii() else _text(path)

    def _sent(self, found: Ready, path: str, environ: Environ) -> Sent:
        if found.counted:
            self._count(environ, path)
        # As it is at this moment: another thread may have it packed better in the next.
        forms = found.forms
        form = forms[chosen(environ.get("HTTP_ACCEPT_ENCODING", ""), forms)]
        asked = environ.get("HTTP_IF_NONE_MATCH")
        if asked is not None and found.status == 200 and found.etag and matches(asked, found):
            self.tally.unchanged += 1
            return 304, form.unchanged, b""
        return found.status, form.headers, form.body if environ["REQUEST_METHOD"] == "GET" else b""

    def _took(self, seconds: float) -> None:
        tally = self.tally
        tally.seconds += seconds
        if seconds <= QUICK:
            tally.quick += 1
        else:
            tally.took(seconds)


def _said(sent: Sent, start_response: StartResponse) -> Iterable[bytes]:
    status, headers, body = sent
    start_response(status_line(status), headers)
    return [body] if body else []


def _text(path: str) -> str:
    """A path as WSGI gives it, its bytes read as UTF-8; "" where they are none."""
    try:
        return path.encode("latin-1").decode()
    except UnicodeError:
        return ""
