"""An embargo is a fact: whatever road a publication takes, it becomes a schedule at its end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories import newsroom
from tests.roads.newsdesk import Desk, local
from vestnik.accounts.roles import Role
from vestnik.changes.models import Change
from vestnik.desk import clock as desk_clock
from vestnik.desk.clock import publish_due
from vestnik.kit import clock
from vestnik.stories.actions.publish import publish, publish_at_once, schedule
from vestnik.stories.actions.withdraw import bring_back, withdraw
from vestnik.stories.models import Address, Listing, Story

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_clock():
    desk_clock._failed.clear()


@pytest.fixture
def end():
    return clock.instant().replace(microsecond=0) + timedelta(hours=3)


def assert_scheduled(story: Story, end) -> None:
    story = Story.objects.get(pk=story.pk)
    assert not story.live
    assert story.latest_revision.approved_go_live_at == end
    assert not Address.objects.of(story.log_subject()).exists()
    assert not Listing.objects.filter(story=story).exists()
    assert not Change.objects.filter(subject=story.log_subject()).exists()


def test_publishing_by_the_action_becomes_a_schedule(site, end):
    story = newsroom.story(site, embargo=end)

    publish(story, by=newsroom.chief())

    assert_scheduled(story, end)


def test_publishing_at_once_becomes_a_schedule_too(site, end):
    story = newsroom.story(site, embargo=end)
    story.save_revision(clean=False)

    publish_at_once(story, by=newsroom.chief(), reason="Спешно")

    assert_scheduled(story, end)


def test_a_revision_published_by_foreign_code_becomes_a_schedule(site, end):
    story = newsroom.story(site, embargo=end)

    story.save_revision(clean=False).publish()

    assert_scheduled(story, end)


def test_a_schedule_before_the_end_moves_to_it_and_a_later_one_stays(site, end):
    early, late = newsroom.story(site, embargo=end), newsroom.story(site, embargo=end)
    chief = newsroom.chief()

    schedule(early, at=end - timedelta(hours=1), by=chief)
    schedule(late, at=end + timedelta(hours=1), by=chief)

    assert_scheduled(early, end)
    assert_scheduled(late, end + timedelta(hours=1))


def test_publishing_in_the_editor_becomes_a_schedule(site, end):
    end = end.replace(second=0)
    desk = Desk(site)
    story = desk.write(Role.CHIEF_EDITOR, "publish", embargo=local(end))

    assert_scheduled(story, end)


def test_the_clock_publishes_when_the_embargo_ends_and_not_before(site, end):
    story = newsroom.story(site, embargo=end)
    publish(story, by=newsroom.chief())

    with clock.fixed(end - timedelta(seconds=1)):
        assert publish_due() == 0
    assert_scheduled(story, end)


def test_an_embargoed_edit_of_a_live_story_leaves_the_live_text(site, end):
    story = newsroom.live_story(site, "Публикувано")
    draft = Story.objects.get(pk=story.pk).get_latest_revision_as_object()
    draft.headline, draft.embargo = "Под ембарго", end

    publish(draft, by=newsroom.chief())

    live = Story.objects.get(pk=story.pk)
    assert (live.live, live.headline, live.embargo, live.version) == (True, "Публикувано", None, 1)
    assert live.latest_revision.approved_go_live_at == end


def test_bringing_back_obeys_the_embargo_of_the_draft_row(site, end):
    chief = newsroom.chief()
    story = newsroom.live_story(site, by=chief)
    withdraw(story, by=chief, reason="Проба.")

    bring_back(story, by=chief)

    # The version that was public had no embargo.
    assert Story.objects.get(pk=story.pk).live
