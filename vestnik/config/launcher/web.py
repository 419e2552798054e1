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
from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings
from granian.log import LogLevels

from vestnik.config import press
from vestnik.config.env import Environment
from vestnik.config.launcher import family
from vestnik.config.press import SOCKET
from vestnik.kit import logs

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

#: Seconds that a request has to end after the server was told to stop.
STOP_TIMEOUT = 10


def serve(env: Environment, *, behind_press: bool) -> None:
    """Serve the application until SIGTERM or SIGINT; exits with 1 when it cannot start.

    Behind the press process it listens on a socket in the data folder, else where the site answers.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vestnik.config.settings")
    place: dict[str, Any] = {"address": env.bind_host, "port": env.bind_port}
    if behind_press:
        # One that was killed leaves its socket behind.
        (env.data / SOCKET).unlink(missing_ok=True)
        place = {"uds": env.data / SOCKET, "uds_permissions": 0o600}
    _granian(APPLICATION, THREADS, place, env.log).serve(
        target_loader=partial(load_application, os.getpid(), env.log, NICER if behind_press else 0),
        wrap_loader=False,
    )


def serve_press(env: Environment) -> None:
    """Serve the press process until SIGTERM or SIGINT."""
    place = {"address": env.bind_host, "port": env.bind_port}
    _granian("vestnik.config.press", PRESS_THREADS, place, env.log).serve(
        target_loader=partial(load_press, os.getpid(), env), wrap_loader=False
    )


def _granian(target: str, threads: int, place: dict[str, Any], log: str) -> Any:
    return Granian(
        target,
        **place,
        interface=Interfaces.WSGI,
        # One worker: with several, a connection waits for a busy one while others are idle.
        workers=1,
        blocking_threads=threads,
        runtime_threads=1,
        loop=Loops.asyncio,
        http=HTTPModes.http1,
        websockets=False,
        backlog=CONNECTIONS,
        backpressure=connection_limit(),
        http1_settings=HTTP1Settings(header_read_timeout=HEAD_TIMEOUT),
        log_level=LogLevels.error,
        log_dictconfig=logs.of_the_server(log),
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


def load_application(server: int, log: str, nicer: int, *_: object) -> Callable[..., Any]:
    """The WSGI application, loaded in the worker process that `server` forked."""
    _begin(server)
    logs.this_is("application", log)
    application = importlib.import_module(APPLICATION).application
    # Only now: while it is loading, nobody is answered the better for its waiting.
    os.nice(nicer)
    return _settled(application)


def load_press(server: int, env: Environment, *_: object) -> Callable[..., Any]:
    """The press process's WSGI application, made in the worker process that `server` forked."""
    _begin(server)
    # Here, since the server's own configuration of the log comes before.
    logs.this_is("press", env.log)
    logs.begin()
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
