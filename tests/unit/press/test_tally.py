"""What the press process counts of its requests, and how it gets into the node's figures."""

from __future__ import annotations

import sqlite3
import time
from types import SimpleNamespace

import pytest

from vestnik.press import figures
from vestnik.press.answering import whole
from vestnik.press.gate import pulse
from vestnik.press.gate.ready import ready
from vestnik.press.gate.server import Gate
from vestnik.press.gate.state import Parts
from vestnik.press.gate.tally import BOUNDS, Places, Tally

PAGE = ready(whole(200, (("Content-Type", "text/html"),), b"body"), [])


def gate(tally: Tally, find=lambda path: PAGE, forward=lambda environ, start: [b""]) -> Gate:
    files = SimpleNamespace(find=lambda path, query: None)
    return Gate(
        SimpleNamespace(
            find=lambda path, flight: find(path),
            # As the real ones: what is not theirs is never found.
            moment=lambda: (),
            in_memory=lambda path, moment: find(path) if path == "/" else None,
        ),
        files,
        forward,
        {"h"},
        lambda environ: False,
        lambda path: None,
        tally,
    )


def ask(to: Gate, **environ: str) -> str:
    said = []
    asked = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "HTTP_HOST": "h"} | environ
    to(asked, lambda status, headers: said.append(status))
    return said[0] if said else ""


def test_each_answer_is_counted_with_its_time():
    tally = Tally()
    assert ask(gate(tally)) == "200 OK"
    assert ask(gate(tally), HTTP_IF_NONE_MATCH=f'"{PAGE.etag}"') == "304 Not Modified"
    assert (tally.unchanged, tally.times()) == (1, [2] + [0] * len(BOUNDS))
    assert 0 < tally.seconds < 2 * BOUNDS[0]

    def slow(environ, start):
        time.sleep(0.03)
        return []

    ask(gate(tally, forward=slow), PATH_INFO="/cms/")
    assert tally.times() == [2, 0, 0, 1, 0, 0, 0, 0]
    assert 0.03 <= tally.seconds < 0.1


def test_what_is_at_hand_is_answered_at_once_and_counted_the_same():
    tally = Tally()
    page = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "HTTP_HOST": "h"}
    status, _, body = gate(tally).from_memory(page)
    assert (status, body) == (200, b"body")
    assert gate(tally).from_memory(page | {"REQUEST_METHOD": "HEAD"})[2] == b""
    unchanged = gate(tally).from_memory(page | {"HTTP_IF_NONE_MATCH": f'"{PAGE.etag}"'})
    assert (unchanged[0], unchanged[2], tally.unchanged, tally.quick) == (304, b"", 1, 3)
    assert gate(tally, find=lambda path: None).from_memory(page) is None
    for other in (
        {"REQUEST_METHOD": "POST"},
        {"HTTP_HOST": "stranger"},
        {"PATH_INFO": "/cms/"},
        {"PATH_INFO": "/static/a.css"},
    ):
        assert gate(tally).from_memory(page | other) is None
    assert tally.quick == 3


@pytest.mark.parametrize(
    ("seconds", "place"), [(0.0011, 1), (0.005, 1), (0.0051, 2), (10.0, 6), (10.1, 7), (99.0, 7)]
)
def test_a_time_is_counted_under_the_first_bound_that_it_is_within(seconds, place):
    tally = Tally()
    tally.took(seconds)
    assert [number for number, count in enumerate(tally.times()) if count] == [place]


def test_places_are_never_more_than_there_are():
    places = Places(2)
    assert [places.take(), places.take(), places.take()] == [True, True, False]
    places.give_back()
    assert (places.taken, places.take()) == (1, True)


class Node:
    """What stands in for the answers of a node."""

    def __init__(self) -> None:
        self.looked = 0

    def look(self) -> None:
        self.looked += 1
        if self.looked in (2, 3):
            raise sqlite3.OperationalError("locked")

    def age(self) -> float:
        return self.looked / 2


def test_the_second_hand_looks_and_keeps_what_was_counted_since(tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(figures, "_folder", tmp_path)
    monkeypatch.setattr(figures, "_waiting", figures._Waiting())
    tally, node = Tally(), Node()
    asked = []
    application = SimpleNamespace(ask_after=lambda: asked.append(1))
    hand = pulse.Pulse(Parts(tmp_path, tally, node, None, application))
    tally.memory = 3
    for _ in range(pulse.KEEPING):
        hand.tick()
    assert caplog.text.count("cannot be used") == 1
    tally.memory, tally.busy = 10, 1
    hand.tick()

    told = figures.read(minutes=10)

    assert node.looked == pulse.KEEPING + 1
    assert told.ever == {"memory": 10, "busy": 1}
    assert [step["lag"] for step in told.steps.values()][-1] == (pulse.KEEPING + 1) / 2
    assert told.beats["press"].state == {"log_age": 3.0}
    assert len(asked) == 2
