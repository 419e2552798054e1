"""The application with addresses that wait, compute and take uploads, as slow neighbours of printed pages."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

PREFIX = "/cms/neighbour/"
#: Seconds that a request waits, and computes.
WAIT, BURN = 2.0, 1.0
_site: Callable[..., Iterable[bytes]] | None = None


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The site, and the neighbours beside it."""
    global _site
    if _site is None:
        from vestnik.config.wsgi import application as site

        _site = site
    path = environ["PATH_INFO"]
    if not path.startswith(PREFIX):
        return _site(environ, start_response)
    body = {"wait": _wait, "burn": _burn, "upload": _upload}[path.removeprefix(PREFIX)](environ)
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]


def take_over() -> None:
    """As the application does when it is loaded."""
    from vestnik.config import wsgi

    wsgi.take_over()


def _wait(environ: dict[str, Any]) -> bytes:
    time.sleep(WAIT)
    return b"waited"


def _burn(environ: dict[str, Any]) -> bytes:
    end, total = time.perf_counter() + BURN, 0
    while time.perf_counter() < end:
        for number in range(1_000):
            total += number
    return b"burnt"


def _upload(environ: dict[str, Any]) -> bytes:
    total = 0
    while block := environ["wsgi.input"].read(65_536):
        total += len(block)
    return str(total).encode()


def main() -> None:
    """Serve behind the press process, as `vestnik web --behind-press` does."""
    from vestnik.config import env
    from vestnik.config.launcher import web

    web.APPLICATION = "benchmarks._neighbours"
    web.serve(env.load(), behind_press=True)


if __name__ == "__main__":
    main()
