"""The press's own page: for whom it is, what it says of a day, and that it says so when there is nothing."""

from __future__ import annotations

import re
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from tests.factories import newsroom
from tests.unit.desk.screens import is_refused, text_of
from vestnik.accounts.roles import Role
from vestnik.desk.pressroom import plots
from vestnik.press import answers, figures, health
from vestnik.press.store import Store

pytestmark = pytest.mark.django_db
PAGE = reverse("desk_press")
MAY = {Role.CHIEF_EDITOR, Role.ADMINISTRATOR}


@pytest.fixture(autouse=True)
def node(tmp_path, monkeypatch):
    """A node of its own that has counted nothing, on a disk with room."""
    monkeypatch.setattr(figures, "_folder", tmp_path)
    monkeypatch.setattr(figures, "_waiting", figures._Waiting())
    monkeypatch.setattr(figures, "_kept", float("-inf"))
    room = health.Disk(free=500 * 1024 * health.MIB, total=1000 * 1024 * health.MIB)
    monkeypatch.setattr(health, "disk_of", lambda data: room)


def said(client) -> str:
    answer = client.get(PAGE)
    assert answer.status_code == 200
    # Numbers are held together by blanks that do not break.
    return re.sub(r"\s+", " ", text_of(answer))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MODERATOR])
def test_it_is_for_who_answers_for_the_site(people, role):
    answer = people(role).get(PAGE)
    home = people(role).get(reverse("wagtailadmin_home")).content.decode()
    assert (answer.status_code == 200) is (role in MAY)
    assert is_refused(answer) is (role not in MAY)
    assert (PAGE in home) is (role in MAY)


def test_before_anything_was_counted_it_says_how_that_begins(people):
    shown = said(people(Role.CHIEF_EDITOR))
    assert "Още нищо не е преброено." in shown
    assert "На тази машина не работи печатница" in shown
    assert "През последното денонощие на тази машина не е работил помощен процес." in shown
    assert "Още нищо не е сверено" in shown


def test_a_day_in_figures(people, site, tmp_path):
    newsroom.live_story(site, "Бавният материал")
    answers.answer("/")
    figures.keep()
    (tmp_path / figures.FILE).unlink()
    figures.count_all({"memory": 1800, "assembled": 180, "printed": 15, "busy": 5, "passed": 100})
    figures.count_all({"prints": 16, "milliseconds": 400.0, "failures": 1, "lag": 2.5})
    figures.failed("page:/", "KeyError")
    figures.keep((health.WORKER, {}))
    figures.keep((health.PRESS, {"log_age": 0.2}))
    answers.store().kill("/zatvoren/", 0)

    shown = said(people(Role.ADMINISTRATOR))

    for words in (
        "2 100 заявки, най-много 420 в минута",
        "5 останаха без отговор",
        "99 % от страниците даде сама печатницата",
        "най-много 2,5 с",
        "направени 16 страници и части, средно за 25 мс; 2 не се получиха",
        "Печатницата отговаря на читателите от",
        "Публикуваното стига до читателите веднага.",
        "Помощният процес работи от",
        "KeyError",
        "/zatvoren/",
        "Страница не може да се направи",
    ):
        assert words in shown, words
    html = people(Role.ADMINISTRATOR).get(PAGE).content.decode()
    assert html.count('<svg viewBox="0 0 288 60"') == 4
    # In the last place, as high as the plot; and of a hundred twentieth, that one in two thousand is lost.
    assert 'd="M287 60v-60h1V60z"' in html
    assert 'class="pressroom-columns pressroom-columns--bad" d="M287 60v-1h1V60z"' in html
    assert " style=" not in html.partition('<div class="pressroom">')[2].partition("</main>")[0]


def test_what_verification_found(people, monkeypatch):
    told = '{"checked": %d, "wrong": %d, "last": "2026-01-02T03:04:05+00:00", "last_wrong": "page:/a/"}'
    answers.store().set_fact("verification", told % (1200, 0))
    chief = people(Role.CHIEF_EDITOR)
    assert (
        "Сверени са 1 200 страници, последно в 2 януари 2026 г., 05:04 ч.: всичко беше вярно."
        in said(chief)
    )
    answers.store().set_fact("verification", told % (1200, 2))
    assert "2 не бяха верни и са направени отново, последната беше /a/." in said(chief)


def test_a_store_that_cannot_be_used_is_said_and_does_not_cost_the_page(people, monkeypatch):
    chief = people(Role.CHIEF_EDITOR)

    def fail(store: Store) -> sqlite3.Connection:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(Store, "connection", fail)
    assert "Хранилището с отпечатаните страници не може да се ползва" in said(chief)


def test_the_steps_of_a_day_lie_in_their_places():
    now = datetime(2026, 3, 1, 12, 3, 7, tzinfo=UTC)
    last = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
    steps = {
        last: {"n": 4.0},
        last - timedelta(minutes=5): {"n": 1.0},
        last - timedelta(minutes=5 * 287): {"n": 2.0},
        last - timedelta(minutes=5 * 288): {"n": 100.0},
    }
    drawn = plots.series(steps, now, lambda step: step.get("n"))
    assert drawn.path == "M0 60v-30h1V60zM286 60v-15h1V60zM287 60v-60h1V60z"
    assert drawn.line == "M0 30h1M286 45h1L287 0h1"
    assert drawn.highest == (287, 4.0)
    assert plots.first_step(now) == last - timedelta(minutes=5 * 287)


def test_a_plot_of_nothing_is_empty():
    drawn = plots.series({}, datetime(2026, 3, 1, tzinfo=UTC), lambda step: 1.0)
    assert (drawn.path, drawn.line, drawn.highest) == ("", "", None)
