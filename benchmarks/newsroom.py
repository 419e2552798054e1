"""Promise: the desk, each list of stories and the log of acts answer in 300 ms (p95) at 100 000 stories,
1 000 000 changes, 1 000 000 acts.

Over HTTP, through the press process, as a chief editor and as an author who owns a good part of the archive;
the screens are asked in turn, so that a noisy moment is noisy to all. Beside the screens: what one save costs
the index.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks import _archives, _desk
from benchmarks._report import Report

STORIES, CHANGES, ACTS = 100_000, 1_000_000, 1_000_000
BUDGET = 300
LIST = "/cms/snippets/stories/story/"
SCREENS = {
    "the desk": "/cms/",
    "the desk, asked again": "/cms/desk/pulse/",
    "all stories": LIST,
    "page 10 of them": f"{LIST}?p=10",
    "live": f"{LIST}?state=live",
    "drafts, and live with a draft": f"{LIST}?state=draft&state=changed",
    "waiting at a step": f"{LIST}?state=step&state=returned",
    "scheduled or under embargo": f"{LIST}?state=scheduled&state=embargoed",
    "a section": f"{LIST}?section={{section}}",
    "a kind": f"{LIST}?kind=opinion",
    "an agency": f"{LIST}?agency={{agency}}",
    "a byline": f"{LIST}?byline={{byline}}",
    "a topic": f"{LIST}?topic={{topic}}",
    "some months": f"{LIST}?date_from=2020-01-15&date_to=2024-11-03",
    "five filters": f"{LIST}?section={{section}}&kind=news&kind=brief&state=live&agency={{agency}}"
    "&date_from=2019-01-01",
    "a frequent word": f"{LIST}?q={{frequent}}",
    "a rare word": f"{LIST}?q=кръстословица",
    "three words": f"{LIST}?q=общински съвет решение",
    "a word half typed": f"{LIST}?q=реш",
    "a word and filters": f"{LIST}?q={{frequent}}&kind=news&state=live&section={{section}}",
    "by headline": f"{LIST}?ordering=headline",
}
LOG = "/cms/desk/log/"
#: For the chief editor alone.
LOG_SCREENS = {
    "the log of acts": LOG,
    "acts of a person": f"{LOG}?person={{user}}",
    "acts of one kind": f"{LOG}?act=story.publish",
    "acts on a story": f"{LOG}?story=4711",
    "acts of some days": f"{LOG}?since=2023-03-01&until=2023-03-03",
    "the same by person and kind": f"{LOG}?person={{user}}&act=story.publish&since=2023-03-01&until=2023-06-03",
    "acts long ago": f"{LOG}?before=5000",
}


def main() -> None:
    report = Report(f"The newsroom's screens at {STORIES} stories, {_desk.ROUNDS} rounds")
    folder = _prepared()
    os.environ.update(_archives.environment(folder))
    os.environ["DJANGO_SETTINGS_MODULE"] = "vestnik.config.settings"
    database = f"sqlite://{folder}/vestnik.sqlite3"
    from tests.processes.nodes import HOST, Web, environment

    os.environ.update(environment(folder, database))
    import django

    django.setup()
    from vestnik.changes.models import Change
    from vestnik.search.models import Card

    report.must(Change.objects.count() >= CHANGES, f"there are {CHANGES} changes or more")
    report.must(Card.objects.count() >= STORIES, f"{STORIES} stories or more are in the index")
    people, named = _desk.people(), _named()
    _act(folder / "vestnik.sqlite3", named["user"])
    web = Web("web", folder, database)
    web.start()
    try:
        for who, cookie in people.items():
            screens = SCREENS | (LOG_SCREENS if who == "chief_editor" else {})
            took = _desk.visit(web.port, HOST, cookie, named, screens)
            for screen, times in took.items():
                report.figure(f"{who}: {screen}", _desk.p95(times), "ms", at_most=BUDGET)
    finally:
        web.kill()
    saving, indexing = _saving()
    report.figure("saving a draft by action, p95", _desk.p95(saving), "ms")
    report.figure("of it bringing the index in line, p95", _desk.p95(indexing), "ms")
    report.close()


def _prepared() -> Path:
    """A copy of the archive with a long log, an index and an author's share."""
    source = Path(_archives.stories(STORIES)["VESTNIK_DATA"])
    folder = _archives.FOLDER / f"newsroom-{STORIES}"
    mark, made_of = folder / "made-of-newsroom", _archives.fingerprint()
    if not mark.is_file() or mark.read_text() != made_of:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(source, folder)
        env = _archives.environment(folder)
        _archives.vestnik(env, "migrate")
        print(f"  indexing {STORIES} stories", file=sys.stderr, flush=True)
        began = time.perf_counter()
        _archives.vestnik(env, "index_stories")
        print(f"  indexed in {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
        _lengthen(folder / "vestnik.sqlite3")
        mark.write_text(made_of)
    return folder


def _lengthen(database: Path) -> None:
    """Bring the log to its length with rows like those that are in it."""
    import sqlite3

    with sqlite3.connect(database) as connection:
        (count,) = connection.execute("SELECT COUNT(*) FROM changes_change").fetchone()
        while count < CHANGES:
            connection.execute(
                "INSERT INTO changes_change (event, subject, keys, actor_id, actor_name, at)"
                " SELECT event, subject, keys, actor_id, actor_name, at FROM changes_change"
                " WHERE subject LIKE 'story:%' ORDER BY id DESC LIMIT ?",
                [min(100_000, CHANGES - count)],
            )
            (count,) = connection.execute("SELECT COUNT(*) FROM changes_change").fetchone()


def _act(database: Path, user: int) -> None:
    """Write the log of acts of a busy newsroom: every minute an act, by fifty people."""
    import sqlite3

    with sqlite3.connect(database) as connection:
        (count,) = connection.execute("SELECT COUNT(*) FROM changes_auditentry").fetchone()
        connection.execute(
            "WITH RECURSIVE numbers (number) AS"
            " (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < ?)"
            " INSERT INTO changes_auditentry"
            " (at, actor_id, actor_name, act, subject, reason, details)"
            " SELECT datetime('2023-01-01', '+' || number || ' minutes'), ? + number % 50, 'Име',"
            " CASE number % 4 WHEN 0 THEN 'story.publish' WHEN 1 THEN 'story.submit'"
            " WHEN 2 THEN 'story.approve' ELSE 'story.edit' END,"
            " 'story:' || (number % 100000 + 1), '', '{}' FROM numbers",
            [max(1, ACTS - count), user],
        )


def _named() -> dict[str, Any]:
    """What the addresses of the screens name: a person, and the subjects of the newest story."""
    from vestnik.accounts.models import User
    from vestnik.stories.models import Story

    story = Story.objects.live().filter(section__isnull=False).order_by("-pk")[0]
    byline, topic = story.story_bylines.first(), story.topics.first()
    source = Story.objects.live().filter(story_sources__agency__isnull=False).order_by("-pk")[0]
    return {
        "section": story.section_id,
        "agency": source.story_sources.first().agency_id,
        "byline": byline.byline.name if byline else "а",
        "topic": topic.name if topic else "а",
        "frequent": "каза",
        "user": User.objects.order_by("pk")[0].pk,
    }


def _saving() -> tuple[list[float], list[float]]:
    from vestnik.search.actions.index import index
    from vestnik.stories.models import Story

    saving, indexing = [], []
    for number, story in enumerate(Story.objects.order_by("-pk")[: _desk.ROUNDS]):
        working = story.get_latest_revision_as_object()
        working.headline = f"{working.headline} {number}"
        began = time.perf_counter()
        working.save_revision(clean=False)
        saving.append((time.perf_counter() - began) * 1000)
        began = time.perf_counter()
        index([story.pk])
        indexing.append((time.perf_counter() - began) * 1000)
    return saving, indexing


if __name__ == "__main__":
    main()
