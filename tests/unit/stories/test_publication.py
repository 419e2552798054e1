"""What a publication does to a story, its address, its lists and its versions."""

import pytest
from django.utils import timezone

from tests.factories import newsroom
from vestnik.changes.models import Change
from vestnik.stories.actions.publish import publish
from vestnik.stories.actions.withdraw import bring_back, withdraw
from vestnik.stories.models import Address, Listing, Story

pytestmark = pytest.mark.django_db


def test_a_published_story_has_address_version_and_lists(site):
    story = newsroom.live_story(site, "Жълтата дюля узря")

    story.refresh_from_db()
    month = timezone.localtime(story.dated).strftime("/%Y/%m/")
    assert story.address == f"{month}zhaltata-dyulya-uzrya-{story.pk}/"
    assert (story.version, story.live) == (1, True)
    assert Address.objects.get(path=story.address).state == "live"
    lists = set(Listing.objects.filter(story=story).values_list("list", flat=True))
    assert lists == story.membership().lists()
    assert f"section:{site.world.pk}:bg/list" in lists


def test_one_publication_is_one_row_of_the_log_for_the_story(site):
    story = newsroom.story(site)
    before = Change.objects.count()

    publish(story, by=newsroom.chief())

    rows = [row for row in Change.objects.all()[before:] if row.subject == f"story:{story.pk}"]
    assert [row.event for row in rows] == ["StoryWentLive"]
    assert set(rows[0].keys) == set(Story.objects.get(pk=story.pk).public_keys())


def test_a_withdrawn_story_leaves_every_list_and_comes_back_to_its_address(site):
    chief = newsroom.chief()
    story = newsroom.live_story(site, by=chief)
    address = story.address

    withdraw(story, by=chief, reason="Фактите не бяха проверени.")

    assert not Listing.objects.filter(story=story).exists()
    assert Address.objects.get(path=address).state == "gone"
    bring_back(story, by=chief)
    story.refresh_from_db()
    assert (story.live, story.address) == (True, address)
    assert Address.objects.get(path=address).state == "live"


def test_a_draft_mended_while_the_story_was_off_stays_its_newest_draft(site):
    chief = newsroom.chief()
    story = newsroom.live_story(site, "Грешка в заглавието", by=chief)
    withdraw(story, by=chief, reason="Фактите не бяха проверени.")
    draft = Story.objects.get(pk=story.pk).get_latest_revision_as_object()
    draft.headline = "Поправено заглавие"
    draft.save_revision(user=chief)

    bring_back(story, by=chief)

    story = Story.objects.get(pk=story.pk)
    assert (story.live, story.headline) == (True, "Грешка в заглавието")
    assert story.get_latest_revision_as_object().headline == "Поправено заглавие"
    assert story.has_unpublished_changes
    assert story.latest_revision_id != story.live_revision_id


def test_without_another_draft_the_version_brought_back_is_the_newest(site):
    chief = newsroom.chief()
    story = newsroom.live_story(site, by=chief)
    for _twice in range(2):
        withdraw(story, by=chief, reason="Фактите не бяха проверени.")
        bring_back(story, by=chief)

    story = Story.objects.get(pk=story.pk)
    assert story.latest_revision_id == story.live_revision_id
    assert not story.has_unpublished_changes
