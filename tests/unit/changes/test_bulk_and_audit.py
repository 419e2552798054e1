"""Very many rows at once, and the trail of who did what."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction

from vestnik.changes import audit, bulk
from vestnik.changes.actor import Actor, acting
from vestnik.changes.events import TableWritten
from vestnik.changes.models import AuditEntry, Change
from vestnik.stories.models import Byline, Topic

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_log(db):
    Change.objects.all().delete()


def test_rows_of_several_models_are_one_announcement_with_broad_keys():
    bulk.insert(
        [
            [Topic(name="Вода", slug="voda"), Topic(name="Огън", slug="ogan")],
            [],
            [Byline(name="Проба", slug="proba")],
        ],
        event=TableWritten("import:1"),
    )

    (row,) = Change.objects.all()
    assert (row.event, row.subject) == ("TableWritten", "import:1")
    assert row.keys == ["table:stories_byline", "table:stories_topic"]
    assert (Topic.objects.count(), Byline.objects.count()) == (2, 1)


def test_without_an_event_each_table_has_its_row():
    bulk.insert([[Topic(name="Вода", slug="voda")], [Byline(name="Проба", slug="proba")]])

    assert set(Change.objects.values_list("subject", flat=True)) == {
        "table:stories_topic",
        "table:stories_byline",
    }


def test_rows_that_no_reader_sees_are_inserted_in_silence():
    bulk.insert([[Group(name="Проба")]])

    assert Group.objects.filter(name="Проба").exists()
    assert not Change.objects.exists()


def test_a_batch_that_fails_leaves_neither_rows_nor_announcement():
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert([[Byline(name="Проба", slug="proba")], [Topic(slug="a"), Topic(slug="a")]])

    assert (Byline.objects.count(), Topic.objects.count(), Change.objects.count()) == (0, 0, 0)


def test_an_entry_says_who_what_and_why():
    with acting(Actor(5, "Ж" * 200)):
        audit.record("story.publish", "story:1", reason="Спешно", at="2025-12-07", pages=[1, 2])

    entry = AuditEntry.objects.get(actor_id=5)
    assert (entry.act, entry.subject, entry.reason) == ("story.publish", "story:1", "Спешно")
    assert (entry.actor_id, entry.actor_name) == (5, "Ж" * 150)
    assert entry.details == {"at": "2025-12-07", "pages": [1, 2]}


def test_an_entry_goes_with_the_act_that_failed():
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
        audit.record("story.publish", "story:1")
        raise ZeroDivisionError

    assert not AuditEntry.objects.filter(subject="story:1").exists()
