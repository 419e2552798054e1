"""Promise: publisher, press and worker may be killed at any moment, and no page is stale after it.

A few hundred `kill -9` at random moments on real processes, on each database; after each kill every public
address of three web processes on two nodes is compared with a fresh render. VESTNIK_KILLS gives another
number, VESTNIK_KILL_SEED repeats a run.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from contextlib import nullcontext

from benchmarks import _archives
from benchmarks._report import Report

KILLS = int(os.environ.get("VESTNIK_KILLS", "300"))
TEST = "tests/processes/test_nodes.py::test_kills_of_publisher_press_and_worker_leave_no_page_stale"


def main() -> None:
    seed = int(os.environ.get("VESTNIK_KILL_SEED") or random.randrange(10**9))
    report = Report(f"{KILLS} kills of publisher, press and worker; seed {seed}")
    for database in _archives.databases():
        private = _archives.postgresql() if database == "postgresql" else nullcontext()
        url = _archives.postgresql_url("kills") if database == "postgresql" else ""
        with private:
            began = time.monotonic()
            env = _archives.environment(_archives.FOLDER / "kills", url) | {
                "VESTNIK_KILLS": str(KILLS),
                "VESTNIK_KILL_SEED": str(seed),
            }
            done = subprocess.run(
                [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", TEST],
                cwd=_archives.ROOT, env=env, stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
        if done.returncode:
            print(done.stdout)
        report.must(done.returncode == 0, f"{database}: after each kill every page was right")
        report.figure(
            f"{database}: seconds a kill, with all comparisons",
            (time.monotonic() - began) / KILLS,
            "s",
        )
    report.close()


if __name__ == "__main__":
    main()
