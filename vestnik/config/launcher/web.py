"""Owns how the application is served: Granian, with every limit that matters set here."""

import gc
import importlib
import os
import resource
import signal
from collections.abc import Callable
from functools import partial
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings
from granian.log import LogLevels

from vestnik.config.env import Environment
from vestnik.config.launcher import family

APPLICATION = "vestnik.config.wsgi"

#: Requests answered at the same time; the others wait.
THREADS = 16

#: Open connections, idle ones too. At Granian's own default 1 100 silent clients stop a site.
CONNECTIONS = 16_384

#: Descriptors for everything that is not a client: files, database, sockets of the server.
SPARE_DESCRIPTORS = 512

#: Milliseconds for the head of a request; also what closes an idle kept connection.
HEAD_TIMEOUT = 10_000

#: Seconds that a request has to end after the server was told to stop.
STOP_TIMEOUT = 10


def serve(env: Environment) -> None:
    """Answer requests until SIGTERM or SIGINT; exits with 1 when the application cannot start."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vestnik.config.settings")
    connections = connection_limit()
    loader: Callable[..., Callable[..., Any]] = partial(load_application, os.getpid())
    Granian(
        APPLICATION,
        address=env.bind_host,
        port=env.bind_port,
        interface=Interfaces.WSGI,
        # One worker: with several, a connection waits for a busy one while others are idle.
        workers=1,
        blocking_threads=THREADS,
        runtime_threads=1,
        loop=Loops.asyncio,
        http=HTTPModes.http1,
        websockets=False,
        backlog=CONNECTIONS,
        backpressure=connections,
        http1_settings=HTTP1Settings(header_read_timeout=HEAD_TIMEOUT),
        log_level=LogLevels.error,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_TIMEOUT,
    ).serve(target_loader=loader, wrap_loader=False)


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


def load_application(server: int) -> Callable[..., Any]:
    """The WSGI application, loaded in the worker process that `server` forked."""
    # The fork inherits the server's handler, which would swallow a stop while this is loading.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    family.die_with(server)
    application: Callable[..., Any] = importlib.import_module(APPLICATION).application
    # What is loaded now lives for ever: no full collection need look at it again.
    gc.collect()
    gc.freeze()
    return application
