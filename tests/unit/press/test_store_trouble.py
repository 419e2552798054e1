"""A store that is full, damaged or replaced costs renders, never an answer."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing

import pytest
from django.conf import settings

from tests.factories import newsroom
from vestnik.press import ahead as ahead_module
from vestnik.press import answers, storefile
from vestnik.press.ahead import Ahead
from vestnik.press.answers import answer, fresh_answer, store
from vestnik.press.store import Store
from vestnik.stories.actions.withdraw import withdraw
from vestnik.stories.models import Story

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        "postgresql" in settings.DATABASES["default"]["ENGINE"],
        reason="in a test's open transaction nothing printed on PostgreSQL is kept; the store is the same file",
    ),
]


@pytest.fixture(autouse=True)
def _whole_again():
    """The next test gets another file: what was killed here stays killed, and what was full stays full."""
    yield
    gone = store()
    gone.connection().close()
    for end in ("-wal", "-shm", ""):
        gone.path.with_name(gone.path.name + end).unlink(missing_ok=True)
    answers.follower.cache_clear()


@pytest.fixture
def story(site) -> Story:
    made = newsroom.live_story(site, "Водата в язовира", by=newsroom.chief(), section=site.economy)
    made.refresh_from_db()
    answer(made.address)
    return made


def is_right(path: str) -> bool:
    # A test's transaction never ends, so nobody nudges; a look of the last 50 ms would do.
    answers.follower().look_again()
    given, fresh = answer(path), fresh_answer(path)
    return (given.status, given.body, given.stale) == (fresh.status, fresh.body, False)


def spoil(how: str) -> None:
    """Write over the file, as a failing disk does, and read it as a process that starts."""
    path = store().path
    store().connection().close()
    data = bytearray(path.read_bytes())
    if how == "not a database":
        data[:100] = b"x" * 100
    else:
        data[200:] = b"\xff" * (len(data) - 200)
    path.write_bytes(bytes(data))
    for end in ("-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    answers.follower.cache_clear()


@pytest.mark.parametrize("how", ["not a database", "malformed"])
def test_a_damaged_store_is_laid_anew(story, how):
    spoil(how)

    assert is_right(story.address)
    assert is_right("/")
    # And kept again, in a file that is whole.
    answer(story.address)
    assert not answer(story.address).printed
    assert store().connection().execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_printing_ahead_survives_a_damaged_store(story):
    spoil("not a database")
    ahead, turns = Ahead(), []

    class Turns:
        """Three turns, then the end."""

        def is_set(self) -> bool:
            return len(turns) > 3

        def wait(self, _seconds: float) -> bool:
            return True

    real = ahead.turn

    def turn() -> bool:
        turns.append(1)
        return real()

    ahead.turn = turn
    ahead.run(Turns())
    assert store().place() is not None


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "null", "{}", b"\xff\xfe", '{"status": 200, "headers": []}']
)
def test_a_print_that_cannot_be_read_is_made_anew(story, content):
    with store().transaction() as db:
        db.execute("UPDATE contents SET content = CAST(? AS TEXT)", [content])

    assert is_right(story.address)
    assert store().get(f"page:{story.address}").content["status"] == 200


def test_a_damaged_print_is_dropped_unread(story):
    name = f"page:{story.address}"
    with store().transaction() as db:
        db.execute("UPDATE contents SET content = '{'")
    store().drop(name)

    assert name not in store().names()


@pytest.mark.parametrize("fact", ["place", "contact"])
@pytest.mark.parametrize("value", ["", "{", "[]", "5", "{}", '{"last_id": "x", "release": "1"}'])
def test_a_fact_that_cannot_be_read_empties_the_store_at_most(story, fact, value):
    store().kill("/zatvoreno/", 0)
    store().set_fact(fact, value)

    assert is_right(story.address)
    assert answer("/zatvoreno/").status == 410
    assert store().fact(fact) != value


def test_what_was_killed_stays_killed_in_the_store_of_another_release(story):
    store().kill(story.address, story.pk)
    store().set_fact("format", "0")
    store().connection().close()
    answers.follower.cache_clear()

    assert store().killed() == {story.address: story.pk}
    assert store().names() == []
    assert answer(story.address).status == 410


def test_what_was_killed_stays_killed_when_it_cannot_be_read_any_more(story):
    store().kill(story.address, story.pk)
    answers.follower().look_again()
    assert answer(story.address).status == 410
    path = store().path
    # The connection remembers pages; another thread's does not.
    store().connection().close()
    store()._local.db = None
    for end in ("-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    path.write_bytes(b"x" * 5_000)
    answers.follower().look_again()

    assert answer(story.address).status == 410
    assert store().killed() == {story.address: story.pk}


@pytest.mark.parametrize("where", ["verify_and_repair", "sample"])
def test_a_fault_in_verifying_does_not_end_printing_ahead(story, monkeypatch, where):
    def fault(_names: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr(ahead_module.verifying, where, fault)
    monkeypatch.setattr(ahead_module, "VERIFY", 0.0)

    assert not Ahead().turn()


def test_no_fault_ends_printing_ahead(monkeypatch):
    ahead, stop = Ahead(), threading.Event()
    turns = []

    def turn() -> bool:
        turns.append(1)
        if len(turns) > 1:
            stop.set()
        raise RuntimeError("a fault")

    monkeypatch.setattr(ahead, "turn", turn)
    monkeypatch.setattr(ahead_module, "close_old_connections", lambda: None)
    monkeypatch.setattr(ahead_module, "_listen", lambda _heard, _stop: None)
    ahead.run(stop)

    assert len(turns) == 2


def test_on_a_full_disk_pages_are_right_and_not_kept(site, story):
    db = store().connection()
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(sqlite3.OperationalError, match="full"), store().transaction() as full:
        full.execute("INSERT INTO facts VALUES ('much', ?)", ["x" * 10_000_000])
    other = newsroom.live_story(site, "Друга вода")
    other.refresh_from_db()

    assert is_right(other.address)
    assert is_right("/")
    withdraw(other, by=newsroom.chief(), reason="грешка")
    assert answer(other.address).status == 410
    assert is_right("/")


def test_what_another_process_does_to_a_new_file_is_seen_here(story):
    assert answer(story.address).status == 200
    path = store().path
    for end in ("-wal", "-shm", ""):
        path.with_name(path.name + end).unlink(missing_ok=True)
    Store(path).kill(story.address, story.pk)
    answers.follower().look_again()

    assert answer(story.address).status == 410


def test_who_wants_to_write_waits_until_others_have_written(tmp_path, monkeypatch):
    kept = Store(tmp_path / "press.sqlite3")
    kept.set_fact("a", "1")
    with closing(sqlite3.connect(kept.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        monkeypatch.setattr(storefile, "PATIENCE", 0.02)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            kept.set_fact("a", "2")
        assert kept.fact("a") == "1"
        monkeypatch.setattr(storefile, "PATIENCE", 30.0)
        waiting = threading.Thread(target=kept.set_fact, args=("a", "3"))
        waiting.start()
        other.execute("INSERT INTO facts VALUES ('b', '1')")
        other.execute("COMMIT")
        waiting.join(30)
    assert (kept.fact("a"), kept.fact("b")) == ("3", "1")
