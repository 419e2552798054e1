"""Announcing: one row of the log for each subject, or one for the act that named its event."""

from __future__ import annotations

import pytest
from django.db import transaction

from vestnik.changes import announcing
from vestnik.changes.actor import NOBODY, Actor, acting, current
from vestnik.changes.announcing import announce, gathering
from vestnik.changes.models import Change
from vestnik.stories.events import (
    CorrectionPublished,
    StoryChanged,
    StoryWentLive,
    StoryWithdrawn,
)

pytestmark = pytest.mark.django_db


def log() -> list[tuple[str, str, list[str]]]:
    return [(row.event, row.subject, row.keys) for row in Change.objects.order_by("id")]


@pytest.fixture(autouse=True)
def _empty_log(db):
    Change.objects.all().delete()


def test_each_subject_has_one_row_with_all_its_keys():
    with gathering():
        announce(StoryChanged("story:1"), ["story:1", "a"])
        announce(StoryChanged("story:2"), ["story:2"])
        announce(StoryChanged("story:1"), ["b", "a"])

    assert log() == [
        ("StoryChanged", "story:1", ["a", "b", "story:1"]),
        ("StoryChanged", "story:2", ["story:2"]),
    ]


def test_an_act_that_names_its_event_has_one_row_for_everything():
    with gathering(CorrectionPublished("story:1")):
        announce(StoryChanged("story:1"), ["story:1"])
        announce(StoryChanged("story:2"), ["story:2"])

    assert log() == [("CorrectionPublished", "story:1", ["story:1", "story:2"])]


def test_what_was_closed_on_the_way_has_a_row_of_its_own():
    with gathering(CorrectionPublished("story:1")):
        announce(StoryChanged("story:1"), ["story:1"])
        announce(StoryWithdrawn("story:2"), ["story:2"])

    assert ("StoryWithdrawn", "story:2", ["story:2"]) in log()
    assert len(log()) == 2


def test_the_outer_act_names_the_row_else_the_inner_one():
    with gathering(CorrectionPublished("story:1")), gathering(StoryWithdrawn("story:1")):
        announce(StoryChanged("story:1"), ["story:1"])
    with gathering(), gathering(StoryWithdrawn("story:2")):
        announce(StoryChanged("story:2"), ["story:2"])

    assert [event for event, _, _ in log()] == ["CorrectionPublished", "StoryWithdrawn"]


def test_that_something_came_or_went_says_more_than_that_it_changed():
    with gathering() as gather:
        gather.add(StoryWentLive("story:1"), ["story:1"])
        gather.add(StoryChanged("story:1"), ["a"], decisive=False)

    assert log() == [("StoryWentLive", "story:1", ["a", "story:1"])]


def test_an_act_without_keys_leaves_no_row():
    with gathering(CorrectionPublished("story:1")):
        pass
    announce(StoryChanged("story:1"), [])

    assert log() == []


def test_an_act_that_fails_leaves_no_row_and_the_next_one_begins_anew():
    with pytest.raises(ZeroDivisionError), transaction.atomic(), gathering():  # noqa: PT012
        announce(StoryChanged("story:1"), ["story:1"])
        raise ZeroDivisionError
    assert announcing.state.gather is None

    announce(StoryChanged("story:2"), ["story:2"])

    assert [subject for _, subject, _ in log()] == ["story:2"]


def test_very_many_keys_are_one_that_touches_everything(monkeypatch):
    monkeypatch.setattr(announcing, "MOST_KEYS", 3)

    announce(StoryChanged("story:1"), ["a", "b", "c", "d"])
    announce(StoryChanged("story:2"), ["a", "b", "c"])

    assert [keys for _, _, keys in log()] == [["table:*"], ["a", "b", "c"]]


def test_claims_are_counted_and_end_with_their_block():
    with announcing.claiming("x", "y"):
        with announcing.claiming("x"):
            assert announcing.state.claimed["x"] == 2
        assert (announcing.state.claimed["x"], announcing.state.claimed["y"]) == (1, 1)
    assert announcing.state.claimed["x"] == 0


# Who


def test_a_row_names_who_acted_as_they_were_then():
    with acting(Actor(7, "Ж" * 200)):
        announce(StoryChanged("story:1"), ["story:1"])
    announce(StoryChanged("story:2"), ["story:2"])

    one, other = Change.objects.order_by("id")
    assert (one.actor_id, one.actor_name) == (7, "Ж" * 150)
    assert (other.actor_id, other.actor_name) == (None, "")


def test_acting_ends_with_its_block_also_after_an_error():
    with pytest.raises(ZeroDivisionError), acting(Actor(1, "А")):  # noqa: PT012
        with acting(Actor(2, "Б")):
            assert current().id == 2
        assert current().id == 1
        raise ZeroDivisionError
    assert current() is NOBODY


def test_who_it_is_is_asked_only_when_something_is_written():
    """A printed page never touches the session."""
    asked: list[int] = []

    def who() -> Actor:
        asked.append(1)
        return Actor(3, "В")

    with acting(who):
        assert asked == []
        announce(StoryChanged("story:1"), ["story:1"])

    assert asked == [1]
    assert Change.objects.get().actor_id == 3
