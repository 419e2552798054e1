"""Promise: a publication is right at the first request in every process of the node, and soon on others.

A hundred headlines are published by this process; at once a web process of the same node and one of another
node are asked for the story and the front until both show the new headline. What counts is when the first
request whose answer was right was made: how long it was answered for is another benchmark's.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks import _archives
from benchmarks._report import Report

ROUNDS = int(os.environ.get("VESTNIK_BENCH_ROUNDS", "100"))
#: Seconds: what is promised; a poll, and the request that came just before it and was rightly old.
NEAR, FAR = 0.05, 0.15


def main() -> None:
    report = Report(f"From a publication to right pages elsewhere, {ROUNDS} publications")
    archive = _archives.stories(1_000)
    with tempfile.TemporaryDirectory(dir=_archives.FOLDER) as folder:
        near, far = Path(folder) / "near", Path(folder) / "far"
        shutil.copytree(archive["VESTNIK_DATA"], near)
        far.mkdir()
        url = f"sqlite://{near / 'vestnik.sqlite3'}"
        _measure(report, near, far, url)
    report.close()


def _measure(report: Report, near: Path, far: Path, url: str) -> None:
    from tests.processes.nodes import Web, environment

    webs = {"near": Web("web", near, url), "far": Web("web", far, url)}
    for web in webs.values():
        web.start()
    os.environ.update(environment(near, url))
    try:
        took, wrong = _publish_and_ask(webs)
    finally:
        for web in webs.values():
            web.kill()
    report.figure("same node: wrong answers after publishing", wrong, "answers", at_most=0)
    for name, budget in (("near", NEAR), ("far", FAR)):
        times = sorted(took[name])
        words = "same node" if name == "near" else "another node"
        at = times[int(len(times) * 0.99) - 1]
        report.figure(f"{words}: right from, median", median(times) * 1000, "ms")
        report.figure(f"{words}: right from, 99 of 100", at * 1000, "ms", at_most=budget * 1000)


def _publish_and_ask(webs) -> tuple[dict[str, list[float]], int]:
    import django

    django.setup()
    from vestnik.changes.actor import Actor
    from vestnik.stories.actions.publish import publish
    from vestnik.stories.models import Story

    story = Story.objects.get(pk=Story.objects.newest("bg").first().pk)
    took: dict[str, list[float]] = {name: [] for name in webs}
    wrong = 0
    for number in range(ROUNDS):
        story.headline = story.short_headline = f"Заглавие {number} от мерене"
        words = story.headline.encode()
        # The far node is asked before, so that it has just looked and is not due to look again.
        for web in webs.values():
            web.get("/")
        publish(story, by=Actor(None, "bench"))
        began = time.perf_counter()
        for name in ("near",) if number % 2 else ("far",):
            asked = time.perf_counter()
            while not all(words in webs[name].get(path)[2] for path in (story.address, "/")):
                wrong += name == "near"
                asked = time.perf_counter()
            took[name].append(asked - began)
    return took, wrong


if __name__ == "__main__":
    main()
