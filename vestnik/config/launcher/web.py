"""Owns how application and press process are served: Granian, with every limit that matters set here."""

import gc
import importlib
import os
import resource
import signal
from collections.abc import Callable
from functools import partial
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces, Loops, SSLProtocols
from granian.http import HTTP1Settings, HTTP2Settings
from granian.log import LogLevels

from vestnik.config import press
from vestnik.config.env import Environment
from vestnik.config.launcher import family
from vestnik.config.press import SOCKET

APPLICATION = "vestnik.config.wsgi"

#: Requests that the application answers at the same time; the others wait.
THREADS = 16
#: The same of the press process: more than may wait for the application in all,
#: so that some are always free for what is printed. A waiting thread costs nearly nothing.
PRESS_THREADS = 1_280
#: How much the application gives way to the press process on a machine that has too much to do.
NICER = 10

#: Open connections, idle ones too. At Granian's own default 1 100 silent clients stop a site.
CONNECTIONS = 16_384

#: Descriptors for everything that is not a client: files, database, sockets of the server.
SPARE_DESCRIPTORS = 512

#: Milliseconds for the head of a request; also what closes an idle kept connection.
HEAD_TIMEOUT = 10_000

#: Bytes of the head of a request; of a whole connection's state on the way out.
MOST_HEAD = 65_536

#: Requests at the same time in one connection of HTTP/2.
STREAMS = 100

#: Seconds that a request has to end after the server was told to stop.
STOP_TIMEOUT = 10


def serve(env: Environment, *, behind_press: bool) -> None:
    """Serve the application until SIGTERM or SIGINT; exits with 1 when it cannot start.

    Behind the press process it listens on a socket in the data folder, else where the site answers.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vestnik.config.settings")
    place = _public(env)
    if behind_press:
        # One that was killed leaves its socket behind.
        (env.data / SOCKET).unlink(missing_ok=True)
        place = {"uds": env.data / SOCKET, "uds_permissions": 0o600, "http": HTTPModes.http1}
    _granian(APPLICATION, THREADS, place).serve(
        target_loader=partial(load_application, os.getpid(), NICER if behind_press else 0),
        wrap_loader=False,
    )


def serve_press(env: Environment) -> None:
    """Serve the press process until SIGTERM or SIGINT."""
    _granian("vestnik.config.press", PRESS_THREADS, _public(env)).serve(
        target_loader=partial(load_press, os.getpid(), env), wrap_loader=False
    )


def _public(env: Environment) -> dict[str, Any]:
    """Where the site answers. HTTP/2 comes with TLS: browsers speak it in no other way."""
    place: dict[str, Any] = {"address": env.bind_host, "port": env.bind_port}
    if env.tls is None:
        return place | {"http": HTTPModes.http1}
    cert, key = env.tls
    return place | {
        "http": HTTPModes.auto,
        "ssl_cert": cert,
        "ssl_key": key,
        "ssl_protocol_min": SSLProtocols.tls12,
    }


def _granian(target: str, threads: int, place: dict[str, Any]) -> Any:
    return Granian(
        target,
        **place,
        interface=Interfaces.WSGI,
        # One worker: with several, a connection waits for a busy one while others are idle.
        workers=1,
        blocking_threads=threads,
        runtime_threads=1,
        loop=Loops.asyncio,
        websockets=False,
        backlog=CONNECTIONS,
        backpressure=connection_limit(),
        http1_settings=HTTP1Settings(header_read_timeout=HEAD_TIMEOUT, max_buffer_size=MOST_HEAD),
        http2_settings=HTTP2Settings(
            max_concurrent_streams=STREAMS,
            max_headers_size=MOST_HEAD,
            keep_alive_interval=HEAD_TIMEOUT,
        ),
        log_level=LogLevels.error,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_TIMEOUT,
    )


def connection_limit() -> int:
    """Raise the limit of open files; the number of connections that it leaves room for."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + SPARE_DESCRIPTORS
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    room = CONNECTIONS if soft == resource.RLIM_INFINITY else soft - SPARE_DESCRIPTORS
    return max(64, min(CONNECTIONS, room))


def load_application(server: int, nicer: int, *_: object) -> Callable[..., Any]:
    """The WSGI application, loaded in the worker process that `server` forked."""
    _begin(server)
    application = importlib.import_module(APPLICATION).application
    # Only now: while it is loading, nobody is answered the better for its waiting.
    os.nice(nicer)
    return _settled(application)


def load_press(server: int, env: Environment, *_: object) -> Callable[..., Any]:
    """The press process's WSGI application, made in the worker process that `server` forked."""
    _begin(server)
    return _settled(press.build(env))


def _begin(server: int) -> None:
    # The fork inherits the server's handler, which would swallow a stop while this is loading.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    family.die_with(server)


def _settled(application: Callable[..., Any]) -> Callable[..., Any]:
    # What is loaded now lives for ever: no full collection need look at it again.
    gc.collect()
    gc.freeze()
    return application
