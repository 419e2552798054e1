"""The application as the press process reaches it: a socket, kept connections, and a bounded number of both.

Every request to it carries a word that only the node's processes know; what begins with `/~press/` is never
passed on from outside.
"""

from __future__ import annotations

import http.client
import json
import logging
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from vestnik.kit import logs
from vestnik.kit.hashing import keyed_name
from vestnik.press.answering import Answer, whole
from vestnik.press.gate.tally import Places

logger = logging.getLogger("vestnik.press")
#: Addresses of the application that only the press process asks.
OWN = "/~press/"
#: Says that the press process asks.
WORD_HEADER = "Vestnik-Press"
#: Says which request of a reader it is asked for.
REQUEST_HEADER = "Vestnik-Request"
#: Seconds for an answer of the application to begin.
PATIENCE = 60.0
#: The same where others wait for what is due.
SHORT_PATIENCE = 5.0
#: Seconds that an application may take to start; then it is said that it does not answer.
START = 60.0
#: Kept connections, and questions asked at the same time.
MOST_KEPT, MOST_ASKED = 32, 48


class ApplicationAway(Exception):
    """The application does not answer."""


class TooMany(Exception):
    """As many as may ask the application are asking it."""


def word(secret: str) -> str:
    """The word of the node's processes, from the site's secret."""
    return keyed_name(secret.encode(), "press process")


class _Connection(http.client.HTTPConnection):
    """HTTP over a UNIX socket."""

    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=PATIENCE)
        self._path = str(path)

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


class Application:
    """The application of this node, which listens on a socket; `host` is the site's."""

    def __init__(self, path: Path, host: str, word: str) -> None:
        self.path, self.host, self.word = path, host, word
        self._kept: list[_Connection] = []
        self._away = self._heard = False
        self._began = time.monotonic()
        self.places = Places(MOST_ASKED)

    def note(self, error: Exception | None) -> None:
        """Log when the application goes away (the error by which it was noticed) and when it is back."""
        if error is not None and not self._away:
            logger.error("The application does not answer (%s); what is printed is shown.", error)
        if error is None and self._away:
            logger.warning("The application answers again.")
        self._away = error is not None
        self._heard = self._heard or error is None

    @property
    def is_here(self) -> bool:
        """Whether it answered when it was asked last."""
        return self._heard and not self._away

    @contextmanager
    def connection(self, *, again: bool, patience: float = PATIENCE) -> Iterator[_Connection]:
        """A connection; kept from an earlier request only where `again` allows it, since one that the
        other side has closed meanwhile is noticed by failing. Closed when the block fails.
        """
        line = None
        if again:
            with suppress(IndexError):
                line = self._kept.pop()
        line = line or _Connection(self.path)
        line.timeout = patience
        if line.sock is not None:
            line.sock.settimeout(patience)
        try:
            yield line
        except BaseException:
            line.close()
            raise

    def keep(self, line: _Connection) -> None:
        """Put a connection back whose answer was read to its end."""
        if len(self._kept) < MOST_KEPT and line.sock is not None:
            self._kept.append(line)
        else:
            line.close()

    def answer(self, path: str) -> Answer:
        """The application's own answer of a public path, right at this moment. Raises ApplicationAway
        and TooMany.
        """
        if not self.places.take():
            raise TooMany
        try:
            response, body = self._ask(f"{OWN}answer{quote(path, safe='/')}", PATIENCE)
        finally:
            self.places.give_back()
        told = response.getheader("Vestnik-Answer")
        if told is None:
            # It failed, and says so in its own words.
            kind = response.getheader("Content-Type", "text/plain")
            return whole(response.status, (("Content-Type", kind),), body)
        facts = json.loads(told)
        headers = tuple((name, value) for name, value in facts["headers"])
        return whole(
            facts["status"],
            headers,
            body,
            printed=True,
            stale=facts["stale"],
            invented=facts["invented"],
        )

    def settle(self) -> None:
        """Have done what is due. Raises ApplicationAway."""
        self._ask(f"{OWN}settle", SHORT_PATIENCE)

    def ask_after(self) -> None:
        """Find out whether it answers. While a node starts, that it does not yet is no news."""
        starting = not self._heard and time.monotonic() - self._began < START
        with suppress(ApplicationAway):
            self._ask(f"{OWN}headers", SHORT_PATIENCE, silently=starting)

    def _ask(
        self, target: str, patience: float, *, silently: bool = False
    ) -> tuple[http.client.HTTPResponse, bytes]:
        headers = {
            "Host": self.host,
            WORD_HEADER: self.word,
            REQUEST_HEADER: logs.request_id(),
        }
        for again in (True, False):
            try:
                with self.connection(again=again, patience=patience) as line:
                    line.request("GET", target, headers=headers)
                    response = line.getresponse()
                    body = response.read()
            except (OSError, http.client.HTTPException) as error:
                if again and kept_failed(error):
                    continue
                if not silently:
                    self.note(error)
                raise ApplicationAway(str(error)) from error
            self.note(None)
            self.keep(line)
            return response, body
        raise ApplicationAway("no connection")


def kept_failed(error: Exception) -> bool:
    """Whether a kept connection turned out to be closed: worth another try on a new one."""
    return isinstance(error, ConnectionError | http.client.BadStatusLine)
