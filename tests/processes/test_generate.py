"""`vestnik generate`, killed at its worst moments, goes on where it was and ends with the same archive."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import contextmanager

import pytest
from django.db import connections

from tests.plans.digest import digest
from tests.processes.nodes import ROOT, environment
from tests.properties.newsroom_client import copy_of_the_database, drop_copy
from vestnik.config.values import database

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
#: Three batches, so that one is whole when the second kill comes.
STORIES = 1_300
#: Rows of a table at which the command is killed: among the photos, and after the first batch.
MOMENTS = {"photos_photo": 3, "stories_story": 1}


@contextmanager
def generating(env: dict[str, str]):
    """The command, running."""
    process = subprocess.Popen(
        [sys.executable, "-m", "vestnik", "generate", "--stories", str(STORIES)],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@contextmanager
def connected(url: str):
    """The tests' own connection turned to another database; the way there and back is one name."""
    mine = connections["default"]
    theirs = connections.create_connection("default")
    theirs.settings_dict = mine.settings_dict | database(url)
    connections["default"] = theirs
    try:
        yield theirs
    finally:
        theirs.close()
        connections["default"] = mine


def rows(connection, table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {table}")
        return cursor.fetchone()[0]


@pytest.fixture(scope="module")
def two_sites(django_db_setup, django_db_blocker, tmp_path_factory):
    """Two databases with the first data."""
    made, tmp_path = {}, tmp_path_factory.mktemp("generate")
    with django_db_blocker.unblock():
        for name in ("killed", "whole"):
            (tmp_path / name).mkdir()
            made[name] = copy_of_the_database(tmp_path / name, f"generate_{name}")
        try:
            yield {name: (url, environment(tmp_path / name, url)) for name, url in made.items()}
        finally:
            for name in made:
                drop_copy(f"generate_{name}")


def test_generating_is_resumed_where_it_was_killed(two_sites):
    url, env = two_sites["killed"]
    with connected(url) as theirs:
        had = {table: rows(theirs, table) for table in MOMENTS}
        for table, more in MOMENTS.items():
            with generating(env) as process:
                until = time.monotonic() + 60
                while rows(theirs, table) < had[table] + more and time.monotonic() < until:
                    assert process.poll() is None, "it ended before it could be killed"
                    time.sleep(0.01)
        assert had["stories_story"] < rows(theirs, "stories_story") < STORIES
        assert f"{STORIES} in all" in to_the_end(env)
        resumed = digest()
        assert "nothing to do" in to_the_end(env)
        assert digest() == resumed

    url, env = two_sites["whole"]
    to_the_end(env)
    with connected(url):
        assert digest() == resumed


def to_the_end(env: dict[str, str]) -> str:
    """What the command printed."""
    with generating(env) as process:
        said = process.communicate(timeout=120)[0]
    assert process.returncode == 0
    return said
