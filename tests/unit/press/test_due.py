"""What is due is done before an answer, to its second, whoever else is dead."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import newsroom
from tests.marks import keeps_prints
from vestnik.changes.models import AuditEntry
from vestnik.desk import clock as newsroom_clock
from vestnik.kit import clock
from vestnik.press.answers import answer, follower, fresh_answer
from vestnik.stories.actions.publish import publish, schedule
from vestnik.stories.models import Story

pytestmark = [
    pytest.mark.django_db,
    keeps_prints,
]
HOUR = timedelta(hours=1)
TICK = timedelta(milliseconds=1)


@pytest.fixture(autouse=True)
def _one_clock(monkeypatch):
    """Wagtail reads the machine's own clock; here it reads ours, which can be set."""
    newsroom_clock._failed.clear()
    monkeypatch.setattr("django.utils.timezone.now", clock.instant)


def front_at(moment) -> str:
    with clock.fixed(moment):
        shown, fresh = answer("/"), fresh_answer("/")
        assert shown.body == fresh.body
        return shown.body.decode()


def test_a_scheduled_story_is_there_at_its_second_and_not_before(site):
    at = clock.instant() + HOUR
    schedule(newsroom.story(site, "Насрочен материал"), at=at, by=newsroom.chief())
    assert "Насрочен" not in front_at(at - HOUR)
    assert "Насрочен" not in front_at(at - TICK)
    assert "Насрочен" in front_at(at)


def test_an_embargo_lifts_at_its_second_and_not_before(site):
    at = clock.instant() + HOUR
    story = newsroom.story(site, "Под ембарго", embargo=at)
    publish(story, by=newsroom.chief())
    assert "Под ембарго" not in front_at(at - TICK)
    assert "Под ембарго" in front_at(at)
    assert answer(Story.objects.get(pk=story.pk).address).status == 200


def test_a_story_expires_at_its_second_and_not_before(site):
    at = clock.instant() + HOUR
    story = newsroom.live_story(site, "Изтичащ материал", expire_at=at)
    assert "Изтичащ" in front_at(at - TICK)
    assert "Изтичащ" not in front_at(at)
    with clock.fixed(at):
        assert answer(story.address).status == 410


@pytest.mark.django_db(transaction=True)
def test_one_story_that_fails_does_not_hold_up_the_others(site, monkeypatch):
    at = clock.instant() + HOUR
    bad = newsroom.story(site, "Този няма да излезе")
    good = newsroom.story(site, "Този ще излезе")
    schedule(bad, at=at, by=newsroom.chief())
    schedule(good, at=at + HOUR, by=newsroom.chief())
    real = Story.publish

    def publish_some(story, *args, **kwargs):
        if story.pk == bad.pk:
            raise ValueError("a fault of this story")
        return real(story, *args, **kwargs)

    monkeypatch.setattr(Story, "publish", publish_some)
    with clock.fixed(at):
        assert answer("/").status == 200
        assert AuditEntry.objects.filter(act="story.failed").count() == 1
        # Not tried again at each request.
        answer("/")
        assert AuditEntry.objects.filter(act="story.failed").count() == 1
    assert "Този ще излезе" not in front_at(at + HOUR - TICK)
    assert "Този ще излезе" in front_at(at + HOUR)
    monkeypatch.setattr(Story, "publish", real)
    assert "Този няма да излезе" in front_at(at + HOUR + timedelta(minutes=2))


def test_a_kept_page_is_answered_without_a_query_between_two_looks(
    site, monkeypatch, django_assert_num_queries
):
    schedule(newsroom.story(site), at=clock.instant() + HOUR, by=newsroom.chief())
    answer("/")
    answer("/")
    monkeypatch.setattr("vestnik.press.following._seconds", lambda: follower()._looked)
    with django_assert_num_queries(0):
        assert not answer("/").printed


def test_a_clock_that_was_put_back_settles_again(site):
    at = clock.instant() + HOUR
    front_at(at + 10 * HOUR)
    schedule(newsroom.story(site, "След връщането"), at=at, by=newsroom.chief())
    assert "След връщането" not in front_at(at - TICK)
    assert "След връщането" in front_at(at)


def test_a_clock_that_was_put_back_over_midnight_shows_the_day_that_it_says(site):
    """The header's date is a part that holds until midnight; nothing ends when the clock goes back."""
    at = datetime(2026, 6, 15, 12, tzinfo=UTC)
    tomorrow, today = front_at(at + 24 * HOUR), front_at(at)
    assert "16 Юни" in tomorrow
    assert "15 Юни" in today


def test_what_goes_live_again_after_its_end_is_taken_off_at_once(site):
    at = clock.instant() + HOUR
    story = newsroom.live_story(site, "Изтекъл материал", expire_at=at)
    assert "Изтекъл" not in front_at(at)
    with clock.fixed(at + TICK):
        # As a page published again in bulk: Wagtail asks for no new end.
        Story.objects.get(pk=story.pk).get_latest_revision().publish()
        Story.objects.filter(pk=story.pk).update(live=True, expired=False, expire_at=at)
    assert "Изтекъл" not in front_at(at + 2 * TICK)
    assert not Story.objects.get(pk=story.pk).live
