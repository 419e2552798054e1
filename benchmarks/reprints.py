"""How many surfaces one publication makes stale, at 1 000, 10 000 and 100 000 stories: the same number.

Printed beforehand: every front, section and standing page, every topic, author, agency and storyline, their
last months, days, photos, all stories that hang together with the
one that is published (by section, topic, byline, storyline, agency), the newest ones, and many by chance.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path

from benchmarks import _archives
from benchmarks._report import Report

SIZES = (1_000, 10_000, 100_000)
BUDGET = 30
NEWEST, RELATED, BY_CHANCE, DAYS = 200, 60, 800, 60


def main() -> None:
    report = Report("Surfaces that one publication makes stale")
    sizes = [int(size) for size in os.environ.get("VESTNIK_BENCH_SIZES", "").split()] or SIZES
    found: dict[int, dict[str, int]] = {}
    for size in sizes:
        env = _archives.stories(size)
        with tempfile.TemporaryDirectory(dir=_archives.FOLDER) as copy:
            data = Path(copy) / "data"
            shutil.copytree(env["VESTNIK_DATA"], data)
            said = subprocess.run(
                [sys.executable, "-m", "benchmarks.reprints", "--count"],
                env={**env, "VESTNIK_DATA": str(data)}, cwd=_archives.ROOT, check=True,
                stdout=subprocess.PIPE, text=True,
            ).stdout  # fmt: skip
        found[size] = json.loads(said.splitlines()[-1])
        for act, count in found[size].items():
            at_most = None if act == "printed beforehand" else BUDGET - 1
            report.figure(f"{size:>7} stories, {act}", count, "surfaces", at_most=at_most)
    for act in found[sizes[0]]:
        if act != "printed beforehand":
            counts = [found[size][act] for size in sizes]
            report.figure(
                f"{act}, largest less smallest", max(counts) - min(counts), "surfaces", at_most=3
            )
    report.close()


def count() -> dict[str, int]:
    """Print much, then act, and count after each act what is stale; in a process of its own."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "vestnik.config.settings"
    import django

    django.setup()
    from vestnik.accounts.models import User
    from vestnik.changes.actor import Actor
    from vestnik.press.answers import answer, follower, store
    from vestnik.stories.actions.publish import publish
    from vestnik.stories.actions.withdraw import withdraw
    from vestnik.stories.models import Story

    user = User.objects.filter(is_superuser=True).first() or User.objects.first()
    assert user is not None
    newest = Story.objects.newest("bg").first()
    # Not with prefetched children: modelcluster would copy them without end.
    pattern = Story.objects.live().get(pk=newest.pk)
    paths = pages_around(pattern)
    for path in paths:
        answer(path)

    def stale_after(act) -> int:
        act()
        follower().look()
        with store().transaction() as db:
            names = [row[0] for row in db.execute("SELECT name FROM prints WHERE stale = 1")]
        for name in names:
            kind, _, path = name.partition(":")
            answer(path if kind == "page" else "/")
        return len(names)

    fresh = pattern.copy_for_translation(pattern.locale)
    fresh.translation_key = uuid.uuid4()
    fresh.headline = "Нов материал за броенето"
    fresh.story_bylines = [
        part.__class__(byline=part.byline) for part in pattern.story_bylines.all()
    ]
    fresh.story_sources = [
        part.__class__(agency=part.agency, role=part.role) for part in pattern.story_sources.all()
    ]
    fresh.save()
    fresh.topics.set(pattern.topics.all())
    fresh.save()

    def retitle() -> None:
        story = Story.objects.get(pk=pattern.pk)
        story.headline += " (допълнена)"
        publish(story, by=Actor(None, "bench"))

    return {
        "printed beforehand": len(store().names()),
        "a new story": stale_after(lambda: publish(fresh, by=Actor(None, "bench"))),
        "a new headline of the newest": stale_after(retitle),
        "a withdrawal": stale_after(
            lambda: withdraw(Story.objects.get(pk=fresh.pk), by=user, reason="Броене.")
        ),
    }


def pages_around(pattern) -> list[str]:
    """The addresses of all that hangs together with a story, and of much by chance."""
    from vestnik.stories.models import Address, Listing, Story

    pages = Address.objects.exclude(subject__startswith="story:").values_list("path", flat=True)
    days = sorted(
        set(
            Listing.objects.filter(list__startswith="day:bg:").order_by("-id")[:20_000]
            .values_list("list", flat=True)
        ), reverse=True,
    )[:DAYS]  # fmt: skip
    chance = random.Random(1)
    last = Story.objects.order_by("-pk").values_list("pk", flat=True)[0]
    ids = {chance.randrange(1, last) for _ in range(BY_CHANCE)}
    ids |= set(Story.objects.newest("bg").values_list("pk", flat=True)[:NEWEST])
    for name in pattern.membership().lists():
        ids |= set(Story.objects.listed(name).values_list("pk", flat=True)[:RELATED])
    stories = Story.objects.live().filter(pk__in=ids).values_list("address", flat=True)
    months = sorted({key[7:14].replace("-", "/") for key in days})[-6:]
    homes = [path for path in pages if path.count("/") in (2, 3)]
    photos = Story.objects.live().filter(pk__in=ids).exclude(lead_photo=None)
    return [
        "/", "/en/", *pages, *stories, "/arhiv/", "/en/arhiv/", "/popravki/", "/en/corrections/",
        *(f"/arhiv/{year}/" for year in {month[:4] for month in months}),
        *(f"{home}{month}/" for home in ["/arhiv/", *homes] for month in months),
        *(f"/snimka/{pk}/" for pk in set(photos.values_list("lead_photo_id", flat=True))),
        *(f"/arhiv/{key[7:11]}/{key[12:14]}/{key[15:17]}/" for key in days),
    ]  # fmt: skip


if __name__ == "__main__":
    if "--count" in sys.argv:
        print(json.dumps(count()))
    else:
        main()
