"""The press process as one WSGI application: printed pages, and the way to the application."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from vestnik.press.gate.answers import Answers
from vestnik.press.gate.encoding import chosen
from vestnik.press.gate.files import Files
from vestnik.press.gate.forward import Forwarder
from vestnik.press.gate.ready import Ready, matches

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
    ) -> None:
        self._answers = answers
        self._files = files
        self._forward = forward
        self._hosts = frozenset(hosts)
        self._count = count

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """WSGI. Nothing of a request takes part in a public answer but its path and its encodings."""
        path = environ["PATH_INFO"]
        if (
            environ["REQUEST_METHOD"] not in ("GET", "HEAD")
            or environ.get("HTTP_HOST") not in self._hosts
        ):
            return self._forward(environ, start_response)
        if path.startswith(OTHERS):
            file = path.startswith(FILES) and self._files.find(path, environ["QUERY_STRING"])
            if not file:
                return self._forward(environ, start_response)
            return self._sent(file, path, environ, start_response)
        if not path.isascii():
            try:
                path = path.encode("latin-1").decode()
            except UnicodeError:
                return self._forward(environ, start_response)
        found = self._answers.find(path)
        if found is None:
            return self._forward(environ, start_response)
        return self._sent(found, path, environ, start_response)

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
            start_response("304 Not Modified", form.unchanged)
            return []
        start_response(found.status, form.headers)
        return [form.body] if environ["REQUEST_METHOD"] == "GET" else []
