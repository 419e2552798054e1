"""The press process as one WSGI application: printed pages, and the way to the application."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from time import perf_counter
from typing import Any

from vestnik.press.gate.answers import Answers
from vestnik.press.gate.encoding import chosen
from vestnik.press.gate.files import Files
from vestnik.press.gate.forward import Forwarder
from vestnik.press.gate.ready import Ready, matches
from vestnik.press.gate.tally import QUICK, Tally

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
#: What begins so is no public page, and what of it readers need beside one.
OTHERS = ("/cms", "/static/", "/media/", "/~press/")
FILES = ("/static/", "/media/")


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
        self._files = files
        self._forward = forward
        self._hosts = frozenset(hosts)
        self._count = count
        self.tally = tally

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """WSGI. Nothing of a request takes part in a public answer but its path and its encodings."""
        began = perf_counter()
        found, path = None, environ["PATH_INFO"]
        if (
            environ["REQUEST_METHOD"] in ("GET", "HEAD")
            and environ.get("HTTP_HOST") in self._hosts
            and (path.isascii() or (path := _text(path)))
        ):
            if not path.startswith(OTHERS):
                found = self._answers.find(path)
            elif path.startswith(FILES):
                file = self._files.find(path, environ["QUERY_STRING"])
                if file is not None:
                    # No page: counted nowhere.
                    return self._sent(file, path, environ, start_response)
        if found is None:
            answer = self._forward(environ, start_response)
        else:
            answer = self._sent(found, path, environ, start_response)
        tally, took = self.tally, perf_counter() - began
        tally.seconds += took
        if took <= QUICK:
            tally.quick += 1
        else:
            tally.took(took)
        return answer

    def _sent(
        self, found: Ready, path: str, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        if found.counted:
            self._count(environ, path)
        # As it is at this moment: another thread may have it packed better in the next.
        forms = found.forms
        form = forms[chosen(environ.get("HTTP_ACCEPT_ENCODING", ""), forms)]
        asked = environ.get("HTTP_IF_NONE_MATCH")
        if asked is not None and found.status == "200 OK" and found.etag and matches(asked, found):
            self.tally.unchanged += 1
            start_response("304 Not Modified", form.unchanged)
            return []
        start_response(found.status, form.headers)
        return [form.body] if environ["REQUEST_METHOD"] == "GET" else []


def _text(path: str) -> str:
    """A path as WSGI gives it, its bytes read as UTF-8; "" where they are none."""
    try:
        return path.encode("latin-1").decode()
    except UnicodeError:
        return ""
