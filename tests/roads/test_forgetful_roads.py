"""Roads that forget the choke point: the net fails them under test, and announces their table in earnest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from django.contrib.auth.models import Group
from django.db import connection, models, transaction
from django.db.models.sql import DeleteQuery
from wagtail.models import Page, Site

from tests.factories import newsroom
from tests.roads import ledger
from tests.roads.test_story_roads import live, live_with_topic
from vestnik.changes.errors import PublicWriteOutsideTransaction, UnclaimedPublicWrite
from vestnik.changes.models import Change
from vestnik.stories.models import Story, StoryByline, Topic


def sql(statement: str) -> Callable[[Any], None]:
    def go(story):
        with connection.cursor() as cursor:
            cursor.execute(statement.format(pk=story.pk))

    return go


def many_by_sql(story):
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE stories_story SET deck = %s WHERE id = %s", [("А", story.pk), ("Б", story.pk)]
        )


def through_row_added(story):
    topic = Topic.objects.create(name="Реки")
    Story.topics.through.objects.create(story=story, topic=topic)


def through_rows_deleted(story):
    Story.topics.through.objects.filter(story=story).delete()


def topic_deleted_past_its_model(story):
    # Django's collector removes the through rows by itself.
    models.Model.delete(Topic.objects.get())


def plain_queryset(story):
    models.QuerySet(Story).filter(pk=story.pk).update(deck="Покрай всичко")


def raw_delete_of_children(story):
    rows = models.QuerySet(StoryByline).filter(story=story)
    rows._raw_delete(connection.alias)


def delete_batch(story):
    ids = list(StoryByline.objects.filter(story=story).values_list("pk", flat=True))
    DeleteQuery(StoryByline).delete_batch(ids, connection.alias)


def model_save_past_ours(story):
    story.deck = "Покрай нас"
    models.Model.save_base(story)


class Road(NamedTuple):
    name: str
    go: Callable[[Any], None]
    table: str


# fmt: off
FORGETFUL = [
    Road("raw UPDATE", sql("UPDATE stories_story SET deck = 'x' WHERE id = {pk}"), "stories_story"),
    Road("raw update in small letters", sql('update "stories_story" set deck = \'x\''), "stories_story"),
    Road("raw DELETE", sql("DELETE FROM stories_storybyline WHERE story_id = {pk}"), "stories_storybyline"),
    Road("raw INSERT", sql(
            "INSERT INTO stories_story_topics (story_id, topic_id)"
            " SELECT {pk}, id FROM stories_topic WHERE 1 = 0"
        ), "stories_story_topics"),
    Road("executemany", many_by_sql, "stories_story"),
    Road("a through row added", through_row_added, "stories_story_topics"),
    Road("through rows deleted", through_rows_deleted, "stories_story_topics"),
    Road("a topic deleted past its model", topic_deleted_past_its_model, "stories_story_topics"),
    Road("a plain QuerySet", plain_queryset, "stories_story"),
    Road("_raw_delete()", raw_delete_of_children, "stories_storybyline"),
    Road("delete_batch()", delete_batch, "stories_storybyline"),
    Road("Model.save_base()", model_save_past_ours, "stories_story"),
]
# fmt: on
each_forgetful_road = pytest.mark.parametrize("road", FORGETFUL, ids=lambda road: road.name)


@each_forgetful_road
def test_a_forgetful_road_fails_under_test(road, desk):
    story = live_with_topic(desk)

    with pytest.raises(UnclaimedPublicWrite, match=road.table), transaction.atomic():
        road.go(story)


@each_forgetful_road
def test_a_forgetful_road_announces_its_table_in_the_same_transaction(road, desk, settings):
    settings.VESTNIK_NET_RAISES = False
    story = live_with_topic(desk)
    mark = ledger.last_change()

    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
        road.go(story)
        raise ZeroDivisionError
    assert ledger.changes_since(mark) == []

    with transaction.atomic():
        road.go(story)
    assert f"table:{road.table}" in ledger.keys_since(mark)
    assert "TableWritten" in {change.event for change in ledger.changes_since(mark)}


@pytest.mark.parametrize("raises", [True, False])
@pytest.mark.parametrize(
    "go",
    [
        sql("UPDATE stories_story SET deck = 'x' WHERE id = {pk}"),
        plain_queryset,
        through_row_added,
        lambda story: Page.objects.filter(pk=story.section_id).update(title="Покрай всичко"),
        lambda story: Site.objects.update(port=81),
    ],
    ids=["raw SQL", "plain QuerySet", "through row", "page of Wagtail's", "site of Wagtail's"],
)
def test_a_public_write_in_autocommit_is_refused(go, raises, settings, transactional_db):
    settings.VESTNIK_NET_RAISES = raises
    story = newsroom.live_story(newsroom.found() or newsroom.lay())
    before = ledger.picture()

    with pytest.raises(PublicWriteOutsideTransaction):
        go(story)

    # A topic made on the way there was made rightly; nothing that was there has changed.
    after = ledger.picture()
    assert {row: after.get(row) for row in before} == before


def test_a_statement_that_the_net_does_not_understand_announces_everything(desk, settings):
    # COPY, or a write behind WITH, may hide any table.
    story = live(desk)
    statement = sql(
        "WITH chosen AS (SELECT {pk} AS id) UPDATE stories_story SET deck = 'x' "
        "WHERE id IN (SELECT id FROM chosen)"
    )
    with pytest.raises(UnclaimedPublicWrite), transaction.atomic():
        statement(story)

    settings.VESTNIK_NET_RAISES = False
    mark = ledger.last_change()
    with transaction.atomic():
        statement(story)
    assert ledger.keys_since(mark) == {"table:*"}


def test_tables_of_nobody_that_readers_see_are_written_freely(desk):
    mark = ledger.last_change()

    Group.objects.create(name="Проба")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE auth_group SET name = 'Друга' WHERE name = 'Проба'")

    assert ledger.changes_since(mark) == []


def test_tree_written_by_wagtail_in_raw_sql_announces_the_site(desk):
    mark = ledger.last_change()

    with transaction.atomic():
        Page.objects.filter(pk=desk.site.world.pk).update(draft_title="Само за редакцията")
    assert ledger.changes_since(mark) == []

    with transaction.atomic():
        Page.objects.filter(pk=desk.site.world.pk).update(title="Светът")
    assert ledger.keys_since(mark) == {"site"}
    assert Change.objects.last().event == "SiteRearranged"
