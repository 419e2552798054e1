"""Loading the demo edition: stories with their pictures, authors with faces, all of it or nothing."""

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from PIL import Image

from tests.factories import newsroom
from vestnik.accounts.models import User
from vestnik.config.management.commands import setup
from vestnik.importer.demo import load
from vestnik.importer.demo.edition import load_edition
from vestnik.photos.models import Photo
from vestnik.stories.models import Byline, Correction, Edition, StandingPage, Story

KEYS = {
    "most-puknatina", "most-zatvoren", "most-butilka", "most-otvaryane", "bridge-opens", "orehi",
    "edin-zavoy", "burkani", "shtarkeli", "edin-red",
}  # fmt: skip


def small_edition():
    """Some of the stories, in sections that the tests' site does not have yet."""
    edition = load_edition()
    return replace(
        edition,
        sections=tuple(replace(one, slug=f"{one.slug}-demo") for one in edition.sections),
        stories=tuple(
            replace(
                story,
                section=f"{story.section}-demo",
                other_sections=tuple(f"{slug}-demo" for slug in story.other_sections),
            )
            for story in edition.stories
            if story.key in KEYS
        ),
    )


def small_picture(words):
    out = io.BytesIO()
    size = (96, 120) if words.startswith("portrait") else (160, 107)
    Image.new("RGB", size, (len(words) * 7 % 256, 120, 90)).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Loaded once for all tests that only look; taken back after the last of them."""
    told = []
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        newsroom.found() or newsroom.lay()
        patch.setattr(load, "load_edition", small_edition)
        patch.setattr(load.pictures, "draw", small_picture)
        count = load.load_demo(lambda done, of: told.append((done, of)))
        assert count == len(KEYS) == Story.objects.filter(live=True).count()
        yield told
        transaction.set_rollback(True)


def story(part):
    return Story.objects.get(headline__contains=part)


def test_stories_stand_with_pictures_that_readers_may_see(loaded):
    bridge = story("посреща колите")
    assert bridge.lead_photo.is_public
    assert bridge.lead_photo.credit == "Рисунка: Вестник"
    assert bridge.lead_photo.description.startswith("Каменен мост")
    assert bridge.lead_photo.renditions.exists()
    assert [block.block_type for block in bridge.body][-2] == "related"
    assert len(bridge.body[-2].value) == 3
    assert not Photo.objects.filter(in_use_since=None).exists()
    assert story("куче").lead_photo is None


def test_bodies_show_galleries_tables_and_photos(loaded):
    (gallery,) = [one for one in story("Един завой").body if one.block_type == "gallery"]
    assert len(gallery.value) == 8
    assert all(item["photo"].is_public for item in gallery.value)
    blocks = {one.block_type: one.value for one in story("Зимнината").body}
    assert blocks["table"]["table_caption"] == "Какво ще има на рафта първия месец"
    assert blocks["photo"]["photo"].is_public


def test_authors_have_portraits_that_readers_may_see(loaded):
    author = Byline.objects.get(slug="radostina-vetrenska")
    assert author.portrait.is_public
    assert author.portrait.renditions.exists()
    assert author.portrait.description == "Портрет: Радостина Ветренска"
    assert author.bio.startswith("Радостина Ветренска пише")


def test_a_translation_is_as_old_as_its_original(loaded):
    bridge, twin = story("посреща колите"), story("The bridge of Belorechie")
    assert twin.translation_key == bridge.translation_key
    assert twin.dated == bridge.dated
    assert twin.lead_photo.description.startswith("A stone bridge")


def test_the_rest_of_an_edition_is_there(loaded):
    edition = Edition.objects.get()
    assert (edition.name, edition.demo) == ("Белоречки вестник", True)
    assert {page.slug for page in StandingPage.objects.all()} >= {
        "za-izdanieto", "kontakti", "impresum"
    }  # fmt: skip
    (correction,) = Correction.objects.all()
    assert correction.at - correction.story.dated == timedelta(hours=5)


def test_it_is_told_how_many_pictures_are_drawn(loaded):
    assert loaded == [(done, len(loaded)) for done in range(1, len(loaded) + 1)]
    assert len(loaded) == Photo.objects.count() > 20


def test_who_stops_it_half_way_can_begin_again(site, monkeypatch):
    def stopped(progress):
        Byline.objects.create(name="Наполовина")
        raise KeyboardInterrupt

    monkeypatch.setattr(setup, "load_demo", stopped)
    with pytest.raises(KeyboardInterrupt):
        call_command("setup")
    assert not User.objects.exists()
    assert not Byline.objects.filter(name="Наполовина").exists()
