"""Owns how application and press process are served: Granian, with every limit that matters set here."""

import gc
import importlib
import os
import resource
import select
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from granian import Granian, _signals, net, wsgi
from granian._granian import WorkerSignal
from granian.constants import HTTPModes, Interfaces, Loops, SSLProtocols
from granian.http import HTTP1Settings, HTTP2Settings
from granian.log import LogLevels
from granian.server import mp

from vestnik.config import press
from vestnik.config.env import Environment
from vestnik.config.launcher import family, ground
from vestnik.config.launcher.child import say_ready
from vestnik.config.launcher.ground import CONNECTIONS
from vestnik.config.press import SOCKET
from vestnik.kit import logs, urgent
from vestnik.press.gate.fast.loop import FastPath
from vestnik.press.gate.offload import MOST_BODIES, Offloading, Threads

APPLICATION = "vestnik.config.wsgi"

#: Requests that the application answers at the same time; the others wait.
THREADS = 16
#: The same of the press process: threads that answer at once what is printed and wait for nothing but a
#: body (decision 0022), and those that may wait, more than may wait for the application in all.
PRESS_THREADS, WAITING_THREADS = 4 + MOST_BODIES, 1_280
#: Threads of the application that print what readers wait for, and do not give way.
URGENT_THREADS = 4
#: How much the rest of the application gives way to the press process on a machine that has too much to do.
NICER = 10

#: Seconds after which a thread that computes lets another one go on.
SWITCH = 0.001

#: Descriptors for everything that is not a client: files, database, sockets of the server.
SPARE_DESCRIPTORS = 512

#: Milliseconds for the head of a request; also what closes an idle kept connection.
HEAD_TIMEOUT = 10_000

#: Bytes of the head of a request; of a whole connection's state on the way out.
MOST_HEAD = 65_536

#: Requests at the same time in one connection of HTTP/2.
STREAMS = 100

#: New objects of the press process after which a part of them, more, and all are looked through (gc).
GARBAGE = (20_000, 20, 20)

#: Where Granian listens behind the fast path: for this machine alone.
LOOPBACK = "127.0.0.1"

#: Seconds that a request has to end after the server was told to stop.
STOP_TIMEOUT = 10


def serve(env: Environment, *, behind_press: bool) -> None:
    """Serve the application until SIGTERM or SIGINT; exits with 1 when it cannot start.

    Behind the press process it listens on a socket in the data folder, else where the site answers.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vestnik.config.settings")
    if not behind_press:
        load = partial(load_application, os.getpid(), env.log)
        _granian(APPLICATION, THREADS, _public(env), env.log).serve(
            target_loader=load, wrap_loader=False
        )
        return
    # It takes the place of an older one only when it is loaded.
    _remove_left(env.data)
    aside = env.data / f"{SOCKET}.{os.getpid()}"
    place = {"uds": aside, "uds_permissions": 0o600, "http": HTTPModes.http1}
    _granian(APPLICATION, THREADS, place, env.log).serve(
        target_loader=partial(load_behind_press, os.getpid(), env.log, aside, env.data / SOCKET),
        wrap_loader=False,
    )


def serve_press(env: Environment, listener: int | None = None) -> None:
    """Serve the press process until SIGTERM or SIGINT, on a socket that listens already if one is given.

    Where readers speak plain HTTP, the fast path takes their connections and hands over to Granian, which
    listens for it alone, what is not for itself.
    """
    public = None
    if env.tls is None and hasattr(select, "epoll"):
        public = (
            ground.listening(env.bind_host, env.bind_port, ground.CONNECTIONS)
            if listener is None
            else socket.socket(fileno=listener)
        )
        aside = ground.listening(LOOPBACK, 0, ground.CONNECTIONS)
        listener = aside.detach()
    _granian("vestnik.config.press", PRESS_THREADS, _public(env), env.log, listener).serve(
        target_loader=partial(load_press, os.getpid(), env, public, listener), wrap_loader=False
    )


def _remove_left(data: Path) -> None:
    """Sockets of applications that were killed."""
    for left in data.glob(f"{SOCKET}.*"):
        number = left.suffix[1:]
        if number.isdigit() and not Path(f"/proc/{number}").exists():
            left.unlink(missing_ok=True)


class _Listening(Granian):  # type: ignore[valid-type,misc]
    """Granian on a socket that it did not open (granian/server/common.py, `_init_shared_socket`)."""

    listener: int

    def _init_shared_socket(self) -> None:
        self._ssp = self._sso = None
        holder: Any = net.SocketHolder  # type: ignore[attr-defined]
        self._shd = holder(self.listener, False, CONNECTIONS)


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


def _granian(
    target: str, threads: int, place: dict[str, Any], log: str, listener: int | None = None
) -> Any:
    server: Any = (Granian if listener is None else _Listening)(
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
        log_dictconfig=logs.of_the_server(log),
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_TIMEOUT,
    )
    if listener is not None:
        os.set_blocking(listener, False)
        server.listener = listener
    return server


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


def load_application(server: int, log: str, *_: object) -> Callable[..., Any]:
    """The WSGI application, loaded in the worker process that `server` forked."""
    _begin(server)
    logs.this_is("application", log)
    application: Callable[..., Any] = importlib.import_module(APPLICATION).application
    _settled()
    return application


def load_behind_press(
    server: int, log: str, aside: Path, place: Path, *_: object
) -> Callable[..., Any]:
    """The same behind the press process: its socket, opened aside, is put in its place when it listens."""
    application = load_application(server, log)
    taking = partial(_take_place, aside, place)
    threading.Thread(target=taking, name="taking place", daemon=True).start()
    # Only now: while it is loading, nobody is answered the better for its waiting. What readers wait for is
    # printed in threads that were begun before.
    urgent.begin(URGENT_THREADS)
    os.nice(NICER)
    # One thread that computes holds up the others for so long; at Python's own 5 ms an upload beside eight
    # such threads took minutes.
    sys.setswitchinterval(SWITCH)
    return application


def _take_place(aside: Path, place: Path) -> None:
    # Granian listens only when this process serves: until then who calls is refused. The socket has gone from
    # where it was opened where Granian starts its process again.
    socket_path = aside if aside.exists() else place
    while not _listens(socket_path):
        time.sleep(0.01)
    with suppress(FileNotFoundError):
        aside.replace(place)
    # From here on what is missing is printed by this release.
    importlib.import_module(APPLICATION).take_over()
    say_ready()


def _listens(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        try:
            line.connect(str(path))
        except OSError:
            return False
    return True


def load_press(
    server: int, env: Environment, public: socket.socket | None, listener: int | None, *_: object
) -> Callable[..., Any]:
    """The press process's WSGI application, made in the worker process that `server` forked. Where readers
    come at `public`, the fast path serves it, and `listener` is Granian's.
    """
    _begin(server)
    # Here, since the server's own configuration of the log comes before.
    logs.this_is("press", env.log)
    logs.begin()
    application = press.build(env)
    _settled()
    # Each answer makes some objects, and hardly any of them refers to itself: looked for as often as Python
    # does by itself, after 700 of them, that holds everybody up several times a second.
    gc.set_threshold(*GARBAGE)
    # Or a thread that waits for the interpreter's lock lets five milliseconds pass each time.
    sys.setswitchinterval(SWITCH)
    # Granian calls what stands under this name when it has loaded the application (granian/server/mp.py,
    # `_spawn_wsgi_worker`).
    if not hasattr(mp, "_wsgi_call_wrap"):
        raise RuntimeError("This version of Granian is not the one that Vestnik's lock names.")
    threads = Threads(WAITING_THREADS)
    real = None
    if public is not None and listener is not None:
        # What Granian opens besides comes out of the same limit.
        most = connection_limit()
        with socket.socket(fileno=os.dup(listener)) as aside:
            fast = FastPath(public, aside.getsockname(), application, threads, most)
        real = fast.relays.peers.real
        _signals.set_sync_signals = partial(_stopped_after, fast)
        fast.start()
    mp._wsgi_call_wrap = partial(_offloaded, threads, real)
    say_ready()
    return application


def _offloaded(
    threads: Threads,
    real: Callable[[str], str] | None,
    application: Any,
    options: dict[str, Any],
    _log: object,
) -> Any:
    waiting = wsgi._callback_wrapper(application, options)
    return Offloading(application, waiting, threads, real)


def _stopped_after(fast: FastPath) -> WorkerSignal:
    """In the place of `granian._signals.set_sync_signals`: Granian stops when the fast path has given it the
    last connection.
    """
    event = WorkerSignal()
    set_handler: Any = _signals.set_main_signals
    set_handler(lambda *_: fast.stop(event.set))
    return event


def _begin(server: int) -> None:
    # The fork inherits the server's handler, which would swallow a stop while this is loading.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    family.die_with(server)


def _settled() -> None:
    # What is loaded now lives for ever: no full collection need look at it again.
    gc.collect()
    gc.freeze()
