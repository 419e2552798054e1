"""Promise: whatever the newsroom does, every public address answers what a fresh render gives.

Runs the state machine of `tests/press` for thousands of steps: `--steps N --seed S`, the seed is chosen by
chance and printed when none is given. On a difference prints the smallest example that it found.
Works on SQLite files of its own, a walk on each core, or on the database of `--database URL`, which it
overwrites; then one walk after the other.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks._report import Report  # noqa: E402

#: About so many steps walks one process; a difference found late costs no more than this to make smaller.
ONE_WALK = 750


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--steps", type=int, default=3_000)
    asked.add_argument("--seed", type=int, default=random.randrange(10**6))
    asked.add_argument("--database", default="")
    given = asked.parse_args()
    report = Report(f"The press machine, seed {given.seed}, {given.steps} steps")
    steps = seconds = compared = wrong = 0
    rules: dict[str, int] = {}
    walks = max(1, round(given.steps / ONE_WALK))
    at_once = 1 if given.database else min(walks, os.cpu_count() or 1)
    with ThreadPoolExecutor(at_once) as pool:
        asked_of = [
            pool.submit(walk, given.steps // walks, given.seed + number, given.database)
            for number in range(walks)
        ]
    for each in asked_of:
        figures, text = each.result()
        if figures is None or figures["found"]:
            print(text)
            wrong += 1
        if figures is None:
            continue
        steps, seconds = steps + figures["steps"], seconds + figures["seconds"]
        compared += figures["compared"]
        for name, count in figures["rules"].items():
            rules[name] = rules.get(name, 0) + count
    report.figure("walks with a difference", wrong, "", at_most=0)
    report.figure("steps", steps, "", at_least=0.75 * given.steps)
    report.figure("answers compared", compared, "")
    report.figure("steps a second of one walk", steps / seconds if seconds else 0, "1/s")
    for name, count in sorted(rules.items(), key=lambda item: -item[1]):
        report.figure(f"  {name}", count, "times")
    report.close()


def walk(steps: int, seed: int, database: str) -> tuple[dict | None, str]:
    """One process of the machine: its figures, None when it ended otherwise, and all that it said."""
    ended = subprocess.run(
        [
            *(sys.executable, "-m", "tests.press.machine", "--smallest", "--figures"),
            *(f"--steps={steps}", f"--seed={seed}", f"--database={database}"),
        ],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        figures = json.loads(ended.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        return None, ended.stdout + ended.stderr
    return figures, "\n".join(ended.stdout.splitlines()[:-1])


if __name__ == "__main__":
    main()
