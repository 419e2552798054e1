"""How often a page was opened: people in a window, nobody else, kept whatever happens to the file."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories import newsroom
from vestnik.kit import clock
from vestnik.press import ledger as ledgers
from vestnik.press import readings

pytestmark = pytest.mark.django_db
PERSON = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}
FILE = "readings.sqlite3"


@pytest.fixture(autouse=True)
def ledger(tmp_path, monkeypatch):
    """A file of its own for each test, and nothing counted before it."""
    monkeypatch.setattr(readings, "_folder", tmp_path)
    monkeypatch.setattr(readings, "_waiting", {})
    monkeypatch.setattr(readings, "_due", 0.0)
    return tmp_path / FILE


def times(path: str) -> int:
    found = readings.of([path])
    assert found is not None
    return found.times.get(path, 0)


def test_people_who_open_a_page_are_counted_and_nobody_else(site, client):
    path = newsroom.live_story(site).address
    nobody = (
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
        {"User-Agent": ""},
        PERSON | {"Sec-Purpose": "prefetch"},
        PERSON | {"Sec-Fetch-Dest": "iframe"},
        PERSON | {"Referer": "http://site.test/cms/desk/diary/"},
    )
    for headers in nobody:
        assert client.get(path, headers=headers).status_code == 200
    client.head(path, headers=PERSON)
    assert times(path) == 0

    client.get(path, headers=PERSON)
    client.get(path, headers=PERSON | {"Sec-Fetch-Dest": "document", "Referer": "https://a.test/"})
    assert times(path) == 2


def test_addresses_that_anybody_may_invent_are_not_counted(site, client):
    path = newsroom.live_story(site).address
    invented = ("/nyama/", path.replace("-", "-drug-", 1), "/arhiv/1999/01/01/")
    for one in invented:
        client.get(one, headers=PERSON)
    assert [times(one) for one in invented] == [0, 0, 0]


def test_it_is_written_in_batches_and_counts_from_its_first_day(ledger):
    began = clock.instant()
    for _time in range(3):
        readings.count("/a/")
        readings.keep_if_due()
    # The first lays the file; the others wait in memory.
    assert readings._waiting == {"/a/": 2}
    assert times("/a/") == 3
    found = readings.of(["/a/"])
    assert found is not None
    assert abs(found.since - began) < timedelta(minutes=1)


def test_a_file_that_cannot_be_used_costs_no_answer_and_no_count(ledger):
    readings.count("/a/")
    readings.keep()
    kept = ledger.read_bytes()
    ledger.unlink()
    ledger.mkdir()
    readings.count("/a/")
    assert readings.of(["/a/"]) is None
    ledger.rmdir()
    ledger.write_bytes(kept)
    assert times("/a/") == 2


@pytest.mark.parametrize("how", ["not a database", "malformed"])
def test_a_damaged_file_is_laid_anew_and_counting_begins_again(ledger, how):
    for number in range(200):
        readings.count(f"/{number}/")
    readings.keep()
    whole = ledger.read_bytes()
    ledger.write_bytes(
        b"no database at all" * 100 if how == "not a database" else whole[:200] + b"\xff" * 9_000
    )
    # What a killed process leaves beside it belongs to the old file, and goes with it.
    ledger.with_name(f"{FILE}-journal").write_bytes(b"old")
    began = clock.instant()
    readings.count("/a/")

    readings.keep()
    found = readings.of(["/a/", "/1/"])

    assert found is not None
    assert found.times == {"/a/": 1}
    assert found.since >= began - timedelta(seconds=1)
    assert not ledger.with_name(f"{FILE}-journal").exists()


def test_a_file_that_another_has_laid_anew_meanwhile_stays(ledger, monkeypatch):
    ledger.write_bytes(b"no database at all" * 100)
    seen = iter([(1, 1), (1, 2)])
    monkeypatch.setattr(ledgers, "identity_of", lambda _path: next(seen))

    readings.count("/a/")

    assert ledger.exists()


def test_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(readings, "MOST", 10)
    monkeypatch.setattr(readings, "_due", float("inf"))
    for number in range(100):
        readings.count(f"/{number}/")
    assert len(readings._waiting) == 10
