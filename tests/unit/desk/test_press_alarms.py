"""The alarm about the press: each trouble is said to those who can do something, until it is over."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from tests.factories import newsroom
from tests.marks import keeps_prints
from vestnik.accounts.roles import Role
from vestnik.desk.pressroom import alarms
from vestnik.press import answers, figures, health

pytestmark = pytest.mark.django_db
WATCH = reverse("desk_watch")
ROOMY = health.Disk(free=500 * 1024 * health.MIB, total=1000 * 1024 * health.MIB)


@pytest.fixture(autouse=True)
def node(tmp_path, monkeypatch):
    """A node of its own on a disk with room, its processes running for a day; nothing is wrong."""
    monkeypatch.setattr(figures, "_folder", tmp_path)
    monkeypatch.setattr(figures, "_waiting", figures._Waiting())
    monkeypatch.setattr(figures, "_kept", float("-inf"))
    monkeypatch.setattr(figures, "_began", figures.time.time() - 86_000)
    monkeypatch.setattr(health, "disk_of", lambda data: ROOMY)
    figures.keep((health.WORKER, {}))
    figures.keep((health.PRESS, {"log_age": 0.1}))


def wrong() -> list[str]:
    return [one.name for one in alarms.troubles()]


def later(monkeypatch, seconds: float) -> None:
    """So long after this moment, though no process lived on."""
    now = datetime.now(UTC) + timedelta(seconds=seconds)
    monkeypatch.setattr(alarms.clock, "instant", lambda: now)


def test_nothing_is_said_while_all_is_well(site):
    assert wrong() == []


def test_a_worker_that_is_silent_for_a_minute_is_dead_until_it_speaks_again(site, monkeypatch):
    later(monkeypatch, 50)
    assert wrong() == []
    later(monkeypatch, 70)
    assert wrong() == ["worker"]
    figures.keep((health.WORKER, {}))
    later(monkeypatch, 30)
    assert wrong() == []


def test_after_a_night_in_which_all_were_silent_the_worker_has_time_to_start(site, monkeypatch):
    monkeypatch.setattr(figures, "_began", figures.time.time() + 30_000)
    later(monkeypatch, 30_010)
    assert wrong() == []
    later(monkeypatch, 30_100)
    assert wrong() == ["worker"]


def test_where_no_worker_ever_ran_none_is_missed(site, tmp_path):
    (tmp_path / figures.FILE).unlink()
    assert wrong() == []


@pytest.mark.parametrize(("age", "said"), [(9.0, []), (11.0, ["lag"])])
def test_readers_who_are_behind(site, age, said):
    figures.keep((health.PRESS, {"log_age": age}))
    assert wrong() == said


def test_a_press_that_never_reached_the_log_is_behind_since_its_start(site):
    figures.keep((health.PRESS, {"log_age": None}))
    assert wrong() == ["lag"]


@keeps_prints
def test_a_page_that_cannot_be_made_is_named_until_it_can_or_is_forgotten(site, monkeypatch):
    story = newsroom.live_story(site, "Материал с повреда")
    figures.failed(f"page:{story.address}", "TemplateSyntaxError")
    figures.keep()
    (trouble,) = alarms.troubles()
    assert trouble.name == "failure"
    assert "Материал с повреда" in trouble.text
    assert "TemplateSyntaxError" in trouble.text

    answers.answer(story.address)
    assert wrong() == []

    figures.failed("part:latest:bg", "KeyError")
    figures.keep()
    assert wrong() == ["failure"]
    later(monkeypatch, alarms.TOLD_FOR.total_seconds() + 1)
    assert "failure" not in wrong()


def test_of_many_pages_that_cannot_be_made_few_are_named(site):
    for number in range(30):
        figures.failed(f"page:/{number}/", "OSError")
    figures.keep()
    said = alarms.troubles()
    assert len(said) == alarms.MOST_NAMED + 1
    assert "27" in said[-1].text


def test_a_disk_almost_full(site, monkeypatch):
    monkeypatch.setattr(
        health, "disk_of", lambda data: health.Disk(300 * health.MIB, 20_000 * health.MIB)
    )
    (trouble,) = alarms.troubles()
    assert trouble.name == "disk"
    assert "300" in trouble.text


def test_a_store_that_cannot_be_used(site, monkeypatch):
    def fail(name: str) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(answers.store(), "fact", fail)
    assert wrong() == ["store"]


@pytest.mark.parametrize("role", list(Role))
def test_who_hears_it(people, monkeypatch, role):
    if role is Role.MODERATOR:
        pytest.skip("does not come in yet")
    later(monkeypatch, 100)
    told = people(role).get(WATCH).json()
    heard = role in (
        Role.EDITOR, Role.EDITOR_ON_DUTY, Role.CHIEF_EDITOR, Role.ADMINISTRATOR,
    )  # fmt: skip
    assert bool(told["trouble"]) is heard
    # The trouble, and where one sees more or whom to ask.
    assert len(told["troubles"]) == 2 * int(heard)
    if heard:
        may = role in (Role.CHIEF_EDITOR, Role.ADMINISTRATOR)
        assert told["troubles"][1]["url"] == (reverse("desk_press") if may else "")
    assert told["alarm"] == ""
