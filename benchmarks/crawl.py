"""Promise: who reads the whole archive in any order costs readers of today's pages no time, nor memory beyond
its setting.

A crawler asks for stories of an archive of 100 000 in random order, eight at a time, as fast as it is
answered; meanwhile the front and the newest stories are asked for. `VESTNIK_BENCH_PAGES` bounds the crawl.
"""

from __future__ import annotations

import os
import random
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks import _wire
from benchmarks._report import Report
from tests.processes.nodes import Pressed

SIZE = 100_000
PAGES = int(os.environ.get("VESTNIK_BENCH_PAGES", str(SIZE)))
CRAWLERS, HOT = 8, 50
#: Mebibytes in which answers are kept here, and what the process needs besides: Python and the server.
MEMORY, BESIDES = 32, 120


def main() -> None:
    report = Report(f"{PAGES} stories of {SIZE} in random order")
    with _wire.node(SIZE, VESTNIK_MEMORY=str(MEMORY)) as node:
        hot = ["/", *_wire.story_paths(node, HOT)]
        for path in hot:
            _wire.fetch(node.port, path)
        crawled = _wire.story_paths(node, SIZE)
        random.Random(6).shuffle(crawled)
        largest, took, rate = _crawl(node, crawled[:PAGES], hot)
        report.figure("pages a second for the crawler", rate, "1/s")
        report.figure("today's pages meanwhile, median", took[len(took) // 2], "ms")
        report.figure("today's pages meanwhile, p99", took[int(len(took) * 0.99)], "ms", at_most=20)
        report.figure(
            "largest memory of the press process", largest, "MiB", at_most=MEMORY + BESIDES
        )
    report.close()


def _crawl(node: Pressed, crawled: list[str], hot: list[str]) -> tuple[float, list[float], float]:
    """The largest memory in MiB, the sorted milliseconds of hot pages, and pages crawled a second."""
    done, sizes, took = threading.Event(), [0.0], []

    def watch() -> None:
        number = 0
        while not done.is_set():
            began = time.monotonic()
            assert _wire.fetch(node.port, hot[number % len(hot)])[0] == 200
            took.append((time.monotonic() - began) * 1000)
            number += 1
            if number % 50 == 0:
                sizes.append(_memory(node))
            time.sleep(0.01)

    watching = threading.Thread(target=watch)
    watching.start()
    began = time.monotonic()
    try:
        with ThreadPoolExecutor(CRAWLERS) as crawlers:
            statuses = set(crawlers.map(lambda path: _wire.fetch(node.port, path)[0], crawled))
    finally:
        done.set()
        watching.join()
    assert statuses == {200}, statuses
    return max(sizes), sorted(took), len(crawled) / (time.monotonic() - began)


def _memory(node: Pressed) -> float:
    """Mebibytes of the press process and its children, without what they share with others (PSS)."""
    parent = node.process.pid
    pids = [parent, *map(int, Path(f"/proc/{parent}/task/{parent}/children").read_text().split())]
    rollups = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in pids]
    return sum(int(re.search(r"^Pss:\s+(\d+)", text, re.M)[1]) for text in rollups) / 1024


if __name__ == "__main__":
    main()
