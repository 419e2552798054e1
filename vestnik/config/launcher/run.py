"""Owns `vestnik run`: checks the ground, sets up, starts the processes, tends and stops them."""

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
from vestnik.config.launcher.answer import Asking
from vestnik.kit import logs

#: Exit codes with which `vestnik setup` refuses: a database that does not answer, or one that a
#: newer release wrote.
SETUP_REFUSED = (2, 3)

REFUSED = 2
FAILED = 1


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
    """Wakes the launcher when a child ends or somebody asks to stop; remembers the latter."""

    def __init__(self) -> None:
        self.stopping = False
        self.reader, writer = os.pipe()
        os.set_blocking(self.reader, False)
        os.set_blocking(writer, False)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for asked in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(asked, self._asked_to_stop)

    def _asked_to_stop(self, number: int, frame: FrameType | None) -> None:
        if self.stopping:
            # Asked twice: whoever asks does not want to wait. The children die with us.
            os._exit(128 + number)
        self.stopping = True

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
    claim = ground.only_run(env.data)
    ground.free_ports(env)
    try:
        prepared = set_up(claim, bell)
    except Stopped:
        return 0
    if isinstance(prepared, int):
        return prepared
    greet(prepared)
    children = [
        child.Child("press", ("press",), claim),
        child.Child("application", ("web", "--behind-press"), claim),
        child.Child("worker", ("worker",), claim),
    ]
    asking: Asking | None = Asking(env)
    while not bell.stopping:
        for each in children:
            each.tend()
        if asking is not None and asking.answered():
            asking = None
            say_where(env)
        now = time.monotonic()
        pauses = [max(0.0, each.due - now) for each in children if each.due is not None]
        if asking is not None:
            pauses.append(asking.pause)
        bell.wait(min(pauses, default=None), *(asking.descriptors if asking else ()))
    print("Stopping.", flush=True)
    gently = [each.stop() for each in reversed(children)]
    return 0 if all(gently) else FAILED


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
