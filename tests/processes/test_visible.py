"""A node that is watched: its figures, its health, its log for machines, with real processes."""

from __future__ import annotations

import http.client
import json
import time
from contextlib import closing

import pytest

from tests.processes.nodes import HOST, Process, free_port
from tests.processes.test_press_process import story_path
from tests.unit.press.test_monitor import parsed

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
READINGS = 40
#: Far above what any of it takes.
SOON = 40.0


class Watched:
    """The far node, its log for machines, its operator's port open."""

    def __init__(self, site) -> None:
        self.node = site.far
        self.port = free_port()
        own = {"VESTNIK_LOG": "json", "VESTNIK_MONITOR": f"127.0.0.1:{self.port}"}
        self.worker = Process("worker", site.far.data, site.far.database, own=own)
        self.processes = (self.node, self.node.application, self.worker)
        self.node.kill()
        for one in self.processes:
            one.own = own
            one.log.unlink(missing_ok=True)
        self.node.start()
        self.worker.start()

    def ask(self, path: str) -> tuple[int, str]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as line:
            line.request("GET", path)
            answer = line.getresponse()
            return answer.status, answer.read().decode()

    def figures(self) -> dict[str, float]:
        return parsed(self.ask("/metrics")[1])

    def health(self) -> tuple[int, dict]:
        status, text = self.ask("/health/ready")
        return status, json.loads(text)

    def logged(self) -> list[dict]:
        """Every line that any of the processes wrote."""
        text = "".join(one.log.read_text() for one in self.processes)
        return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="module")
def watched(node_site):
    made = Watched(node_site)
    yield made
    made.worker.kill()


def soon(true, what):
    """Wait until something is so."""
    end = time.monotonic() + SOON
    while not true(found := what()):
        assert time.monotonic() < end, found
        time.sleep(0.2)
    return found


def test_what_readers_ask_for_is_counted_and_told(node_site, watched):
    story = node_site.draft()
    node_site.act("publish", story)
    path = story_path(node_site, story)
    node = watched.node
    tag = node.get(path)[1]["etag"]
    before = watched.figures()
    for _ in range(READINGS):
        assert node.get(path)[0] == 200
    assert node.get(path, **{"If-None-Match": tag})[0] == 304
    assert node.get("/cms/login/")[0] == 200

    now = watched.figures()

    def more(name: str) -> float:
        return now[name] - before[name]

    # A change in between may have made one of them be put together anew.
    memory = more('vestnik_requests_total{outcome="memory"}')
    assert memory + more('vestnik_requests_total{outcome="assembled"}') == READINGS + 1
    assert memory >= READINGS // 2
    assert more('vestnik_requests_total{outcome="passed"}') == 1
    assert more("vestnik_unchanged_total") == 1
    assert more("vestnik_answer_seconds_count") == READINGS + 2
    assert now["vestnik_log_age_seconds"] < 3
    # The application keeps what it has counted every few seconds.
    soon(lambda found: found["vestnik_prints_total"] >= 1, watched.figures)

    status = soon(
        lambda told: told["hour"]["requests"] >= READINGS and told["hour"]["hits"],
        lambda: json.loads(node.vestnik("press", "status", "--json").stdout),
    )
    # Before the application had started, requests got no answer: they count too.
    assert 0 < status["hour"]["hits"] < 1
    assert set(status["beats"]) == {"press", "worker"}


def test_the_operators_port_is_not_the_readers(watched):
    for path in ("/metrics", "/health/live", "/health/ready"):
        assert watched.node.get(path)[0] == 404


def test_a_node_says_what_is_away_and_stays_ready(watched):
    status, told = soon(lambda found: found[1]["worker"]["ok"], watched.health)
    assert status == 200
    assert [told[name]["ok"] for name in ("database", "application", "worker", "store")] == [
        True
    ] * 4
    watched.node.application.kill()
    status, told = soon(lambda found: not found[1]["application"]["ok"], watched.health)
    assert (status, told["ready"], told["database"]["ok"]) == (200, True, True)
    assert watched.figures()["vestnik_application_up"] == 0
    watched.node.application.start()
    soon(lambda found: found[1]["application"]["ok"], watched.health)
    assert watched.ask("/health/live")[0] == 200


def test_the_log_tells_requests_and_changes_to_machines(node_site, watched):
    with closing(http.client.HTTPConnection("127.0.0.1", watched.node.port, timeout=30)) as line:
        headers = {"Host": HOST, "Vestnik-Request": "guess", "X-Request-Id": "guess"}
        line.request("POST", "/cms/login/", b"username=x", headers)
        answer = line.getresponse()
        answer.read()
    request = answer.getheader("X-Request-Id")
    assert answer.status == 403
    of_it = soon(bool, lambda: [one for one in watched.logged() if one.get("request") == request])
    assert {one["process"] for one in of_it} == {"application"}
    assert any("CSRF" in one["message"] for one in of_it)

    watched.node.get("/")
    story = node_site.draft()
    node_site.act("publish", story)

    def followed() -> set[int]:
        """Changes that were marked on the node, and a surface right after each."""
        told = watched.logged()
        steps = [
            {change for one in told for change in one.get("changes", ()) if end in one["message"]}
            for end in ("Marked.", "is right.")
        ]
        return steps[0] & steps[1]

    soon(bool, followed)
    told = watched.logged()
    assert {one["process"] for one in told} >= {"press", "application"}
    assert all({"time", "level", "logger", "message", "pid"} <= one.keys() for one in told)
