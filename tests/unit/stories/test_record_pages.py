"""The archive's years and months, photos, the page of corrections, and pages that are not there."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime

import pytest

from tests.factories import newsroom
from vestnik.photos.actions.use import withdraw as withdraw_photo
from vestnik.stories.actions.correct import correct
from vestnik.stories.actions.publish import publish
from vestnik.stories.actions.withdraw import bring_back, withdraw
from vestnik.stories.models import Section, StandingPage, Story
from vestnik.stories.routing import Found, resolve

pytestmark = pytest.mark.django_db


def body(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def main_of(page):
    return page.partition("<main")[2].partition("</main>")[0]


# The archive


@pytest.fixture
def archive(site):
    # The first is of midnight in Sofia, and of the month before in Greenwich.
    for when in (datetime(2025, 11, 30, 22, tzinfo=UTC), datetime(2023, 5, 7, 12, tzinfo=UTC)):
        newsroom.live_story(site, f"От {when:%Y}", dated=when)


def links(page):
    return re.findall(r'<a (?:class="button" )?href="([^"]+)"', main_of(page))


def test_one_walks_from_the_years_to_the_day(client, archive):
    assert links(body(client, "/arhiv/")) == ["/arhiv/2025/", "/arhiv/2023/"]
    year = body(client, "/arhiv/2025/")
    assert "/arhiv/2025/12/" in links(year)
    assert "/arhiv/2025/11/" not in links(year)
    assert 'href="/arhiv/2023/" rel="prev">' in year
    month = body(client, "/arhiv/2025/12/")
    assert [path for path in links(month) if path.count("/") == 5] == ["/arhiv/2025/12/01/"]
    assert 'href="/arhiv/2023/05/" rel="prev">' in month
    assert "От 2025" in month
    day = body(client, "/arhiv/2025/12/01/")
    assert 'href="/arhiv/2025/12/">' in day


def test_months_and_years_without_news_lead_on_and_are_not_kept(client, archive):
    month = body(client, "/arhiv/2025/11/", 404)
    assert 'href="/arhiv/2023/05/" rel="prev">' in month
    assert 'href="/arhiv/2025/12/" rel="next">' in month
    year = body(client, "/arhiv/2024/", 404)
    assert 'href="/arhiv/2023/" rel="prev">' in year
    assert body(client, "/en/arhiv/")


@pytest.mark.parametrize(
    ("cut_off", "leads_to"),
    [
        ("/2025/12/", "/arhiv/2025/12/"),
        ("/2025/", "/arhiv/2025/"),
        ("/en/2025/12/", "/en/arhiv/2025/12/"),
        ("/arhiv/2025", "/arhiv/2025/"),
        ("/arhiv", "/arhiv/"),
    ],
)
def test_an_address_cut_off_leads_to_the_archive(client, archive, cut_off, leads_to):
    response = client.get(cut_off)
    assert (response.status_code, response["Location"]) == (301, leads_to)


def test_a_year_is_no_story_though_a_story_has_its_number(site):
    story = Story(pk=2025, headline="Номер", section=site.world, locale=site.locale)
    story.save()
    publish(story, by=newsroom.chief())

    found = resolve("/arhiv/2025/")
    assert isinstance(found, Found)
    assert (found.kind, found.shown) == ("year", date(2025, 1, 1))
    assert resolve("/arhiv/chernova-2025/").path == Story.objects.get(pk=2025).address


# Photos


def test_a_photo_has_a_page_with_all_that_is_said_of_it(site, client):
    photo = newsroom.photo(
        "Мостът", credit="БГНЕС", creator="Иван Проба", copyright_notice="© Проба",
        usage_terms="Само за новини.", taken_at=datetime(2025, 12, 7, 12, tzinfo=UTC),
    )  # fmt: skip
    in_body = newsroom.photo("Залата")
    story = newsroom.live_story(
        site, lead_photo=photo, body=[("photo", {"photo": in_body, "caption": ""})]
    )
    path = f"/snimka/{photo.pk}/"
    page = body(client, path)
    for words in ("Мостът", "БГНЕС", "Иван Проба", "© Проба", "Само за новини.", "7 декември 2025"):
        assert words in page
    assert f'href="{story.address}"' in page
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    data = json.loads(found[1])
    assert (data["@type"], data["creator"]["name"]) == ("ImageObject", "Иван Проба")
    assert f'href="{story.address}"' in body(client, f"/snimka/{in_body.pk}/")
    assert f'<a href="{path}">' in body(client, story.address)
    assert client.get(path[:-1])["Location"] == path


def test_a_photo_is_shown_only_with_a_live_story(site, client):
    photo = newsroom.photo("Мостът")
    path = f"/snimka/{photo.pk}/"
    draft = newsroom.story(site, lead_photo=photo)
    assert "Мостът" not in body(client, path, 404)
    publish(draft, by=newsroom.chief())
    body(client, path)
    assert "Мостът" not in body(client, f"/en{path}", 404)
    withdraw(draft, by=newsroom.chief(), reason="Непроверено.")
    assert "Мостът" not in body(client, path, 404)


def test_a_withdrawn_photo_is_gone(site, client):
    photo = newsroom.photo("Мостът")
    newsroom.live_story(site, lead_photo=photo)
    withdraw_photo(photo, reason="Няма права.")
    page = body(client, f"/snimka/{photo.pk}/", 410)
    assert "Мостът" not in page
    assert "Няма права" not in page


# Corrections


def test_corrections_stand_on_one_page_newest_first(site, client):
    chief = newsroom.chief()
    story = newsroom.live_story(site, "Три села без ток", by=chief)
    other = newsroom.live_story(site, "Четири моста", by=chief)
    assert main_of(body(client, "/popravki/"))
    correct(story, by=chief, what="Селата са две.", why="Сбъркахме при броенето.")
    correct(other, by=chief, what="Мостовете са пет.")
    page = main_of(body(client, "/popravki/"))
    assert page.index("Мостовете са пет.") < page.index("Селата са две.")
    assert "Сбъркахме при броенето." in page
    assert f'href="{story.address}"' in page
    assert "Селата" not in body(client, "/en/corrections/")

    withdraw(story, by=chief, reason="Непроверено.")
    assert "Селата са две." not in body(client, "/popravki/")
    bring_back(Story.objects.get(pk=story.pk), by=chief)
    assert "Селата са две." in body(client, "/popravki/")


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/popravki", "/popravki/"),
        ("/corrections/", "/popravki/"),
        ("/en/popravki/", "/en/corrections/"),
    ],
)
def test_the_page_of_corrections_is_found_by_both_words(site, client, asked, leads_to):
    assert client.get(asked)["Location"] == leads_to


# What is not there, and what stands below everything


def test_a_mistyped_address_is_helped(site, client):
    page = main_of(body(client, "/ikonmika/", 404))
    assert f'href="{site.economy.path_on_site}"' in page.partition('class="ways"')[0]
    page = main_of(body(client, "/xyz/", 404))
    assert 'class="ways"' in page
    assert f'href="{site.economy.path_on_site}"' not in page.partition('class="ways"')[0]


def test_a_closed_address_speaks_the_language_of_its_prefix(site, client):
    story = newsroom.live_story(site, "Дъждът дойде")
    english = Story.objects.get(pk=story.pk).copy_for_translation(site.english.locale)
    english.save()
    publish(english, by=newsroom.chief())
    withdraw(english, by=newsroom.chief(), reason="Not ours.")
    page = body(client, english.address, 410)
    assert '<html lang="en">' in page
    assert "Not ours." in page
    assert 'href="/en/arhiv/"' in page


def test_standing_pages_in_the_menu_stand_below_every_page(site, client):
    site.front.add_child(
        instance=StandingPage(title="За нас", slug="za-nas", text="<p>Ние.</p>", show_in_menus=True)
    )
    site.front.add_child(
        instance=StandingPage(
            title="Скрита", slug="skrita", text="<p>Ние.</p>", show_in_menus=False
        )
    )
    for path in ("/", "/svyat/", "/popravki/", "/nyama/"):
        page = client.get(path).content.decode().partition('<footer class="site-foot')[2]
        assert 'href="/za-nas/"' in page
        assert 'href="/popravki/"' in page
        assert "Скрита" not in page
    assert 'href="/za-nas/"' not in body(client, "/en/")


def test_no_page_of_the_tree_takes_a_word_of_ours(site):
    from django.core.exceptions import ValidationError

    for slug in ("popravki", "corrections", "snimka"):
        page = Section(title="Раздел", slug=slug, locale=site.locale)
        with pytest.raises(ValidationError):
            page.clean()
