"""Promise: no request, however odd, is stored, echoed, changes another reader's page, or stops the site.

Tens of thousands of requests as a stranger may send them over a socket: methods, forms of address, percent
codes, hosts, forwarding headers, lengths that contradict each other, pipelines, half requests, slow readers.
Each carries a word of its own, which no answer may hold; between them pages are compared byte for byte. Half of
them are followed by a plain request on the same connection, and said again to the server behind the fast path
alone: what both answer must be the same.
VESTNIK_BENCH_REQUESTS gives another number, VESTNIK_BENCH_SEED repeats a run.
"""

from __future__ import annotations

import os
import random
import re
import socket
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

from benchmarks import _wire
from benchmarks._report import Report
from tests.processes.nodes import HOST, Pressed
from vestnik.config.launcher.web import HEAD_TIMEOUT

REQUESTS = int(os.environ.get("VESTNIK_BENCH_REQUESTS", "20000"))
SEED = int(os.environ.get("VESTNIK_BENCH_SEED") or random.randrange(10**9))
#: Requests between two comparisons, and at the same time.
BATCH, AT_ONCE = 1_000, 8
SLOW = 200
#: Seconds after which a request that is not whole is given up.
PATIENCE = 2
METHODS = ["GET"] * 6 + "HEAD POST PUT DELETE OPTIONS TRACE CONNECT PATCH PROPFIND get BREW".split()
HOSTS = [HOST] * 6 + [
    HOST.upper(), f"{HOST}:80", f"{HOST}.", "evil.test", "", "[::1]", f"{HOST}@evil.test", "a b", "*",
    f"{HOST}:99999", f"{HOST}\t", "127.0.0.1",
]  # fmt: skip
ODD_BYTES = [
    "%00", "%ff%fe", "%2F", "%2e%2e/", "//", "/./", "/../", "%0d%0aSet-Cookie:%20a=b", "%c0%af", ";a=b",
    "%25%32%65", "%u0431", "\\", "?", "#", "%D1%84", "ф", "~press/", "%7epress/answer/",
]  # fmt: skip
#: A plain request, the last one of its connection.
LAST = f"GET /nyama/ HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode()


class Maker:
    """Makes odd requests by chance."""

    def __init__(self, chance: random.Random, paths: list[str]) -> None:
        self._chance, self._paths = chance, paths

    def request(self, word: str) -> bytes:
        """One request with its word, or something that only looks like one."""
        chance = self._chance
        method, host = chance.choice(METHODS), chance.choice(HOSTS)
        version = chance.choice(["HTTP/1.1"] * 40 + ["HTTP/1.0", "HTTP/3", ""])
        lines = [f"{method} {self._target(word)} {version}"]
        if host or chance.random() < 0.5:
            lines.append(f"Host: {host}")
        lines += chance.sample(self._headers(word), chance.randrange(4))
        if chance.random() < 0.1:
            lines += chance.sample(self._broken(word), chance.choice([1, 1, 2]))
        body = b""
        if method not in ("GET", "HEAD") or chance.random() < 0.05:
            body, more = self._body(word)
            lines += more
        follows = chance.random() < 0.5
        if not follows:
            lines.append("Connection: close")
        end = "\n" if chance.random() < 0.02 else "\r\n"
        head = end.join([*lines, "", ""]).encode("utf-8", "replace")
        if chance.random() < 0.03:
            at = chance.randrange(len(head))
            head = head[:at] + bytes([chance.randrange(256)]) + head[at + 1 :]
        whole = head + body
        if chance.random() < 0.05:
            whole *= 2
        return whole + LAST if follows else whole

    def _target(self, word: str) -> str:
        chance = self._chance
        path = chance.choice(
            [*self._paths, "/", "/nyama/", "/cms/", "/cms/login/", "/static/", "/media/"]
        )
        for _ in range(chance.choice([0, 0, 1, 1, 2, 5])):
            at = chance.randrange(1, len(path) + 1)
            path = path[:at] + chance.choice(ODD_BYTES) + path[at:]
        if chance.random() < 0.3:
            path += word
        if chance.random() < 0.4:
            name = chance.choice(["utm_source", "fbclid", "page", "format", "v", "", "a[]", "next"])
            path += f"?{name}={word}"
        if chance.random() < 0.1:
            path = (
                chance.choice([f"http://{HOST}", "http://evil.test", "https://evil.test:1"]) + path
            )
        if chance.random() < 0.02:
            path += "a" * chance.choice([3_000, 70_000])
        return path.replace(" ", "")

    def _headers(self, word: str) -> list[str]:
        return [
            f"Cookie: sessionid={word}; csrftoken={word}", f"X-Forwarded-Host: {word}.test",
            f"X-Forwarded-Proto: https, {word}", f"X-Forwarded-For: {word}", f"Forwarded: host={word}",
            f"X-Original-URL: /{word}", f"X-Rewrite-URL: /{word}", f"Vestnik-Press: {word}",
            f"Vestnik-Peer: {word}", f"Vestnik_Press: {word}", f"User-Agent: {word}", f"Referer: {word}",
            f"Accept-Language: {word}", "Accept-Encoding: br;q=9, *;q=x,,,", "Accept-Encoding: gzip",
            f"If-None-Match: W/\"{word}\", *", f"If-Modified-Since: {word}", "Range: bytes=0-1,5-",
            f"Connection: {word}, Host", "Upgrade: h2c", f"X-{word}: 1", "TE: trailers", "Max-Forwards: 0",
            f"Authorization: Basic {word}", "Content-Type: text/html", f"X-Letters: ф{word}",
        ]  # fmt: skip

    def _broken(self, word: str) -> list[str]:
        """Headers with which a request is not whole, or none at all."""
        return [
            "Transfer-Encoding: chunked", "Content-Length: 5", "Content-Length: -1", "Expect: 100-continue",
            f"X-Big: {word * 9_000}", f"X-Folded: a\r\n {word}", "X-Odd: \x01\x7f", f"Host: {word}.test",
        ]  # fmt: skip

    def _body(self, word: str) -> tuple[bytes, list[str]]:
        chance = self._chance
        text = (word * chance.randrange(1, 50)).encode()
        if chance.random() < 0.5:
            return text, [f"Content-Length: {len(text) + chance.choice([0] * 9 + [3, -3])}"]
        chunk = b"%x\r\n%s\r\n0\r\n\r\n" % (len(text), text)
        return chance.choice([chunk] * 8 + [chunk[:-5], b"zz\r\n" + chunk]), [
            "Transfer-Encoding: chunked"
        ]


def main() -> None:
    report = Report(f"{REQUESTS} odd requests, seed {SEED}")
    with _wire.node(1_000) as node:
        paths = ["/", "/nyama/", *_wire.story_paths(node, 8)]
        made = Maker(random.Random(SEED), paths)
        pages = [_pages(node, paths)]
        statuses: Counter[str] = Counter()
        echoed: list[str] = []
        others: list[str] = []
        differ = compared = 0
        server = _server_behind(node)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for begin in range(0, REQUESTS, BATCH):
                words = [f"zq{number:x}qz" for number in range(begin, begin + BATCH)]
                requests = [(word, made.request(word)) for word in words]
                sending = [
                    (word, asked, pool.submit(_both, node.port, server, asked))
                    for word, asked in requests
                ]
                for word, asked, answers in sending:
                    said, other = answers.result()
                    statuses[_status(said)] += 1
                    if _status(said) == "500":
                        print(f"    500: {asked[:300]!r}")
                    if word.encode() in _without_way(said):
                        echoed.append(repr(asked[:300]))
                    others += [other] if other else []
                    compared += asked.endswith(LAST)
                now = _pages(node, paths)
                differ += now != pages[0]
        print(f"    statuses: {dict(statuses.most_common())}")
        for one in echoed[:5]:
            print(f"    echoed: {one}")
        for one in others[:5]:
            print(f"    answered in another way: {one}")
        text = f"of {compared}, answered otherwise than by the server alone"
        report.figure(text, len(others), "", at_most=0)
        report.figure("answers that hold a word of their request", len(echoed), "", at_most=0)
        report.figure("comparisons that found another page", differ, "", at_most=0)
        report.figure("answers 500", statuses["500"], "", at_most=0)
        failures = _failures(node.log.read_text() + node.application.log.read_text())
        report.must(not failures, "nothing failed in the logs")
        for failure in failures:
            print(f"    {failure}")
        slow_clients(report, node, paths)
    report.close()


def send(port: int, asked: bytes) -> bytes:
    """What comes back until the connection is closed; of what never ends the beginning."""
    said = b""
    with (
        suppress(OSError),
        closing(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)) as line,
    ):
        line.sendall(asked)
        while (block := line.recv(65_536)) and len(said) < 2_000_000:
            said += block
    return said


def slow_clients(report: Report, node: Pressed, paths: list[str]) -> None:
    """Half requests are closed in time; who reads slowly gets the page; others do not notice."""
    asked = f"GET {paths[0]} HTTP/1.1\r\nHost: {HOST}\r\n".encode()
    halves = [socket.create_connection(("127.0.0.1", node.port)) for _ in range(SLOW)]
    slow = [socket.create_connection(("127.0.0.1", node.port)) for _ in range(SLOW)]
    for half in halves:
        half.sendall(asked)
    for reader in slow:
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        reader.sendall(asked + b"Connection: close\r\n\r\n")
    took = []
    for _ in range(200):
        began = time.perf_counter()
        assert _wire.fetch(node.port, paths[0])[0] == 200
        took.append((time.perf_counter() - began) * 1000)
    report.figure("beside slow readers and half requests: p99", sorted(took)[197], "ms", at_most=50)
    whole = len(_wire.fetch(node.port, paths[0], **{"Accept-Encoding": "identity"})[2])
    with ThreadPoolExecutor(10) as pool:
        # All at once: the kernel gives up a closed connection of which nothing is taken for some seconds.
        got = set(pool.map(_slowly, slow[:10]))
    report.must(got == {whole}, "slow readers get the whole page")
    end = time.monotonic() + HEAD_TIMEOUT / 1000 + 5
    for half in halves:
        half.settimeout(max(0.1, end - time.monotonic()))
    closed = sum(_closes(half) for half in halves)
    report.must(closed == SLOW, f"half requests are closed in time ({closed} of {SLOW})")
    for one in (*halves, *slow):
        one.close()


def _slowly(reader: socket.socket) -> int:
    """The bytes of a page that comes at last."""
    said = b""
    reader.settimeout(60)
    with suppress(TimeoutError):
        while block := reader.recv(512):
            said += block
    return len(said.partition(b"\r\n\r\n")[2])


def _closes(line: socket.socket) -> bool:
    try:
        while line.recv(4096):
            pass
    except TimeoutError:
        return False
    except OSError:
        pass
    return True


def _failures(log: str) -> set[str]:
    """The last line of each traceback."""
    found, inside = set(), False
    for line in log.splitlines():
        if line.startswith("Traceback"):
            inside = True
        elif inside and not line.startswith(" "):
            found.add(line[:300])
            inside = False
    return found


def _pages(node: Pressed, paths: list[str]) -> list[tuple[int, bytes]]:
    found = [_wire.fetch(node.port, path, **{"Accept-Encoding": "identity"}) for path in paths]
    return [(status, body) for status, _, body in found]


def _status(said: bytes) -> str:
    parts = said.split(b" ", 2)
    return parts[1].decode("latin-1") if len(parts) > 2 and said.startswith(b"HTTP/") else "none"


def _without_way(said: bytes) -> bytes:
    """An answer without where it leads, now or after signing in: an address may be led on with its own
    parameters.
    """
    without = re.sub(rb"(?im)^location:.*$", b"", said)
    return re.sub(rb'<input type="hidden" name="next" value="[^"<>]*"', b"", without)


def _both(port: int, server: int, asked: bytes) -> tuple[bytes, str]:
    """What comes back, and how the server alone answers where that is different."""
    said = send(port, asked)
    return said, _other_answer(port, server, asked) if asked.endswith(LAST) else ""


def _other_answer(port: int, server: int, asked: bytes) -> str:
    """Both answers, where they differ; between two of them a page may have been packed better."""
    for _ in range(3):
        said, alone = send(port, asked), send(server, asked)
        if _is_same(said, alone):
            return ""
    return f"{asked[:300]!r}\n      {said[:900]!r}\n      {alone[:900]!r}"


def _is_same(said: bytes, alone: bytes) -> bool:
    """Whether two answers, or rows of them, are the same but for who made them and when."""
    if b"x-request-id" in said.lower() or b"x-request-id" in alone.lower():
        # Of the application, which answers twice alike only by chance.
        return True
    return _told(said) == _told(alone)


def _told(said: bytes) -> list[bytes]:
    # How much of a head has come decides which of the two is said first.
    said = said.lower().replace(b" 414 uri too long", b" 431 request header fields too large")
    lines = said.split(b"\r\n")
    return sorted(
        one for one in lines if not one.startswith((b"date:", b"server:", b"connection:"))
    )


def _server_behind(node: Pressed) -> int:
    """The port on which the press process's server listens for the fast path."""
    assert node.process is not None
    tree = [node.process.pid]
    for pid in tree:
        tree += map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
    links = [link for pid in tree for link in Path(f"/proc/{pid}/fd").iterdir()]
    held = {os.readlink(link) for link in links}
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _, local, _, state, *rest = line.split()
        port = int(local.partition(":")[2], 16)
        if state == "0A" and f"socket:[{rest[5]}]" in held and port != node.port:
            return port
    raise LookupError("Nothing listens behind the fast path.")


if __name__ == "__main__":
    main()
