"""Acts on many stories: who may, each story for itself, and undoing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from unittest import mock

import pytest
from django.urls import reverse

from tests.factories import newsroom
from tests.unit.desk.conftest import everything
from tests.unit.desk.screens import is_refused, said, stored, text_of
from vestnik.accounts.roles import Role
from vestnik.desk.listing import many
from vestnik.desk.listing.models import Done
from vestnik.kit import clock
from vestnik.stories.models import Section, Story, Topic

pytestmark = pytest.mark.django_db

CHIEF, EDITOR, AUTHOR = Role.CHIEF_EDITOR, Role.EDITOR, Role.AUTHOR


def address(act: str, *stories: Story) -> str:
    ids = "&".join(f"id={story.pk}" for story in stories)
    return f"{reverse('wagtail_bulk_action', args=['stories', 'story', act])}?{ids}"


def draft(site, owner=None, **fields) -> Story:
    story = newsroom.story(site, owner=owner, **fields)
    story.save_revision()
    return stored(story)


def latest(story: Story) -> Story:
    return stored(story).get_latest_revision_as_object()


def undo(browser) -> str:
    """Undo the newest act; what was said."""
    answer = browser.post(reverse("desk_undo", args=[Done.objects.latest("pk").pk]))
    return " ".join(said(answer))


@pytest.mark.parametrize("live", [False, True])
def test_stories_are_moved_and_moved_back(live, site, people):
    make = newsroom.live_story if live else draft
    stories = [make(site), make(site)]
    chief = people(CHIEF)
    assert "Премести в рубрика" in text_of(chief.get(address("section", *stories)))
    answer = chief.post(address("section", *stories), {"given": site.economy.pk})
    assert "Преместени: 2 материала." in said(answer)[0]
    assert [latest(story).section_id for story in stories] == [site.economy.pk] * 2
    assert [stored(story).section_id for story in stories] == [site.economy.pk] * 2
    assert "Върнати" in undo(chief)
    assert [stored(story).section_id for story in stories] == [site.world.pk] * 2
    assert [stored(story).live for story in stories] == [live] * 2
    assert "не може да се върне" in undo(chief)


@pytest.mark.parametrize("live", [False, True])
def test_a_topic_is_given_and_taken(live, site, people):
    topic = Topic.objects.create(name="Паркове")
    Topic.objects.create(name="Пазари")
    story = (newsroom.live_story if live else draft)(site)
    chief = people(CHIEF)
    for wrong in ("", "па", "няма"):
        answer = chief.post(address("topic", story), {"given": wrong})
        assert answer.status_code == 200
    chief.post(address("topic", story), {"given": "парк"})
    assert list(latest(story).topics.all()) == [topic] == list(stored(story).topics.all())
    answer = chief.post(address("topic", story), {"given": "Паркове"})
    assert said(answer)[-1] == "Няма какво да се промени."
    undo(chief)
    assert list(latest(story).topics.all()) == [] == list(stored(story).topics.all())


def test_the_draft_of_a_live_story_stays_a_draft(site, people):
    topic = Topic.objects.create(name="Паркове")
    story = newsroom.live_story(site, "Излязло")
    working = latest(story)
    working.headline = "Чернова"
    working.save_revision()
    people(CHIEF).post(address("topic", story), {"given": "Паркове"})
    assert stored(story).headline == "Излязло"
    assert list(stored(story).topics.all()) == [topic]
    assert latest(story).headline == "Чернова"
    assert list(latest(story).topics.all()) == [topic]


def test_undoing_publishes_nothing_of_the_draft(site, people):
    topic = Topic.objects.create(name="Паркове")
    moved, topical = newsroom.live_story(site), newsroom.live_story(site, topics=[topic])
    drafted = Section(title="Спорт", slug="sport-proba", locale=site.locale)
    site.front.add_child(instance=drafted)
    for story in (moved, topical):
        working = latest(story)
        working.section = drafted
        working.topics = []
        working.save_revision()
    chief = people(CHIEF)

    chief.post(address("section", moved), {"given": site.economy.pk})
    assert stored(moved).section_id == latest(moved).section_id == site.economy.pk
    undo(chief)
    assert latest(moved).section_id == drafted.pk
    assert stored(moved).section_id == site.world.pk

    chief.post(address("topic", topical), {"given": "Паркове"})
    assert list(latest(topical).topics.all()) == [topic]
    undo(chief)
    assert list(latest(topical).topics.all()) == []
    assert list(stored(topical).topics.all()) == [topic]


def test_stories_are_handed_over_and_back(site, people):
    author, other = people.user(AUTHOR), newsroom.person(AUTHOR)
    story = draft(site, author)
    people(EDITOR).post(address("owner", story), {"given": other.pk})
    assert stored(story).owner == other
    assert [notice.story for notice in other.notices.unread()] == [story]
    undo(people(EDITOR))
    assert stored(story).owner == author
    assert not other.notices.exists()
    reader = newsroom.person()
    answer = people(EDITOR).post(address("owner", story), {"given": reader.pk})
    assert answer.status_code == 200
    assert stored(story).owner == author


def test_a_chief_takes_off_and_brings_back(site, people):
    live, not_live = newsroom.live_story(site, "Излязло"), draft(site)
    answer = people(CHIEF).post(address("withdraw", live, not_live), {"given": "Данни."})
    assert not stored(live).live
    assert len(said(answer)) == 2
    undo(people(CHIEF))
    assert stored(live).live


def test_each_story_is_for_itself_and_failures_are_told(site, people):
    ready, locked, live = draft(site), draft(site), newsroom.live_story(site)
    Story._base_manager.filter(pk=locked.pk).update(locked=True, locked_by=people.user(CHIEF))
    answer = people(EDITOR).post(
        address("section", ready, locked, live), {"given": site.economy.pk}
    )
    words = " ".join(said(answer))
    assert latest(ready).section_id == site.economy.pk
    assert latest(locked).section_id == latest(live).section_id == site.world.pk
    assert locked.headline in words
    assert f"{live.headline}: Публикуван е" in words


def test_what_nobody_has_foreseen_ends_one_story_s_act_alone(site, people, caplog):
    first, odd, last = (draft(site, headline=name) for name in ("Първи", "Втори", "Трети"))
    chief, section = people.user(CHIEF), many.ACTS["section"]

    def breaking(one, work):
        def act(story, by, given):
            if story.pk == one.pk:
                raise ZeroDivisionError
            return work(story, by, given)

        return act

    pks = [story.pk for story in (first, odd, last)]
    broken = replace(section, do=breaking(odd, section.do))
    outcome = many.do(broken, pks, by=chief, given=site.economy)
    assert (outcome.count, [name for name, _why in outcome.failures]) == (2, ["Втори"])
    assert latest(last).section_id == site.economy.pk
    assert f"story {odd.pk}" in caplog.text
    assert "ZeroDivisionError" in caplog.text

    with mock.patch.dict(many.ACTS, section=replace(section, undo=breaking(first, section.undo))):
        outcome = many.undo(outcome.done, by=chief)
    assert (outcome.count, [name for name, _why in outcome.failures]) == (1, ["Първи"])
    assert latest(last).section_id == site.world.pk


def test_what_somebody_has_saved_since_is_not_undone(site, people):
    story, other = draft(site), draft(site)
    people(EDITOR).post(address("section", story, other), {"given": site.economy.pk})
    latest(story).save_revision()
    words = undo(people(EDITOR))
    assert story.headline in words
    assert latest(story).section_id == site.economy.pk
    assert latest(other).section_id == site.world.pk


def test_undoing_is_ones_own_and_has_its_time(site, people):
    story = draft(site)
    people(EDITOR).post(address("section", story), {"given": site.economy.pk})
    page = reverse("desk_undo", args=[Done.objects.get().pk])
    assert people(CHIEF).get(page).status_code == people(CHIEF).post(page).status_code == 404
    assert "Върни" in text_of(people(EDITOR).get(page))
    later = clock.instant() + many.UNDOABLE + timedelta(seconds=1)
    with mock.patch.object(clock, "_now", return_value=later):
        assert "не може да се върне" in text_of(people(EDITOR).get(page))
        people(EDITOR).post(page)
    assert latest(story).section_id == site.economy.pk


@pytest.mark.parametrize("act", many.ACTS)
def test_others_are_refused(act, site, people):
    story = newsroom.live_story(site, owner=people.user(AUTHOR))
    given = {"section": site.economy.pk, "owner": people.user(CHIEF).pk}.get(act, "Текст")
    before = everything()
    roles = [
        AUTHOR,
        Role.PHOTO_EDITOR,
        Role.ADMINISTRATOR,
        *([EDITOR] if act == "withdraw" else []),
    ]
    for role in roles:
        assert is_refused(people(role).get(address(act, story)))
        assert is_refused(people(role).post(address(act, story), {"given": given}))
    assert everything() == before
    menu = people(AUTHOR).get(reverse("wagtailsnippets_stories_story:list")).content.decode()
    assert "data-bulk-action-button" not in menu


def test_no_act_takes_a_whole_list(site, people):
    draft(site)
    for chosen in ("id=all", "", "id=x"):
        page = address("section").removesuffix("?") + f"?{chosen}"
        answer = people(CHIEF).post(page, {"given": site.economy.pk})
        assert said(answer)[-1] == "Няма какво да се промени."
    assert not Done.objects.exists()


def test_old_acts_are_forgotten(site, people):
    Done.objects.create(
        by=people.user(EDITOR), act="section", before={}, at=clock.instant() - timedelta(1)
    )
    people(EDITOR).post(address("section", draft(site)), {"given": site.economy.pk})
    assert Done.objects.count() == 1
