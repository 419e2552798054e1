"""The press process as one WSGI application, which tells what of it is at hand: printed pages, and the way to
the application.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from vestnik.press.gate.answers import Answers, Moment
from vestnik.press.gate.encoding import accepted
from vestnik.press.gate.files import Files
from vestnik.press.gate.flights import Flight
from vestnik.press.gate.forward import Forwarder
from vestnik.press.gate.offload import Sent
from vestnik.press.gate.ready import Head, Ready, matches, status_line
from vestnik.press.gate.tally import QUICK, Tally

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
#: What begins so is no public page, and what of it readers need beside one.
OTHERS = ("/cms", "/static/", "/media/", "/~press/")
FILES = ("/static/", "/media/")
SAFE = ("GET", "HEAD")
#: In the request's environment: what it was called to have printed for all who need it.
FLIGHT = "vestnik.flight"


#: Status, headers and body of an answer in one of its forms.
Chosen = tuple[int, Head, bytes]


@dataclass(frozen=True, slots=True)
class Wants:
    """What of a request's fields takes part in its answer: the encodings that are taken, best first, and what
    is known of the page already; and in the count of readers: whether it looks like one.
    """

    takes: tuple[str, ...]
    knows: str | None
    reads: bool


class Gate:
    """Answers public pages under the site's own names itself, and passes on everything else."""

    def __init__(
        self,
        answers: Answers,
        files: Files,
        forward: Forwarder,
        hosts: Iterable[str],
        reads: Callable[[Environ], bool],
        count: Callable[[str], None],
        tally: Tally,
    ) -> None:
        self._answers = answers
        self._in_memory = answers.in_memory
        self._reads = reads
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
        moment = self._answers.moment() if path else None
        if moment is None:
            return None
        return self.ready(scope["REQUEST_METHOD"], path, self._wants(scope), moment)

    def moment(self) -> Moment | None:
        """How things stand at this moment, if it is known: for `ready`."""
        return self._answers.moment()

    def wants(self, scope: Environ) -> Wants | None:
        """What of a request's fields, the same with whatever it asks for, takes part in its answer: for
        `ready`. None under a name that is not the site's.
        """
        return self._wants(scope) if scope.get("HTTP_HOST") in self._hosts else None

    def ready(self, method: str, path: str, wants: Wants, moment: Moment) -> Chosen | None:
        """The answer of a public page that lies ready and is right at a moment; None for everything else.
        `method` is one of SAFE.
        """
        # What begins as OTHERS do is never put together, and so never lies there.
        found = self._in_memory(path, moment)
        if found is None:
            return None
        # Nothing here can wait; to look at a clock twice is a tenth of it.
        self.tally.quick += 1
        return self._sent(found, path, method, wants)

    def at_hand(
        self, scope: Environ, again: Callable[[], None] | None, *, looks: bool = True
    ) -> Sent | None:
        """The answer of a public page that takes work, but nobody has to be waited for; None for everything
        else. Raises Parked where `again` will be called instead. `looks`: the log may be looked at.
        """
        began = perf_counter()
        path = self._path(scope)
        if not path or path.startswith(OTHERS):
            return None
        found = self._answers.at_hand(path, again, looks=looks)
        if isinstance(found, Flight):
            scope[FLIGHT] = found
            return None
        if found is None:
            return None
        sent = self._sent(found, path, scope["REQUEST_METHOD"], self._wants(scope))
        self._took(perf_counter() - began)
        return sent

    def abandon(self, scope: Environ) -> None:
        """The request is not answered by this application."""
        flight = scope.pop(FLIGHT, None)
        if flight is not None:
            self._answers.abandon(flight)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """WSGI: every request, however long its answer takes."""
        sent = self.answered(environ)
        if sent is not None:
            return _said(sent, start_response)
        began = perf_counter()
        answer = self._forward(environ, start_response)
        self._took(perf_counter() - began)
        return answer

    def answered(self, scope: Environ) -> Sent | None:
        """The answer of a public page or a file, however long it takes; None for everything else."""
        path = self._path(scope)
        if path.startswith(FILES):
            file = self._files.find(path, scope["QUERY_STRING"])
            # No page: counted nowhere.
            if file is None:
                return None
            return self._sent(file, path, scope["REQUEST_METHOD"], self._wants(scope))
        if not path or path.startswith(OTHERS):
            return None
        began = perf_counter()
        found = self._answers.find(path, scope.get(FLIGHT))
        if found is None:
            return None
        sent = self._sent(found, path, scope["REQUEST_METHOD"], self._wants(scope))
        self._took(perf_counter() - began)
        return sent

    def is_passed_on(self, scope: Environ) -> bool:
        """Whether the request is for the application, whatever lies ready."""
        path = self._path(scope)
        return not path or (path.startswith(OTHERS) and not path.startswith(FILES))

    def _path(self, environ: Environ) -> str:
        """The path of a request that only reads under one of the site's names; "" for any other."""
        if environ["REQUEST_METHOD"] not in SAFE or environ.get("HTTP_HOST") not in self._hosts:
            return ""
        path: str = environ["PATH_INFO"]
        return path if path.isascii() else text_of(path)

    def _wants(self, scope: Environ) -> Wants:
        return Wants(
            accepted(scope.get("HTTP_ACCEPT_ENCODING", "")),
            scope.get("HTTP_IF_NONE_MATCH"),
            self._reads(scope),
        )

    def _sent(self, found: Ready, path: str, method: str, wants: Wants) -> Chosen:
        if found.counted and wants.reads and method == "GET":
            self._count(path)
        # As it is at this moment: another thread may have it packed better in the next.
        forms = found.forms
        for one in wants.takes:
            if one in forms:
                break
        form = forms[one]
        knows = wants.knows
        if knows is not None and found.status == 200 and found.etag and matches(knows, found):
            self.tally.unchanged += 1
            return 304, form.unchanged, b""
        return found.status, form.headers, form.body if method == "GET" else b""

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


def text_of(path: str) -> str:
    """A path as WSGI gives it, its bytes read as UTF-8; "" where they are none."""
    try:
        return path.encode("latin-1").decode()
    except UnicodeError:
        return ""
