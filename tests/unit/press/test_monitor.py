"""The operator's port: what Prometheus reads is well formed, and the node says whether it is well."""

from __future__ import annotations

import http.client
import json
import re
import socket
import sqlite3
from contextlib import closing
from types import SimpleNamespace

import pytest

from vestnik.press import figures
from vestnik.press import health as well
from vestnik.press.gate import monitor
from vestnik.press.gate.state import Parts
from vestnik.press.gate.tally import BOUNDS, OUTCOMES, Places, Tally

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
SAMPLE = re.compile(
    rf'({NAME})(\{{{NAME}="(?:[^"\\\n]|\\["\\n])*"(?:,{NAME}="(?:[^"\\\n]|\\["\\n])*")*\}})? (\S+)'
)
KINDS = {"counter", "gauge", "histogram"}


def parsed(text: str) -> dict[str, float]:
    """The samples of Prometheus' text format 0.0.4, read as strictly as it is written down."""
    assert text.endswith("\n")
    found: dict[str, float] = {}
    named: set[str] = set()
    family = kind = ""
    lines = iter(text.splitlines())
    for line in lines:
        if line.startswith("# HELP "):
            family = line.split(" ")[2]
            assert re.fullmatch(NAME, family)
            assert family not in named, "A family is told once, in one piece."
            named.add(family)
            told = next(lines).split(" ")
            assert told[:3] == ["#", "TYPE", family]
            kind = told[3]
            assert kind in KINDS
            continue
        sample = SAMPLE.fullmatch(line)
        assert sample, line
        ends = ("_bucket", "_sum", "_count") if kind == "histogram" else ("",)
        assert sample[1] in {family + end for end in ends}
        assert kind != "counter" or family.endswith("_total")
        name = sample[1] + (sample[2] or "")
        assert name not in found
        found[name] = float(sample[3])
    return found


class Store:
    """A store that can be used, or not."""

    def __init__(self, path) -> None:
        self.path, self.broken = path, False

    def connection(self) -> sqlite3.Connection:
        if self.broken:
            raise sqlite3.OperationalError("disk I/O error")
        db = sqlite3.connect(":memory:")
        db.execute("CREATE TABLE receipt_lines (name, ended)")
        db.execute("INSERT INTO receipt_lines VALUES ('page:/', NULL), ('page:/', NULL)")
        return SimpleNamespace(execute=lambda *a: closing_rows(db, *a))


def closing_rows(db, *asked):
    with closing(db):
        rows = db.execute(*asked).fetchall()
    return SimpleNamespace(fetchone=lambda: rows[0])


@pytest.fixture
def node(tmp_path, monkeypatch):
    """A node of which everything can be set."""
    monkeypatch.setattr(figures, "_folder", tmp_path)
    monkeypatch.setattr(figures, "_waiting", figures._Waiting())
    (tmp_path / "press.sqlite3").write_bytes(b"x" * 123)
    told = SimpleNamespace(
        store=Store(tmp_path / "press.sqlite3"), database=True, told=True, age=0.25
    )
    answers = SimpleNamespace(
        store=lambda: told.store,
        age=lambda: told.age,
        database_answers=lambda: told.database,
        is_told=lambda: told.told,
        shelf=SimpleNamespace(size=1000, most=5000),
        cuts=SimpleNamespace(size=2000),
    )
    told.application = SimpleNamespace(is_here=True, places=Places(48))
    told.tally = Tally()
    forward = SimpleNamespace(places=Places(48))
    told.parts = Parts(tmp_path, told.tally, answers, forward, told.application)
    return told


@pytest.fixture
def port(node):
    server = monitor.serve(node.parts, ("127.0.0.1", 0))
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def get(port: int, path: str, method: str = "GET") -> tuple[int, str, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as line:
        line.request(method, path)
        answer = line.getresponse()
        return answer.status, answer.getheader("Content-Type"), answer.read()


def ready(port: int) -> tuple[int, dict]:
    status, _, body = get(port, "/health/ready")
    return status, json.loads(body)


def test_prometheus_reads_every_figure(node, port):
    node.tally.memory, node.tally.busy, node.tally.quick, node.tally.seconds = 7, 2, 7, 0.5
    node.tally.took(0.3)
    figures.count_all({"prints": 3, "milliseconds": 250, "failures": 1, "marked": 4})
    figures.keep(("worker", {}))

    status, kind, body = get(port, "/metrics")
    found = parsed(body.decode())

    assert (status, kind) == (200, "text/plain; version=0.0.4; charset=utf-8")
    told = {name for name in found if name.startswith("vestnik_requests_total")}
    assert told == {f'vestnik_requests_total{{outcome="{name}"}}' for name in OUTCOMES}
    assert found['vestnik_requests_total{outcome="memory"}'] == 7
    buckets = [found[f'vestnik_answer_seconds_bucket{{le="{b}"}}'] for b in (*BOUNDS, "+Inf")]
    assert buckets == [7, 7, 7, 7, 8, 8, 8, 8]
    assert (found["vestnik_answer_seconds_count"], found["vestnik_answer_seconds_sum"]) == (8, 0.5)
    for name, value in {
        "vestnik_prints_total": 3, "vestnik_print_seconds_total": 0.25, "vestnik_store_bytes": 123,
        "vestnik_print_failures_total": 1, "vestnik_changes_marked_total": 4,
        "vestnik_waiting_surfaces": 1, "vestnik_log_age_seconds": 0.25, "vestnik_forwards": 0,
        'vestnik_kept_bytes{of="prints"}': 2000, "vestnik_database_up": 1, "vestnik_store_up": 1,
    }.items():  # fmt: skip
        assert found[name] == value, name
    assert found["vestnik_worker_silent_seconds"] < 5
    assert found["vestnik_disk_free_bytes"] > 0


def test_what_is_not_known_is_left_out(node, port):
    node.age = None
    found = parsed(get(port, "/metrics")[2].decode())
    assert "vestnik_log_age_seconds" not in found
    assert "vestnik_worker_silent_seconds" not in found


def test_a_node_that_can_answer_is_ready_whatever_else_is_away(node, port, monkeypatch):
    status, told = ready(port)
    assert (status, told["ready"], told["worker"]["ok"]) == (200, True, None)
    node.database, node.application.is_here = False, False
    monkeypatch.setattr(
        "vestnik.press.gate.state.disk_of", lambda data: well.Disk(free=1, total=10**12)
    )
    figures.keep(("worker", {}))
    monkeypatch.setattr(well, "DEAD_AFTER", -1e9)
    status, told = ready(port)
    assert (status, told["ready"]) == (200, True)
    assert {name: told[name]["ok"] for name in ("database", "application", "worker", "disk")} == {
        "database": False, "application": False, "worker": False, "disk": False,
    }  # fmt: skip


@pytest.mark.parametrize("what", ["told", "store"])
def test_a_node_that_cannot_answer_is_not_ready_but_lives(node, port, what):
    if what == "told":
        node.told = False
    else:
        node.store.broken = True
    status, told = ready(port)
    assert (status, told["ready"], told[what]["ok"]) == (503, False, False)
    assert get(port, "/health/live")[::2] == (200, b'{"live": true}\n')


def test_nothing_else_is_told_and_nobody_holds_it_up(port):
    assert get(port, "/")[0] == 404
    assert get(port, "/metrics", "POST")[0] == 501
    assert get(port, "/health/live", "HEAD")[::2] == (200, b"")
    with closing(socket.create_connection(("127.0.0.1", port))):
        assert get(port, "/health/live")[0] == 200


def test_a_port_in_use_costs_the_site_nothing(node, port):
    assert monitor.serve(node.parts, ("127.0.0.1", port)) is None


@pytest.mark.parametrize(
    ("free", "total", "full"),
    [
        (390, 8_000, True),
        (410, 8_000, False),
        # A large disk: some gigabytes are enough. A small one: five of a hundred are too few.
        (3_000, 200_000, False),
        (2_000, 200_000, True),
        (200, 3_000, True),
        (300, 3_000, False),
    ],
)
def test_when_a_disk_is_almost_full(free, total, full):
    assert well.Disk(free * well.MIB, total * well.MIB).is_almost_full is full
