"""What a database from before these pages is given: addresses, lists of photos, languages of corrections."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.db import models

from tests.factories import newsroom
from vestnik.changes.announcing import lifted
from vestnik.stories.actions.correct import correct
from vestnik.stories.models import Address, Byline, Correction, Listing, Topic

pytestmark = pytest.mark.django_db
migration = import_module("vestnik.stories.migrations.0006_addresses_of_subjects")


def test_what_was_there_before_is_as_if_it_were_made_now(site):
    chief = newsroom.chief()
    lead, inside, shown = (newsroom.photo(words) for words in ("Мостът", "Залата", "Пътят"))
    story = newsroom.live_story(
        site, by=chief, lead_photo=lead, topics=[Topic.objects.create(name="Води")],
        body=[("photo", {"photo": inside, "caption": ""}),
              ("gallery", [{"photo": shown, "caption": ""}])],
    )  # fmt: skip
    correct(story, by=chief, what="Беше три, а е две.")
    Topic.objects.create(name="Стара", archived=True)
    Byline.objects.create(name="Бивш автор", archived=True)

    def kept():
        return (
            set(Address.objects.values_list("path", "subject", "state")),
            set(Listing.objects.values_list("list", "story_id", "dated")),
        )

    addresses, listings = kept()
    with lifted():
        models.QuerySet(Address).exclude(subject__startswith="story:").exclude(
            subject__startswith="page:"
        )._raw_delete("default")
        models.QuerySet(Listing).filter(list__startswith="photo:")._raw_delete("default")
        for step in (migration.give_addresses, migration.list_photos, migration.name_languages):
            step(apps, None)

    found, lists = kept()
    # An archived topic never had an address before; now it has one that is closed.
    assert found - addresses == {("/tema/stara/", f"topic:{Topic.objects.last().pk}", "gone")}
    assert addresses <= found
    assert lists == listings
    assert sum(name.startswith("photo:") for name, _, _ in lists) == 3
    assert Correction.objects.get().language == "bg"
