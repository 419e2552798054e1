"""Following the log: every row at least once, in a Reader's life once, none lost to a crash or to order."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction

from vestnik.changes import log
from vestnik.changes.announcing import announce
from vestnik.changes.events import TableWritten
from vestnik.changes.models import Change, Cursor
from vestnik.kit import clock

# Real commits: on PostgreSQL the rows of the transaction in hand are never behind its own snapshot.
pytestmark = pytest.mark.django_db(transaction=True)

on_postgres = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="on SQLite writers queue: ids are commit order"
)


def write(*names: str) -> None:
    """One committed row of the log for each name."""
    for name in names:
        announce(TableWritten(name), [name])


def read(reader: log.Reader, limit: int = log.BATCH) -> list[str]:
    with reader.batch(limit) as rows:
        return [row.subject for row in rows]


def at_the_head(name: str) -> log.Reader:
    """A new reader that has read what it may be given of earlier rows.

    On PostgreSQL a transaction open anywhere on the server, also in another database, holds the
    horizon back; rows above it are handed over at least once, also those from before.
    """
    reader = log.Reader(name)
    earlier = read(reader)
    assert connection.vendor == "postgresql" or earlier == []
    return reader


def test_a_new_reader_begins_at_the_head_and_reads_each_row_once():
    write("before")
    reader = at_the_head("one")

    write("a", "b")
    assert read(reader) == ["a", "b"]
    assert read(reader) == []
    write("c")
    assert read(reader) == ["c"]


def test_a_reader_from_the_start_reads_what_was_before_it():
    write("before")

    assert read(log.Reader("one", from_start=True))[-1] == "before"


def test_readers_do_not_read_for_each_other():
    one, other = at_the_head("one"), at_the_head("other")

    write("a")

    assert read(one) == ["a"]
    assert read(other) == ["a"]
    assert set(Cursor.objects.values_list("reader", flat=True)) == {"one", "other"}


def test_a_batch_that_fails_is_read_again():
    reader = at_the_head("one")
    write("a")

    with pytest.raises(ZeroDivisionError), reader.batch() as rows:  # noqa: PT012
        assert [row.subject for row in rows] == ["a"]
        raise ZeroDivisionError

    assert read(reader) == ["a"]


def test_a_reader_that_comes_back_after_a_crash_goes_on_where_it_was():
    reader = at_the_head("one")
    write("a")
    read(reader)
    write("b")

    # Above the horizon of PostgreSQL a row may be read twice, never not at all.
    assert read(log.Reader("one"))[-1] == "b"


def test_long_logs_are_read_in_batches_in_order():
    reader = at_the_head("one")
    names = [f"row {number}" for number in range(7)]
    write(*names)

    assert [*read(reader, 3), *read(reader, 3), *read(reader, 3)] == names
    assert read(reader, 3) == []


def test_more_rows_in_one_transaction_than_in_a_batch_are_all_read():
    reader = at_the_head("one")
    names = [f"row {number}" for number in range(7)]
    with transaction.atomic():
        write(*names)

    assert [*read(reader, 3), *read(reader, 3), *read(reader, 3)] == names


@on_postgres
def test_a_row_that_commits_behind_a_later_one_is_read_and_the_later_one_not_again():
    """Ids are taken before the commit: a cursor of ids would jump over the slower transaction."""
    reader = at_the_head("one")
    slow = connection.copy()
    slow.ensure_connection()
    try:
        place = log.position()
        slow.set_autocommit(False)
        with slow.cursor() as cursor:
            cursor.execute(
                "INSERT INTO changes_change (event, subject, keys, actor_name, at) "
                "VALUES ('TableWritten', 'slow', '[]', '', now())"
            )
        write("quick")
        assert read(reader) == ["quick"]
        seen = log.position()
        assert [row.subject for row in log.later_than(place)] == ["quick"]

        slow.commit()

        assert read(reader) == ["slow"]
        assert read(reader) == []
        assert [row.subject for row in log.later_than(seen)] == ["slow"]
    finally:
        slow.close()
    slow_id, quick_id = (Change.objects.get(subject=name).pk for name in ("slow", "quick"))
    assert slow_id < quick_id


# Positions


@on_postgres
def test_a_transaction_that_writes_on_after_it_looked_is_not_read_to_its_end():
    """PostgreSQL's snapshot leaves out its own transaction, as though it had ended."""
    with transaction.atomic():
        write("a")
        with transaction.atomic():
            write("rolled back")
            transaction.set_rollback(True)
        place = log.position()
        write("b")

        assert [row.subject for row in log.later_than(place)] == ["a", "b"]
    assert [row.subject for row in log.later_than(place)] == ["a", "b"]
    assert log.later_than(log.position()) == []


def test_a_position_has_before_it_what_was_visible_there():
    write("a")
    place = log.position()
    write("b", "c")

    assert [row.subject for row in log.later_than(place)] == ["b", "c"]
    assert log.later_than(log.position()) == []


def test_a_limited_look_gives_so_many_or_all_that_is_new():
    place = log.position()
    write("a", "b", "c")

    # Who gets as many as the limit knows only that there is much to look at.
    assert len(log.later_than(place, limit=2)) == 2
    assert [row.subject for row in log.later_than(place, limit=100)] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("transaction_id", "later"), [(9, False), (10, False), (12, True), (13, False), (20, True)]
)
def test_a_snapshot_knows_which_transactions_it_could_not_see(transaction_id, later):
    place = log.Position(0, "11:20:12,15")

    assert place.is_before(Change(id=1, transaction=transaction_id)) is later
    assert place.floor == 11


def test_a_place_of_ids_has_before_it_what_is_not_above_it():
    assert not log.Position(5).is_before(Change(id=5))
    assert log.Position(5).is_before(Change(id=6))


def test_a_log_that_was_put_back_to_another_state_is_told():
    write("a")
    place = log.witnessed(log.position())
    assert log.continues(place)
    write("b")
    assert log.continues(place)

    # Restored from a copy, and written on: another row has the number.
    Change.objects.filter(subject="a").update(at=clock.instant() + timedelta(hours=1))
    assert not log.continues(place)
