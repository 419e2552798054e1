"""The clock publishes exactly once, stops for nobody, and loses no schedule."""

from __future__ import annotations

import io
import logging
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError
from wagtail.models import Revision

from tests.factories import newsroom
from vestnik.changes.models import AuditEntry, Change
from vestnik.desk import clock as desk_clock
from vestnik.desk.clock import publish_due
from vestnik.kit import clock
from vestnik.stories.actions.publish import schedule
from vestnik.stories.errors import MomentPassed
from vestnik.stories.models import Address, Story, StoryVersion
from vestnik.stories.publication import PublishStory

# Real transactions: a failure must roll back its own story alone.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def fresh_clock():
    desk_clock._failed.clear()


def scheduled(site, **shift) -> Story:
    story = newsroom.story(site)
    schedule(story, at=clock.instant() + timedelta(**shift), by=newsroom.chief())
    return story


def let_pass(story: Story, **shift) -> datetime:
    """As if the schedule had been made earlier by so much: Wagtail reads the machine's own clock."""
    revision = Revision.objects.for_instance(story).get(approved_go_live_at__isnull=False)
    revision.approved_go_live_at -= timedelta(**shift)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save(update_fields=["content", "approved_go_live_at"])
    Story.objects.filter(pk=story.pk).update(go_live_at=revision.approved_go_live_at)
    return revision.approved_go_live_at


def stored(story: Story) -> Story:
    return Story.objects.get(pk=story.pk)


def test_a_scheduled_story_is_published_exactly_once(site):
    story = scheduled(site, minutes=10)

    let_pass(story, minutes=9)
    assert publish_due() == 0
    let_pass(story, minutes=1)
    assert publish_due() == 1
    assert publish_due() == 0

    events = Change.objects.filter(subject=story.log_subject()).values_list("event", flat=True)
    assert list(events) == ["StoryWentLive"]
    assert (stored(story).live, stored(story).version) == (True, 1)
    assert StoryVersion.objects.get(story=story).by_name == "clock"
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_the_date_of_a_scheduled_story_is_that_of_its_publication(site):
    story = scheduled(site, days=40)
    let_pass(story, days=40)
    before = clock.instant()

    publish_due()

    assert before <= stored(story).dated == stored(story).first_published_at <= clock.instant()


def test_an_edit_of_a_live_story_goes_out_by_the_clock_and_its_old_text_stays_till_then(site):
    story = newsroom.live_story(site, "Старо")
    draft = stored(story).get_latest_revision_as_object()
    draft.headline = "Ново"
    schedule(draft, at=clock.instant() + timedelta(minutes=10), by=newsroom.chief())
    assert (stored(story).live, stored(story).headline) == (True, "Старо")

    let_pass(story, minutes=11)
    assert publish_due() == 1

    assert (stored(story).headline, stored(story).version) == ("Ново", 2)
    assert stored(story).address == story.address


def fail_for(monkeypatch, story: Story) -> None:
    """Let the publication of one story fail at its very end, after its row was written."""
    real = PublishStory._conclude

    def conclude(revision, object, now, silent):
        if object.pk == story.pk:
            raise IntegrityError("a fault of this story")
        real(revision, object, now, silent)

    monkeypatch.setattr(PublishStory, "_conclude", staticmethod(conclude))


def test_one_failure_stops_nobody_and_keeps_its_schedule(site, monkeypatch, caplog):
    first, broken, last = (scheduled(site, minutes=number) for number in (1, 2, 3))
    for story in (first, last):
        let_pass(story, minutes=5)
    at = let_pass(broken, minutes=5)
    fail_for(monkeypatch, broken)

    with caplog.at_level(logging.ERROR):
        assert publish_due() == 2

    assert stored(first).live
    assert stored(last).live
    assert not stored(broken).live
    assert stored(broken).version == 0
    assert not Address.objects.of(broken.log_subject()).exists()
    assert not Change.objects.filter(subject=broken.log_subject()).exists()
    assert stored(broken).latest_revision.approved_go_live_at == at
    entry = AuditEntry.objects.get(act="story.failed")
    assert (entry.actor_name, entry.subject) == ("clock", broken.log_subject())
    assert entry.details["why"] == "IntegrityError: a fault of this story"
    assert "failed" in caplog.text


def test_what_failed_is_tried_again_after_a_while_and_not_at_once(site, monkeypatch):
    broken = scheduled(site, minutes=1)
    let_pass(broken, minutes=2)
    with monkeypatch.context() as patch:
        fail_for(patch, broken)
        assert publish_due() == publish_due() == 0
        assert AuditEntry.objects.filter(act="story.failed").count() == 1

    with clock.fixed(clock.instant() + timedelta(seconds=30)):
        assert publish_due() == 0
    with clock.fixed(clock.instant() + timedelta(seconds=90)):
        assert publish_due() == 1
    assert stored(broken).live


def test_wagtails_own_command_does_what_the_clock_does(site):
    story = scheduled(site, minutes=1)
    let_pass(story, minutes=2)

    call_command("publish_scheduled", stdout=io.StringIO())

    assert stored(story).live
    assert StoryVersion.objects.get(story=story).by_name == "clock"


def test_a_story_expires_once_and_its_address_says_so(site):
    story = newsroom.live_story(site)
    Story.objects.filter(pk=story.pk).update(expire_at=clock.instant() + timedelta(minutes=1))

    assert publish_due() == 0
    with clock.fixed(clock.instant() + timedelta(minutes=2)):
        assert publish_due() == 1
        assert publish_due() == 0

    assert not stored(story).live
    address = Address.objects.get(path=story.address)
    assert (address.state, address.reason) == ("gone", "expired")


@pytest.mark.parametrize(("what", "words"), [("a story", "deck"), ("a page", "seo_title")])
def test_what_was_saved_since_the_clock_looked_is_neither_lost_nor_taken_off(site, what, words):
    item = newsroom.live_story(site) if what == "a story" else site.world
    rows = type(item)._base_manager.filter(pk=item.pk)
    soon, later = (clock.instant() + timedelta(minutes=many) for many in (1, 60))
    rows.update(expire_at=soon)
    with clock.fixed(soon + timedelta(seconds=1)):
        (found,) = desk_clock._expired()
        rows.update(expire_at=later, **{words: "После"})
        assert not desk_clock._expire(found)
        assert rows.get().live
        rows.update(expire_at=soon)

        assert desk_clock._expire(found)
        acts = AuditEntry.objects.count()
        # Another process had found it too.
        assert not desk_clock._expire(found)

    assert (rows.get().live, getattr(rows.get(), words)) == (False, "После")
    assert AuditEntry.objects.count() == acts


def test_a_moment_that_has_passed_is_no_schedule(site):
    with pytest.raises(MomentPassed):
        schedule(newsroom.story(site), at=clock.instant(), by=newsroom.chief())
