"""The machine: edits at random, and after each step compares every public address with a fresh render.

Run as a module it works on a database of its own, ends with 1 at the first difference and prints it:
`python -m tests.press.machine --steps 400 --seed 1`. With --trials it reads mutants from standard input, one
JSON object a line ({"mutant", "rules", "steps", "seed"}), and answers each in a line; all begin on one ground.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Collection
from pathlib import Path
from typing import Any

#: Steps of one example; after them the newsroom is put back to its beginning.
LENGTH = 30
SAME, DIFFERENT, FAILED = 0, 1, 2


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--steps", type=int, default=400, help="about so many steps")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--length", type=int, default=LENGTH, help="steps of one example")
    asked.add_argument("--database", default="", help="URL of a database to overwrite")
    asked.add_argument("--smallest", action="store_true", help="look for the smallest example")
    asked.add_argument("--figures", action="store_true", help="print what was counted, as JSON")
    asked.add_argument("--look", action="store_true", help="tell which mutants would be found")
    asked.add_argument("--trials", action="store_true", help="try the mutants on standard input")
    given = asked.parse_args()
    warnings.simplefilter("ignore")
    folder = Path(tempfile.mkdtemp(prefix="vestnik-machine-"))
    try:
        sys.exit(_on_ground(given, folder))
    finally:
        shutil.rmtree(folder)


def _on_ground(asked: argparse.Namespace, folder: Path) -> int:
    from tests.press.ground import Ground

    (folder / "data" / "media").mkdir(parents=True)
    ground = Ground(folder, asked.database)
    # Models can be imported only now; and rules before any fault is put in.
    from tests.press import every_rule, stage, world  # noqa: F401
    from tests.press.fresh import FreshProcess

    desk = world.lay()
    ground.keep()
    fresh = FreshProcess(ground)
    try:
        stage.begin(stage.Run(ground, fresh, desk, stop_at_first=not asked.smallest))
        return _try_each(asked) if asked.trials else _walk(asked)
    finally:
        fresh.stop()
        ground.leave()


def _try_each(asked: argparse.Namespace) -> int:
    """Each mutant in a child of its own, one after the other: faults do not add up."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            trial = json.loads(line)
            os.environ["VESTNIK_MUTANT"] = trial["mutant"]
            asked.steps, asked.seed = trial["steps"], trial.get("seed", asked.seed)
            ended = FAILED
            try:
                ended = _walk(asked, trial["rules"], line_only=True)
            finally:
                sys.stdout.flush()
                os._exit(ended)
        os.waitpid(child, 0)
    return SAME


def _walk(
    asked: argparse.Namespace, rules: Collection[str] = (), *, line_only: bool = False
) -> int:
    """Let it run; with `rules` by these alone."""
    from tests.press import foresight, mutants, stage

    run, seen = stage.run, foresight.look() if asked.look else None
    run.limit = asked.steps
    mutants.apply()
    begun, found, ended = time.perf_counter(), "", SAME
    try:
        _let_hypothesis_run(asked, rules)
    except stage.Found as difference:
        ended, found = DIFFERENT, str(difference)
    except Exception as error:
        # What a rule itself raised is a finding too. The smallest example is in the error's notes.
        ended = DIFFERENT if isinstance(error, stage.Difference) else FAILED
        notes = getattr(error, "__notes__", []) if asked.smallest else []
        lines = traceback.format_list(traceback.extract_tb(error.__traceback__))[-6:]
        where = lines if ended == FAILED else []
        found = "\n".join([f"{type(error).__name__}: {error}", *notes, *where])
    seconds = time.perf_counter() - begun
    if line_only:
        words = {"steps": run.steps, "seconds": round(seconds, 1), "ended": ended, "found": found}
        print(json.dumps(words | {"last": run.story[-1]}), flush=True)
        return ended
    if found:
        print(f"After {run.steps} steps with seed {asked.seed}, example:")
        print("  " + "\n  ".join(run.story))
        print(found)
    if asked.figures:
        print(json.dumps(_figures(run, seconds, bool(found), seen)))
    elif not found:
        speed = run.steps / seconds
        print(f"{run.steps} steps, {run.compared} answers compared, {speed:.1f} steps/s.")
    return ended


def _figures(run: Any, seconds: float, found: bool, seen: Any) -> dict[str, Any]:
    """What was counted, for whoever started the module."""
    from tests.press import mutants

    return {
        "steps": run.steps,
        "seconds": round(seconds, 2),
        "compared": run.compared,
        "found": found,
        "rules": dict(run.rules),
        "idle": dict(run.idle),
        "events": dict(run.events),
        "refused": dict(run.refused),
        "spent": {name: round(spent, 2) for name, spent in run.seconds.most_common()},
        "seen": seen.as_json() if seen else {},
        "possible": mutants.possible() if seen else [],
    }


def _let_hypothesis_run(asked: argparse.Namespace, rules: Collection[str]) -> None:
    from hypothesis import HealthCheck, Phase, seed, settings
    from hypothesis.stateful import run_state_machine_as_test

    from tests.press.every_rule import machine_of

    phases = [Phase.generate, *([Phase.shrink] if asked.smallest else [])]
    run_state_machine_as_test(
        seed(asked.seed)(machine_of(rules)),
        settings=settings(
            # More than are needed: some steps find nothing to do, and the first example of
            # Hypothesis is a walk of `a_moment_passes` alone. The run ends at its limit.
            max_examples=3 + 2 * asked.steps // asked.length,
            stateful_step_count=asked.length,
            phases=phases,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            report_multiple_bugs=False,
        ),
    )


if __name__ == "__main__":
    main()
