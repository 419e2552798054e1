"""Promise: printed pages are answered at three quarters of nginx's speed, also while news come in.

nginx serves the same pages as precompressed files with the same headers, on the same core as press,
application and worker of one node, just before and just after; the load comes from another core. The
peers' ratios, measured in the same way on a like machine, stand beside ours.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks import _archives, _wire
from benchmarks._report import Report, loop_ms
from tests.processes.nodes import Pressed, environment

STORIES = 1_000
#: A headline is published so often while the load goes on, in seconds.
EVERY = 0.5
#: Milliseconds of the calibration's loop on the machine that the budgets were measured on.
QUIET = 31.0
#: Requests a second to nginx's with a precompressed file; measured once, see the project's decisions.
PEERS = {
    "prebuilt bytes in a dict, same server": 0.73,
    "WhiteNoise and Django, same server": 0.16,
    "WordPress behind nginx's page cache, gzip": 0.085,
    "Django's cache of the whole site, in memory": 0.06,
    "Wagtail, rendered": 1 / 780,
    "Ghost, rendered, 1 000 stories": 1 / 1_134,
    "WordPress, rendered": 1 / 1_600,
}


def main() -> None:
    _wire.install()
    report = Report(f"Printed pages beside nginx, {_wire.CONNECTIONS} connections, one core")
    with _wire.node(STORIES) as node:
        paths = _wire.story_paths(node, STORIES)
        _wire.warm(node, paths)
        with _wire.nginx(node, paths) as port:
            one = paths[len(paths) // 2]
            figures(report, "one story", 0.75, _wire.pair(node.port, port, [one]))
            figures(
                report,
                f"{len(paths)} stories in rotation",
                0.70,
                _wire.pair(node.port, port, paths),
            )
            unchanged(report, node, port, one)
            with publications(node, EVERY):
                found = _wire.pair(node.port, port, paths)
            figures(report, "in rotation, two publications a second", 0.65, found)
            slower = loop_ms() / QUIET
            if slower > 1.2:
                # What a publication takes of a slower machine it takes of nginx too, which needs less of it.
                with publications(node, EVERY * slower):
                    found = _wire.pair(node.port, port, paths)
                text = f"in rotation, a publication each {EVERY * slower:.2f} s, as this machine is slower"
                figures(report, text, 0.65, found)
    print("  beside nginx, of the peers:")
    for name, ratio in PEERS.items():
        print(f"    {name:48} {ratio:8.4f}")
    report.close()


def figures(
    report: Report, name: str, budget: float, found: tuple[float, _wire.Load, _wire.Load]
) -> None:
    """A ratio with its budget, and both sides of it."""
    ratio, ours, nginx = found
    report.figure(f"{name}: of nginx", ratio, "", at_least=budget)
    report.figure(f"{name}: p99", ours.p99, "ms", at_most=5)
    report.must(ours.failed == 0, f"{name}: no request failed")
    print(f"    ours  {ours}\n    nginx {nginx}")


def unchanged(report: Report, node: Pressed, port: int, path: str) -> None:
    """Readers who have the page already: beside nginx's 200 of the page, as the budget means it, and beside
    its own 304.
    """
    rounds = []
    for _ in range(_wire.ROUNDS):
        theirs = {"If-None-Match": _wire.fetch(port, path)[1]["etag"]}
        before = _wire.load(port, [path])
        ours = _wire.load(node.port, [path], **{"If-None-Match": _wire.tag_of(node, path)})
        after = _wire.load(port, [path])
        same = _wire.load(port, [path], **theirs)
        rounds.append((ours.rate * 2 / (before.rate + after.rate), ours, after, same))
    rounds.sort(key=lambda one: one[0])
    ratio, ours, nginx, same = rounds[len(rounds) // 2]
    figures(report, "not changed (304), beside its 200", 0.75, (ratio, ours, nginx))
    print(f"    its own 304: {same}; {ours.rate / same.rate:.2f} of it")


@contextmanager
def publications(node: Pressed, every: float) -> Iterator[None]:
    """A headline published so often, in seconds, by a process of the newsroom, on the servers' core, as the
    application would.
    """
    command = [sys.executable, "-m", "benchmarks.wire", "publish", str(every)]
    env = environment(node.data, node.database, node.port)
    publisher = subprocess.Popen(
        command,
        cwd=_archives.ROOT,
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert publisher.stdin is not None
    assert publisher.stdout is not None
    publisher.stdout.readline()
    try:
        yield
    finally:
        publisher.stdin.close()
        print(f"    {publisher.stdout.readline().strip()} headlines published meanwhile")
        publisher.wait(30)


def publish(every: float) -> None:
    """Publish a headline of the newest story so often, until the standard input ends."""
    import select

    import django

    django.setup()
    from vestnik.changes.actor import Actor
    from vestnik.stories.actions.publish import publish
    from vestnik.stories.models import Story

    # Where the application does it, but not giving way as that does: beside a press that is asked for all it
    # can give, it would publish once in some seconds.
    os.sched_setaffinity(0, {_wire.SERVERS})
    story = Story.objects.get(pk=Story.objects.newest("bg").first().pk)
    print("begun", flush=True)
    due, number = time.monotonic(), 0
    while not select.select([sys.stdin], [], [], max(0.0, due - time.monotonic()))[0]:
        due += every
        number += 1
        story.headline = story.short_headline = f"Заглавие {number} от мерене"
        publish(story, by=Actor(None, "bench"))
    print(number, flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["publish"]:
        publish(float(sys.argv[2]))
    else:
        main()
