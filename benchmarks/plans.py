"""Promise: no plan of a page, screen or write walks over or sorts a growing table, at 100 000 stories.

The same visit and the same eyes as `tests/plans`, here at size, with the statistics and the free choice
that each database really has. VESTNIK_BENCH_STORIES chooses another size.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import nullcontext
from types import SimpleNamespace

from benchmarks import _archives
from benchmarks._report import Report

SIZE = int(os.environ.get("VESTNIK_BENCH_STORIES", "100000"))
#: A statement that visits every story does more steps, and visits more rows, than this part of them.
WORK_IN_STORIES = {"sqlite": 1.0, "postgresql": 0.1}


def main() -> None:
    if len(sys.argv) > 1:
        look(sys.argv[1])
        return
    report = Report(f"Plans at {SIZE} stories")
    for database in _archives.databases():
        with _archives.postgresql() if database == "postgresql" else nullcontext():
            env = _archives.stories(SIZE, database)
            done = subprocess.run([sys.executable, "-m", "benchmarks.plans", database], env=env)
        report.must(done.returncode == 0, f"{database}: nothing grows but what is known")
    report.close()


def look(database: str) -> None:
    """Visit everything in one transaction, which is undone at the end."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vestnik.config.settings")
    django.setup()
    from django.conf import settings
    from django.db import transaction

    settings.ALLOWED_HOSTS = ["*"]
    from tests.plans import archive
    from tests.plans.known import known
    from tests.plans.plans import Watch, condemned
    from tests.plans.tour import Tour
    from tests.roads.newsdesk import Desk
    from vestnik.accounts.roles import Role
    from vestnik.stories.models import Front, Section

    watch = Watch()
    with transaction.atomic():
        front = Front.objects.get(slug="front-bg")
        world = Section.objects.child_of(front)[0]
        desk = Desk(SimpleNamespace(front=front, world=world, locale=front.locale))
        archive.owned_by(desk.user(Role.CONTRIBUTOR))
        tour = Tour.of(desk)
        tour.go(watch)
        transaction.set_rollback(True)
    limit = int(SIZE * WORK_IN_STORIES[database])
    busy = {each.shape: each for each in watch.statements if each.work > limit}
    faults = condemned(watch.statements)
    faults += [f"work {each.work}, more than {limit}\n{each}" for each in busy.values()]
    unknown = [fault for fault in faults if known(fault) is None]
    for fault in unknown:
        print(fault, end="\n\n")
    print(
        f"  {database}: {len(tour.screens)} screens, {len(watch.statements)} statements, "
        f"{len(unknown)} unknown faults, {len(faults) - len(unknown)} known; "
        f"broken screens: {sorted(tour.broken) or 'none'}"
    )
    sys.exit(bool(unknown or tour.broken))


if __name__ == "__main__":
    main()
