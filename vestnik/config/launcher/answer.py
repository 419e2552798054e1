"""Owns asking the site whether it answers, without ever making the launcher wait for it."""

import socket
import time
from urllib.parse import urlsplit

from vestnik.config.env import Environment

#: Seconds between two attempts while nothing listens yet.
AGAIN_AFTER = 0.1


class Asking:
    """One request to the own site, repeated until the application answers.

    The press process says 502 or 503 while there is none.
    """

    def __init__(self, env: Environment) -> None:
        self._place = (_nearest(env.bind_host), env.bind_port)
        host = urlsplit(env.url).netloc
        self._request = f"HEAD / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()
        self._socket: socket.socket | None = None
        self._next = 0.0

    @property
    def pause(self) -> float:
        """Seconds after which it is worth asking `answered()` again at the latest."""
        return 5.0 if self._socket else AGAIN_AFTER

    @property
    def descriptors(self) -> tuple[int, ...]:
        """What becomes readable when an answer comes."""
        return (self._socket.fileno(),) if self._socket else ()

    def answered(self) -> bool:
        """Whether an answer has come; asks again when the last attempt came to nothing."""
        try:
            if self._socket is None:
                if time.monotonic() < self._next:
                    return False
                self._next = time.monotonic() + AGAIN_AFTER
                self._socket = socket.create_connection(self._place, timeout=1)
                self._socket.setblocking(False)
                self._socket.sendall(self._request)
            said = self._socket.recv(12)
            self._drop()
            return said.startswith(b"HTTP/") and not said.endswith((b" 502", b" 503"))
        except BlockingIOError:
            pass
        except OSError:
            self._drop()
        return False

    def _drop(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None


def _nearest(host: str) -> str:
    """The address by which this machine reaches a socket that listens on `host`."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
