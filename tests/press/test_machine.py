"""The proof, with a fixed budget: the machine finds nothing, and finds what is put there to be found."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.properties.newsroom_client import copy_of_the_database, drop_copy

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ROOT = Path(__file__).parents[2]
SEED, STEPS = 7, 28


@pytest.fixture(scope="module")
def databases(django_db_setup, django_db_blocker, tmp_path_factory):
    """Copies of the tests' database, as it is outside of any test: one for each walk."""
    names = ("machine", "mutant")
    with django_db_blocker.unblock():
        yield {name: copy_of_the_database(tmp_path_factory.mktemp(name), name) for name in names}
        for name in names:
            drop_copy(name)


def walk(database, *arguments, mutant=""):
    """Run the machine in a process of its own, on a database of its own; what it printed."""
    return subprocess.run(
        [
            *(sys.executable, "-m", "tests.press.machine", f"--database={database}"),
            *(f"--seed={SEED}", f"--steps={STEPS}", *arguments),
        ],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT), "VESTNIK_MUTANT": mutant},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_every_address_equals_a_fresh_render_after_every_step(databases):
    ended = walk(databases["machine"], "--figures")

    assert ended.returncode == 0, ended.stdout + ended.stderr
    figures = json.loads(ended.stdout)
    assert figures["steps"] == STEPS
    assert figures["compared"] > 30 * STEPS, figures
    assert len(figures["rules"]) >= 20, figures["rules"]


def test_the_machine_can_fail(databases):
    ended = walk(databases["mutant"], mutant="announced:Story:save:all")

    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert "differ" in ended.stdout
    assert "+++ fresh" in ended.stdout
