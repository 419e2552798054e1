"""Promise: a press that forgets a key, an announcement or the end of a time is found out.

First the machine of `tests/press` walks without a fault and tells what happens: which reader records which
kinds of keys, which write announces them, which readings of the clock pages make, and by which rules. Each of
these is dropped in turn (and each fault of the press itself put in), and the machine walks again by the rules
that lead there, for about `--steps` steps, and where that finds nothing twice more, from another seed and for
twice as many. Prints each mutant with the step at which it was found; what
made no difference in the first walk is listed with the reason: nobody makes such a write or records such a
key, or the pages were marked by other keys too.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks._report import Report  # noqa: E402

Seen = dict[str, dict[str, list[str]]]
TIME = [
    *("time_passes", "midnight_passes", "the_last_second_before_midnight"),
    *("an_anniversary_comes", "show_breaking"),
]
#: Rules by which stories come into lists and leave them.
LISTS = [
    *("publish_at_once", "publish_again", "write_and_publish", "save_the_row", "put_on_by_update"),
    *("bring_back", "withdraw", "schedule", "time_passes"),
]
#: Walks in which a mutant may be found, each from another seed and twice as long as the one before.
WALKS = 3
#: Faults of the press itself → the rules that lead there.
PRESS = {
    "until is ignored": TIME,
    "what is due is not settled": ["schedule", "publish_what_expires", "time_passes"],
    "the log is not polled": ["change_without_a_nudge", "publish_again"],
    "a database put back is not noticed": [
        *("database_is_backed_up", "database_is_restored", "save_one_column")
    ],
    "the place moves before the marks": ["killed_while_marking", "publish_again"],
    "the net announces nothing": ["write_past_everything", "reorder_pages"],
    "writes of very many rows announce nothing": ["change_very_many", "publish_again"],
}

#: Rules that find nothing to do before another one was there.
BEFORE = {
    "a_withdrawn_photo_returns": ["withdraw_a_photo"],
    "bring_back": ["withdraw"],
    "end_breaking": ["show_breaking"],
    "bring_back_at_the_desk": ["withdraw"],
    "publish_a_page_again": ["unpublish_a_page"],
    "put_a_photo_to_use": ["delete_a_rendition"],
    "put_on_by_update": ["take_off_by_update"],
    "reorder_pages": ["edit_a_section"],
    "revert_a_page": ["edit_a_section"],
    "the_worker_publishes_what_is_due": ["schedule", "set_a_page_s_time"],
    "time_passes": ["schedule", "set_a_page_s_time"],
}

#: Mutants whose rules work only on what another rule left behind.
AFTER = {"announced:PhotoRendition:bulk_create:": ["delete_a_rendition", "put_a_photo_to_use"]}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--steps", type=int, default=90, help="about so many steps for each mutant")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--look", type=int, default=2_000, help="steps of the walk without a fault")
    asked.add_argument("--seen", type=Path, help="file that keeps what that walk told")
    asked.add_argument("--only", default="", help="mutants whose name begins so")
    given = asked.parse_args()
    report = Report(f"Mutants of the press, seed {given.seed}, about {given.steps} steps each")
    seen, possible = look(given.look, given.seed, given.seen)
    wanted = sorted(name for name in {*seen["made"], *possible} if name.startswith(given.only))
    excused = {name: why for name in wanted if (why := excuse(name, seen))}
    trials = [
        {"mutant": name, "rules": rules_for(name, seen), "steps": given.steps}
        for name in wanted
        if name not in excused
    ]
    found = 0
    for trial, told in zip(trials, tried(trials, given.seed), strict=True):
        found += told["ended"] == 1
        words = {0: "NOT FOUND", 1: f"found at step {told['steps']}", 2: told["found"]}
        name = trial["mutant"]
        print(f"  {name:55} {words[told['ended']]:20} {told['seconds']:5.0f} s", flush=True)
    for name, why in excused.items():
        print(f"  {name:55} no fault: {why}")
    report.figure("mutants that make a difference", len(trials), "")
    report.figure("found", found, "", at_least=len(trials))
    report.close()


def look(steps: int, seed: int, kept: Path | None) -> tuple[Seen, list[str]]:
    """What the machine meets without a fault, and every write that there could be."""
    if kept is not None and kept.exists():
        figures = json.loads(kept.read_text())
    else:
        ended = machine("--look", f"--steps={steps}", f"--seed={seed}", "--figures")
        said, _ = ended.communicate()
        if ended.returncode:
            said = "\n".join(line for line in said.splitlines() if not line.startswith("{"))
            sys.exit(f"The machine finds a difference without any mutant:\n{said}")
        figures = json.loads(said.splitlines()[-1])
        if kept is not None:
            kept.write_text(json.dumps(figures))
    print(f"  without a fault: {figures['steps']} steps, nothing found", flush=True)
    return figures["seen"], figures["possible"]


def excuse(name: str, seen: Seen) -> str:
    """Why a mutant is no fault, or is not met; "" for one that must be found."""
    kind, _, rest = name.partition(":")
    if kind == "press" or name in seen["different"]:
        return ""
    if name not in seen["made"]:
        return {
            "announced": "no rule makes this write (no page shows such a row, or it is refused)",
            "time": "no page reads the clock so",
        }[kind]
    keys = rest.split(":", 2)[2] if kind == "announced" else ""
    if keys and keys not in {"all", "before", "after", *seen["noted"]}:
        return "no page records such a key"
    return "other keys always marked the same pages, or they came out the same"


def rules_for(name: str, seen: Seen) -> list[str]:
    """The rules that lead to what the mutant forgets."""
    kind, _, rest = name.partition(":")
    if kind == "press":
        return PRESS[rest]
    if kind == "time":
        return [*TIME, "update_the_date"]
    rules = [*seen["different"][name]]
    if kind == "noted" and rest.startswith("list:"):
        # The first walk met few of the writes that change one kind of list; any of them may.
        rules += LISTS
    if name.endswith(("/month", "/year", "/decade")):
        # Only the first story of a month shows on the pages of others.
        rules.append("time_passes")
    left = next((rules for start, rules in AFTER.items() if name.startswith(start)), [])
    return [*rules, *left, *(before for rule in rules for before in BEFORE.get(rule, []))]


def tried(trials: list[dict[str, Any]], seed: int) -> Iterator[dict[str, Any]]:
    """What became of each mutant, in turn."""
    process = machine(f"--seed={seed}", "--length=15", "--trials")
    for trial in trials:
        steps = seconds = 0
        for walk in range(WALKS):
            again = {"steps": trial["steps"] << walk, "seed": seed + walk}
            process.stdin.write(json.dumps(trial | again) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
            if not line:
                sys.exit(f"{trial['mutant']}: the machine ended.")
            told = json.loads(line)
            steps, seconds = steps + told["steps"], seconds + told["seconds"]
            if told["ended"]:
                break
        yield told | {"steps": steps, "seconds": seconds}
    process.stdin.close()
    process.wait()


def machine(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.press.machine", *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT), "VESTNIK_MUTANT": ""},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


if __name__ == "__main__":
    main()
