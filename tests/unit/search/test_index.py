"""The newsroom's index: in step with every write of a story, and what it finds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import transaction

from tests.factories import newsroom
from tests.roads.newsdesk import Desk
from vestnik.accounts.roles import Role
from vestnik.kit import clock
from vestnik.search.actions.index import cards_of, catch_up, index
from vestnik.search.models import Card, Waiting
from vestnik.search.queries import Search, passages
from vestnik.stories.actions.erase import erase
from vestnik.stories.actions.publish import move_to_section, publish_at_once, schedule
from vestnik.stories.actions.withdraw import bring_back, withdraw
from vestnik.stories.models import Story, Topic

pytestmark = pytest.mark.django_db


def found(typed: str = "", **filed) -> list[int]:
    given = {name: [value] for name, value in filed.items()}
    return Search(typed, given).find(50)


def differing() -> list[int]:
    """Stories that the index has otherwise than they are."""
    pks = {*Story.objects.values_list("pk", flat=True), *Card.objects.values_list("pk", flat=True)}
    right = {card.pk: (card.headline, card.words) for card in cards_of(list(pks))}
    kept = {card.pk: (card.headline, card.words) for card in Card.objects.all()}
    return [pk for pk in pks if right.get(pk) != kept.get(pk)]


def test_every_road_of_writing_keeps_the_index_in_step(site):
    desk, chief = Desk(site), newsroom.chief()
    story = desk.write(Role.AUTHOR, headline="Първа чернова")
    pk = story.pk

    def again() -> Story:
        return Story.objects.get(pk=pk)

    def draft_of_a_live_story() -> None:
        desk.edit(Role.EDITOR, story, headline="Поправено заглавие")

    roads = [
        ("draft", lambda: desk.edit(Role.AUTHOR, story, headline="Втора чернова")),
        ("submit", lambda: desk.edit(Role.AUTHOR, story, "submit")),
        ("step one", lambda: desk.decide(Role.EDITOR, story, "approve")),
        ("step two", lambda: desk.decide(Role.CHIEF_EDITOR, story, "approve")),
        ("draft of a live story", draft_of_a_live_story),
        ("move", lambda: move_to_section(again(), section=site.economy, by=chief)),
        ("at once", lambda: publish_at_once(again(), by=chief, reason="Проба.")),
        ("withdraw", lambda: withdraw(again(), by=chief, reason="Проба.")),
        ("bring back", lambda: bring_back(again(), by=chief)),
        ("schedule", lambda: schedule(again(), at=clock.instant() + timedelta(1), by=chief)),
        ("hand over", lambda: Story.objects.filter(pk=pk).update(owner=chief)),
        ("owner", lambda: setattr(row := again(), "owner", None) or row.save(update_fields=["owner"])),
        ("erase", lambda: erase(again(), by=chief, reason="Проба.")),
    ]  # fmt: skip
    for name, work in roads:
        before = list(Card.objects.filter(pk=pk).values())
        work()
        assert differing() == [], name
        assert name in ("submit", "step one", "schedule") or before != list(
            Card.objects.filter(pk=pk).values()
        )
    assert found("заглавие") == []


def test_what_is_rolled_back_is_not_found(site):
    class Mishap(Exception):
        pass

    def work() -> None:
        with transaction.atomic():
            newsroom.live_story(site, "Изчезнало заглавие")
            assert found("изчезнало")
            raise Mishap

    with pytest.raises(Mishap):
        work()
    assert found("изчезнало") == []


def test_stories_are_found_by_any_form_of_their_words(site):
    first = newsroom.live_story(site, "Кметът решава за наводненията").pk
    second = newsroom.story(site, "Избори", body=[("paragraph", "<p>Говори <b>кмет</b>а.</p>")]).pk
    assert found("кмет") == [second, first]
    assert found("КМЕТЪТ, решават") == [first]
    assert found("кмет избор") == [second]
    assert found("наводн") == [first]
    assert found("наводн ") == []
    assert found("говориха") == [second]
    assert found("нещо друго") == []


@pytest.mark.parametrize(
    "typed", ['"', "'", "кмет'", "\\", "AND", "кмет OR", "*", "(", "NEAR(", "0qs7", "\x00"]
)
def test_nothing_typed_is_an_error(typed, site):
    newsroom.live_story(site, "Избори")
    assert found(typed) == []


def test_a_draft_is_found_by_its_latest_words(site):
    story = newsroom.live_story(site, "Старо заглавие")
    working = story.get_latest_revision_as_object()
    working.headline = "Пресен надслов"
    working.save_revision()
    assert found("надслов") == [story.pk]
    assert found("старо") == []


def test_filters_go_with_words_and_with_each_other(site):
    topic = Topic.objects.create(name="Паркове")
    here = newsroom.live_story(site, "Пейки в парка", kind="opinion", topics=[topic])
    newsroom.live_story(site, "Пейки на пазара", section=site.economy)
    byline = here.story_bylines.get().byline_id
    assert found("пейки", section=site.world.pk) == [here.pk]
    assert found(topic=topic.pk, state="live") == [here.pk]
    assert found(byline=byline) == found(kind="opinion") == [here.pk]
    assert found("паркове") == [here.pk]
    assert found(kind="opinion", section=site.economy.pk) == []
    assert found(agency=here.story_sources.get().agency_id, kind="opinion") == [here.pk]
    assert Search(among=[here.pk, 0]).find(9) == [here.pk, 0]
    assert Search("пейки", among=[here.pk]).find(9) == [here.pk]
    assert Search("пейки", among=[]).find(9) == []


def test_days_are_those_of_the_newsroom(site):
    story = newsroom.live_story(site)
    today = clock.instant().astimezone().date()
    near = Search(since=today - timedelta(1), until=today + timedelta(1))
    assert near.find(9) == [story.pk]
    assert Search(until=date(1999, 1, 1)).find(9) == []
    assert Search(since=date(2099, 1, 1)).find(9) == []


def test_very_many_at_once_wait_for_the_worker(site):
    stories = [newsroom.live_story(site) for _number in range(3)]
    Card.objects.all().delete()
    Waiting.objects.bulk_create(Waiting(story.pk) for story in stories)
    assert found(state="live") == []
    assert catch_up(2) == 2
    assert catch_up(2) == 1
    assert found(state="live") == [story.pk for story in reversed(stories)]
    assert catch_up(2) == 0


def test_the_index_can_be_made_anew(site, capsys):
    stories = [newsroom.live_story(site) for _number in range(3)]
    Card.objects.filter(pk=stories[0].pk).update(words="вчерашно")
    call_command("index_stories")
    assert "3 stories indexed." in capsys.readouterr().out
    assert found("вчерашно") == []
    assert differing() == []


def test_found_words_are_emphasised_and_everything_else_escaped(site):
    body = [("paragraph", "<p>Дълго <i>въведение</i> &lt;b&gt; и после мостът край реката.</p>")]
    story = newsroom.live_story(site, "Без нея", body=body)
    search = Search("мостове")
    (passage,) = passages(search, [Story.objects.get(pk=story.pk)]).values()
    assert "<mark>мостът</mark> край" in passage
    assert "&lt;b&gt;" in passage
    assert search.emphasised("<b>Мост</b>") == "&lt;b&gt;<mark>Мост</mark>&lt;/b&gt;"


def test_indexing_one_story_asks_the_same_whatever_the_archive(site, django_assert_max_num_queries):
    story = newsroom.live_story(site)
    with django_assert_max_num_queries(9):
        index([story.pk])
