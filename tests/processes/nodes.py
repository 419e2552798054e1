"""Nodes of a site as real processes: press, application and worker on one database."""

from __future__ import annotations

import http.client
import itertools
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOST = "site.test"
#: Far above what a start takes.
START = 60.0


def environment(data: Path, database: str, port: int = 8000) -> dict[str, str]:
    """The settings of one node; all nodes of a site share database, address and secret."""
    others = {name: text for name, text in os.environ.items() if not name.startswith("VESTNIK_")}
    return others | {
        "DJANGO_SETTINGS_MODULE": "vestnik.config.settings",
        "DATABASE_URL": database,
        "VESTNIK_DATA": str(data),
        "VESTNIK_URL": f"http://{HOST}",
        "VESTNIK_BIND": f"127.0.0.1:{port}",
        "VESTNIK_SECRET": "one secret for all nodes of this site, and of this test",
        "PYTHONPATH": os.pathsep.join([str(ROOT), *others.get("PYTHONPATH", "").split(os.pathsep)]),
    }


#: Ports that the kernel gives to no outgoing connection, so that a node finds its own free again when it comes
#: back; each process of the tests begins somewhere else and gives none twice.
_PORTS = itertools.cycle(range(12_000, 32_000))
for _ in range(os.getpid() * 199 % 20_000):
    next(_PORTS)


def free_port() -> int:
    """A port that nothing uses at this moment."""
    for port in _PORTS:
        with suppress(OSError), closing(socket.create_server(("127.0.0.1", port))):
            return port
    raise AssertionError("unreachable")


def _until_gone(group: int) -> None:
    """Wait until no process of a killed group holds its port any more."""
    end = time.monotonic() + 10
    with suppress(ProcessLookupError):
        while time.monotonic() < end:
            os.killpg(group, 0)
            time.sleep(0.01)


@dataclass
class Process:
    """One command of Vestnik, running until it is stopped."""

    command: str
    data: Path
    database: str
    port: int = field(default_factory=free_port)
    process: subprocess.Popen | None = None
    #: Settings that this node has beside those of all nodes, or instead of them.
    own: dict[str, str] = field(default_factory=dict)

    @property
    def log(self) -> Path:
        """What the process wrote."""
        return self.data / f"{self.command.split()[0]}.log"

    def start(self) -> None:
        """Start the command, in a group of its own."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "vestnik", *self.command.split()],
                cwd=ROOT,
                env=environment(self.data, self.database, self.port) | self.own,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                process_group=0,
            )

    def signal(self, number: int) -> None:
        """Send a signal to the process and all its children."""
        assert self.process is not None
        os.killpg(self.process.pid, number)

    def kill(self) -> None:
        """`kill -9` of the whole group."""
        if self.process is not None:
            self.signal(signal.SIGKILL)
            self.process.wait(20)
            _until_gone(self.process.pid)
            self.process = None

    def vestnik(self, *arguments: str) -> subprocess.CompletedProcess:
        """Another command with this node's settings."""
        return subprocess.run(
            [sys.executable, "-m", "vestnik", *arguments],
            cwd=ROOT,
            env=environment(self.data, self.database, self.port) | self.own,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


class Web(Process):
    """A node that answers readers."""

    def start(self) -> None:
        """Start it, and wait for its first answer."""
        super().start()
        self.await_answer()

    def await_answer(self) -> None:
        """Wait until the application of the node answers."""
        end = time.monotonic() + START
        while True:
            try:
                # A press process says 502 or 503 until then; under another name than HOST it is 400.
                if self.get("/nyama/")[0] < 500:
                    return
            except OSError:
                pass
            assert time.monotonic() < end, self.log.read_text()
            time.sleep(0.05)

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """One request of a reader: status, headers by small letters, body; redirects are not followed."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as line:
            line.request("GET", path, headers={"Host": HOST} | headers)
            answer = line.getresponse()
            names = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, names, answer.read()

    def all(self, paths: list[str]) -> dict[str, list]:
        """Status and fingerprint of each path, as the newsroom's `fresh` gives them."""
        answers = {path: self.get(path) for path in paths}
        return {
            path: [status, sha256(body).hexdigest()] for path, (status, _, body) in answers.items()
        }


class Pressed(Web):
    """A node whose printed pages a press process answers; the application listens behind it."""

    def __init__(self, data: Path, database: str) -> None:
        super().__init__("press", data, database)
        self.application = Process("web --behind-press", data, database, self.port)

    def start(self) -> None:
        """Start both, and wait for the application's first answer."""
        self.application.start()
        super().start()

    def signal(self, number: int) -> None:
        """Send a signal to both."""
        super().signal(number)
        if self.application.process is not None:
            self.application.signal(number)

    def kill(self) -> None:
        """`kill -9` of both."""
        self.application.kill()
        if self.process is not None:
            self.kill_press()

    def kill_press(self) -> None:
        """`kill -9` of the press process alone."""
        Process.signal(self, signal.SIGKILL)
        assert self.process is not None
        self.process.wait(20)
        _until_gone(self.process.pid)
        self.process = None

    def start_press(self) -> None:
        """Start the press process again."""
        Process.start(self)
        self.await_answer()
