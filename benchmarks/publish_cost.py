"""Promise: publishing a story and saving a draft cost the same at 1 000 and at 100 000 stories.

By action, and by the newsroom's own form over HTTP (Django's test client, with middleware, on committed
transactions). Wagtail's search index is in place: photos stand in it, stories do not (decision 0006). Rounds
of the two sizes alternate, so that a noisy machine is noisy to both.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import _archives
from benchmarks._report import Report

SIZES = (1_000, 100_000)
ROUNDS = int(os.environ.get("VESTNIK_BENCH_ROUNDS", "40"))
RATIO = 1.2


def main() -> None:
    if len(sys.argv) > 1:
        serve()
        return
    report = Report(f"What publishing and saving cost, {ROUNDS} rounds")
    for database in _archives.databases():
        with _archives.postgresql() if database == "postgresql" else nullcontext():
            _compare(report, database)
    report.close()


def _compare(report: Report, database: str) -> None:
    archives = {size: _archives.stories(size, database) for size in SIZES}
    with tempfile.TemporaryDirectory(dir=_archives.FOLDER) as folder:
        workers = {size: _worker(env, Path(folder) / str(size)) for size, env in archives.items()}
        took: dict[int, dict[str, list[float]]] = {size: {} for size in SIZES}
        for number in range(ROUNDS + 3):
            for size in SIZES if number % 2 else reversed(SIZES):
                for act, milliseconds in _ask(workers[size]).items():
                    # The first rounds fill caches.
                    if number >= 3:
                        took[size].setdefault(act, []).append(milliseconds)
        for worker in workers.values():
            worker.stdin.close()
            worker.wait(60)
    for act in took[SIZES[0]]:
        small, large = (median(took[size][act]) for size in SIZES)
        report.figure(f"{database}: {act}, {SIZES[0]} stories", small, "ms")
        report.figure(f"{database}: {act}, {SIZES[1]} stories", large, "ms")
        report.figure(f"{database}: {act}, ratio", large / small, "", at_most=RATIO)


def _worker(env: dict[str, str], folder: Path) -> subprocess.Popen:
    """A process on a copy of an archive; on PostgreSQL on the archive itself, whose rows it adds to."""
    if "DATABASE_URL" not in env:
        shutil.copytree(env["VESTNIK_DATA"], folder)
        env = {**env, "VESTNIK_DATA": str(folder)}
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks.publish_cost", "--serve"],
        cwd=_archives.ROOT, env=env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip


def _ask(worker: subprocess.Popen) -> dict[str, float]:
    worker.stdin.write("round\n")
    worker.stdin.flush()
    return json.loads(worker.stdout.readline())


def serve() -> None:
    """Do one round at each line: milliseconds of each act."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "vestnik.config.settings"
    import django

    django.setup()
    from types import SimpleNamespace

    from django.test.utils import setup_test_environment

    from tests.roads.newsdesk import Desk
    from vestnik.accounts.roles import Role
    from vestnik.changes.actor import Actor
    from vestnik.photos.models import Photo
    from vestnik.stories.actions.publish import publish
    from vestnik.stories.models import Front, Section, Story

    setup_test_environment()
    front = Front.objects.get(slug="front-bg")
    world = Section.objects.child_of(front)[0]
    desk = Desk(SimpleNamespace(front=front, world=world, locale=front.locale))
    photo = Photo.objects.filter(in_use_since__isnull=False).first()
    chief, machine = Role.CHIEF_EDITOR, Actor(None, "bench")
    desk.browser(chief)
    for number, _line in enumerate(sys.stdin):
        took: dict[str, float] = {}

        def timed(act: str, work: Callable[[], Any], took: dict[str, float] = took) -> Any:
            began = time.perf_counter()
            made = work()
            took[act] = (time.perf_counter() - began) * 1000
            return made

        draft = Story(
            headline=f"Мерене {number}", section=world, locale=front.locale, lead_photo=photo
        )
        draft.body = [("paragraph", "<p>Един ред.</p>")]
        draft.save()
        timed("publishing by action", partial(publish, draft, by=machine))
        again = Story.objects.get(pk=draft.pk)
        again.headline += ", поправено"
        timed("saving a draft by action", partial(again.save_revision, clean=False))
        written = timed("a new draft by the form", partial(desk.write, chief))
        timed("publishing by the form", partial(desk.edit, chief, written, "publish"))
        timed("saving a draft by the form", partial(desk.edit, chief, written, deck="Друго"))
        caption = f"Надпис {number}"
        timed("saving a photo", partial(_save_photo, photo, caption))
        print(json.dumps(took), flush=True)


def _save_photo(photo: Any, caption: str) -> None:
    photo.caption = caption
    photo.save()


if __name__ == "__main__":
    main()
