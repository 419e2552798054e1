"""The list of stories: every filter with every other one, search, states in words, saved views."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import newsroom
from tests.unit.desk.screens import said, stored, text_of
from vestnik.accounts.roles import Role
from vestnik.desk.listing import filters
from vestnik.desk.listing.models import MOST_OWN, SavedView
from vestnik.kit import clock
from vestnik.stories.actions.publish import schedule
from vestnik.stories.actions.withdraw import withdraw
from vestnik.stories.models import Byline, Story, Topic

pytestmark = pytest.mark.django_db

LIST = reverse("wagtailsnippets_stories_story:list")
KEEP = reverse("desk_save_view")
CHIEF, EDITOR, AUTHOR = Role.CHIEF_EDITOR, Role.EDITOR, Role.AUTHOR


def draft(site, headline, owner=None, **fields) -> Story:
    story = newsroom.story(site, headline, owner=owner, **fields)
    story.save_revision()
    return stored(story)


def listed(browser, **given) -> list[str]:
    """The headlines that the list shows, as it shows them."""
    answer = browser.get(LIST, given)
    assert answer.status_code == 200
    return [story.shown for story in answer.context["object_list"]]


@pytest.fixture
def many(site, people):
    """A story in each state, by its name."""
    chief, author = people.user(CHIEF), people.user(AUTHOR)
    hour = timedelta(hours=1)
    stories = {
        "draft": draft(site, "draft", author),
        "live": newsroom.live_story(site, "live", owner=chief),
        "changed": newsroom.live_story(site, "old"),
        "withdrawn": newsroom.live_story(site, "withdrawn"),
        "one": draft(site, "one", author),
        "two": draft(site, "two"),
        "returned": draft(site, "returned", author),
        "scheduled": draft(site, "scheduled"),
        "embargoed": draft(site, "embargoed", embargo=clock.instant() + hour),
        "no more": draft(site, "no more", embargo=clock.instant() - hour),
    }
    working = stored(stories["changed"]).get_latest_revision_as_object()
    working.headline = "changed"
    working.save_revision()
    withdraw(stories["withdrawn"], by=chief, reason="Проба.")
    for name in ("one", "two", "returned"):
        Story.get_default_workflow().start(stories[name], author)
    stored(stories["two"]).current_workflow_task_state.approve(user=chief)
    stored(stories["returned"]).current_workflow_task_state.reject(user=chief)
    schedule(stories["scheduled"], at=clock.instant() + hour, by=chief)
    return stories


def test_states_of_both_kinds_go_with_the_other_filters(many, people, monkeypatch):
    chief = people(CHIEF)
    monkeypatch.setattr(filters, "LISTED", 2)
    # The drafts that are looked through are those of the author, not the newest of all.
    found = listed(chief, state=["draft", "step"], q="draft")
    assert found == ["<mark>draft</mark>"]
    assert listed(chief, state=["draft", "embargoed"], q="embargoed") == ["<mark>embargoed</mark>"]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_any_day_of_the_calendar_may_be_asked_for(day, many, people):
    for edge in ("date_from", "date_to"):
        listed(people(CHIEF), **{edge: day})


def test_states_are_told_in_words_and_each_is_a_filter(many, people):
    chief = people(CHIEF)
    answer = chief.get(LIST)
    words = {story.shown: str(story.standing.words) for story in answer.context["object_list"]}
    assert words == {
        "draft": "Чернова",
        "live": "Публикуван",
        "changed": "Публикуван, с чернова",
        "withdrawn": "Свален",
        "one": "Първи прочит",
        "two": "Одобрение за печат",
        "returned": "Върнат за поправки",
        "scheduled": "Насрочен",
        "embargoed": "Под ембарго",
        "no more": "Чернова",
    }
    steps = {story.shown: story.standing for story in answer.context["object_list"]}
    assert "Първи прочит" in text_of(answer)
    first = stored(many["one"]).current_workflow_task_state.task_id
    assert steps["one"].state == "step"
    assert listed(chief, state="live") == ["live"]
    assert listed(chief, state="changed") == ["changed"]
    assert listed(chief, state="withdrawn") == ["withdrawn"]
    assert listed(chief, state="step") == ["two", "one"]
    assert listed(chief, state=f"step-{first}") == ["one"]
    assert listed(chief, state="returned") == ["returned"]
    assert listed(chief, state="scheduled") == ["scheduled"]
    assert listed(chief, state="embargoed") == ["embargoed"]
    assert listed(chief, state=["scheduled", "live"]) == ["scheduled", "live"]
    assert listed(chief, state=["live", "withdrawn"]) == ["withdrawn", "live"]


def test_filters_and_words_go_together(site, people):
    topic = Topic.objects.create(name="Паркове и градини")
    here = newsroom.live_story(site, "Пейки в парка", kind="opinion", topics=[topic])
    newsroom.live_story(site, "Пейки на пазара", section=site.economy)
    old = Story.objects.get(headline="Пейки на пазара")
    chief = people(CHIEF)
    both = ["<mark>Пейки</mark> на пазара", "<mark>Пейки</mark> в парка"]
    assert listed(chief, q="пейка") == both
    assert listed(chief, q="пейка", kind="opinion") == both[1:]
    assert listed(chief, q="пейка", section=site.economy.pk, state="live") == both[:1]
    assert listed(chief, topic="паркове") == ["Пейки в парка"]
    assert listed(chief, topic="няма такава") == []
    byline = Byline.objects.get(pk=here.story_bylines.get().byline_id)
    assert listed(chief, byline="авто") == ["Пейки на пазара", "Пейки в парка"]
    assert listed(chief, byline=byline.name) == ["Пейки в парка"]
    agency = here.story_sources.get().agency_id
    assert len(listed(chief, agency=agency)) == 2
    today = clock.instant().date()
    assert len(listed(chief, date_from=today - timedelta(1), date_to=today + timedelta(1))) == 2
    assert listed(chief, date_to=today - timedelta(9)) == []
    assert listed(chief, locale="en") == []
    assert len(listed(chief, locale="bg")) == 2
    assert old.headline in text_of(chief.get(LIST))


def test_where_a_word_stands_only_in_the_text_its_passage_is_shown(site, people):
    body = [("paragraph", "<p>Първо друго. После мостовете &lt;b&gt; край реката.</p>")]
    newsroom.live_story(site, "Без нея", body=body)
    page = people(CHIEF).get(LIST, {"q": "мост"}).content.decode()
    assert "<mark>мостовете</mark> &lt;b&gt; край реката" in page


def test_authors_find_only_their_own(site, people):
    draft(site, "Канарче у другия")
    draft(site, "Канарче у мен", people.user(AUTHOR))
    author = people(AUTHOR)
    assert listed(author) == ["Канарче у мен"]
    assert listed(author, q="канарче") == ["<mark>Канарче</mark> у мен"]
    assert listed(author, state="draft") == ["Канарче у мен"]
    assert len(listed(people(EDITOR), q="канарче")) == 2
    assert listed(people(CHIEF), whose="mine") == []


def test_a_broken_filter_is_no_error(site, people):
    newsroom.live_story(site, "Едно")
    for given in ({"state": "nonsense"}, {"section": "x"}, {"date_from": "вчера"}, {"p": "x"}):
        assert people(CHIEF).get(LIST, given).status_code == 200


def test_the_list_asks_the_same_questions_however_long_it_is(site, people):
    def questions(**given) -> int:
        people(CHIEF).get(LIST, given)
        with CaptureQueriesContext(connection) as asked:
            people(CHIEF).get(LIST, given)
        return len(asked)

    newsroom.live_story(site, "Едно и също")
    asked = [{}, {"q": "едно"}, {"state": "live"}, {"kind": "news", "q": "същ"}]
    few = [questions(**given) for given in asked]
    for _number in range(3):
        newsroom.live_story(site, "Едно и също")
    assert [questions(**given) for given in asked] == few
    assert max(few) <= 40


def test_a_view_is_kept_shown_and_taken_away(people):
    author, chief = people(AUTHOR), people(CHIEF)
    answer = author.post(KEEP, {"name": "Становища", "query": "kind=opinion&p=3&q=&state=draft"})
    view = SavedView.objects.get()
    assert (view.query, view.shared, view.owner) == (
        "kind=opinion&state=draft",
        False,
        people.user(AUTHOR),
    )
    assert answer.url == f"{LIST}?kind=opinion&state=draft"
    tabs = author.get(LIST, {"state": "draft", "kind": "opinion"}).context["tabs"]
    assert [str(tab["name"]) for tab in tabs if tab["here"]] == ["Становища"]
    assert "Становища" not in [str(tab["name"]) for tab in chief.get(LIST).context["tabs"]]

    away = reverse("desk_take_view_away", args=[view.pk])
    assert chief.post(away).status_code == 302
    assert SavedView.objects.filter(pk=view.pk).exists()
    author.post(away)
    assert not SavedView.objects.exists()


def test_only_who_opens_every_story_shares_a_view(people):
    people(AUTHOR).post(KEEP, {"name": "А", "query": "", "shared": "on"})
    people(EDITOR).post(KEEP, {"name": "Б", "query": "state=step", "shared": "on"})
    assert [view.name for view in SavedView.objects.filter(shared=True)] == ["Б"]
    tabs = people(AUTHOR).get(LIST).context["tabs"]
    assert [(tab["name"], tab.get("may")) for tab in tabs if tab["view"]] == [
        ("Б", False),
        ("А", True),
    ]
    people(CHIEF).post(reverse("desk_take_view_away", args=[SavedView.objects.get(name="Б").pk]))
    assert not SavedView.objects.filter(shared=True).exists()


def test_views_have_bounds(people):
    author = people(AUTHOR)
    for number in range(MOST_OWN + 1):
        answer = author.post(KEEP, {"name": f"Изглед {number}", "query": ""})
    assert SavedView.objects.count() == MOST_OWN
    assert said(answer)[-1].startswith("Изгледите са твърде много")
    author.post(KEEP, {"name": "x" * 41, "query": ""})
    author.post(KEEP, {"name": "", "query": ""})
    assert SavedView.objects.count() == MOST_OWN
    assert people(Role.ADMINISTRATOR).post(KEEP, {"name": "А", "query": ""}).status_code == 302
    assert SavedView.objects.filter(owner=people.user(Role.ADMINISTRATOR)).count() == 0
