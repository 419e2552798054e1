"""A schedule is kept exactly once: with two workers, and by workers that are killed around its moment."""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime

import pytest

from tests.processes.nodes import Process, environment
from tests.properties.newsroom_client import Newsroom, copy_of_the_database, drop_copy

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
#: Far above what a worker takes to start and to look at the clock, on a loaded machine.
PATIENCE = 90.0
ONCE = {"live": True, "versions": 1, "published": 1, "announced": 1, "waiting": 0}


@pytest.fixture(scope="module")
def clockwork(django_db_setup, django_db_blocker, tmp_path_factory):
    """A newsroom and two workers on one database, none of them running; no node answers readers."""
    folder = tmp_path_factory.mktemp("clockwork")
    with django_db_blocker.unblock():
        url = copy_of_the_database(folder, "clockwork")
    newsroom = Newsroom(environment(folder, url), folder / "errors")
    newsroom.answer("lay", drafts=1)
    workers = [Process("worker", folder, url) for _number in range(2)]
    try:
        yield newsroom, workers
    finally:
        for worker in workers:
            worker.kill()
        newsroom.stop()
        with django_db_blocker.unblock():
            drop_copy("clockwork")


def scheduled(newsroom, seconds: float) -> tuple[int, datetime]:
    story = newsroom.answer("draft")
    return story, datetime.fromisoformat(newsroom.answer("schedule", story=story, seconds=seconds))


def wait_until_out(newsroom, *stories: int) -> list[dict]:
    end = time.monotonic() + PATIENCE
    while True:
        kept = [newsroom.answer("kept", story=story) for story in stories]
        if all(one["live"] for one in kept):
            return kept
        assert time.monotonic() < end, kept
        time.sleep(0.2)


def test_two_workers_publish_each_story_once(clockwork):
    newsroom, workers = clockwork
    for worker in workers:
        worker.start()
    stories = [scheduled(newsroom, 2.0 + number / 4)[0] for number in range(6)]

    wait_until_out(newsroom, *stories)
    # A second look of either clock would find them again, if it could.
    time.sleep(2.5)

    assert [newsroom.answer("kept", story=story) for story in stories] == [ONCE] * 6
    for worker in workers:
        worker.kill()


def test_a_worker_killed_around_the_moment_and_started_again_publishes_once(clockwork):
    newsroom, (worker, _other) = clockwork
    stories = []
    worker.start()
    warm, _due = scheduled(newsroom, 2.0)
    wait_until_out(newsroom, warm)
    for _kill in range(3):
        story, due = scheduled(newsroom, 2.5)
        stories.append(story)
        time.sleep(max(0.0, (due - datetime.now(UTC)).total_seconds() + random.uniform(0.0, 1.3)))
        worker.kill()
        worker.start()
    asleep, due = scheduled(newsroom, 2.0)
    stories.append(asleep)
    worker.kill()
    time.sleep(max(0.0, (due - datetime.now(UTC)).total_seconds()))
    worker.start()

    wait_until_out(newsroom, *stories)
    time.sleep(2.5)

    assert [newsroom.answer("kept", story=story) for story in stories] == [ONCE] * 4
    worker.kill()


def test_a_cancellation_at_the_moment_or_the_clock_one_of_them_wins(clockwork):
    newsroom, (worker, _other) = clockwork
    worker.start()
    warm, _due = scheduled(newsroom, 2.0)
    wait_until_out(newsroom, warm)
    for _race in range(3):
        story, due = scheduled(newsroom, 2.5)
        time.sleep(max(0.0, (due - datetime.now(UTC)).total_seconds() + random.uniform(-0.1, 1.0)))
        cancelled = newsroom.answer("cancel", story=story)
        time.sleep(2.5)
        kept = newsroom.answer("kept", story=story)
        never = {"live": False, "versions": 0, "published": 0, "announced": 0, "waiting": 0}
        assert kept == (never if cancelled else ONCE)
    worker.kill()
