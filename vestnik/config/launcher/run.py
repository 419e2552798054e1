"""Owns `vestnik run`: checks the ground, sets up, starts the processes, tends, exchanges and stops them."""

import json
import os
import select
import signal
import subprocess
import time
from dataclasses import dataclass
from types import FrameType

from vestnik import __version__
from vestnik.config.env import SETTINGS, Environment
from vestnik.config.launcher import child, ground
from vestnik.kit import logs

#: Exit codes with which `vestnik setup` refuses: a database that does not answer, or one that a
#: newer release wrote.
SETUP_REFUSED = (2, 3)

REFUSED = 2
FAILED = 1

RENEWED = "The new release is at work."
NOT_RENEWED = "The new release could not be put in; what worked before goes on."


@dataclass(frozen=True)
class Prepared:
    """What `vestnik setup --for-run` printed: one JSON object with these names.

    User and one-time password are those of a user made just now, else None; `demo_loaded` is the
    number of demo stories loaded just now; `state` is "new" or "kept".
    """

    newsroom_user: str | None
    password: str | None
    demo_loaded: int
    state: str


class Stopped(Exception):
    """Somebody asked to stop while Vestnik was still being set up."""


class Bell:
    """Wakes the launcher when a child ends or somebody asks for something; remembers the latter."""

    def __init__(self) -> None:
        self.stopping = False
        self.renewing = False
        self.reader, writer = os.pipe()
        os.set_blocking(self.reader, False)
        os.set_blocking(writer, False)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for asked in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(asked, self._asked_to_stop)
        signal.signal(signal.SIGUSR1, self._asked_to_renew)

    def _asked_to_stop(self, number: int, frame: FrameType | None) -> None:
        if self.stopping:
            # Asked twice: whoever asks does not want to wait. The children die with us.
            os._exit(128 + number)
        self.stopping = True

    def _asked_to_renew(self, number: int, frame: FrameType | None) -> None:
        self.renewing = True

    def wait(self, seconds: float | None, *others: int) -> None:
        """Sleep until a signal comes, one of the descriptors can be read, or time is over."""
        ready, _, _ = select.select([self.reader, *others], [], [], seconds)
        if self.reader in ready:
            os.read(self.reader, 4096)


def run(env: Environment) -> int:
    """Serve until somebody asks to stop; returns the exit code. Raises `SettingRefused`."""
    bell = Bell()
    ground.writable_folder(env.data)
    ground.readable_look(env.look)
    ground.usable_tls(env.tls)
    claim = ground.only_run(env.data)
    ground.free_ports(env)
    try:
        prepared = set_up(claim, bell)
    except Stopped:
        return 0
    if isinstance(prepared, int):
        return prepared
    greet(prepared)
    with ground.listening(env.bind_host, env.bind_port, ground.CONNECTIONS) as listener:
        return tend(env, claim, bell, listener.fileno())


def tend(env: Environment, claim: int, bell: Bell, listener: int) -> int:
    """Keep the processes at work until somebody asks to stop; returns the exit code.

    The launcher holds the socket on which the site answers: while a press process is started again, or
    exchanged for one of a new release, readers wait a moment and nobody is refused.
    """
    application = child.Child("application", ("web", "--behind-press"), claim, tells=True)
    worker = child.Child("worker", ("worker",), claim)
    press = child.Child(
        "press", ("press", f"{child.LISTENER}={listener}"), claim, others=(listener,), tells=True
    )
    children = [press, application, worker]
    said = False
    renewing: list[child.Child] = []
    while not bell.stopping:
        for each in children:
            each.tend()
        # Each is asked each time: what it said must be read, or nobody would sleep any more.
        up = [each.is_up() for each in children]
        if all(up) and not said:
            said = True
            say_where(env)
        if bell.renewing and not renewing:
            bell.renewing = False
            # The application first: it alone can print.
            renewing = [application, press, worker] if new_release(claim, bell) else []
        if renewing and (done := renewing[0].exchange()) is not None:
            renewing = renewing[1:] if done else []
            if not renewing:
                print(RENEWED if done else NOT_RENEWED, flush=True)
            continue
        now = time.monotonic()
        pauses = [max(0.0, each.due - now) for each in children if each.due is not None]
        bell.wait(min(pauses, default=None), *(fd for each in children for fd in each.descriptors))
    print("Stopping.", flush=True)
    gently = [each.stop() for each in reversed(children)]
    return 0 if all(gently) else FAILED


def new_release(claim: int, bell: Bell) -> bool:
    """Set up with the release that is installed now; whether its processes can be started."""
    print("Putting in the release that is installed now.", flush=True)
    try:
        prepared = set_up(claim, bell)
    except Stopped:
        return False
    if isinstance(prepared, int):
        print(NOT_RENEWED, flush=True)
        return False
    return True


def set_up(claim: int, bell: Bell) -> Prepared | int:
    """Migrate and load first data in a child that ends; what it said, or the exit code to end with.

    Raises `Stopped`. What goes wrong, the child itself says on the standard error.
    """
    process = child.start("setup", "--for-run", claim=claim, output=subprocess.PIPE)
    assert process.stdout is not None
    said = b""
    while True:
        bell.wait(None, process.stdout.fileno())
        if bell.stopping:
            child.stop(process)
            raise Stopped
        if select.select([process.stdout], [], [], 0)[0]:
            piece = os.read(process.stdout.fileno(), 65536)
            said += piece
            if not piece:
                break
    code = process.wait()
    if code:
        return REFUSED if code in SETUP_REFUSED else FAILED
    return Prepared(**json.loads(said.decode().strip().splitlines()[-1]))


def greet(prepared: Prepared) -> None:
    """Say what was found or made; the password at once, for it is never shown again."""
    demo = f", {prepared.demo_loaded} demo stories loaded" if prepared.demo_loaded else ""
    site = "a new site" if prepared.state == "new" else "the site as it was"
    print(f"Vestnik {__version__}: {site}{demo}", flush=True)
    if prepared.password is not None:
        print(f"  user       {prepared.newsroom_user}")
        print(f"  password   {prepared.password}   (shown only now; write it down)", flush=True)


def say_where(env: Environment) -> None:
    """Print the addresses: the site answers."""
    print(f"  site       {env.url}/")
    print(f"  newsroom   {env.url}/cms/")
    print("Ready. Ctrl-C stops it.", flush=True)


def say_unknown_settings() -> None:
    """Name variables that look like ours and are not: most likely misspelt."""
    known = {setting.name for setting in SETTINGS}
    for name in sorted(os.environ):
        if name.startswith("VESTNIK_") and name not in known:
            logs.say(f"{name} is no setting of Vestnik and is ignored.")
