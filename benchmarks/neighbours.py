"""Promise: what the newsroom does beside them does not slow printed pages down.

Eight requests that wait, eight that compute and four uploads of 50 MB go through the press process to the
application while readers ask for printed pages, once on one core for both and once on a core each (which the
application then shares with the load). The uploads come in as fast as a good line brings them. Also: silent
connections, waiting requests, and what is said beyond their bound.
"""

from __future__ import annotations

import http.client
import os
import resource
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

from benchmarks import _archives, _wire
from benchmarks._neighbours import PREFIX
from benchmarks._report import Report
from tests.processes.nodes import HOST, Pressed, Process, environment
from vestnik.press.gate.forward import MOST

STORIES = 1_000
#: Bytes of an upload, and of a second of its line.
UPLOAD, LINE = 50_000_000, 12_500_000
SILENT, WAITING = 4_000, 32


class Neighbours(Process):
    """The application with its slow neighbours."""

    def start(self) -> None:
        """Start it behind the press process."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "benchmarks._neighbours"],
                cwd=_archives.ROOT, env=environment(self.data, self.database, self.port) | self.own,
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, process_group=0,
            )  # fmt: skip


def main() -> None:
    _wire.install()
    report = Report("Printed pages beside slow neighbours, 64 connections")
    with _wire.node(STORIES, application=Neighbours) as node:
        paths = _wire.story_paths(node, STORIES)
        _wire.warm(node, paths)
        say(report, "alone", 10, node, paths)
        for words, budget, core in (
            ("one core", 20, _wire.SERVERS),
            ("a core each", 10, _wire.LOAD),
        ):
            move(node.application, core)
            with neighbours(node, report, words):
                say(report, f"with neighbours, {words}", budget, node, paths)
        move(node.application, _wire.SERVERS)
        with silent(node.port):
            say(report, f"{SILENT} silent connections", 10, node, paths)
        with waiting(node, report):
            say(report, f"{WAITING} waiting requests", 10, node, paths)
    report.close()


def say(report: Report, name: str, budget: float, node: Pressed, paths: list[str]) -> None:
    """The p99 of printed pages, the median of some runs."""
    loads = [_wire.load(node.port, paths) for _ in range(_wire.ROUNDS)]
    report.figure(f"{name}: p99", _wire.worst(loads), "ms", at_most=budget)
    report.must(not any(one.failed for one in loads), f"{name}: no request failed")
    for one in loads:
        print(f"    {one}")


def move(process: Process, core: int) -> None:
    """Have a process, with all its children and threads, run on another core."""
    assert process.process is not None
    subprocess.run(
        ["sh", "-c", f"for p in $(pgrep -g {process.process.pid}); do taskset -apc {core} $p; done"],
        stdout=subprocess.DEVNULL, check=True,
    )  # fmt: skip


@contextmanager
def neighbours(node: Pressed, report: Report, words: str) -> Iterator[None]:
    """Eight that wait, eight that compute, four uploads, again and again."""
    stop, uploads = threading.Event(), []

    def again(do: Callable[[], object]) -> None:
        while not stop.is_set():
            do()

    def upload_once() -> None:
        began = time.monotonic()
        assert upload(node.port) == UPLOAD
        uploads.append(time.monotonic() - began)

    works = [
        *[lambda: ask(node.port, "wait")] * 8,
        *[lambda: ask(node.port, "burn")] * 8,
        *[upload_once] * 4,
    ]
    with ThreadPoolExecutor(len(works)) as pool:
        doing = [pool.submit(again, one) for one in works]
        time.sleep(1)
        yield
        stop.set()
        for one in doing:
            one.result()
    report.must(len(uploads) >= 4, f"with neighbours, {words}: the uploads finish ({len(uploads)})")
    if uploads:
        print(f"    an upload took {min(uploads):.1f} to {max(uploads):.1f} s")


def ask(port: int, what: str) -> int:
    """One request to a neighbour; its status."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=120)) as line:
        line.request("GET", PREFIX + what, headers={"Host": HOST})
        answer = line.getresponse()
        answer.read()
        return answer.status


def upload(port: int) -> int:
    """Send a large body at the speed of a good line; how much arrived."""
    block = bytes(65_536)
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=300)) as line:
        line.putrequest("POST", f"{PREFIX}upload", skip_host=True)
        line.putheader("Host", HOST)
        line.putheader("Content-Length", str(UPLOAD))
        line.endheaders()
        sent, began = 0, time.monotonic()
        while sent < UPLOAD:
            line.send(block[: min(len(block), UPLOAD - sent)])
            sent += min(len(block), UPLOAD - sent)
            time.sleep(max(0.0, began + sent / LINE - time.monotonic()))
        return int(line.getresponse().read())


@contextmanager
def silent(port: int) -> Iterator[None]:
    """Connections on which nothing is said, begun anew where they were closed."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, SILENT + 1_000), hard))
    lines = [socket.create_connection(("127.0.0.1", port)) for _ in range(SILENT)]
    yield
    for line in lines:
        line.close()


@contextmanager
def waiting(node: Pressed, report: Report) -> Iterator[None]:
    """Requests that wait for the application, begun anew when they end; and those beyond the bound."""
    stop = threading.Event()

    def again() -> None:
        while not stop.is_set():
            ask(node.port, "wait")

    with ThreadPoolExecutor(WAITING + MOST + 8) as pool:
        doing = [pool.submit(again) for _ in range(WAITING)]
        time.sleep(1)
        yield
        beyond = [pool.submit(ask, node.port, "wait") for _ in range(MOST)]
        said = [one.result() for one in beyond]
        stop.set()
        for one in doing:
            one.result()
    report.must(said.count(503) >= WAITING - 8, f"beyond the bound 503 ({said.count(503)})")


if __name__ == "__main__":
    os.environ.setdefault("VESTNIK_BENCH_SECONDS", "5")
    main()
