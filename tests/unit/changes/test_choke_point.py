"""The choke point's own words: what a write of one row, of a few and of very many announces."""

from __future__ import annotations

import pytest

from vestnik.changes import public
from vestnik.changes.models import Change
from vestnik.stories.models import Topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def topics(site):
    """Three topics, and the log empty behind them."""
    made = [Topic.objects.create(name=name) for name in ("Вода", "Въздух", "Огън")]
    Change.objects.all().delete()
    return made


def log() -> list[tuple[str, str, set[str]]]:
    """What was announced of topics; the addresses that they are given have rows of their own."""
    rows = Change.objects.exclude(event="AddressAnswers").order_by("id")
    return [(row.event, row.subject, set(row.keys)) for row in rows]


def test_a_new_row_has_appeared_and_a_written_one_has_changed(site):
    Change.objects.all().delete()
    topic = Topic.objects.create(name="Вода")
    topic.name = "Реки"
    topic.save()
    topic.archived = True
    topic.save()

    assert [(event, subject) for event, subject, _ in log()] == [
        ("SubjectAppeared", f"topic:{topic.pk}"),
        ("SubjectChanged", f"topic:{topic.pk}"),
        ("SubjectArchived", f"topic:{topic.pk}"),
    ]


def test_an_update_of_a_few_rows_names_each(topics):
    Topic.objects.update(name="Едно")

    assert {subject for _, subject, _ in log()} == {f"topic:{topic.pk}" for topic in topics}


def test_an_update_of_very_many_rows_names_their_table(topics, monkeypatch):
    monkeypatch.setattr(public, "MOST_ROWS", 2)

    assert Topic.objects.update(name="Едно") == 3

    assert log() == [("TableWritten", "table:stories_topic", {"table:stories_topic"})]
    assert set(Topic.objects.values_list("name", flat=True)) == {"Едно"}


def test_very_many_new_rows_name_their_table(site, monkeypatch):
    monkeypatch.setattr(public, "MOST_ROWS", 2)
    Change.objects.all().delete()

    Topic.objects.bulk_create([Topic(name=name, slug=name) for name in "abc"])

    assert [keys for _, _, keys in log()] == [{"table:stories_topic"}]


def test_an_update_of_the_column_that_it_filters_by_names_the_rows_that_were_written(topics):
    Topic.objects.filter(name="Вода").update(name="Огън")

    ((event, subject, _),) = log()
    assert (event, subject) == ("SubjectChanged", f"topic:{topics[0].pk}")


def test_a_write_that_finds_nothing_announces_nothing(topics):
    assert Topic.objects.filter(name="Няма").update(name="Пак няма") == 0
    assert Topic.objects.bulk_create([]) == []

    assert log() == []


def test_a_row_that_is_archived_before_and_after_announces_nothing(topics):
    topics[0].archived = True
    topics[0].save()
    Change.objects.all().delete()

    topics[0].name = "В архива"
    topics[0].save()

    assert log() == []
