"""When nothing new can be printed: old prints are shown without what was withdrawn, or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import OperationalError

from tests.factories import newsroom
from tests.marks import keeps_prints
from vestnik.changes import log
from vestnik.design import marks
from vestnik.kit import clock
from vestnik.press import answers, surfaces
from vestnik.press.answers import answer, fresh_answer, store
from vestnik.stories.actions.erase import erase
from vestnik.stories.actions.publish import publish
from vestnik.stories.actions.withdraw import bring_back, withdraw
from vestnik.stories.models import Edition, Story

pytestmark = [
    pytest.mark.django_db,
    keeps_prints,
]


@pytest.fixture
def chief(site):
    return newsroom.chief()


@pytest.fixture
def two(site, chief):
    """Two live stories in one section, printed with the pages that list them."""
    first = newsroom.live_story(site, "Водата в язовира", by=chief, section=site.economy)
    second = newsroom.live_story(site, "Моделът на завода", by=chief, section=site.economy)
    for story in (first, second):
        story.refresh_from_db()
    for path in ("/", "/ikonomika/", first.address, second.address):
        answer(path)
    return first, second


@pytest.fixture
def broken(monkeypatch):
    """Nothing can be rendered any more."""

    def fail(*_):
        raise RuntimeError("a fault in a template")

    def set_in():
        monkeypatch.setattr(surfaces, "render_page", fail)
        monkeypatch.setattr(surfaces, "render_part", fail)

    return set_in


@pytest.fixture
def away(monkeypatch):
    """The database does not answer any more."""

    def fail(*_):
        raise OperationalError("no connection")

    def set_in():
        monkeypatch.setattr(log.LOG, "position", fail)
        monkeypatch.setattr(surfaces, "render_page", fail)
        monkeypatch.setattr(surfaces, "render_part", fail)
        answers.follower().look_again()

    return set_in


def test_a_stale_page_is_shown_marked_when_it_cannot_be_printed(two, broken, chief, client):
    first, _ = two
    before = answer(first.address).body
    Edition.objects.update(tagline="Нов подслов")
    broken()

    shown = answer(first.address)

    assert shown.stale
    assert shown.body == before
    response = client.get(first.address)
    assert response["Vestnik-Print"] == "stale"
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("act", ["withdraw", "erase", "update"])
def test_what_was_withdrawn_is_never_shown_from_an_old_print(two, broken, chief, act):
    first, second = two
    match act:
        case "withdraw":
            withdraw(first, by=chief, reason="Непроверено.")
        case "erase":
            erase(first, by=chief, reason="Съдебно решение.")
        case _:
            Story.objects.filter(pk=first.pk).update(live=False)
    broken()

    with pytest.raises(RuntimeError):
        answer(first.address)
    for path in ("/", "/ikonomika/", second.address):
        shown = answer(path)
        text = shown.body.decode()
        assert shown.stale
        assert "Водата" not in text, path
        assert first.address not in text, path
    assert "Моделът" in answer("/").body.decode(), "the rest of the list is there"


def test_a_story_that_came_back_is_shown_again(two, broken, chief):
    first, _ = two
    withdraw(first, by=chief, reason="Непроверено.")
    answer("/")
    bring_back(first, by=chief)
    answer("/")
    answer(first.address)
    Edition.objects.update(tagline="Нов подслов")
    broken()

    assert "Водата" in answer("/").body.decode()
    assert answer(first.address).stale


def test_a_change_that_does_not_say_what_it_closed_hides_the_old_page(two, broken, monkeypatch):
    first, _ = two
    monkeypatch.setattr("vestnik.changes.public.MOST_ROWS", 0)
    Story.objects.filter(pk=first.pk).update(live=False)
    broken()

    with pytest.raises(RuntimeError):
        answer("/")


def test_without_the_database_prints_are_shown_and_the_rest_is_503(two, away):
    first, _ = two
    page, front = answer(first.address), answer("/")
    away()

    assert answer(first.address).body == page.body
    assert answer("/").body == front.body
    refused = answer("/arhiv/2001/01/01/")
    assert refused.status == 503
    assert ("Retry-After", "30") in refused.headers


def test_without_the_database_young_pages_are_shown_for_a_time_only(two, away, site, chief):
    first, _ = two
    now = clock.instant()
    away()

    with clock.fixed(now + timedelta(minutes=settings.VESTNIK_ALONE - 1)):
        assert answer(first.address).status == 200
    with clock.fixed(now + timedelta(minutes=settings.VESTNIK_ALONE + 1)):
        assert answer(first.address).status == 503
        with store().transaction() as db:
            db.execute("UPDATE prints SET made = made - 2 * 86400")
        assert answer(first.address).status == 200, "an old page is shown without end"


def test_a_stale_page_is_not_shown_without_end_either(two, away):
    first, _ = two
    Edition.objects.update(tagline="Нов подслов")
    answers.follower().look()
    now = clock.instant()
    away()

    assert answer(first.address).stale
    with clock.fixed(now + timedelta(minutes=settings.VESTNIK_ALONE + 1)):
        assert answer(first.address).status == 503


def test_a_withdrawal_seen_before_the_database_went_away_holds(two, away, chief):
    first, _ = two
    withdraw(first, by=chief, reason="Непроверено.")
    answers.follower().look()
    away()

    assert answer(first.address).status == 503
    assert "Водата" not in answer("/").body.decode()


def test_the_database_comes_back(two, away, monkeypatch, chief):
    first, _ = two
    away()
    assert answer("/").status == 200
    monkeypatch.undo()
    first.headline = "Ново заглавие след прекъсването"
    publish(first, by=chief)

    assert "Ново заглавие" in answer("/").body.decode()
    assert answer("/").body == fresh_answer("/").body


def test_no_mark_reaches_a_reader(two):
    first, _ = two
    for path in ("/", "/ikonomika/", first.address):
        for body in (answer(path).body.decode(), fresh_answer(path).body.decode()):
            assert marks._word() not in body
