"""What one process publishes is right in every other, and no kill, sleep or outage makes a page stale."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import time
from contextlib import closing, suppress
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from django.db import connection

from vestnik.press.following import POLL

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
#: The poll of the log, and room for a slow machine: what is right after it, is right.
AFTER_POLL = POLL * 4
#: Of each twenty kills; VESTNIK_KILLS asks for more.
KILLS = {"publisher": 11, "web": 2, "worker": 2, "press": 3, "application": 2}
TWENTIES = max(1, int(os.environ.get("VESTNIK_KILLS", "20")) // 20)


def path_of(site, story: int) -> str:
    """The address of a story; that of an author or a topic may end in the same number."""
    paths = (one for one in site.newsroom.answer("paths") if one.startswith("/20"))
    return next(one for one in paths if one.rstrip("/").endswith(f"-{story}"))


def test_a_change_is_right_at_once_on_its_node_and_after_a_poll_on_others(node_site):
    site, story, other = node_site, node_site.draft(), node_site.draft()
    site.act("publish", other)
    for act in ("publish", "edit", "correct", "withdraw", "bring_back", "edit", "withdraw"):
        site.act(act, story)
        assert site.wrong(site.near, site.beside) == [], act
        time.sleep(AFTER_POLL)
        assert site.wrong(site.far) == [], act


def test_a_publisher_killed_before_its_nudge_is_found_by_the_poll(node_site):
    site, story = node_site, node_site.draft()
    site.act("publish", story)
    assert site.wrong(site.near, site.beside) == []

    said = site.newsroom.ask("die unheard", act="withdraw", story=story)

    assert said["signal"] == signal.SIGKILL
    time.sleep(AFTER_POLL)
    assert site.wrong(site.near, site.beside, site.far) == []


def test_a_schedule_is_kept_to_the_second_without_a_worker(node_site):
    site, story = node_site, node_site.draft()
    assert site.worker.process is None
    path = "/"
    before = site.near.get(path)[2]
    due = datetime.fromisoformat(site.newsroom.answer("schedule", story=story, seconds=2.0))

    while (datetime.now(UTC) - due).total_seconds() < -0.3:
        assert site.near.get(path)[2] == before, "not before its second"
        time.sleep(0.1)
    time.sleep(max(0.0, (due - datetime.now(UTC)).total_seconds()) + 0.01)

    # The first request after the moment already has it, on each node.
    assert site.far.get(path)[2] != before
    assert site.near.get(path)[2] != before
    assert site.wrong(site.near, site.beside, site.far) == []


def test_a_process_that_slept_over_a_moment_answers_right(node_site):
    site, story = node_site, node_site.draft()
    before = site.near.get("/")[2]
    for web in (site.beside, site.far):
        web.signal(signal.SIGSTOP)
    site.near.signal(signal.SIGSTOP)
    due = datetime.fromisoformat(site.newsroom.answer("schedule", story=story, seconds=0.8))
    time.sleep(max(0.0, (due - datetime.now(UTC)).total_seconds()) + 0.2)
    for web in (site.near, site.beside, site.far):
        web.signal(signal.SIGCONT)

    assert site.near.get("/")[2] != before
    assert site.wrong(site.near, site.beside, site.far) == []


def test_kills_of_publisher_press_and_worker_leave_no_page_stale(node_site):
    site = node_site
    seed = int(os.environ.get("VESTNIK_KILL_SEED") or random.randrange(10**9))
    chance = random.Random(seed)
    victims = [name for name, count in KILLS.items() for _ in range(count * TWENTIES)]
    chance.shuffle(victims)
    site.worker.start()
    for number, victim in enumerate(victims):
        working = site.newsroom.ask("work", seed=chance.randrange(10**9))["pid"]
        time.sleep(chance.uniform(0.05, 0.4))
        if victim == "web":
            site.beside.kill()
            site.beside.start()
        elif victim == "worker":
            site.worker.kill()
            site.worker.start()
        elif victim == "press":
            site.near.kill_press()
            site.near.start_press()
        elif victim == "application":
            site.near.application.kill()
            site.near.application.start()
            site.near.await_answer()
        with suppress(ProcessLookupError):
            os.kill(working, signal.SIGKILL)
        site.newsroom.ask("reap", pid=working)
        time.sleep(AFTER_POLL)
        assert site.wrong(site.near, site.beside, site.far) == [], (seed, number, victim)
    site.worker.kill()


def test_a_damaged_print_is_found_shown_and_mended(node_site):
    site = node_site
    assert site.wrong(site.near) == []
    good = site.near.vestnik("press", "verify", "--all")
    assert good.returncode == 0, good.stderr
    assert "0 wrong" in good.stdout
    with closing(sqlite3.connect(site.near.data / "press.sqlite3")) as store:
        store.execute("UPDATE contents SET content = replace(content, '</main>', 'Грешка</main>')")
        store.commit()
    # The press process has its answers in memory, where nothing is damaged.
    assert site.wrong(site.beside) != []

    found = site.near.vestnik("press", "verify", "--all")

    assert found.returncode == 1
    assert "+</main>" in found.stdout or "-Грешка" in found.stdout
    assert site.wrong(site.near, site.beside) == []
    status = json.loads(site.near.vestnik("press", "status", "--json").stdout)
    assert status["wrong"] > 0
    assert status["behind"] == 0
    assert status["surfaces"] > 3


def test_a_killed_address_is_closed_on_its_node_and_left_out_of_its_lists(node_site):
    site, story = node_site, node_site.draft()
    site.act("publish", story)
    path = path_of(site, story)
    link = f'href="{path}"'.encode()
    assert site.near.get(path)[0] == 200
    assert link in site.near.get("/")[2]

    assert site.near.vestnik("press", "kill", path).returncode == 0

    for web in (site.near, site.beside):
        assert web.get(path)[0] == 410
        assert link not in web.get("/")[2]
    assert site.far.get(path)[0] == 200, "a kill is the node's own"
    assert site.near.vestnik("press", "revive", path).returncode == 0
    assert site.wrong(site.near, site.beside, site.far) == []
    again = site.near.vestnik("press", "revive", path)
    assert again.returncode == 1
    assert "was not killed" in again.stderr


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="a file cannot be shut")
def test_while_the_database_is_away_prints_are_served_and_nothing_else(node_site):
    site, story = node_site, node_site.draft()
    site.act("publish", story)
    path = path_of(site, story)
    printed, front = site.near.get(path), site.near.get("/")
    name = urlsplit(site.near.database).path[1:]

    _shut(name)
    try:
        assert site.near.get(path)[::2] == printed[::2]
        assert site.near.get("/")[::2] == front[::2]
        status, headers, body = site.near.get("/arhiv/2001/01/01/")
        assert status == 503
        assert headers["retry-after"] == "30"
        assert headers["cache-control"] == "no-store"
        assert "не може да се покаже" in body.decode()
    finally:
        _open(name)

    time.sleep(1.2)
    site.act("edit", story)
    assert site.wrong(site.near) == []


def _shut(name: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )


def _open(name: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
