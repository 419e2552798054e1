"""Pages of topics, storylines, bylines and agencies, and the way to the older stories of any list."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation

from tests.factories import newsroom
from vestnik.stories import list_pages, older, pages, surface_words
from vestnik.stories.actions.correct import correct
from vestnik.stories.actions.publish import publish
from vestnik.stories.actions.withdraw import withdraw
from vestnik.stories.errors import AddressTaken
from vestnik.stories.models import Address, Agency, Byline, Story, StoryByline, Storyline, Topic

pytestmark = pytest.mark.django_db
NOVEMBER = datetime(2025, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def topic(site):
    return Topic.objects.create(name="Води", description="Реки и язовири.")


def body(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def described(page):
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert found
    return json.loads(found[1])


# The pages


def test_each_subject_of_a_story_has_a_page_with_it(site, client, topic):
    storyline = Storyline.objects.create(name="Язовирът", summary="От началото досега.")
    story = newsroom.live_story(site, "Дъждът дойде", topics=[topic], storyline=storyline)
    byline = story.story_bylines.first().byline
    agency = story.story_sources.first().agency
    for subject in (topic, storyline, byline, agency):
        page = body(client, subject.path("bg"))
        assert subject.name in page
        assert f'href="{story.address}"' in page
        assert f'<link rel="canonical" href="http://localhost:8000{subject.path("bg")}">' in page
    assert "Реки и язовири." in body(client, topic.path("bg"))
    assert "От началото досега." in body(client, storyline.path("bg"))


def test_a_story_leads_to_its_subjects(site, client, topic):
    storyline = Storyline.objects.create(name="Язовирът")
    newsroom.live_story(site, storyline=storyline)
    story = newsroom.live_story(site, topics=[topic], storyline=storyline)
    page = body(client, story.address)
    for subject in (topic, storyline, story.story_bylines.first().byline):
        assert f'href="{subject.path("bg")}"' in page


def test_an_author_is_told_of_in_words_picture_and_data(site, client):
    photo = newsroom.photo("Портрет")
    byline = Byline.objects.create(name="Анна Проба", role="кореспондент", bio="Пише за реки.")
    byline.portrait = photo
    byline.save()
    photo.refresh_from_db()
    assert photo.is_public, "a portrait is put to use with its byline"
    draft = newsroom.story(site)
    draft.story_bylines = [StoryByline(byline=byline)]
    publish(draft, by=newsroom.chief())

    page = body(client, byline.path("bg"))
    assert "кореспондент" in page
    assert "Пише за реки." in page
    assert photo.rendition("square-320-jpeg").url in page
    person = described(page)["mainEntity"]
    assert (person["@type"], person["name"]) == ("Person", "Анна Проба")
    article = described(body(client, draft.address))
    assert article["author"][0]["url"].endswith(byline.path("bg"))


def test_a_storyline_is_told_by_days_with_its_corrections(site, client):
    storyline = Storyline.objects.create(name="Язовирът")
    for day, headline in ((3, "Първо"), (5, "Второ"), (5, "Трето")):
        story = newsroom.live_story(
            site, headline, storyline=storyline, dated=datetime(2025, 11, day, 9 + day, tzinfo=UTC)
        )
    correct(story, by=newsroom.chief(), what="Не трето, а четвърто.")
    days = list_pages.by_day(Story.objects.about("storyline", storyline.pk, "bg"), "bg")
    assert [(one["day"], len(one["stories"])) for one in days] == [
        ("5 ноември 2025 г.", 2),
        ("3 ноември 2025 г.", 1),
    ]
    assert "Не трето, а четвърто." in body(client, storyline.path("bg"))


def test_another_language_lists_its_own_stories_or_has_no_page(site, client, topic):
    story = newsroom.live_story(site, "Дъждът дойде", topics=[topic])
    assert "Води" not in body(client, "/en/tema/vodi/", 404)
    english = Story.objects.get(pk=story.pk).copy_for_translation(site.english.locale)
    english.headline = "The rain came"
    english.save()
    publish(english, by=newsroom.chief())

    page = body(client, "/en/tema/vodi/")
    assert "The rain came" in page
    assert "Дъждът дойде" not in page
    assert client.get("/en/tema/vodi")["Location"] == "/en/tema/vodi/"


def test_a_subject_that_no_live_story_names_tells_its_name_nowhere(site, client, topic):
    """Its old address would lead to the new one, in which its name is to be read."""
    secret = Topic.objects.create(name="Задържането")
    old = secret.home
    secret.name, secret.slug = "Оправдаването", "opravdavaneto"
    secret.save()
    addresses = (old, old[:-1], secret.home[:-1], f"/en{secret.home[:-1]}", f"{old}2025/11/")
    for path in addresses:
        response = client.get(path)
        assert response.status_code == 404, path
        assert "opravdavaneto" not in response.content.decode()
    story = newsroom.story(site)
    story.topics = [secret]
    story.save()
    publish(story, by=newsroom.chief())
    for path in addresses[:3]:
        assert client.get(path)["Location"] == secret.home


def test_a_subject_without_live_stories_is_not_told_of(site, client, topic):
    newsroom.story(site, topics=[topic])
    assert "Води" not in body(client, "/tema/vodi/", 404)
    story = newsroom.live_story(site, topics=[topic])
    body(client, "/tema/vodi/")
    withdraw(story, by=newsroom.chief(), reason="Непроверено.")
    assert "Води" not in body(client, "/tema/vodi/", 404)


# Addresses


def test_an_old_slug_leads_on_in_every_language(site, client, topic):
    newsroom.live_story(site, topics=[topic])
    topic.slug = "reki"
    topic.save()

    for path in ("/tema/vodi/", "/tema/vodi"):
        assert client.get(path)["Location"] == "/tema/reki/"
    assert client.get("/en/tema/vodi/")["Location"] == "/en/tema/reki/"
    assert client.get("/tema/vodi/2025/11/")["Location"] == "/tema/reki/2025/11/"
    body(client, "/tema/reki/")


@pytest.mark.parametrize("road", ["save", "update", "bulk"])
def test_every_road_gives_an_address(site, road):
    if road == "bulk":
        Topic.objects.bulk_create([Topic(name="Пътища", slug="patishta")])
    else:
        topic = Topic.objects.create(name="Шосета")
        if road == "save":
            topic.slug = "patishta"
            topic.save()
        else:
            Topic.objects.filter(pk=topic.pk).update(slug="patishta")
    row = Topic.objects.get(slug="patishta")
    given = Address.objects.get(path="/tema/patishta/")
    assert (given.subject, given.state) == (f"topic:{row.pk}", "live")


def test_an_address_is_never_given_to_another(site, topic):
    topic.slug = "reki"
    topic.save()
    other = Topic.objects.create(name="Води")
    assert other.slug == "vodi-2"
    other.slug = "vodi"
    with pytest.raises(AddressTaken), transaction.atomic():
        other.save()
    with pytest.raises(ValidationError) as refused:
        other.full_clean()
    assert "slug" in refused.value.message_dict
    # The same word under another root is another address.
    assert Byline.objects.create(name="Води").slug == "vodi"


def test_an_archived_topic_is_gone_and_comes_back_with_its_old_addresses(site, client, topic):
    newsroom.live_story(site, topics=[topic])
    topic.slug = "reki"
    topic.save()
    topic.archived = True
    topic.save()
    for path in ("/tema/reki/", "/tema/vodi/", "/tema/reki", "/en/tema/reki/"):
        assert "Води" not in body(client, path, 410)

    topic.archived = False
    topic.save()
    body(client, "/tema/reki/")
    assert client.get("/tema/vodi/")["Location"] == "/tema/reki/"


@pytest.mark.parametrize("model", [Byline, Agency, Storyline])
def test_who_signed_and_a_finished_storyline_stay_to_be_read(site, client, model):
    storyline = Storyline.objects.create(name="Язовирът")
    story = newsroom.live_story(site, storyline=storyline)
    subject = {
        Byline: story.story_bylines.first().byline,
        Agency: story.story_sources.first().agency,
        Storyline: storyline,
    }[model]
    subject.archived = True
    subject.save()
    body(client, subject.path("bg"))
    subject.name = "Ново име"
    subject.save()
    assert "Ново име" in body(client, subject.path("bg"))
    # Its storyline's other pieces are offered below a story while it goes on.
    assert ("Ново име" in body(client, story.address)) == (model is not Storyline)


def test_one_deleted_past_every_screen_closes_its_address(site, client):
    byline = Byline.objects.create(name="Анна Проба")
    Byline.objects.filter(pk=byline.pk).delete()
    body(client, "/avtor/anna-proba/", 410)


def test_every_kind_of_page_has_its_words_in_the_newsroom(site, topic):
    photo = newsroom.photo("Мостът")
    storyline = Storyline.objects.create(name="Язовирът")
    story = newsroom.live_story(
        site, topics=[topic], storyline=storyline, lead_photo=photo, dated=NOVEMBER
    )
    byline = story.story_bylines.first().byline
    wanted = {
        "/tema/vodi/": ("тема", "Води"),
        "/tema/vodi/2025/11/": ("тема", "Води, ноември 2025 г."),
        "/svyat/2025/11/": ("рубрика", "Свят, ноември 2025 г."),
        "/razvitie/yazovirat/": ("развитие", "Язовирът"),
        byline.path("bg"): ("страница на автор", byline.name),
        "/agentsia/bgnes/": ("агенция", "БГНЕС"),
        f"/snimka/{photo.pk}/": ("снимка", "Мостът"),
        "/popravki/": ("поправки", ""),
        "/arhiv/": ("архив по години", ""),
        "/arhiv/2025/": ("архив за година", "2025"),
        "/arhiv/2025/11/": ("архив за месец", "ноември 2025 г."),
    }
    with translation.override("bg"):
        told = {path: surface_words.in_words(f"page:{path}") for path in wanted}
    assert {path: (words.what, words.title) for path, words in told.items()} == wanted


# Older stories


@pytest.fixture
def archive(site, monkeypatch):
    """Five stories of November, one of September; lists show two, months three."""
    monkeypatch.setattr(pages, "IN_SECTION", 2)
    monkeypatch.setattr(older, "IN_MONTH", 3)
    dated = [NOVEMBER - timedelta(days=ago) for ago in (0, 1, 1.25, 2, 3)]
    return [
        newsroom.live_story(site, f"Материал {number}", dated=when)
        for number, when in enumerate([*dated, datetime(2025, 9, 1, tzinfo=UTC)])
    ]


def test_from_the_section_one_comes_to_every_story_once(client, archive):
    def shown(path):
        page = body(client, path).partition("<main")[2]
        return [int(number) for number in re.findall(r"Материал (\d)", page)], page

    first, page = shown("/svyat/")
    assert first == [0, 1]
    assert 'href="/svyat/2025/11/">' in page

    seen, path, way = [], "/svyat/2025/11/", []
    while path:
        way.append(path)
        found, page = shown(path)
        seen += found
        previous = re.search(r'<a class="button" href="([^"]+)" rel="prev">', page)
        path = previous[1] if previous else ""
    assert seen == [0, 1, 2, 3, 4, 5]
    assert way == [
        "/svyat/2025/11/", "/svyat/2025/11/do-19/", "/svyat/2025/11/do-18/", "/svyat/2025/09/",
    ]  # fmt: skip
    # And back: over the empty month, then to the section itself.
    assert 'href="/svyat/2025/11/" rel="next">' in body(client, "/svyat/2025/09/")
    assert 'href="/svyat/" rel="next">' in body(client, "/svyat/2025/11/")


def test_a_month_without_stories_is_not_there(client, archive):
    body(client, "/svyat/2025/10/", 404)
    body(client, "/ikonomika/2025/11/", 404)
    body(client, "/za-nas/2025/11/", 404)


def test_subjects_have_months_too(site, client, topic):
    story = newsroom.live_story(site, topics=[topic], dated=NOVEMBER)
    byline = story.story_bylines.first().byline
    agency = story.story_sources.first().agency
    for subject in (topic, byline, agency):
        assert story.headline in body(client, f"{subject.path('bg')}2025/11/")
