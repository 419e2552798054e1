"""Owns a running Vestnik as its owner has it: the scripts in `bin`, real processes, HTTP."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from vestnik.config.env import SETTINGS

ROOT = Path(__file__).parents[2]

#: Seconds for a start, a stop, one command, one request. Far above what they take on a busy machine: they
#: only tell what is slow from what hangs.
START, STOP, COMMAND, REQUEST = 400.0, 60.0, 600.0, 60.0


class Broken(Exception):
    """Something is not as it must be; the text is one sentence."""


@dataclass
class Answer:
    """What came for one request."""

    status: int
    address: str
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Site:
    """One installation: its data folder, its port, and the run that serves it now."""

    data: Path
    port: int
    log: Path
    run: subprocess.Popen | None = None
    said: str = field(default="", repr=False)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def environ(self) -> dict[str, str]:
        """Nothing of this machine's settings or of a file `.env`: every other one is empty."""
        others = {
            name: text for name, text in os.environ.items() if not name.startswith("VESTNIK_")
        }
        ours = {setting.name: "" for setting in SETTINGS}
        ours |= {"VESTNIK_DATA": str(self.data), "VESTNIK_BIND": f"127.0.0.1:{self.port}"}
        return others | ours

    def start(self) -> float:
        """`bin/run` until it says that it is ready; returns the seconds."""
        began = time.monotonic()
        with self.log.open("wb") as log:
            self.run = subprocess.Popen(
                [ROOT / "bin" / "run"],
                env=self.environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        while "\nReady." not in self._read():
            if self.run.poll() is not None:
                raise Broken(f"bin/run ended with code {self.run.returncode}: {self.said.strip()}")
            if time.monotonic() - began > START:
                raise Broken(f"bin/run is not ready after {START:.0f} s: {self.said.strip()}")
            time.sleep(0.05)
        return time.monotonic() - began

    def named(self, what: str) -> str:
        """What the run printed after a word such as password; "" when it did not."""
        found = re.search(rf"^ +{what} +(\S+)", self.said, re.M)
        return found[1] if found else ""

    def interrupt(self) -> tuple[int, float]:
        """Ctrl-C; returns the exit code and the seconds."""
        began = time.monotonic()
        self.run.send_signal(signal.SIGINT)
        try:
            code = self.run.wait(STOP)
        except subprocess.TimeoutExpired:
            raise Broken(f"bin/run still runs {STOP:.0f} s after Ctrl-C.") from None
        self._read()
        return code, time.monotonic() - began

    def kill(self, *, whole: bool) -> float:
        """`kill -9` of the launcher, or of the whole family at once; seconds until all are gone."""
        began = time.monotonic()
        for number in self.processes() if whole else [self.run.pid]:
            os.kill(number, signal.SIGKILL)
        self.run.wait(STOP)
        # A process that ends loses its environment a moment before its sockets.
        while (left := self.processes()) or not self.port_is_free():
            if time.monotonic() - began > STOP:
                what = (
                    f"Processes {left} outlive" if left else f"Port {self.port} stays in use after"
                )
                raise Broken(f"{what} the kill by {STOP:.0f} s.")
            time.sleep(0.02)
        return time.monotonic() - began

    def end(self) -> None:
        """Leave nothing behind, whatever happened."""
        for number in self.processes():
            try:
                os.kill(number, signal.SIGKILL)
            except ProcessLookupError:
                continue
        if self.run is not None:
            self.run.wait()

    def processes(self) -> list[int]:
        """All living processes of this installation, also those that lost their parent."""
        mark = f"VESTNIK_DATA={self.data}\0".encode()
        found = []
        for folder in Path("/proc").iterdir():
            if not folder.name.isdigit():
                continue
            try:
                if mark in (folder / "environ").read_bytes() + b"\0":
                    found.append(int(folder.name))
            except OSError:
                continue  # it has just ended, or it is another user's
        return found

    def memory(self) -> dict[int, float]:
        """Megabytes of each process, shared pages shared out (PSS)."""
        return {
            number: int(re.search(r"^Pss: +(\d+)", _rollup(number), re.M)[1]) / 1024
            for number in self.processes()
        }

    def port_is_free(self) -> bool:
        with closing(socket.socket()) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", self.port))
            except OSError:
                return False
        return True

    def vestnik(self, *arguments: str | Path) -> subprocess.CompletedProcess:
        """Any command of `bin/vestnik` with this installation's settings."""
        return subprocess.run(
            [ROOT / "bin" / "vestnik", *arguments],
            env=self.environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=COMMAND,
            check=False,
        )

    def get(self, path: str, host: str = "localhost") -> Answer:
        """One request as a reader makes it: redirects followed, no proxy, no cookies."""
        try:
            with _READER.open(f"http://{host}:{self.port}{path}", timeout=REQUEST) as answer:
                return Answer(answer.status, answer.url, answer.read())
        except urllib.error.HTTPError as refused:
            with refused:
                return Answer(refused.code, refused.url, refused.read())
        except OSError as error:
            raise Broken(f"{path} does not answer: {error}.") from None

    def tables(self) -> dict[str, str]:
        """A fingerprint of every table, to see whether anything was written."""
        place = f"file:{self.data / 'vestnik.sqlite3'}?mode=ro"
        with closing(sqlite3.connect(place, uri=True)) as database:
            names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            return {name: _fingerprint(database, name) for (name,) in names.fetchall()}

    def _read(self) -> str:
        self.said = self.log.read_text()
        return self.said


def free_port() -> int:
    """A port that nothing uses at this moment."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        return server.getsockname()[1]


_READER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def _rollup(number: int) -> str:
    return Path(f"/proc/{number}/smaps_rollup").read_text()


def _fingerprint(database: sqlite3.Connection, table: str) -> str:
    rows = sorted(repr(row) for row in database.execute(f'SELECT * FROM "{table}"'))
    return sha256("\n".join(rows).encode()).hexdigest()
