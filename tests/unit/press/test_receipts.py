"""Printing ahead, and the receipt: which surfaces a change made stale and when each was right."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories import newsroom
from tests.marks import keeps_prints
from vestnik.accounts.roles import Role
from vestnik.kit import clock
from vestnik.press import receipts, surfaces
from vestnik.press.ahead import Ahead
from vestnik.press.answers import answer, follower, fresh_answer, store
from vestnik.press.receipts import MOST_LINES
from vestnik.stories.actions.publish import publish
from vestnik.stories.actions.withdraw import withdraw
from vestnik.stories.models import Edition, Story

pytestmark = [
    pytest.mark.django_db,
    keeps_prints,
]


@pytest.fixture
def story(site):
    """A live story, printed with the front; what came before has its receipt."""
    made = newsroom.live_story(site, "Материалът с разписка")
    made.refresh_from_db()
    for path in ("/", made.address):
        answer(path)
    Ahead().turn()
    return made


def newest(story) -> receipts.Receipt:
    return receipts.of_subject(store(), story.log_subject())[0]


def retitle(story) -> None:
    story.headline = "Новото заглавие"
    publish(story, by=newsroom.chief())


def test_a_receipt_names_what_changed_and_when_each_was_right(story):
    retitle(story)
    follower().look()
    receipt = newest(story)
    assert receipt.event == "StoryChanged"
    assert {line.name for line in receipt.lines} == {
        "page:/",
        f"page:{story.address}",
        "part:latest:bg",
    }
    assert not receipt.done

    answer("/")
    by_name = {line.name: line.seconds for line in newest(story).lines}
    assert by_name["page:/"] is not None
    assert by_name["part:latest:bg"] is None or by_name["part:latest:bg"] >= 0
    assert by_name[f"page:{story.address}"] is None


def test_the_worker_prints_all_of_a_receipt(story):
    retitle(story)
    Ahead().turn()
    receipt = newest(story)
    assert receipt.done
    assert all(line.seconds < 60 for line in receipt.lines)
    shown = answer(story.address)
    assert not shown.printed
    assert shown.body == fresh_answer(story.address).body


def test_a_new_story_is_printed_before_anybody_asks(site):
    follower().look()
    story = newsroom.live_story(site)
    story.refresh_from_db()
    Ahead().turn()
    assert store().get(f"page:{story.address}") is not None
    assert newest(story).done


def test_what_was_withdrawn_is_settled_as_gone(story):
    withdraw(story, by=newsroom.chief(), reason="Непроверено.")
    Ahead().turn()
    assert newest(story).done
    assert store().get(f"page:{story.address}").content["status"] == 410


def test_a_page_that_cannot_be_printed_does_not_stop_the_others(story, monkeypatch):
    real = surfaces.render

    def fail(name):
        if name == "page:/":
            raise RuntimeError("a fault in a template")
        return real(name)

    retitle(story)
    monkeypatch.setattr(surfaces, "render", fail)
    ahead = Ahead()
    ahead.turn()
    assert not answer(story.address).printed
    assert receipts.waiting(store(), 10) == [], "it is not tried for ever"


def test_what_time_ended_is_printed_ahead(story):
    with clock.fixed(clock.instant() + timedelta(days=1)):
        Ahead().turn()
        assert store().get("part:today:bg").until > clock.instant()


def test_a_very_wide_change_is_told_by_its_number(story, monkeypatch):
    monkeypatch.setattr("vestnik.changes.public.MOST_ROWS", 0)
    Story.objects.filter(pk=story.pk).update(deck="Друг")
    follower().look()
    receipt = receipts.newest(store())[0]
    assert receipt.everything
    assert receipt.lines == ()


def test_old_receipts_and_long_ones_are_cut(story, monkeypatch):
    monkeypatch.setattr(receipts, "MOST_RECEIPTS", 2)
    monkeypatch.setattr(receipts, "MOST_LINES", 1)
    for number in range(4):
        Edition.objects.update(tagline=str(number))
        follower().look()
        answer("/")
        answer(story.address)
    kept = receipts.newest(store())
    assert len(kept) == 2
    assert all(len(receipt.lines) <= 1 < receipt.surfaces for receipt in kept)
    assert MOST_LINES > 1


def test_the_editor_reads_the_receipt_in_his_words(story, client):
    retitle(story)
    editor = newsroom.person(Role.EDITOR)
    client.force_login(editor)
    waiting = client.get(reverse("desk_story_receipts", args=[story.pk])).content.decode()
    follower().look()
    waiting = client.get(reverse("desk_story_receipts", args=[story.pk])).content.decode()
    assert 'data-waiting="yes"' in waiting
    assert "прави се…" in waiting
    assert "първа страница" in waiting
    assert "последни новини, на всички страници" in waiting

    Ahead().turn()
    done = client.get(reverse("desk_story_receipts", args=[story.pk]) + "?list").content.decode()
    assert 'data-waiting="no"' in done
    assert "прави се…" not in done
    assert "<html" not in done, "the list alone, for the page that asks again"
    assert "Новото заглавие" in client.get(reverse("desk_receipts")).content.decode()


def test_a_contributor_reads_no_receipt_of_a_story_of_others(story, client):
    client.force_login(newsroom.person(Role.CONTRIBUTOR))
    refused = client.get(reverse("desk_story_receipts", args=[story.pk]))
    assert refused.status_code in (302, 403)
    assert "Материалът" not in refused.content.decode()


def test_a_draft_is_named_in_no_receipt(site, client):
    follower().look()
    draft = newsroom.story(site, "Тайната чернова")
    live = newsroom.live_story(site, "Живият материал")
    withdraw(live, by=newsroom.chief(), reason="Непроверено.")
    follower().look()
    client.force_login(newsroom.person(Role.EDITOR))
    shown = client.get(reverse("desk_receipts")).content.decode()
    assert draft.headline not in shown
    assert "Живият материал" not in shown
    assert "Свалено" in shown
