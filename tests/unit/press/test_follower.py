"""Following the log: nudged or not, put back or not, by one process or several."""

from __future__ import annotations

import pytest

from tests.factories import newsroom
from tests.marks import keeps_prints
from vestnik.changes import nudge
from vestnik.changes.models import Change
from vestnik.press import following
from vestnik.press.answers import answer, follower, fresh_answer, store
from vestnik.press.errors import MustWait
from vestnik.press.follower import Follower
from vestnik.press.following import MOST_ROWS
from vestnik.stories.models import Edition

pytestmark = [
    pytest.mark.django_db,
    keeps_prints,
]


def change() -> None:
    edition = Edition.objects.get()
    edition.tagline += "!"
    edition.save()


@pytest.fixture
def seconds(monkeypatch):
    """Time that passes only when the test says so."""
    now = [1000.0]
    monkeypatch.setattr(following, "_seconds", lambda: now[0])
    return now


def is_stale(name: str) -> bool:
    return bool(store().get(name).stale)


def test_without_a_nudge_the_log_is_not_read_again_until_the_poll(site, seconds, monkeypatch):
    answer("/")
    monkeypatch.setattr(nudge, "heard", lambda: "the same")
    follower().look()
    change()
    follower().look()
    assert not is_stale("page:/")

    seconds[0] += following.POLL * 1.01
    follower().look()

    assert is_stale("page:/")


def test_time_that_went_back_is_no_reason_not_to_look(site, seconds, monkeypatch):
    answer("/")
    monkeypatch.setattr(nudge, "heard", lambda: "the same")
    follower().look()
    change()
    seconds[0] -= 100

    follower().look()

    assert is_stale("page:/")


def test_a_nudge_makes_it_look_at_once(site, seconds):
    answer("/")
    change()
    follower().look()
    assert is_stale("page:/")


def test_a_nudge_is_heard_by_whoever_maps_the_same_file(site):
    before = nudge.heard()
    nudge.nudge()
    assert nudge.heard() != before
    assert nudge.heard() == nudge.heard()


def test_two_processes_of_a_node_share_marks_and_do_not_undo_each_other(site):
    other = Follower(store())
    answer("/")
    other.look()
    change()

    other.look()

    assert is_stale("page:/")
    assert answer("/").body == fresh_answer("/").body
    change()
    follower().look()
    other.look_again()
    other.look()
    assert is_stale("page:/")
    assert answer("/").body == fresh_answer("/").body


def test_a_place_that_another_process_has_left_keeps_no_print(site):
    at = follower().look()
    change()
    Follower(store()).look()
    assert not store().put("page:/x/", {}, keys=[], until=None, milliseconds=1.0, place=at)
    assert store().get("page:/x/") is None


def test_far_behind_everything_is_marked_at_once(site):
    answer("/")
    answer("/svyat/")
    Change.objects.bulk_create(
        Change(event="StoryChanged", subject=f"story:{10**6 + number}", keys=["nobody:1"])
        for number in range(MOST_ROWS + 1)
    )
    follower().look_again()
    follower().look()
    assert is_stale("page:/")
    assert is_stale("page:/svyat/")


def test_a_database_put_back_to_an_earlier_state_empties_the_store(site):
    change()
    answer("/")
    assert store().names()
    Change.objects.filter(id=Change.objects.order_by("-id").first().id).delete()
    follower().look_again()
    follower().look()
    assert store().names() == []


def test_a_log_that_went_another_way_empties_the_store(site):
    change()
    answer("/")
    last = Change.objects.order_by("-id").first()
    # As after a restore and a new change: the same number, another row.
    Change.objects.filter(id=last.id).delete()
    Change.objects.create(id=last.id, event="StoryChanged", subject="story:1", keys=[])
    follower().look_again()
    follower().look()
    assert store().names() == []


def test_a_write_of_very_many_rows_touches_every_print(site, monkeypatch):
    story = newsroom.live_story(site, "Преди")
    answer(story.address)
    monkeypatch.setattr("vestnik.changes.public.MOST_ROWS", 0)
    type(story).objects.filter(pk=story.pk).update(headline="След")
    assert "След" in answer(story.address).body.decode()


def test_a_row_with_too_many_keys_touches_every_print(site, monkeypatch):
    story = newsroom.live_story(site, "Преди")
    answer("/")
    monkeypatch.setattr("vestnik.changes.announcing.MOST_KEYS", 1)
    type(story).objects.filter(pk=story.pk).update(headline="След")
    assert Change.objects.order_by("-id").first().keys == ["table:*"]
    assert answer("/").body == fresh_answer("/").body
    assert "След" in answer("/").body.decode()


def test_beside_another_look_nobody_waits_who_need_not(site, seconds):
    one = follower()
    place = one.look()
    with one._lock:
        # Another thread's look, which takes its time.
        assert one.look(waits=False) == place
        seconds[0] += following.POLL * 1.5
        assert not one.is_current()
        with pytest.raises(MustWait):
            one.look(waits=False)
    assert one.look(waits=False) == place
    assert one.is_current()


def test_who_does_not_wait_leaves_what_is_due_to_others(site, seconds, monkeypatch):
    one, settled = follower(), []
    one.look()
    monkeypatch.setattr(one._due, "has_come", lambda: not settled)
    monkeypatch.setattr(one._due, "settle", lambda: settled.append(True))
    with pytest.raises(MustWait):
        one.look(waits=False)
    assert settled == []
    one.look()
    assert settled == [True]
