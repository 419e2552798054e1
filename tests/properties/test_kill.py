"""A kill at any point loses both, the public row and its row of the log, or neither.

Real processes on a real database file (or PostgreSQL), SIGKILL, and a fresh process that looks.
VESTNIK_KILL_SECONDS gives the random kills more time than the few seconds that they have here.
"""

from __future__ import annotations

import os
import random
import signal
import time
from contextlib import suppress

import pytest

from tests.properties.newsroom_client import ROOT, Newsroom, copy_of_the_database, drop_copy

SECONDS = float(os.environ.get("VESTNIK_KILL_SECONDS", "4"))
#: Acts that are swept, in an order in which each is possible: the kill comes after every n-th of its
#: statements that are no SELECT; after each of the first publication, or of all when there is time.
SWEEP = {"publish": 1, "edit": 5, "correct": 5, "withdraw": 5, "erase": 5}
THOROUGH = "VESTNIK_KILL_SECONDS" in os.environ
DRAFTS = 8

# The tests' own database is not used, but its tables are copied.
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def newsroom(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("kill")
    with django_db_blocker.unblock():
        url = copy_of_the_database(folder, "kill")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("VESTNIK_")},
        "DJANGO_SETTINGS_MODULE": "vestnik.config.settings",
        "DATABASE_URL": url,
        "VESTNIK_DATA": str(folder),
        "PYTHONPATH": str(ROOT),
    }
    started = Newsroom(environment, folder / "errors")
    yield started
    started.stop()
    with django_db_blocker.unblock():
        drop_copy("kill")


@pytest.fixture(scope="module")
def drafts(newsroom) -> list[int]:
    assert newsroom.answer("check") == []
    return newsroom.answer("lay", drafts=DRAFTS)


def sweep(newsroom: Newsroom, act: str, story: int, step: int) -> int:
    """Kill the act after its statement 1, 1 + step, …; then let it be done. Returns its statements."""
    point = 1
    while True:
        said = newsroom.ask("act", act=act, story=story, statement=point)
        if "answer" in said:
            return said["answer"]
        assert said["signal"] == signal.SIGKILL, f"{act}, statement {point}: {said}"
        assert newsroom.answer("check") == [], f"killed after statement {point} of {act}"
        point += step


def test_a_kill_after_any_statement_loses_both_or_neither(newsroom, drafts):
    for act, step in SWEEP.items():
        statements = sweep(newsroom, act, drafts[0], 1 if THOROUGH else step)
        # A sweep that reached nothing would prove nothing.
        assert statements > 5
        assert newsroom.answer("check") == [], f"after {act}"


def test_a_kill_at_any_moment_loses_both_or_neither(newsroom, drafts):
    seed = int(os.environ.get("VESTNIK_KILL_SEED", random.randrange(10**9)))
    chance = random.Random(seed)
    until = time.monotonic() + SECONDS
    kills = 0
    while time.monotonic() < until:
        pid = newsroom.ask("work", seed=chance.randrange(10**9))["pid"]
        # A publication takes some 50 ms: most kills meet the newsroom in the middle of one.
        time.sleep(chance.uniform(0.02, 0.5))
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        said = newsroom.ask("reap", pid=pid)
        assert said["signal"] == signal.SIGKILL, f"seed {seed}: {said}"
        kills += 1
        assert newsroom.answer("check") == [], f"seed {seed}, kill {kills}"
    assert kills >= 3
