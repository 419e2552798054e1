"""The application and the worker count what they print, and tell at once what they cannot."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError

from tests.factories import newsroom
from tests.marks import keeps_prints
from vestnik.press import answers, figures, status, surfaces
from vestnik.press.answers import answer
from vestnik.press.gate.application import WORD_HEADER, word

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def node(tmp_path, monkeypatch):
    """Figures of its own."""
    monkeypatch.setattr(figures, "_folder", tmp_path)
    monkeypatch.setattr(figures, "_waiting", figures._Waiting())
    monkeypatch.setattr(figures, "_kept", float("-inf"))


def told() -> figures.Told:
    figures.keep()
    return figures.read(minutes=10)


def test_what_was_counted_is_kept_though_nothing_more_is_printed(site, client, monkeypatch):
    answer("/")
    figures.keep()
    monkeypatch.setattr(figures, "_kept", figures.time.monotonic() - figures.PAUSE)
    figures.count("prints", 1000)
    told_of_node = {WORD_HEADER: word(settings.SECRET_KEY)}
    assert client.get("/~press/headers", headers=told_of_node).status_code == 200
    assert figures.read().ever["prints"] > 1000


def fail(error: Exception):
    def failing(*_: object) -> None:
        raise error

    return failing


@keeps_prints
def test_prints_their_time_and_the_changes_marked_are_counted(site):
    # The first look of a store begins at the log's end.
    answer("/")
    story = newsroom.live_story(site)
    answer(story.address)
    ever = told().ever
    assert ever["prints"] >= 2
    assert ever["milliseconds"] > 0
    assert ever["marked"] >= 1
    answer(story.address)
    assert told().ever["prints"] == ever["prints"]


def test_a_page_that_cannot_be_printed_is_told_at_once_and_by_name(site, monkeypatch):
    monkeypatch.setattr(surfaces, "render_page", fail(RuntimeError("secret of a row")))
    with pytest.raises(RuntimeError):
        answer("/")
    # Not kept by this test: it must be there for others to see.
    found = figures.read().failures
    assert [(one.name, one.why) for one in found] == [("page:/", "RuntimeError")]


def test_a_database_that_is_away_is_no_fault_of_a_page(site, monkeypatch):
    monkeypatch.setattr(surfaces, "render_page", fail(OperationalError("no connection")))
    with pytest.raises((OperationalError, answers.CannotAnswer)):
        answers._Answering("/", answers.follower().look()).answer()
    assert told().failures == []


def test_status_tells_what_the_node_did_in_the_last_hour(site, capsys):
    figures.count_all({"memory": 90, "assembled": 5, "printed": 4, "busy": 1, "passed": 50})
    figures.count_all({"prints": 4, "milliseconds": 100.0, "failures": 2, "lag": 1.25})
    figures.keep(("worker", {}))
    call_command("press", "status")
    shown = capsys.readouterr().out
    for line in (
        "150 requests, 95.00% of pages by the press alone, 1 unanswered",
        "4, 25 ms each, 2 failed",
        "1.25 s at most",
        "worker        alive 0 s ago",
    ):
        assert line in shown


def test_of_no_requests_no_rate_is_told():
    assert status.Hour.of([]).hits is None
    assert status.Hour.of([{"passed": 3}]).hits is None
