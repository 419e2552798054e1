"""Logs for machines: whatever is logged is one JSON object a line, with the request that it belongs to."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading

import pytest

from vestnik.kit import logs


@pytest.fixture
def log(monkeypatch):
    """A logger of its own, and what it wrote, line by line."""
    monkeypatch.setattr(logs, "_process", "press")
    written: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(self.format(record))

    handler = Kept()
    handler.setFormatter(logs.Json())
    logger = logging.Logger("vestnik.test")
    logger.addHandler(handler)

    def told() -> list[dict]:
        assert all("\n" not in line and line.encode() for line in written)
        return [json.loads(line) for line in written]

    return logger, told


def test_a_line_tells_when_where_and_what(log):
    logger, told = log
    logger.warning("Страница %s\nс два реда", "/свят/", extra={"changes": [3, 4]})
    (line,) = told()
    assert line["message"] == "Страница /свят/\nс два реда"
    assert (line["level"], line["logger"], line["process"]) == ("WARNING", "vestnik.test", "press")
    assert line["changes"] == [3, 4]
    assert line["time"].endswith("+00:00")
    assert "request" not in line
    assert "exception" not in line


@pytest.mark.parametrize("odd", ["half a letter \ud83d", b"\xff", object(), '"}{', "\x00\x1b"])
def test_nothing_that_is_logged_breaks_a_line(log, odd):
    logger, told = log
    logger.error("%s", odd)
    assert told()[0]["message"] == str(odd)


def test_a_fault_is_told_whole_and_on_one_line(log):
    logger, told = log
    try:
        raise ValueError("двоен\nред")
    except ValueError:
        logger.exception("It failed.")
    assert told()[0]["exception"].endswith("ValueError: двоен\nред")
    assert "Traceback" in told()[0]["exception"]


def test_each_request_has_an_id_of_its_own_and_none_outlives_it(log):
    logger, told = log
    with logs.serving() as first:
        logger.info("one")
        with logs.serving("given") as inner:
            logger.info("two")
        logger.info("three")
    with logs.serving() as second:
        pass
    logger.info("four")
    assert [line.get("request") for line in told()] == [first, "given", first, None]
    assert (inner, len({first, second, ""})) == ("given", 3)


def test_threads_do_not_take_each_others_id():
    seen = []
    with logs.serving():
        one = threading.Thread(target=lambda: seen.append(logs.request_id()))
        one.start()
        one.join()
    assert seen == [""]


FALLING = """
import logging, threading, warnings
from vestnik.kit import logs
logs.this_is("worker", {style!r})
logs.begin()
logs.CHANGES.info("Marked.", extra={{"changes": [1]}})
warnings.warn("an old way")
one = threading.Thread(target=lambda: 1 / 0)
one.start()
one.join()
logs.say("the worker ended")
raise KeyError("the last")
"""


def fallen(style: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", FALLING.format(style=style)],
        capture_output=True, text=True, check=False, timeout=30,
    )  # fmt: skip
    assert done.returncode == 1
    return done.stderr.splitlines()


def test_a_process_that_falls_says_even_that_as_json():
    lines = [json.loads(line) for line in fallen(logs.JSON)]
    assert lines[0]["message"] == "Marked."
    assert lines[0]["changes"] == [1]
    assert "an old way" in lines[1]["message"]
    assert "ZeroDivisionError" in lines[2]["exception"]
    assert lines[3]["message"] == "the worker ended"
    assert "KeyError: 'the last'" in lines[4]["exception"]
    assert {line["process"] for line in lines} == {"worker"}


def test_in_a_log_for_people_the_steps_of_changes_are_silent():
    told = "\n".join(fallen(logs.TEXT))
    assert "Marked." not in told
    assert "vestnik: the worker ended" in told
