"""A node under load beside nginx: both on one core, the load on another, with Debian's nginx and wrk."""

from __future__ import annotations

import gzip
import http.client
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks import _archives
from tests.processes.nodes import HOST, Pressed, Process, free_port

#: The core of the servers, and that of the load.
SERVERS, LOAD = 0, 1
CONNECTIONS = int(os.environ.get("VESTNIK_BENCH_CONNECTIONS", "64"))
SECONDS = int(os.environ.get("VESTNIK_BENCH_SECONDS", "5"))
ROUNDS = int(os.environ.get("VESTNIK_BENCH_ROUNDS", "3"))
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
ACCEPT = {"Accept-Encoding": "gzip"}
#: What nginx adds by itself, or makes of its own.
_OWN = {
    "content-length",
    "content-encoding",
    "content-type",
    "etag",
    "date",
    "server",
    "connection",
}


@dataclass(frozen=True)
class Load:
    """What wrk measured: requests a second, and milliseconds until an answer."""

    rate: float
    p50: float
    p99: float
    longest: float
    failed: int

    def __str__(self) -> str:
        times = f"p50 {self.p50:.2f} ms, p99 {self.p99:.2f} ms, longest {self.longest:.0f} ms"
        return f"{self.rate:,.0f}/s, {times}"


def install() -> None:
    """Ends the program with a sentence that says what is missing."""
    missing = [
        name for name, at in (("wrk", "wrk"), ("nginx-light", NGINX)) if not shutil.which(at)
    ]
    if missing:
        sys.exit(f"Please install these Debian packages first: {' '.join(missing)}")
    if len(os.sched_getaffinity(0)) < 2:
        sys.exit("Two cores are needed: one for the servers, one for the load.")


@contextmanager
def node(
    size: int, *, pinned: bool = True, application: type[Process] = Process, **own: str
) -> Iterator[Pressed]:
    """A node with a copy of an archive of so many stories: press, application and worker, `pinned` to one
    core while this process takes the other. `own`: settings of its press process.
    """
    archive = _archives.stories(size)
    with tempfile.TemporaryDirectory(dir=_archives.FOLDER) as folder:
        data = Path(folder) / "node"
        shutil.copytree(archive["VESTNIK_DATA"], data)
        database = f"sqlite://{data / 'vestnik.sqlite3'}"
        if pinned:
            os.sched_setaffinity(0, {SERVERS})
        pressed = Pressed(data, database)
        pressed.own |= own
        pressed.application = application("web --behind-press", data, database, pressed.port)
        worker = Process("worker", data, database, pressed.port)
        pressed.start()
        worker.start()
        if pinned:
            # What the benchmark itself does is load.
            os.sched_setaffinity(0, {LOAD})
        try:
            yield pressed
        finally:
            pressed.kill()
            worker.kill()


def story_paths(pressed: Pressed, count: int) -> list[str]:
    """The addresses of so many stories, the newest first."""
    import sqlite3

    with closing(sqlite3.connect(pressed.data / "vestnik.sqlite3")) as db:
        rows = db.execute(
            "SELECT path FROM stories_address WHERE state = 'live' AND subject LIKE 'story:%'"
            " ORDER BY id DESC LIMIT ?",
            [count],
        )
        return [row[0] for row in rows]


def fetch(port: int, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """One answer as a client that takes gzip gets it: status, headers by small letters, the body as it came."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as line:
        line.request("GET", path, headers={"Host": HOST, **ACCEPT, **headers})
        answer = line.getresponse()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()


def warm(pressed: Pressed, paths: list[str]) -> None:
    """Ask for each page until all are printed, known and packed well."""
    for _ in range(2):
        for path in paths:
            assert fetch(pressed.port, path)[0] == 200, path
    end = time.monotonic() + 60 + len(paths) * 0.2
    while not all(
        tag_of(pressed, path).endswith('-gzip"') for path in paths[:: max(1, len(paths) // 20)]
    ):
        assert time.monotonic() < end, "The pages are not packed."
        time.sleep(1)
    time.sleep(1)


def tag_of(pressed: Pressed, path: str) -> str:
    """The strong tag of a page in gzip."""
    return fetch(pressed.port, path)[1]["etag"]


@contextmanager
def nginx(pressed: Pressed, paths: list[str]) -> Iterator[int]:
    """nginx with the same pages as precompressed files, with the same headers; its port."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "html"
        # Read by nginx's own user.
        os.chmod(folder, 0o755)
        common: dict[str, str] = {}
        for path in paths:
            _, headers, body = fetch(pressed.port, path)
            place = root / path.strip("/")
            place.mkdir(parents=True, exist_ok=True)
            (place / "index.html").write_bytes(gzip.decompress(body))
            (place / "index.html.gz").write_bytes(body)
            common = {name: text for name, text in headers.items() if name not in _OWN}
        port = free_port()
        added = "\n".join(f'add_header {name} "{text}";' for name, text in common.items())
        (Path(folder) / "nginx.conf").write_text(
            f"""worker_processes 1; pid {folder}/pid; error_log {folder}/err; daemon off;
            events {{ worker_connections 8192; }}
            http {{ access_log off; sendfile on; tcp_nopush on; gzip_static on; charset utf-8;
              keepalive_requests 1000000000; open_file_cache max=20000; open_file_cache_valid 60s;
              types {{ text/html html; }}
              server {{ listen 127.0.0.1:{port}; root {root}; {added} }} }}"""
        )
        server = subprocess.Popen(
            ["taskset", "-c", str(SERVERS), NGINX, "-c", f"{folder}/nginx.conf"],
            stderr=subprocess.DEVNULL,
        )
        try:
            for _ in range(100):
                try:
                    assert fetch(port, paths[0])[0] == 200
                    break
                except OSError:
                    time.sleep(0.05)
            yield port
        finally:
            server.terminate()
            server.wait(10)


def load(port: int, paths: list[str], **headers: str) -> Load:
    """Load from a core of its own for some seconds: one page, or one after the other in rotation."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        lines = ["local paths = {", *(f'"{path}",' for path in paths), "}"]
        named = {"Host": HOST, **ACCEPT, **headers}
        for name, text in named.items():
            lines.append(f"wrk.headers[{_lua(name)}] = {_lua(text)}")
        # The requests are written once: making one takes longer than sending it.
        lines += [
            "local made, at = {}, 0",
            "function init() for i, path in ipairs(paths) do made[i] = wrk.format('GET', path) end end",
            "function request() at = at % #made + 1 return made[at] end",
            "function done(summary, latency)",
            "  io.write(string.format('FIGURES %f %f %f %f %d\\n', summary.requests / summary.duration * 1e6,",
            "    latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000,",
            "    summary.errors.connect + summary.errors.read + summary.errors.write",
            "    + summary.errors.status + summary.errors.timeout))",
            "end",
        ]
        script.write("\n".join(lines))
        script.flush()
        said = subprocess.run(
            ["taskset", "-c", str(LOAD), "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}",
             "-s", script.name, f"http://127.0.0.1:{port}/"],
            capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
    found = re.search(r"FIGURES (\S+) (\S+) (\S+) (\S+) (\d+)", said)
    assert found, said
    rate, p50, p99, longest, failed = map(float, found.groups())
    return Load(rate, p50, p99, longest, int(failed))


def pair(ours: int, theirs: int, paths: list[str], **headers: str) -> tuple[float, Load, Load]:
    """Ours between two runs of nginx, some rounds: the median ratio, and the median round of both."""
    rounds = []
    for _ in range(ROUNDS):
        before = load(theirs, paths, **headers)
        own = load(ours, paths, **headers)
        after = load(theirs, paths, **headers)
        rounds.append((own.rate * 2 / (before.rate + after.rate), own, after))
    rounds.sort(key=lambda one: one[0])
    ratio, own, after = rounds[len(rounds) // 2]
    return ratio, own, after


def worst(loads: list[Load]) -> float:
    """The p99 in the middle of some runs."""
    return median(one.p99 for one in loads)


def _lua(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
