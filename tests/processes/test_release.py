"""A new release put in under load: `vestnik renew` on a running site, without one failed request."""

from __future__ import annotations

import http.client
import itertools
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from tests.processes.nodes import HOST, ROOT, environment, free_port

pytestmark = pytest.mark.slow
STORIES = 40
#: Seconds that a start, or the exchange of all processes, may take on a busy machine.
LONG = 180
#: What the second release says in each page.
SECOND = '<meta name="release" content="second">'


class Running:
    """`vestnik run` of a release that lies in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.release = folder / "release"
        shutil.copytree(ROOT / "vestnik", self.release / "vestnik")
        self.data = folder / "data"
        self.data.mkdir()
        self.env = environment(self.data, f"sqlite://{self.data / 'vestnik.sqlite3'}", self.port)
        self.env["PYTHONPATH"] = str(self.release)
        self.said = folder / "said"

    def vestnik(self, *words: str) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "vestnik", *words],
            cwd=self.release, env=self.env, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr

    def start(self) -> None:
        with self.said.open("w") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "vestnik", "run"],
                cwd=self.release, env=self.env, stdin=subprocess.DEVNULL, stdout=said, stderr=said,
            )  # fmt: skip
        self.until("Ready.")

    def until(self, words: str) -> None:
        end = time.monotonic() + LONG
        while words not in self.said.read_text():
            assert time.monotonic() < end, self.said.read_text()
            time.sleep(0.1)

    def put_in_the_second_release(self) -> None:
        page = self.release / "vestnik/design/templates/stories/base.html"
        text = page.read_text()
        assert "<head>\n" in text
        page.write_text(text.replace("<head>\n", f"<head>\n{SECOND}\n", 1))
        self.vestnik("renew")

    def children(self) -> dict[str, int]:
        """Process numbers by command, of those that the launcher started."""
        found = {}
        for status in Path("/proc").glob("[0-9]*/status"):
            try:
                parent = re.search(r"^PPid:\t(\d+)", status.read_text(), re.MULTILINE)
                command = (status.parent / "cmdline").read_text().split("\0")
            except OSError:
                continue
            if parent and int(parent[1]) == self.process.pid:
                found[command[4]] = int(status.parent.name)
        return found


class Reader(threading.Thread):
    """Asks one address after the other until it is to stop, each on a connection of its own or a kept one."""

    def __init__(self, port: int, paths: list[str], *, kept: bool) -> None:
        super().__init__(daemon=True)
        self.port, self.paths, self.kept = port, paths, kept
        self.answers: Counter[int] = Counter()
        self.failed: list[str] = []
        self.done = threading.Event()
        self._line: http.client.HTTPConnection | None = None

    def run(self) -> None:
        try:
            self._read()
        finally:
            self._hang_up()

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    def _read(self) -> None:
        for path in itertools.cycle(self.paths):
            if self.done.is_set():
                return
            try:
                status, body = self._ask(path)
                self.answers[status] += 1
                if status != 200:
                    self.failed.append(f"{path}: {status} {body!r}")
            except (OSError, http.client.HTTPException) as error:
                self.failed.append(f"{path}: {error!r}")
                self._hang_up()
            time.sleep(0.002)

    def _ask(self, path: str) -> tuple[int, bytes]:
        if not self.kept:
            with closing(self._new()) as line:
                return self._answer(line, path)
        if self._line is not None:
            try:
                return self._answer(self._line, path)
            except (ConnectionError, http.client.RemoteDisconnected):
                # Closed before it was asked: every browser asks again then (RFC 9112, 9.3.1).
                self._hang_up()
        self._line = self._new()
        return self._answer(self._line, path)

    def _new(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    @staticmethod
    def _answer(line: http.client.HTTPConnection, path: str) -> tuple[int, bytes]:
        line.request("GET", path, headers={"Host": HOST})
        answer = line.getresponse()
        return answer.status, answer.read()[:200]


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """The data folder of a site with some stories, made once."""
    made = Running(tmp_path_factory.mktemp("archive"))
    made.vestnik("setup", "--no-demo")
    made.vestnik("generate", "--stories", str(STORIES))
    return made.data


@pytest.fixture
def site(tmp_path, archive):
    made = Running(tmp_path)
    shutil.copytree(archive, made.data, dirs_exist_ok=True)
    made.start()
    yield made
    made.process.send_signal(signal.SIGTERM)
    made.process.wait(60)


def page(site: Running, path: str) -> str:
    with closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)) as line:
        line.request("GET", path, headers={"Host": HOST})
        return line.getresponse().read().decode()


def test_a_new_release_costs_no_reader_his_answer(site):
    front = page(site, "/")
    stories = sorted(set(re.findall(r'href="(/20\d\d/[^"]+)"', front)))
    assert len(stories) > 10
    first = site.children()
    assert set(first) == {"press", "web", "worker"}
    readers = [
        *(Reader(site.port, ["/", *stories], kept=False) for _ in range(3)),
        *(Reader(site.port, [*stories, "/"], kept=True) for _ in range(2)),
        # What nobody prints goes through to the application.
        Reader(site.port, ["/cms/login/"], kept=False),
        Reader(site.port, ["/cms/login/"], kept=True),
    ]
    for reader in readers:
        reader.start()
    time.sleep(2)
    site.put_in_the_second_release()
    site.until("The new release is at work.")
    time.sleep(2)
    for reader in readers:
        reader.done.set()
        reader.join(60)
    asked = sum((reader.answers for reader in readers), Counter())
    print(asked)
    assert [one for reader in readers for one in reader.failed] == []
    assert asked[200] > 100
    old = {path: told for path in ("/", *stories) if SECOND not in (told := page(site, path))}
    assert old == {}
    second = site.children()
    assert set(second) == set(first)
    assert set(second.values()).isdisjoint(first.values())
    assert os.path.exists(site.env["VESTNIK_DATA"] + "/application.sock")


def test_a_release_that_does_not_start_leaves_the_old_one_at_work(site):
    first = site.children()
    (site.release / "vestnik/config/wsgi.py").write_text("raise SystemExit('broken')\n")
    site.vestnik("renew")
    site.until("what worked before goes on.")
    assert site.children() == first
    assert "/20" in page(site, "/")
