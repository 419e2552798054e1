"""Fronts: arranged by an editor, and those that nobody had time to arrange."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import newsroom
from tests.marks import keeps_prints
from tests.roads.newsdesk import Desk, front_form
from vestnik.accounts.roles import Role
from vestnik.changes import reading
from vestnik.kit import clock
from vestnik.photos.actions.use import put_to_use
from vestnik.photos.actions.use import withdraw as withdraw_photo
from vestnik.photos.models import Photo
from vestnik.press import surfaces
from vestnik.press.answers import answer, fresh_answer
from vestnik.stories.actions.publish import publish
from vestnik.stories.actions.withdraw import withdraw
from vestnik.stories.models import Byline, Front, Section, Story, StoryByline
from vestnik.stories.pages import front_context

pytestmark = pytest.mark.django_db


def zones(site) -> dict[str, list[str]]:
    """What stands in the zones of the Bulgarian front: kind → headlines, in order."""
    shown = front_context(Front.objects.get(pk=site.front.pk))["zones"]
    return {zone.kind: [story.headline for story in zone.stories] for zone in shown}


def live(site, headline, *, chief=None, ago=0, **fields):
    """A live story, dated so many minutes ago."""
    dated = clock.instant() - timedelta(minutes=ago)
    return newsroom.live_story(site, headline, by=chief, dated=dated, **fields)


def arrange(site, *blocks):
    front = Front.objects.get(pk=site.front.pk)
    front.zones = list(blocks)
    front.save_revision().publish()
    return front


def zone(kind="grid", **given):
    usual = {
        "title": "",
        "stories": [],
        "count": 4,
        "fill": "nothing",
        "section": None,
        "kinds": [],
    }
    return kind, usual | given


def words(response) -> str:
    """A screen's text, with that of its fields, which scripts draw from JSON."""
    text = html.unescape(response.content.decode())
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)


# Nobody arranged it


def test_a_site_without_stories_says_so(site):
    assert zones(site) == {}
    assert "Още няма публикувани материали" in answer("/").body.decode()


def test_it_looks_edited_when_nobody_had_time_to_edit_it(site):
    chief = newsroom.chief()
    picture = newsroom.photo()
    for number in range(1, 12):
        live(site, f"Новина {number}", chief=chief, ago=number,
             lead_photo=picture if number == 3 else None)  # fmt: skip
    for number in (1, 2, 3):
        live(site, f"Мнение {number}", chief=chief, ago=number, kind="opinion")
        live(site, f"Кратка {number}", chief=chief, ago=number, kind="brief")
    for number in range(1, 4):
        live(site, f"Пазар {number}", chief=chief, ago=600 + number, section=site.economy)

    shown = zones(site)

    assert list(shown) == ["lead", "grid", "opinion", "briefs", "section", "list"]
    assert shown["lead"] == ["Новина 3", "Новина 1", "Новина 2", "Новина 4"]
    assert shown["grid"] == [f"Новина {number}" for number in range(5, 11)]
    assert shown["opinion"] == ["Мнение 1", "Мнение 2", "Мнение 3"]
    assert shown["briefs"] == ["Кратка 1", "Кратка 2", "Кратка 3"]
    assert shown["section"] == ["Пазар 1", "Пазар 2", "Пазар 3"]
    assert shown["list"] == ["Новина 11"]


def test_an_old_story_does_not_lead_for_its_photo(site):
    chief = newsroom.chief()
    live(site, "Вчерашна", chief=chief, ago=60 * 30, lead_photo=newsroom.photo())
    live(site, "Днешна", chief=chief, ago=5)

    assert zones(site)["lead"] == ["Днешна", "Вчерашна"]


def test_one_opinion_and_one_brief_stand_among_the_rest(site):
    chief = newsroom.chief()
    live(site, "Новина", chief=chief, ago=30)
    live(site, "Мнение", chief=chief, ago=1, kind="opinion")
    live(site, "Кратка", chief=chief, ago=2, kind="brief")

    assert zones(site) == {"lead": ["Новина", "Мнение", "Кратка"]}


def test_stories_of_unknown_date_do_not_fill_a_front(site):
    newsroom.live_story(
        site, "Отпреди", dated=clock.instant(), date_precision="unknown", kind="opinion"
    )
    assert zones(site) == {}


# An editor arranged it


def test_chosen_stories_stand_first_and_are_not_filled_in_above(site):
    chief = newsroom.chief()
    stories = [live(site, f"Новина {number}", chief=chief, ago=number) for number in range(6)]
    arrange(
        site,
        zone("lead", stories=[stories[4]], count=2, fill="newest"),
        zone("grid", stories=[stories[0], stories[4]], count=3, fill="newest"),
    )

    assert zones(site) == {
        "lead": ["Новина 4", "Новина 1"],
        "grid": ["Новина 0", "Новина 2", "Новина 3"],
    }


def test_each_zone_is_filled_from_where_the_editor_says(site):
    chief = newsroom.chief()
    live(site, "Интервю", chief=chief, ago=1, kind="interview")
    live(site, "Мнение", chief=chief, ago=2, kind="opinion", section=site.economy)
    live(site, "Кратка", chief=chief, ago=3, kind="brief")
    live(site, "Пазар", chief=chief, ago=4, section=site.economy)
    live(site, "Новина", chief=chief, ago=5)
    arrange(
        site,
        zone("lead", fill="section", section=site.economy, count=1),
        zone("grid", fill="kinds", kinds=["reportage", "interview"]),
        ("briefs", {"title": "", "stories": [], "count": 6, "fill": True}),
        ("section", {"title": "", "stories": [], "count": 4, "section": site.economy}),
        ("opinion", {"title": "", "stories": [], "count": 4, "fill": True}),
        zone("list", fill="newest"),
    )

    assert zones(site) == {
        "lead": ["Мнение"],
        "grid": ["Интервю"],
        "briefs": ["Кратка"],
        "section": ["Пазар"],
        "list": ["Новина"],
    }
    shown = answer("/").body.decode()
    assert 'href="/ikonomika/">Икономика</a></h2>' in shown
    assert ">Накратко</h2>" in shown


def test_an_empty_zone_goes_with_its_title(site):
    live(site, "Новина")
    arrange(
        site,
        zone("grid", title="Избори", stories=[newsroom.story(site, "Чернова")]),
        zone("list", title="Всичко", fill="newest"),
    )

    shown = answer("/").body.decode()
    assert "Избори" not in shown
    assert "Чернова" not in shown
    assert ">Всичко</h2>" in shown


@keeps_prints
def test_a_chosen_draft_takes_its_place_by_itself(site):
    chief = newsroom.chief()
    for number in range(3):
        live(site, f"Новина {number}", chief=chief, ago=number)
    draft = newsroom.story(site, "Очакван", section=None)
    arrange(site, zone("lead", stories=[draft], count=2, fill="newest"))
    assert zones(site) == {"lead": ["Новина 0", "Новина 1"]}
    before = answer("/").body

    publish(draft, by=chief)

    assert zones(site) == {"lead": ["Очакван", "Новина 0"]}
    after = answer("/")
    assert after.body == fresh_answer("/").body != before
    assert "Очакван" in after.body.decode()
    withdraw(draft, by=chief, reason="Непроверено.")
    assert answer("/").body == before


def test_a_story_in_another_language_is_not_shown(site):
    english = newsroom.live_story(site, "The dam", locale=site.english.locale, section=None)
    arrange(site, zone("lead", stories=[english]))
    assert zones(site) == {}


def test_what_was_taken_off_or_is_no_more_leaves_no_trace(site):
    live(site, "Новина", section=site.economy)
    sport = site.front.add_child(instance=Section(title="Спорт", slug="sport"))
    arrange(
        site,
        zone("grid", fill="section", section=sport),
        ("section", {"title": "", "stories": [], "count": 4, "section": site.economy}),
    )
    Front.objects.filter(pk=site.front.pk).update(
        zones=[*Front.objects.get(pk=site.front.pk).zones.raw_data]
    )
    site.economy.unpublish()
    sport.unpublish()

    assert zones(site) == {}
    assert answer("/").status == 200


# The photo of the day


@keeps_prints
def test_the_photo_of_the_day_is_put_to_use_when_the_front_is_published(site):
    photo = newsroom.photo("Мостът сутрин", credit="Проба")
    front = Front.objects.get(pk=site.front.pk)
    front.zones = [("photo", {"title": "", "photo": photo, "caption": ""})]
    revision = front.save_revision()
    assert not Photo.objects.get(pk=photo.pk).is_public, "a draft puts nothing to use"
    assert "Мостът" not in answer("/").body.decode()

    revision.publish()

    shown = answer("/").body.decode()
    assert "Мостът сутрин" in shown
    assert "Снимка на деня" in shown
    assert "/media/" in shown
    withdraw_photo(Photo.objects.get(pk=photo.pk), reason="Няма права.")
    assert "Мостът" not in answer("/").body.decode()
    assert "Снимка на деня" not in answer("/").body.decode()


@keeps_prints
def test_opinions_show_their_authors(site):
    photo = newsroom.photo()
    byline = Byline.objects.create(name="Вера Проба", portrait=photo)
    put_to_use([photo.pk])
    for number in (1, 2):
        story = newsroom.story(site, f"Мнение {number}", kind="opinion")
        story.story_bylines = [StoryByline(byline=byline)]
        publish(story, by=newsroom.chief())
    newsroom.live_story(site, "Новина")

    shown = answer("/").body.decode()

    picture = Photo.objects.get(pk=photo.pk).rendition("square-320-jpeg").url
    assert re.search(rf'<img class="portrait tone-\d+" src="{picture}"', shown)
    assert shown.count("Вера Проба") == 2
    Byline.objects.filter(pk=byline.pk).update(name="Вера Друга")
    assert answer("/").body == fresh_answer("/").body
    assert "Вера Друга" in answer("/").body.decode()


# How it is printed


@keeps_prints
def test_arranging_the_front_makes_no_other_page_stale(site):
    story = live(site, "Новина")
    paths = ["/svyat/", Story.objects.get(pk=story.pk).address, "/en/"]
    for path in ("/", *paths):
        answer(path)

    front = arrange(site, zone("grid", title="Избори", fill="newest"))

    assert not [path for path in paths if answer(path).printed]
    assert answer("/").printed
    assert "Избори" in answer("/").body.decode()
    front.title = "Начало"
    front.save_revision().publish()
    assert [path for path in paths if answer(path).printed] == paths


def test_the_front_asks_a_bounded_number_of_questions(site):
    chief = newsroom.chief()

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            surfaces.render_page("/")
        return len(captured)

    def fill(times):
        for _ in range(times):
            for kind in ("news", "opinion", "brief"):
                newsroom.live_story(site, by=chief, kind=kind)

    fill(3)
    few = asked()
    fill(12)
    assert asked() <= few + 2
    assert few < 40


def test_no_statement_of_an_arranged_front_goes_unclaimed(site):
    photo = newsroom.photo()
    story = live(site, "Мнение", kind="opinion", lead_photo=newsroom.photo())
    arrange(
        site,
        zone("lead", stories=[story, newsroom.story(site)], fill="newest"),
        zone("grid", fill="kinds", kinds=["brief", "news"]),
        ("opinion", {"title": "", "stories": [story], "count": 4, "fill": True}),
        ("section", {"title": "", "stories": [], "count": 4, "section": site.world}),
        ("photo", {"title": "", "photo": photo, "caption": "Надпис"}),
    )
    with reading.recording() as read:
        surfaces.render_page("/")
    assert read.unclaimed == []
    assert {"kind:brief:bg/list", "kind:opinion:bg/list", "latest:bg/list"} <= read.keys


# The newsroom's form


def test_a_front_is_arranged_previewed_and_published_in_the_newsroom(site, client):
    desk = Desk(site)
    stories = [live(site, f"Новина {number}", ago=number) for number in range(4)]
    chosen = [("lead", {"title": "Водещо", "stories": [stories[3].pk], "count": "2"}),
              ("list", {"title": "Останалото"})]  # fmt: skip
    address = desk.page("edit", site.front.pk)
    assert "колко материала" in words(desk.browser(Role.CHIEF_EDITOR).get(address))

    desk.post(Role.CHIEF_EDITOR, address, front_form(chosen))
    assert "Водещо" not in answer("/").body.decode(), "a draft is not shown"
    draft = desk.browser(Role.CHIEF_EDITOR).get(
        reverse("wagtailadmin_pages:view_draft", args=[site.front.pk])
    )
    assert draft.status_code == 200
    assert "Водещо" in draft.content.decode()
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[site.front.pk])
    desk.browser(Role.CHIEF_EDITOR).post(preview, front_form(chosen))
    seen = desk.browser(Role.CHIEF_EDITOR).get(preview)
    assert seen.status_code == 200
    assert "Останалото" in seen.content.decode()

    desk.post(Role.CHIEF_EDITOR, address, front_form(chosen, "publish"))
    assert zones(site) == {
        "lead": ["Новина 3", "Новина 0"],
        "list": ["Новина 1", "Новина 2"],
    }


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"fill": "section"}, "Изберете раздела."),
        ({"fill": "kinds"}, "Изберете поне един вид."),
        ({"count": "1", "stories": 2}, "Избрани са повече материали, отколкото зоната показва."),
    ],
)
def test_the_form_says_what_is_missing(site, value, said):
    desk = Desk(site)
    if "stories" in value:
        value = value | {"stories": [newsroom.story(site).pk for _ in range(value["stories"])]}
    answered = desk.browser(Role.CHIEF_EDITOR).post(
        desk.page("edit", site.front.pk), front_form([("grid", value)], "publish")
    )
    assert answered.status_code == 200
    assert said in words(answered)


def test_lists_of_kinds_are_made_for_stories_that_are_live_already(site):
    from importlib import import_module

    from vestnik.changes.announcing import lifted
    from vestnik.stories.models import Listing

    stories = [newsroom.live_story(site, kind=kind) for kind in ("opinion", "brief")]
    newsroom.live_story(site, dated=clock.instant(), date_precision="unknown")
    newsroom.story(site)
    kinds = Listing.objects.filter(list__startswith="kind:")
    before = set(kinds.values_list("list", "story_id", "dated"))
    assert len(before) == len(stories)
    migration = import_module("vestnik.stories.migrations.0004_lists_of_kinds")
    editor = SimpleNamespace(connection=connection)
    with lifted():
        migration.empty(None, editor)
        assert not kinds.exists()
        migration.fill(None, editor)
        migration.fill(None, editor)
    assert set(kinds.values_list("list", "story_id", "dated")) == before
