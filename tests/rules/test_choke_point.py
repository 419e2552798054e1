"""Rules 1 to 5, 22 and 23: every write of a public row is announced, in its own transaction."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, models, transaction
from modelcluster.models import get_all_child_relations

from tests.factories import newsroom
from tests.roads import ledger
from tests.test_architecture import WAGTAILS_OWN
from vestnik.accounts.roles import Role
from vestnik.changes import net
from vestnik.changes.announcing import lifted
from vestnik.changes.errors import PublicWriteOutsideTransaction, UnclaimedPublicWrite
from vestnik.changes.public import PublicModel, PublicQuerySet
from vestnik.stories.models import Byline, Story, StoryByline, Topic

pytestmark = pytest.mark.django_db

each_public_model = pytest.mark.parametrize(
    "model", ledger.public_models(), ids=lambda model: model._meta.label
)
CHILDREN = [relation.related_model for relation in get_all_child_relations(Story)]
THROUGH = [field.remote_field.through for field in Story._meta.many_to_many]


def by_label(model: type[models.Model]) -> str:
    return model._meta.label


def live_with_parts(site) -> Story:
    """A live story with a topic, another section, a byline and a source."""
    story = newsroom.story(site)
    story.topics = [Topic.objects.create(name="Язовири")]
    story.other_sections = [site.economy]
    story.save()
    story.publish(story.save_revision(clean=False), skip_permission_checks=True)
    return Story.objects.get(pk=story.pk)


# Rule 1


@each_public_model
def test_rule_01_every_public_model_has_our_manager_as_its_base_manager(model):
    """Django's cascades write by the base manager: by a plain one they would say nothing."""
    assert model._meta.base_manager_name == "objects"
    assert isinstance(model._base_manager.get_queryset(), PublicQuerySet)


def test_rule_01_what_djangos_cascade_writes_is_announced(site):
    """A user is deleted; the byline's pages would go on naming a person who has left."""
    user = newsroom.person(Role.AUTHOR)
    byline = Byline.objects.create(name="Проба", user=user)
    mark = ledger.last_change()

    user.delete()

    assert Byline.objects.get(pk=byline.pk).user is None
    assert ledger.keys_since(mark) >= byline.public_keys()


# Rule 2


def _save_a_new_one(story, part):
    StoryByline(story=story, byline=part.byline, sort_order=2).save()


def _save(story, part):
    part.byline = Byline.objects.create(name="Друг")
    part.save()


def _bulk_update(story, part):
    part.sort_order = 7
    StoryByline.objects.bulk_update([part], ["sort_order"])


WRITES: dict[str, Callable[[Any, Any], Any]] = {
    "save(), a new row": _save_a_new_one,
    "save()": _save,
    "delete()": lambda story, part: part.delete(),
    "update()": lambda story, part: StoryByline.objects.filter(pk=part.pk).update(sort_order=7),
    "QuerySet.delete()": lambda story, part: StoryByline.objects.filter(pk=part.pk).delete(),
    "bulk_create()": lambda story, part: StoryByline.objects.bulk_create(
        [StoryByline(story=story, byline=part.byline, sort_order=2)]
    ),
    "bulk_update()": _bulk_update,
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_rule_02_each_writing_method_opens_the_transaction_and_announces_in_it(
    write, site, commits
):
    """Wagtail commits a story, its children and its log apart: a kill between would lose the change."""
    story = newsroom.live_story(site)
    part = StoryByline.objects.get(story=story)

    with ledger.watching() as watch:
        write(story, part)

    assert story.log_subject() in watch.differ
    watch.assert_each_commit_says_what_it_did()


# Rule 3

SILENT = {
    "latest_revision": None,
    "live_revision": None,
    "has_unpublished_changes": True,
    "locked": True,
    "locked_by": None,
    "owner": None,
}


def _by_save(story: Story, name: str, value: Any) -> None:
    setattr(story, name, value)
    story.save(update_fields=[name])


def _by_update(story: Story, name: str, value: Any) -> None:
    Story.objects.filter(pk=story.pk).update(**{name: value})


def _by_bulk_update(story: Story, name: str, value: Any) -> None:
    setattr(story, name, value)
    Story.objects.bulk_update([story], [name])


each_road = pytest.mark.parametrize("write", [_by_save, _by_update, _by_bulk_update])


@each_road
@pytest.mark.parametrize("column", SILENT)
def test_rule_03_columns_that_no_reader_sees_announce_nothing(write, column, site):
    """Each draft save of a live story would have its pages, and all lists it is in, printed again."""
    story = newsroom.live_story(site, owner=newsroom.person(Role.AUTHOR))
    mark = ledger.last_change()

    write(story, column, SILENT[column])

    assert ledger.changes_since(mark) == []


@each_road
def test_rule_03_a_column_that_readers_see_is_announced_on_every_road(write, site):
    story = newsroom.live_story(site)
    mark = ledger.last_change()

    write(story, "headline", "Видимо")

    assert ledger.keys_since(mark) >= {story.log_subject()}


@each_road
def test_rule_03_a_row_that_is_live_neither_before_nor_after_announces_nothing(write, site):
    """A draft's headline would be found in the log, which notices and search follow."""
    draft = newsroom.story(site)
    mark = ledger.last_change()

    write(draft, "headline", "Чернова")

    assert ledger.changes_since(mark) == []


@each_road
def test_rule_03_the_event_is_told_by_live_before_and_after(write, site):
    story = newsroom.live_story(site)
    before = story.public_keys()
    mark = ledger.last_change()

    write(story, "live", False)

    (change,) = ledger.changes_since(mark)
    assert change.event == "StoryWithdrawn"
    assert set(change.keys) >= before


# Rule 4


@each_public_model
def test_rule_04_no_foreign_key_on_a_public_model_cascades_or_protects(model):
    """CASCADE deletes public rows past the choke point; PROTECT makes drafts that cannot be opened."""
    forbidden = (models.CASCADE, models.PROTECT, models.RESTRICT)
    wrong = {
        (model._meta.label, field.name)
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.is_relation and getattr(field.remote_field, "on_delete", None) in forbidden
    }
    assert wrong - WAGTAILS_OWN == set()


@pytest.mark.parametrize("name", ["storyline", "lead_photo", "byline", "agency"])
def test_rule_04_a_draft_opens_when_what_it_hangs_on_is_gone(name, desk):
    """PROTECT sees the row alone: what only a draft names would go, and the draft would never open."""
    from vestnik.stories.models import Agency, Storyline, StorySource

    story = newsroom.live_story(desk.site)
    made = {
        "storyline": lambda: Storyline.objects.create(name="Водата"),
        "lead_photo": lambda: newsroom.photo(picture=False),
        "byline": lambda: Byline.objects.create(name="Заминал"),
        "agency": lambda: Agency.objects.create(name="Закрита", code="zz"),
    }[name]()
    draft = Story.objects.get(pk=story.pk)
    if name == "byline":
        draft.story_bylines = [StoryByline(byline=made)]
    elif name == "agency":
        draft.story_sources = [StorySource(agency=made, role="cited")]
    else:
        setattr(draft, name, made)
    revision = draft.save_revision(clean=False)
    # A shell of the database asks no model.
    with lifted():
        models.QuerySet(type(made)).filter(pk=made.pk).delete()

    opened = desk.browser(Role.CHIEF_EDITOR).get(desk.story("edit", story))
    revision.publish()

    assert opened.status_code == 200
    live = Story.objects.get(pk=story.pk)
    assert (live.live, live.live_revision_id) == (True, revision.pk)


# Rule 5


@pytest.mark.parametrize("child", CHILDREN, ids=by_label)
def test_rule_05_a_child_written_alone_announces_its_story(child, site):
    """A byline set right in a shell would stay wrong on the story's page."""
    story = live_with_parts(site)
    mark = ledger.last_change()

    child.objects.filter(story=story).update(sort_order=9)

    assert issubclass(child, PublicModel)
    assert ledger.keys_since(mark) >= story.public_keys()


@pytest.mark.parametrize("through", THROUGH, ids=by_label)
def test_rule_05_a_through_row_written_alone_is_refused(through, site):
    """Nobody says a word when a story's topics or sections are changed past the story."""
    story = live_with_parts(site)

    with pytest.raises(UnclaimedPublicWrite), transaction.atomic():
        through.objects.filter(story=story).delete()

    assert through.objects.filter(story=story).exists()


def test_rule_05_the_storys_own_save_writes_its_parts_in_one_transaction(site, commits):
    """Wagtail saves the row, commits, and then the children: a page printed between is wrong."""
    story = live_with_parts(site)
    story.topics = [Topic.objects.create(name="Реки")]
    story.story_bylines = [StoryByline(byline=Byline.objects.create(name="Друг"))]

    with ledger.watching() as watch:
        story.save()

    assert len(watch.commits) == 1
    watch.assert_each_commit_says_what_it_did()
    assert [topic.name for topic in Story.objects.get(pk=story.pk).topics.all()] == ["Реки"]


# Rule 22

VERBS = ('INSERT INTO "{}" DEFAULT VALUES', 'UPDATE "{}" SET x = 1', 'DELETE FROM "{}"')


@pytest.mark.parametrize("raises", [True, False], ids=["under test", "in earnest"])
@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.split()[0])
def test_rule_22_no_public_table_is_written_outside_a_transaction(verb, raises, settings):
    """In autocommit the change is there at once and its row of the log can be lost by a kill."""
    settings.VESTNIK_NET_RAISES = raises
    autocommit = type("Autocommit", (), {"in_atomic_block": False})()

    for table in sorted(net.public_tables() | net._declared.keys()):
        sent: list[str] = []
        with pytest.raises(PublicWriteOutsideTransaction, match=table):
            net.watch(
                lambda sql, *rest, sent=sent: sent.append(sql),
                verb.format(table), None, False, {"connection": autocommit},
            )  # fmt: skip
        assert sent == [], "It was refused only after it had been sent."


@pytest.mark.django_db(transaction=True)
def test_rule_22_the_database_in_use_refuses_it_too(settings):
    settings.VESTNIK_NET_RAISES = False
    story = newsroom.live_story(newsroom.found() or newsroom.lay(), "Остава")

    with pytest.raises(PublicWriteOutsideTransaction), connection.cursor() as cursor:
        cursor.execute("UPDATE stories_story SET headline = 'x' WHERE id = %s", [story.pk])

    assert Story.objects.get(pk=story.pk).headline == "Остава"


# Rule 23


def test_rule_23_the_net_hangs_under_every_new_connection_in_every_thread():
    """A wrapper put on one connection watches one thread: a worker's own would write unseen."""
    seen: dict[str, bool] = {}

    def look() -> None:
        from django.db import connection as of_this_thread

        of_this_thread.ensure_connection()
        seen["thread"] = net.watch in of_this_thread.execute_wrappers
        of_this_thread.close()

    worker = threading.Thread(target=look)
    worker.start()
    worker.join()
    copied = connection.copy()
    copied.ensure_connection()
    seen["connection"] = net.watch in copied.execute_wrappers
    copied.close()

    assert seen == {"thread": True, "connection": True}


UNKNOWN = [
    "WITH chosen AS (SELECT 1) UPDATE stories_story SET deck = 'x'",
    "with gone as (delete from stories_story returning id) select * from gone",
    "COPY stories_story FROM STDIN",
    "MERGE INTO stories_story USING x ON true WHEN MATCHED THEN DELETE",
    "CALL tidy_up()",
    "DO $$ BEGIN DELETE FROM stories_story; END $$",
]
each_unknown = pytest.mark.parametrize("sql", UNKNOWN, ids=lambda sql: sql.split()[0])


def through_the_net(sql: str) -> None:
    """As if the database had run it: COPY and CALL are not understood by both."""
    with transaction.atomic():
        net.watch(lambda *statement: None, sql, None, False, {"connection": connection})


@each_unknown
def test_rule_23_a_statement_that_the_net_does_not_understand_fails_under_test(sql):
    """A write behind WITH or COPY may hide any table; it would be found by nobody."""
    with pytest.raises(UnclaimedPublicWrite):
        through_the_net(sql)


@each_unknown
def test_rule_23_a_statement_that_the_net_does_not_understand_announces_everything(sql, settings):
    settings.VESTNIK_NET_RAISES = False
    mark = ledger.last_change()

    through_the_net(sql)

    assert ledger.keys_since(mark) == {"table:*"}


@pytest.mark.parametrize("sql", ["SELECT 1", "WITH a AS (SELECT 1) SELECT * FROM a"])
def test_rule_23_a_plain_read_announces_nothing(sql, settings):
    settings.VESTNIK_NET_RAISES = False
    mark = ledger.last_change()

    through_the_net(sql)

    assert ledger.changes_since(mark) == []
