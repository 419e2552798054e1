"""The port of the node's operator, never the readers': figures for Prometheus, and whether the node is well."""

from __future__ import annotations

import json
import logging
import socket
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any
from urllib.parse import urlsplit

from vestnik.press import figures
from vestnik.press.gate import metrics
from vestnik.press.gate.state import Parts

logger = logging.getLogger("vestnik.press")
#: Seconds for which a silent client is borne with.
PATIENCE = 5.0
Answer = tuple[int, str, str]


def answer(parts: Parts, path: str) -> Answer:
    """Status, kind and text at one of the addresses."""
    if path == "/health/live":
        return 200, "application/json", '{"live": true}\n'
    if path == "/health/ready":
        state = parts.state(figures.read())
        kind, text = "application/json", json.dumps(state.as_json()) + "\n"
        return (200 if state.is_ready else 503), kind, text
    if path == "/metrics":
        told = figures.read()
        return 200, metrics.CONTENT_TYPE, metrics.text(parts.tally, parts.state(told), told)
    return 404, "text/plain", "Here are /metrics, /health/live and /health/ready.\n"


class _Handler(BaseHTTPRequestHandler):
    timeout = PATIENCE
    server_version, sys_version = "vestnik", ""
    parts: Parts

    def do_GET(self) -> None:
        try:
            status, kind, text = answer(self.parts, urlsplit(self.path).path)
        except Exception:
            logger.exception("The node's state could not be told.")
            status, kind, text = 500, "text/plain", "The state could not be told.\n"
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    do_HEAD = do_GET

    def log_message(self, *_: object) -> None:
        """Nobody wants to read that he was asked every few seconds."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, place: tuple[str, int], handler: Callable[..., Any]) -> None:
        self.address_family = socket.AF_INET6 if ":" in place[0] else socket.AF_INET
        super().__init__(place, handler)

    def server_bind(self) -> None:
        # Not HTTPServer's, which asks the network for the machine's name.
        TCPServer.server_bind(self)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no error."""


def serve(parts: Parts, place: tuple[str, int]) -> _Server | None:
    """Answer at this address and port until the process ends; None when nothing can listen there."""
    try:
        server = _Server(place, type("Handler", (_Handler,), {"parts": parts}))
    except OSError as error:
        logger.error("Nothing can listen at %s port %s (%s).", *place, error)
        return None
    threading.Thread(target=server.serve_forever, name="monitor", daemon=True).start()
    return server
