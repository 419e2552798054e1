"""Addresses added by hand in the newsroom: they lead on, many of them, and refuse what leads nowhere."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories import newsroom
from tests.roads.newsdesk import Desk
from vestnik.accounts.roles import Role
from vestnik.press.answers import answer
from vestnik.stories.models import Address

pytestmark = pytest.mark.django_db


@pytest.fixture
def add(site):
    """Fills in the form as the chief editor."""
    desk = Desk(site)

    def fill_in(path: str, target: str):
        form = {"path": path, "target": target}
        address = reverse("wagtailsnippets_stories_address:add")
        return desk.browser(Role.CHIEF_EDITOR).post(address, form)

    return fill_in


def test_each_address_by_hand_leads_on(add):
    for path in ("/staro.php", "/oshte-po-staro.php"):
        assert add(path, "/svyat/").status_code == 302
        assert Address.objects.get(path=path).state == Address.State.MOVED
        given = answer(path)
        assert given.status == 301
        assert dict(given.headers)["Location"] == "/svyat/"


def test_an_address_pasted_whole_is_taken_as_its_path(add, settings):
    assert add(f"{settings.VESTNIK_URL}/%D1%81%D1%82%D0%B0%D1%80.php", "/svyat/").status_code == 302
    assert Address.objects.get(target="/svyat/").path == "/стар.php"
    assert answer("/стар.php").status == 301


def test_addresses_that_would_lead_in_a_circle_are_refused(add):
    add("/a.php", "/b.php")
    assert add("/b.php", "/a.php").status_code == 200
    assert not Address.objects.filter(path="/b.php").exists()


def test_the_site_s_own_addresses_are_not_edited(add, site):
    story = newsroom.live_story(site, "Със свой адрес")
    row = Address.objects.get(path=story.address)
    url = reverse("wagtailsnippets_stories_address:edit", args=[row.pk])
    browser = Desk(site).browser(Role.CHIEF_EDITOR)
    assert browser.get(url).status_code == 200
    browser.post(url, {"path": "/drug/", "target": "/svyat/"})
    row.refresh_from_db()
    assert (row.path, row.target, row.state) == (story.address, "", "live")


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("", "/svyat/"),
        ("/staro.php", ""),
        ("staro.php", "/svyat/"),
        ("/staro.php?id=1", "/svyat/"),
        ("//evil.test/", "/svyat/"),
        ("/cms/staro/", "/svyat/"),
        ("/staro.php", "javascript:alert(1)"),
        ("/staro.php", "svyat"),
        ("/staro.php", "//evil.test/"),
        ("/staro.php", "/staro.php"),
        ("/svyat/", "/ikonomika/"),
    ],
)
def test_what_cannot_lead_anywhere_is_refused_in_words(add, path, target):
    response = add(path, target)
    assert response.status_code == 200
    errors = response.context["form"].errors
    assert errors
    assert set(errors) <= {"path", "target"}
    assert not Address.objects.filter(target=target).exclude(target="").exists()
    assert all(word for words in errors.values() for word in words)


@pytest.mark.parametrize("path", ["/star%00.php", "/%00", "/a\x00"])
def test_no_address_has_a_letter_that_no_database_keeps(add, path):
    assert add(path, "/svyat/").status_code == 200
    assert not Address.objects.filter(target="/svyat/").exists()
