"""Comparing what is kept with fresh renders: a wrong print is found, told, mended; a right one is not."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories import newsroom
from tests.marks import keeps_prints
from vestnik.kit import clock
from vestnik.press import status, surfaces, verifying
from vestnik.press.ahead import Ahead
from vestnik.press.answers import answer, follower, fresh_answer, store
from vestnik.stories.models import Edition

pytestmark = [
    pytest.mark.django_db,
    keeps_prints,
]


@pytest.fixture
def printed(site):
    story = newsroom.live_story(site, "Сверяваният материал")
    story.refresh_from_db()
    # The last one has it among the latest news.
    for path in ("/", story.address, "/nyama/"):
        answer(path)
    return story


def damage(name: str) -> None:
    with store().transaction() as db:
        db.execute(
            "UPDATE contents SET content = replace(content, 'Сверяваният', 'Сгрешеният')"
            " WHERE print_id = (SELECT id FROM prints WHERE name = ?)",
            [name],
        )


def test_right_prints_have_no_difference(printed):
    for name in store().names():
        assert verifying.verify(name) is None
    assert verifying.verify("page:/nobody-asked/") is None


@pytest.mark.parametrize("kind", ["page", "part"])
def test_a_wrong_print_is_told_and_mended(printed, kind):
    name = f"page:{printed.address}" if kind == "page" else f"part:card:{printed.pk}"
    damage(name)
    found = dict(verifying.verify_and_repair([name]))
    lines = "\n".join(found[name].lines())
    assert "Сгрешеният" in lines
    assert "Сверяваният" in lines
    assert answer(printed.address).body == fresh_answer(printed.address).body
    counted = verifying.so_far(store())
    assert (counted.checked, counted.wrong, counted.last_wrong) == (1, 1, name)


def test_a_print_known_to_be_stale_is_no_fault(printed):
    damage("page:/")
    Edition.objects.update(tagline="Нов подслов")
    assert verifying.verify("page:/") is None


def test_a_change_in_the_middle_is_no_fault(printed, monkeypatch):
    real = surfaces.render
    happened = []

    def render(name):
        if not happened:
            happened.append(name)
            # The snapshot of a test is the test's own: the change is seen by this very render.
            Edition.objects.update(name="Друг вестник")
        return real(name)

    monkeypatch.setattr("vestnik.press.verifying.surfaces.render", render)
    assert verifying.verify("page:/") is None
    assert happened


def test_the_worker_verifies_at_a_small_rate(printed, monkeypatch):
    monkeypatch.setattr("vestnik.press.ahead.VERIFY", 0.0)
    Ahead().turn()
    assert verifying.so_far(store()).checked == 1
    monkeypatch.setattr("vestnik.press.ahead.VERIFY", 3600.0)
    Ahead().turn()
    assert verifying.so_far(store()).checked == 1


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("press", *arguments, stdout=out)
    return out.getvalue()


def test_verify_says_what_was_wrong_and_ends_with_1(printed):
    assert "0 wrong" in told("verify", "--all")
    damage(f"page:{printed.address}")
    with pytest.raises(SystemExit) as ended:
        told("verify", "--all")
    assert ended.value.code == 1
    assert "0 wrong" in told("verify", "--sample", "3")
    with pytest.raises(CommandError, match="from 1"):
        told("verify", "--sample", "0")


def test_status_shows_the_state(printed):
    shown = told("status")
    for word in ("prints", "change log", "last contact", "verified", "slow"):
        assert word in shown
    figures = json.loads(told("status", "--json"))
    assert figures["surfaces"] == len(store().names())
    assert figures["behind"] == 0
    Edition.objects.update(tagline="Нов подслов")
    assert json.loads(told("status", "--json"))["behind"] == 1


def test_status_without_the_database(printed, monkeypatch):
    from django.db import OperationalError

    def fail(*_, **__):
        raise OperationalError("no connection")

    monkeypatch.setattr("vestnik.changes.log.LOG.later_than", fail)
    lines = "\n".join(status.in_lines(status.read(follower()), clock.instant()))
    assert "does not answer" in lines


def test_kill_takes_a_path_or_a_whole_address(printed):
    told("kill", f"https://news.example{printed.address}")
    assert answer(printed.address).status == 410
    assert "Сверяваният" not in answer("/").body.decode()
    assert printed.address in told("status")
    told("revive", printed.address)
    assert answer(printed.address).status == 200
    with pytest.raises(CommandError, match="no address"):
        told("kill", "svyat")
