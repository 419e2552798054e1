"""Moving between sections, bringing back, translating, naming: the other acts with a story."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from tests.factories import newsroom
from vestnik.changes.models import AuditEntry, Change
from vestnik.kit import clock
from vestnik.press import keys
from vestnik.stories.actions.publish import move_to_section, publish, publish_at_once, schedule
from vestnik.stories.actions.withdraw import bring_back, withdraw
from vestnik.stories.errors import NothingToPublish, NotLive, ReasonMissing
from vestnik.stories.models import Address, Listing, Story

pytestmark = pytest.mark.django_db


def stored(story: Story) -> Story:
    return Story.objects.get(pk=story.pk)


def lists_of(story: Story) -> set[str]:
    return set(Listing.objects.filter(story=story).values_list("list", flat=True))


def test_a_live_story_moves_at_once_and_keeps_its_address(site):
    story = newsroom.live_story(site)
    before = stored(story)
    here, there = before.membership().lists(), keys.members("section", site.economy.pk, "bg")

    move_to_section(before, section=site.economy, by=newsroom.chief())

    after = stored(story)
    assert (after.section_id, after.live, after.address) == (site.economy.pk, True, story.address)
    assert there in lists_of(after)
    assert keys.members("section", site.world.pk, "bg") not in lists_of(after)
    row = Change.objects.filter(subject=story.log_subject()).latest("id")
    assert row.event == "StoryChanged"
    assert here | lists_of(after) <= set(row.keys)


def test_a_move_with_a_pending_draft_publishes_the_section_and_not_the_draft(site):
    story = newsroom.live_story(site, "Публикувано")
    draft = stored(story).get_latest_revision_as_object()
    draft.headline = "Чернова"
    draft.save_revision(clean=False)

    move_to_section(stored(story), section=site.economy, by=newsroom.chief())

    after = stored(story)
    assert (after.headline, after.section_id) == ("Публикувано", site.economy.pk)
    assert lists_of(after) == after.membership().lists()
    working = after.get_latest_revision_as_object()
    assert (working.headline, working.section_id) == ("Чернова", site.economy.pk)
    assert after.has_unpublished_changes


def test_a_draft_that_moves_stays_a_draft(site):
    draft = newsroom.story(site)
    draft.save_revision(clean=False)

    move_to_section(stored(draft), section=site.economy, by=newsroom.chief())

    after = stored(draft)
    assert (after.live, after.section_id, after.address) == (False, site.economy.pk, "")
    assert not Change.objects.filter(subject=draft.log_subject()).exists()
    assert AuditEntry.objects.get(act="story.move").details == {"section": site.economy.pk}


def test_a_withdrawn_story_comes_back_as_it_was_last_public(site):
    chief = newsroom.chief()
    story = newsroom.live_story(site, "Публикувано", by=chief)
    draft = stored(story).get_latest_revision_as_object()
    draft.headline = "Чернова"
    draft.save_revision(clean=False)
    withdraw(stored(story), by=chief, reason="Проба.")

    with clock.fixed(clock.instant() + timedelta(days=1)):
        bring_back(stored(story), by=chief)

    after = stored(story)
    assert (after.live, after.headline, after.version) == (True, "Публикувано", 2)
    assert (after.dated, after.updated) == (story.dated, story.updated)
    assert lists_of(after) == after.membership().lists()
    address = Address.objects.get(path=story.address)
    assert (address.state, address.reason) == ("live", "")
    assert [e.act for e in AuditEntry.objects.filter(subject=story.log_subject())] == [
        "story.publish", "story.withdraw", "story.bring_back",
    ]  # fmt: skip


def test_only_what_was_withdrawn_comes_back(site):
    chief = newsroom.chief()
    for story in (newsroom.story(site), newsroom.live_story(site)):
        with pytest.raises(NothingToPublish), transaction.atomic():
            bring_back(story, by=chief)


def test_taking_off_needs_a_live_story_and_a_reason(site):
    chief, story = newsroom.chief(), newsroom.live_story(site)

    with pytest.raises(ReasonMissing), transaction.atomic():
        withdraw(story, by=chief, reason="  ")
    assert stored(story).live
    with pytest.raises(NotLive), transaction.atomic():
        withdraw(newsroom.story(site), by=chief, reason="Проба.")
    with pytest.raises(ReasonMissing), transaction.atomic():
        publish_at_once(newsroom.story(site), by=chief, reason="")


def test_a_withdrawn_story_has_lost_its_schedule(site):
    chief = newsroom.chief()
    story = newsroom.live_story(site, by=chief)
    draft = stored(story).get_latest_revision_as_object()
    schedule(draft, at=clock.instant() + timedelta(hours=1), by=chief)

    withdraw(stored(story), by=chief, reason="Проба.")

    assert not stored(story).revisions.filter(approved_go_live_at__isnull=False).exists()


def test_a_translation_is_a_draft_that_was_never_published(site):
    story = newsroom.live_story(site, "На български")
    draft = stored(story).get_latest_revision_as_object()
    draft.deck = "Още непубликувано"
    draft.save_revision(clean=False)
    log = Change.objects.count()

    copy = stored(story).copy_for_translation(site.english.locale)
    copy.save()

    copy = stored(copy)
    assert (copy.live, copy.address, copy.version, copy.dated) == (False, "", 0, None)
    assert copy.first_published_at is copy.last_published_at is copy.live_revision is None
    assert copy.uid != story.uid
    assert copy.translation_key == stored(story).translation_key
    assert copy.story_bylines.count() == story.story_bylines.count() == 1
    assert Change.objects.count() == log
    assert stored(story).live

    working = copy.get_latest_revision_as_object()
    working.headline = "In English"
    publish(working, by=newsroom.chief())
    assert stored(copy).address.startswith("/en/2")
    assert stored(copy).address.endswith(f"/in-english-{copy.pk}/")


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        ("Жълтата дюля", "zhaltata-dyulya"),
        ("…?!", "news"),
        ("България", "bulgaria"),
        ("7 000", "7-000"),
    ],
)
def test_an_address_is_made_of_the_headlines_words(site, headline, slug):
    story = newsroom.live_story(site, headline)

    assert story.address.endswith(f"/{slug}-{story.pk}/")


def test_a_headline_without_letters_gives_the_kind(site):
    story = newsroom.live_story(site, "***", kind="opinion")

    assert story.address.endswith(f"/opinion-{story.pk}/")


def test_the_longest_headline_is_published_on_every_database(site):
    story = newsroom.live_story(site, "дума " * 60)

    assert 75 < len(story.slug) <= 80
    assert Address.objects.get(subject=story.log_subject()).path == story.address


def test_the_longest_path_of_pages_is_published_on_every_database(site):
    from vestnik.stories.models import StandingPage

    parent = site.front
    for letter in "abc":
        page = StandingPage(title=letter, slug=letter * 70, locale=site.locale, text="<p>x</p>")
        parent.add_child(instance=page)
        parent = page

    assert Address.objects.get(path=page.path_on_site).state == "live"
