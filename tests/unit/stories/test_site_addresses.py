"""Addresses of the page tree: a page that moves leaves a 301, one taken off a 410; none is reused."""

from __future__ import annotations

import pytest
from django.db import transaction

from tests.factories import newsroom
from vestnik.changes.errors import NotADelete
from vestnik.changes.models import Change
from vestnik.stories.errors import AddressTaken
from vestnik.stories.models import Address, Section, StandingPage, Topic

pytestmark = pytest.mark.django_db


def section(site, slug: str, *, live: bool = True) -> Section:
    made = Section(title=slug, slug=slug, locale=site.locale, live=live)
    site.front.add_child(instance=made)
    return made


def standing(parent, slug: str) -> StandingPage:
    made = StandingPage(title=slug, slug=slug, locale=parent.locale, text="<p>Текст.</p>")
    parent.add_child(instance=made)
    return made


def answers(client, path: str) -> tuple[int, str]:
    response = client.get(path)
    return response.status_code, response.get("Location", "")


def rename(page, slug: str) -> None:
    page.refresh_from_db()
    page.slug = slug
    page.save_revision().publish()


def test_a_renamed_section_leads_on(site, client):
    sport = section(site, "sport")
    rename(sport, "sportat")
    rename(sport, "vsichki-sportove")

    assert answers(client, "/vsichki-sportove/") == (200, "")
    assert answers(client, "/sport/") == answers(client, "/sportat/") == (301, "/vsichki-sportove/")


def test_a_section_that_takes_its_old_name_back(site, client):
    sport = section(site, "sport")
    rename(sport, "sportat")
    rename(sport, "sport")

    assert answers(client, "/sport/") == (200, "")
    assert answers(client, "/sportat/") == (301, "/sport/")


def test_a_section_that_is_taken_off_is_gone_and_comes_back(site, client):
    sport = section(site, "sport")
    sport.unpublish()
    assert answers(client, "/sport/")[0] == 410
    assert "Спорт" not in client.get("/").content.decode()

    sport.save_revision().publish()
    assert answers(client, "/sport/") == (200, "")


def test_everything_below_a_renamed_page_leads_on(site, client):
    about = standing(site.front, "za-nas")
    standing(about, "ekip")
    rename(about, "redaktsiya")

    assert answers(client, "/redaktsiya/ekip/") == (200, "")
    assert answers(client, "/za-nas/ekip/") == (301, "/redaktsiya/ekip/")
    assert answers(client, "/za-nas/") == (301, "/redaktsiya/")


def test_a_page_that_is_moved_leads_on(site, client):
    about, contact = standing(site.front, "za-nas"), standing(site.front, "kontakti")

    contact.move(about, pos="last-child")

    assert answers(client, "/za-nas/kontakti/") == (200, "")
    assert answers(client, "/kontakti/") == (301, "/za-nas/kontakti/")
    assert Change.objects.filter(event="SiteRearranged").exists()


def test_a_page_of_another_language_has_its_prefix(site, client):
    english = standing(site.english, "about")

    assert english.path_on_site == "/en/about/"
    assert answers(client, "/en/about/") == (200, "")
    assert client.get("/en/about/")["Content-Language"] == "en"
    assert answers(client, "/about/")[0] == 404


def test_an_old_address_is_never_given_to_another_page(site, client):
    sport = section(site, "sport")
    rename(sport, "sportat")

    with pytest.raises(AddressTaken), transaction.atomic():
        section(site, "sport")

    assert not Section.objects.filter(slug="sport").exists()
    assert answers(client, "/sport/") == (301, "/sportat/")


def test_a_draft_has_no_address_until_it_is_published(site, client):
    draft = section(site, "sport", live=False)
    assert answers(client, "/sport/")[0] == 404
    assert not Address.objects.filter(path="/sport/").exists()

    draft.save_revision().publish()
    assert answers(client, "/sport/") == (200, "")


def test_a_pending_slug_changes_nothing_until_it_is_published(site, client):
    sport = section(site, "sport")
    sport.slug = "sportat"
    sport.save_revision()

    assert answers(client, "/sport/") == (200, "")
    assert answers(client, "/sportat/")[0] == 404


def test_addresses_and_what_was_public_are_never_deleted(site):
    story = newsroom.live_story(site)
    sport = section(site, "sport")
    topic = Topic.objects.create(name="Тема")

    for delete in (
        Address.objects.get(path="/sport/").delete,
        Address.objects.all().delete,
        story.delete,
        type(story).objects.all().delete,
        sport.delete,
        topic.delete,
    ):
        with pytest.raises(NotADelete), transaction.atomic():
            delete()
    assert Address.objects.filter(path="/sport/").exists()


def test_a_section_may_not_take_the_sites_own_words(site):
    from django.core.exceptions import ValidationError

    for slug in ("cms", "arhiv", "static", "media", "en", "2025", "api"):
        with pytest.raises(ValidationError), transaction.atomic():
            section(site, slug)
