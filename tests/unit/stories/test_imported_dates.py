"""Stories that were published elsewhere: their dates, addresses and lists."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.factories import newsroom
from vestnik.kit import clock
from vestnik.press import keys
from vestnik.stories.actions.publish import publish
from vestnik.stories.models import Listing, Story

pytestmark = pytest.mark.django_db

# The evening of 31 December in UTC is the new year in Sofia.
NIGHT = datetime(2023, 12, 31, 22, 30, tzinfo=UTC)


def imported(site, precision: str, dated=NIGHT) -> Story:
    story = newsroom.live_story(
        site, "Старият материал", dated=dated, date_precision=precision, origin_kind="imported"
    )
    return Story.objects.get(pk=story.pk)


def lists_of(story: Story) -> set[str]:
    return set(Listing.objects.filter(story=story).values_list("list", flat=True))


def test_an_exact_date_is_the_first_publication_and_makes_address_and_lists(site):
    story = imported(site, "exact")

    assert story.dated == story.first_published_at == story.updated == NIGHT
    assert story.address == f"/2024/01/stariyat-material-{story.pk}/"
    assert keys.day("bg", datetime(2024, 1, 1).date()) in lists_of(story)
    assert keys.latest("bg") in lists_of(story)


def test_a_known_day_lies_in_its_month_and_day(site):
    story = imported(site, "day")

    assert story.address == f"/2024/01/stariyat-material-{story.pk}/"
    assert keys.day("bg", datetime(2024, 1, 1).date()) in lists_of(story)


@pytest.mark.parametrize("precision", ["before", "unknown"])
def test_a_date_that_is_not_known_enters_no_latest_and_no_day(site, precision):
    story = imported(site, precision, NIGHT if precision == "before" else None)

    assert story.address == f"/arhiv/stariyat-material-{story.pk}/"
    lists = lists_of(story)
    assert keys.latest("bg") not in lists
    assert not any(name.startswith("day:") for name in lists)
    # It can be found where it belongs.
    assert lists == story.membership().lists() != set()
    assert story.first_published_at != story.dated
    assert story in Story.objects.live_in(site.world)
    assert story not in Story.objects.newest("bg")


def test_an_old_story_sorts_by_its_date_and_not_by_its_import(site):
    new = newsroom.live_story(site)
    old = imported(site, "exact")
    newer = newsroom.live_story(site)

    assert list(Story.objects.newest("bg")) == [newer, new, old]


def test_an_edit_of_an_imported_story_keeps_its_date_and_says_updated(site):
    story = imported(site, "exact")
    working = story.get_latest_revision_as_object()
    working.headline = "Поправено заглавие"

    publish(working, by=newsroom.chief())

    after = Story.objects.get(pk=story.pk)
    assert (after.dated, after.first_published_at) == (NIGHT, NIGHT)
    assert after.address == story.address
    assert clock.instant() - after.updated < clock.instant() - NIGHT
    assert after.updated > NIGHT
