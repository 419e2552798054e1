"""Figures of the node: minute by minute, added up over processes, kept whatever happens to the file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from vestnik.press import figures

START = 1_800_000_000.0 - 1_800_000_000 % 300


@pytest.fixture(autouse=True)
def now(tmp_path, monkeypatch):
    """A file of its own, nothing counted before, and a time that passes when the test says so."""
    moment = [START]
    monkeypatch.setattr(figures, "_folder", tmp_path)
    monkeypatch.setattr(figures, "_waiting", figures._Waiting())
    monkeypatch.setattr(figures, "_kept", float("-inf"))
    monkeypatch.setattr(figures, "_unkept", False)
    monkeypatch.setattr(figures.time, "time", lambda: moment[0])
    return moment


def told(minutes: int = 10, step: int = 5) -> figures.Told:
    figures.keep()
    found = figures.read(minutes=minutes, step=step)
    assert found is not None
    return found


def another_process(monkeypatch) -> None:
    monkeypatch.setattr(figures, "_waiting", figures._Waiting())


def test_processes_add_up_in_the_minute_and_in_all(now, monkeypatch):
    figures.count("prints", 2)
    figures.keep()
    another_process(monkeypatch)
    figures.count_all({"prints": 3, "memory": 7, "busy": 0})
    now[0] += 400
    figures.count("prints")

    found = told()

    at = datetime.fromtimestamp(START, UTC)
    assert found.steps == {
        at: {"prints": 5, "memory": 7},
        at + timedelta(minutes=5): {"prints": 1},
    }
    assert found.ever == {"prints": 6, "memory": 7}
    assert list(told(minutes=5).steps) == [at + timedelta(minutes=5)]


def test_of_the_lag_the_highest_of_a_step_counts_and_there_is_no_sum(now):
    for seconds in (0.5, 4.0, 1.0):
        figures.count("lag", seconds)
    figures.keep()
    now[0] += 60
    figures.count("lag", 2.0)

    found = told()

    assert list(found.steps.values()) == [{"lag": 4.0}]
    assert found.ever == {}


def test_a_day_is_kept_and_no_more(now, tmp_path):
    figures.count("prints")
    figures.failed("page:/a/", "OSError")
    figures.keep(("worker", {}))
    now[0] += 86_400 + 120
    figures.count("prints")

    found = told(minutes=3 * 1_440)

    assert [value["prints"] for value in found.steps.values()] == [1]
    assert found.ever["prints"] == 2
    assert (found.failures, found.beats) == ([], {})


def test_a_failure_is_told_at_once_but_never_writes_without_end(now, monkeypatch):
    written = []
    monkeypatch.setattr(figures, "_write", lambda db, counted: written.append(counted))
    for number in range(200):
        figures.failed(f"page:/{number}/", "OSError")
    assert len(written) == 1
    assert len(figures._waiting.failures) == figures.MOST_FAILURES


def test_failures_are_known_by_name_the_newest_first(now):
    for number in range(figures.MOST_FAILURES + 5):
        now[0] += 1
        figures.failed(f"page:/{number}/", "OSError")
        figures.keep()
    figures.failed("page:/9/", "ValueError")

    found = told().failures

    assert len(found) == figures.MOST_FAILURES
    assert {one.why for one in found if one.name == "page:/9/"} == {"ValueError"}
    assert "page:/0/" not in {one.name for one in found}
    assert found[0].at == datetime.fromtimestamp(now[0], UTC)


def test_a_process_tells_that_it_is_alive_and_of_itself(now):
    figures.keep(("press", {"forwards": 3}))
    now[0] += 7
    figures.keep(("worker", {}))

    beats = told().beats

    assert beats["press"].state == {"forwards": 3}
    assert beats["worker"].at - beats["press"].at == timedelta(seconds=7)


def test_what_cannot_be_written_waits_and_is_said_once_and_nothing_is_raised(now, tmp_path, caplog):
    (tmp_path / figures.FILE).mkdir()
    figures.count("prints", 2)
    figures.failed("page:/a/", "OSError")
    for _ in range(3):
        figures.keep(("worker", {}))
    assert caplog.text.count("cannot be kept") == 1
    assert figures.read(minutes=10) is None
    (tmp_path / figures.FILE).rmdir()
    figures.count("prints")

    found = told()

    assert found.ever == {"prints": 3, "failures": 1}
    assert [one.name for one in found.failures] == ["page:/a/"]


def test_a_damaged_file_is_laid_anew(tmp_path):
    (tmp_path / figures.FILE).write_bytes(b"no database at all" * 100)
    figures.count("prints")
    figures.keep()
    assert told().ever == {"prints": 1}
