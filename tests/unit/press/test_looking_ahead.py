"""Looking for news before readers wait for them is nobody's failure."""

from __future__ import annotations

import sqlite3
import threading
from types import SimpleNamespace

import pytest

from vestnik.press.errors import MustWait
from vestnik.press.gate.answers import Answers
from vestnik.press.gate.database import DatabaseGone
from vestnik.press.gate.looking import LookingAhead


@pytest.mark.parametrize("error", [MustWait, DatabaseGone, sqlite3.OperationalError])
def test_what_keeps_a_look_from_being_made_is_met_by_the_next_reader(error):
    def look(**_options):
        raise error

    answers = Answers.__new__(Answers)
    answers._following = SimpleNamespace(look_ahead=look, look=look)
    answers._look_ahead()


def test_the_log_is_looked_at_in_another_thread_before_readers_have_to_wait():
    looks = threading.Semaphore(0)
    seen = threading.Event()

    def look() -> None:
        looks.release()
        if not seen.is_set():
            raise ValueError("not this time")

    answers = Answers.__new__(Answers)
    answers._ahead = LookingAhead(look)
    answers._states = SimpleNamespace(seen=1, now="state")
    following = SimpleNamespace(seen=1, is_current=lambda: True, ages=lambda: False)
    answers._following = following
    assert answers.moment()[0] == "state"
    assert not looks.acquire(timeout=0.1)
    following.ages = lambda: True
    # One that fails is not the last.
    assert answers.moment()[0] == "state"
    assert looks.acquire(timeout=10)
    seen.set()
    answers.moment()
    assert looks.acquire(timeout=10)
    following.is_current = lambda: False
    assert answers.moment() is None
