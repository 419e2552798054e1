"""Looking for news before readers wait for them is nobody's failure."""

from __future__ import annotations

import sqlite3
from types import SimpleNamespace

import pytest

from vestnik.press.errors import MustWait
from vestnik.press.gate.answers import Answers
from vestnik.press.gate.database import DatabaseGone


@pytest.mark.parametrize("error", [MustWait, DatabaseGone, sqlite3.OperationalError])
def test_what_keeps_a_look_from_being_made_is_met_by_the_next_reader(error):
    def look(**_options):
        raise error

    answers = Answers.__new__(Answers)
    answers._following = SimpleNamespace(look_ahead=look, look=look)
    answers.look_ahead()
