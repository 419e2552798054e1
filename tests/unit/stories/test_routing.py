"""What public addresses answer, also odd ones."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client

from tests.factories import newsroom
from vestnik.kit import clock
from vestnik.stories import views
from vestnik.stories.actions.publish import publish
from vestnik.stories.actions.withdraw import withdraw
from vestnik.stories.addresses import day_path
from vestnik.stories.models import Address, StandingPage, Story
from vestnik.stories.routing import Found, Gone, Moved, Nothing, resolve

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(site):
    return newsroom.live_story(site, "Жълтата дюля")


def english(site, story) -> Story:
    copy = Story.objects.get(pk=story.pk).copy_for_translation(site.english.locale)
    copy.headline = "The yellow quince"
    copy.save()
    publish(copy, by=newsroom.chief())
    return Story.objects.get(pk=copy.pk)


def test_a_story_is_found_at_its_address(story):
    found = resolve(story.address)

    assert isinstance(found, Found)
    assert (found.kind, found.language, found.shown) == ("story", "bg", story)


@pytest.mark.parametrize(
    "wrong",
    [
        "/{month}/druga-duma-{pk}/",
        "/{month}/{pk}/",
        "/{month}/-{pk}/",
        "/{month}/zhaltata-dyulya-{pk}",
        "/1999/01/zhaltata-dyulya-{pk}/",
        "/arhiv/zhaltata-dyulya-{pk}/",
        "/arhiv/{pk}/",
        "/en/{month}/zhaltata-dyulya-{pk}/",
        "/en/arhiv/{pk}",
        "/{month}/ЖЪЛТАТА-{pk}/",
        "/{month}/a%20b-{pk}/",
        "/{month}/0-000{pk}/",
    ],
)
def test_the_id_resolves_and_a_wrong_rest_leads_to_the_address(story, client, wrong):
    path = wrong.format(month=f"{story.dated:%Y/%m}", pk=story.pk)
    response = client.get(path)

    assert response.status_code == 301
    assert response["Location"] == story.address
    assert client.get(response["Location"]).status_code == 200


def test_a_draft_is_not_there_however_it_is_asked_for(site, client):
    draft = newsroom.story(site)
    now = clock.instant()

    for path in (f"/arhiv/{draft.pk}/", f"/{now:%Y/%m}/x-{draft.pk}/", f"/en/arhiv/{draft.pk}/"):
        response = client.get(path)
        assert response.status_code == 404
        assert draft.headline not in response.content.decode()


def test_a_withdrawn_story_is_gone_at_its_address_and_nothing_elsewhere(site, story, client):
    withdraw(story, by=newsroom.chief(), reason="Снимката не беше наша.")

    assert isinstance(resolve(story.address), Gone)
    response = client.get(story.address)
    assert response.status_code == 410
    assert "Снимката не беше наша." in response.content.decode()
    assert story.headline not in response.content.decode()
    assert client.get(story.address.rstrip("/")).status_code == 410
    assert client.get(f"/arhiv/{story.pk}/").status_code == 404


def test_a_story_speaks_the_language_of_its_content(site, story, client):
    translation = english(site, story)

    assert translation.address.startswith("/en/")
    assert client.get(translation.address)["Content-Language"] == "en"
    assert client.get(story.address)["Content-Language"] == "bg"
    # Whoever asks for it in the other language is led to where it is.
    bare = translation.address.removeprefix("/en")
    assert resolve(bare) == Moved(translation.address, invented=True)
    assert 'lang="en"' in client.get(translation.address).content.decode()


def test_pages_of_the_tree(site, client):
    assert resolve("/") == Found("front", "bg", site.front)
    assert resolve("/en/") == Found("front", "en", site.english)
    assert resolve("/svyat/") == Found("section", "bg", site.world)
    assert resolve("/svyat") == Moved("/svyat/", invented=True)
    assert isinstance(resolve("/en/svyat/"), Nothing)
    assert isinstance(resolve("/bg/svyat/"), Nothing)
    assert isinstance(resolve("/Svyat/"), Nothing)
    assert isinstance(resolve("/svyat/x/"), Nothing)


def test_the_english_front_has_one_address(site, client):
    response = client.get("/en")

    assert (response.status_code, response.get("Location")) == (301, "/en/")


def test_standing_pages_are_found_at_any_depth(site, client):
    parent = site.front
    for slug in ("prvo", "vtoro", "treto", "chetvarto", "peto", "shesto"):
        page = StandingPage(title=slug, slug=slug, locale=site.locale, text="<p>x</p>")
        parent.add_child(instance=page)
        parent = page
        assert resolve(page.path_on_site) == Found("standing", "bg", page), page.path_on_site


def test_days(site, story):
    assert resolve("/arhiv/2025/12/07/").shown == datetime(2025, 12, 7).date()
    assert resolve("/en/arhiv/2025/12/07/").language == "en"
    for odd in (
        "/arhiv/2025/13/01/",
        "/arhiv/2025/02/30/",
        "/arhiv/0000/01/01/",
        "/arhiv/2025/12/7/",
    ):
        assert isinstance(resolve(odd), Nothing), odd


@pytest.mark.parametrize("day", ["0001/01/01", "9999/12/31", "1900/01/01", "2100/06/01"])
def test_days_far_away_are_no_errors(site, client, day):
    assert client.get(f"/arhiv/{day}/").status_code in (200, 404)


def test_a_story_of_the_night_lies_in_the_day_of_the_sites_zone(site, client):
    night = datetime(2025, 6, 30, 21, 30, tzinfo=UTC)
    story = newsroom.live_story(site, "Нощна новина", dated=night)

    assert story.address.startswith("/2025/07/")
    assert (
        story.headline in client.get(day_path("bg", datetime(2025, 7, 1).date())).content.decode()
    )
    assert (
        story.headline
        not in client.get(day_path("bg", datetime(2025, 6, 30).date())).content.decode()
    )


@pytest.mark.parametrize(
    "odd",
    [
        "/2023/12/x-999999999999999999/",
        "/2023/12/x-9223372036854775807/",
        "/2023/12/x-99999999999999999999999999/",
        "/arhiv/999999999999999999/",
        "/2023/12/x-0/",
        "/2023/12/x--1/",
        "/2023/12/x-٣/",
        "/2023/12/",
        "/2023/",
        "/svyat//",
        "/../etc/passwd",
        "/%2e%2e/",
        "/%00/",
        "/x%00-1/",
        "/svyat/%00",
        "/%ff%fe/",
        "/%f0%9f%90%a4/",
        "/\\example.test/",
        "/" + "a" * 5000 + "/",
        "/" + "a/" * 300,
        "/<script>alert(1)</script>/",
        "/arhiv/2025/",
        "/arhiv/2025/13/",
        "/arhiv/0000/00/",
        "/svyat/2025/99/",
        "/svyat/2025/11/do-31/",
        "/snimka/99/",
        "/tema/",
        "/index.php",
        "/.env",
        "/static/../config/env.py",
        "/static/%2e%2e/%2e%2e/config/env.py",
        "/static/",
        "/static//etc/passwd",
        "/static/%00",
        "/media/",
        "/media/%00",
        "/media/../secret",
        "/media/%2e%2e/%2e%2e/secret",
    ],
)
def test_an_odd_path_is_an_address_that_is_not_there(site, story, client, odd):
    response = client.get(odd)

    assert response.status_code in (404, 301), response.status_code
    if response.status_code == 301:
        assert response["Location"].startswith("/")
        assert not response["Location"].startswith("//")
    else:
        assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("path", ["//", "///svyat/", "//example.test/", "//example.test/arhiv/1/"])
def test_more_slashes_lead_nowhere_else(site, client, path):
    # Given past the test client, which would take it for an address with a host.
    response = client.get("/", PATH_INFO=path)

    assert response.status_code == 404


def test_pages_are_read_not_written_to(site, story, client):
    assert client.post(story.address).status_code == 405
    assert client.put("/").status_code == 405
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post(story.address, {"a": "b"}).status_code == 405
    assert stranger.generic("PURGE", "/").status_code == 405
    head = client.head(story.address)
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.parametrize("kind", ["archive", "story"])
def test_digits_of_other_scripts_are_no_address(site, story, client, kind):
    day = story.dated.astimezone(ZoneInfo(settings.TIME_ZONE))
    usual = f"/arhiv/{day:%Y/%m/%d}/" if kind == "archive" else story.address
    assert client.get(usual).status_code in (200, 301)
    for zero in "٠０":
        shifted = {ord("0") + digit: chr(ord(zero) + digit) for digit in range(10)}
        assert client.get(usual.translate(shifted)).status_code == 404


def test_names_of_files_that_are_not_there_are_not_kept_without_end(client):
    for number in range(20):
        assert client.get(f"/static/{number}").status_code == 404
    assert views._static_path.cache_info().maxsize is not None


def test_the_newsroom_is_found_as_its_address_is_typed(client):
    assert client.get("/cms")["Location"] == "/cms/"


def test_a_page_sets_no_cookie_and_varies_by_nothing(site, story, client):
    for path in ("/", story.address, "/svyat/", "/nothing/"):
        response = client.get(path)
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
        assert response["Cache-Control"].startswith("public, max-age=0")


def test_a_redirect_made_by_hand(site, story, client):
    Address.objects.create(path="/stara/stranitsa.html", target=story.address, state="moved")

    assert client.get("/stara/stranitsa.html")["Location"] == story.address
    assert client.get("/stara/stranitsa.html").status_code == 301
