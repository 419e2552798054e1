"""A kill at any point loses both, the public row and its row of the log, or neither.

Real processes on a real database file (or PostgreSQL), SIGKILL, and a fresh process that looks.
VESTNIK_KILL_SECONDS gives the random kills more time than the few seconds that they have here.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

ROOT = Path(__file__).parents[2]
SECONDS = float(os.environ.get("VESTNIK_KILL_SECONDS", "4"))
#: Acts that are swept, in an order in which each is possible: the kill comes after every n-th of its
#: statements that are no SELECT; after each of the first publication, or of all when there is time.
SWEEP = {"publish": 1, "edit": 5, "correct": 5, "withdraw": 5, "erase": 5}
THOROUGH = "VESTNIK_KILL_SECONDS" in os.environ
DRAFTS = 8

# The tests' own database is not used, but its tables are copied.
pytestmark = pytest.mark.django_db


class Newsroom:
    """The process of `newsroom_process`, and how it is spoken to."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self.log = log
        self.errors = log.open("wb")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.properties.newsroom_process"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            text=True,
        )
        self._read()

    def _read(self) -> dict:
        line = self.process.stdout.readline()
        assert line, self.log.read_text("utf-8")
        return json.loads(line)

    def ask(self, do: str, **order) -> dict:
        self.process.stdin.write(json.dumps({"do": do, **order}) + "\n")
        self.process.stdin.flush()
        return self._read()

    def answer(self, do: str, **order):
        said = self.ask(do, **order)
        assert "answer" in said, f"{said} {self.log.read_text('utf-8')[-3000:]}"
        return said["answer"]

    def stop(self) -> None:
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(20)
        self.errors.close()


def postgres_url(name: str) -> str:
    given = connection.settings_dict
    who = ":".join(quote(given[part], safe="") for part in ("USER", "PASSWORD") if given[part])
    host, port = given["HOST"], given["PORT"]
    where = "" if host.startswith("/") else f"{host}{f':{port}' if port else ''}"
    return f"postgresql://{who}@{where}/{name}" + (f"?host={host}" if host[:1] == "/" else "")


def copy_of_the_empty_database(folder: Path) -> str:
    """A database of its own with the tables that the tests' database has; its DATABASE_URL."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        path = folder / "newsroom.sqlite3"
        with closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)
        return f"sqlite://{path}"
    name = f"{connection.settings_dict['NAME']}_kill"
    template = connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return postgres_url(name)


@pytest.fixture(scope="module")
def newsroom(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("kill")
    with django_db_blocker.unblock():
        url = copy_of_the_empty_database(folder)
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
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
            name = f"{connection.settings_dict['NAME']}_kill"
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


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
