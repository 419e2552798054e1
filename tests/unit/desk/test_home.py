"""The desk: who sees what on it, what a day looks like, and that asking again is cheap."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import newsroom
from tests.roads.newsdesk import Desk
from tests.unit.desk.screens import is_refused, stored, text_of
from vestnik.accounts.roles import Role
from vestnik.desk.home import panels
from vestnik.desk.home.day import Day
from vestnik.desk.home.panels import Glance, panels_for
from vestnik.desk.roads.models import Notice
from vestnik.kit import clock
from vestnik.stories.actions.publish import schedule
from vestnik.stories.models import Story

pytestmark = pytest.mark.django_db

HOME = reverse("wagtailadmin_home")
PULSE = reverse("desk_pulse")
CHIEF, EDITOR, AUTHOR = Role.CHIEF_EDITOR, Role.EDITOR, Role.AUTHOR


def shown(user) -> dict[str, list[str]]:
    """The lines of each panel that the person has."""
    return {panel.name: [str(line.text) for line in panel.lines] for panel in panels_for(user)}


def draft(site, headline, owner=None, **fields) -> Story:
    story = newsroom.story(site, headline, owner=owner, **fields)
    story.save_revision()
    return stored(story)


def test_everybody_has_the_own_work_and_who_approves_what_waits(site, people):
    author, editor, chief = (people.user(role) for role in (AUTHOR, EDITOR, CHIEF))
    mine = draft(site, "Мой", author)
    draft(site, "Чужд", chief)
    Story.get_default_workflow().start(mine, author)

    assert shown(author)["in-work"] == ["Мой"]
    assert shown(author)["on-the-way"] == ["Мой"]
    assert "waiting" not in shown(author)
    assert shown(editor)["waiting"] == ["Мой"]

    stored(mine).current_workflow_task_state.approve(user=editor)
    # The second step is the chief editor's alone, but the panel stays where it was.
    assert shown(editor)["waiting"] == []
    assert shown(chief)["waiting"] == ["Мой"]
    assert shown(chief)["in-work"] == ["Чужд"]


def test_work_is_called_as_it_was_saved_last(site, people):
    author = people.user(AUTHOR)
    story = newsroom.live_story(site, "Излязло", owner=author)
    assert shown(author)["in-work"] == []
    working = stored(story).get_latest_revision_as_object()
    working.headline = "Поправено"
    working.save_revision(user=author)
    assert shown(author)["in-work"] == ["Поправено"]
    assert shown(people.user(CHIEF))["news"] == ["Излязло"]


def test_an_author_reads_no_draft_of_another_on_the_desk(site, people):
    chief = people.user(CHIEF)
    schedule(draft(site, "Канарче", chief), at=clock.instant() + timedelta(hours=1), by=chief)
    draft(site, "Канарче под ембарго", chief, embargo=clock.instant() + timedelta(hours=1))
    draft(site, "Канарче в работа", chief)
    taken_off = newsroom.live_story(site, "Свалено канарче", by=chief)
    taken_off.unpublish(user=chief)

    assert "Канарче" in text_of(people(CHIEF).get(HOME))
    for address in (HOME, PULSE):
        page = people(AUTHOR).get(address).content.decode()
        assert "анарче" not in page


def test_what_is_late_and_what_has_no_credit_is_said(site, people):
    chief = people.user(CHIEF)
    newsroom.live_story(site, "Без автор на снимката", lead_photo=newsroom.photo(credit=" "))
    newsroom.live_story(site, "С автор", lead_photo=newsroom.photo(credit="Проба"))
    late = draft(site, "Закъсняло", chief)
    schedule(late, at=clock.instant() + timedelta(seconds=30), by=chief)
    assert shown(chief)["wrong"] == ["Без автор на снимката"]

    later = clock.instant() + timedelta(minutes=2)
    with mock.patch.object(clock, "_now", return_value=later):
        assert shown(chief)["wrong"] == ["Закъсняло", "Без автор на снимката"]


def test_the_day_shows_what_went_out_and_what_is_to_come(site, people):
    # A day to come: what is scheduled by this clock would be in the past of the database's and the framework's.
    noon = (clock.instant() + timedelta(days=1)).replace(hour=10, minute=0, second=0)
    chief = people.user(CHIEF)
    with mock.patch.object(clock, "_now", return_value=noon):
        newsroom.live_story(site, "Излезе")
        schedule(draft(site, "Ще излезе", chief), at=noon + timedelta(hours=2), by=chief)
        draft(site, "Ембарго", chief, embargo=noon + timedelta(hours=1))
        (day,) = (panel for panel in panels_for(chief) if panel.name == "day")
    assert [str(line.text) for line in day.lines] == ["Ембарго", "Ще излезе"]
    assert (day.extra["out"], day.extra["coming"]) == (1, 2)
    assert [mark.kind for mark in day.extra["marks"]] == ["embargo", "schedule"]
    left = [mark.left for mark in day.extra["marks"]]
    assert day.extra["now"] < left[0] < left[1]


@pytest.mark.parametrize(("day", "hours"), [((3, 29), 23), ((10, 25), 25), ((6, 1), 24)])
def test_a_day_is_as_long_as_the_zone_has_it(day, hours, people):
    month, number = day
    noon = datetime(2026, month, number, 9, tzinfo=UTC)
    with mock.patch.object(clock, "_now", return_value=noon):
        one = Day(Glance.of(people.user(AUTHOR)))
    assert one.place(one.start) == 0
    assert one.place(one.end) == 100
    assert one.place(one.start + timedelta(0)) == 0
    midday = one.start.replace(hour=12)
    # Noon is 12 hours before the end of every day; the night has more or fewer.
    assert one.place(midday) == round(100 * (hours - 12) / hours, 2)


def test_the_desk_asks_the_same_questions_however_much_there_is(site, people):
    def questions() -> int:
        people(CHIEF).get(HOME)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert people(CHIEF).get(HOME).status_code == 200
        return len(asked)

    chief = people.user(CHIEF)

    def work() -> None:
        draft(site, "", chief)
        newsroom.live_story(site, lead_photo=newsroom.photo(credit=""))
        schedule(draft(site, ""), at=clock.instant() + timedelta(hours=1), by=chief)
        waiting = draft(site, "", chief)
        Story.get_default_workflow().start(waiting, chief)
        changed = newsroom.live_story(site, owner=chief).get_latest_revision_as_object()
        changed.save_revision()

    work()
    few = questions()
    for _again in range(3):
        work()
    assert questions() == few
    assert few <= 60


def test_asking_again_is_cheap_and_answers_only_what_is_new(site, people):
    author = people(AUTHOR)
    first = author.get(PULSE)
    mark = first["ETag"]
    assert mark.strip('"') in author.get(HOME).content.decode()
    with CaptureQueriesContext(connection) as asked:
        assert author.get(PULSE, headers={"If-None-Match": mark}).status_code == 304
    assert len(asked) <= 12
    assert not first.cookies

    newsroom.live_story(site, "Току-що излезе")
    again = author.get(PULSE, headers={"If-None-Match": mark})
    assert again.status_code == 200
    assert "Току-що излезе" in again.content.decode()
    assert again["ETag"] != mark
    # Time passes without a trace in any log.
    later = clock.instant() + timedelta(minutes=5)
    with mock.patch.object(clock, "_now", return_value=later):
        assert author.get(PULSE, headers={"If-None-Match": again["ETag"]}).status_code == 200


def test_every_act_of_the_newsroom_changes_the_mark(site):
    desk = Desk(site)

    def mark() -> str:
        return desk.browser(CHIEF).get(PULSE)["ETag"]

    seen = [mark()]
    story = desk.write(AUTHOR)
    seen.append(mark())
    desk.edit(AUTHOR, story, "submit")
    seen.append(mark())
    desk.decide(EDITOR, story, "approve")
    seen.append(mark())
    desk.decide(CHIEF, story, "approve")
    seen.append(mark())
    assert len(set(seen)) == len(seen)


def test_the_desk_is_the_newsrooms(people, client):
    assert is_refused(client.get(PULSE))
    assert is_refused(people(Role.MODERATOR).get(PULSE))
    assert people(Role.ADMINISTRATOR).get(HOME).status_code == 200


def test_a_provider_adds_a_panel(people):
    def diary(glance):
        return panels.Panel("diary", "Дневник", [panels.Line("Дело", "/cms/")], column="side")

    with mock.patch.object(panels, "_PROVIDERS", [*panels._PROVIDERS, (99, diary)]):
        assert "Дневник" in text_of(people(AUTHOR).get(HOME))


def test_what_a_colleague_says_stands_on_the_desk_until_it_is_read(site, people):
    author = people.user(AUTHOR)
    story = draft(site, "Материал с бележка", author)
    assert "notices" not in shown(author)
    Notice.objects.create(to=author, story=story, what=Notice.What.TOLD, text="Виж края.")
    assert shown(author)["notices"] == ["Материал с бележка"]
    assert "notices" not in shown(people.user(CHIEF))
    Notice.objects.update(read_at=clock.instant())
    assert "notices" not in shown(author)
