"""Promise: `vestnik generate` writes 100 000 stories in under five minutes, and goes on where it was killed.

Once from nothing to its end, timed; once killed with -9 again and again on the way, and resumed: both
archives then hold the same stories. VESTNIK_BENCH_STORIES chooses another size.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from contextlib import nullcontext, suppress

from benchmarks import _archives
from benchmarks._report import Report

SIZE = int(os.environ.get("VESTNIK_BENCH_STORIES", "100000"))
SECONDS = 300
#: Parts of the time of the first run, after which the second one is killed each time.
KILLED_AFTER = (0.05, 0.2, 0.3)


def main() -> None:
    if len(sys.argv) > 1:
        tell()
        return
    report = Report(f"Generating {SIZE} stories")
    for database in _archives.databases():
        with _archives.postgresql() if database == "postgresql" else nullcontext():
            whole = _empty(database, "whole")
            took = _generate(whole)
            # The promise is of 100 000; a smaller trial has its part of the time.
            report.figure(
                f"{database}: generating", took, "s", at_most=max(10, SECONDS * SIZE / 100_000)
            )
            report.figure(f"{database}: stories a second", SIZE / took, "1/s")
            report.figure(f"{database}: generating when all is there", _generate(whole), "s")
            killed = _empty(database, "killed")
            for part in KILLED_AFTER:
                _generate(killed, kill_after=part * took)
            _generate(killed)
            report.must(_told(whole) == _told(killed), f"{database}: killed and resumed, the same")
            for env in (whole, killed):
                shutil.rmtree(env["VESTNIK_DATA"])
    report.close()


def _empty(database: str, name: str) -> dict[str, str]:
    """The environment of a site without a story."""
    data, url = _archives.FOLDER / f"generate-{database}-{name}", ""
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    if database == "postgresql":
        url = _archives.postgresql_url(f"generate_{name}")
        _archives.psql(f"DROP DATABASE IF EXISTS generate_{name}")
        _archives.psql(f"CREATE DATABASE generate_{name}")
    env = _archives.environment(data, url)
    _archives.vestnik(env, "setup", "--no-demo")
    return env


def _generate(env: dict[str, str], *, kill_after: float | None = None) -> float:
    """Seconds that the command took; with `kill_after` it is killed after so many."""
    began = time.monotonic()
    command = [sys.executable, "-m", "vestnik", "generate", "--stories", str(SIZE)]
    process = subprocess.Popen(command, cwd=_archives.ROOT, env=env, stdout=subprocess.DEVNULL)
    with suppress(subprocess.TimeoutExpired):
        process.wait(kill_after)
    process.kill()
    ended = process.wait()
    if ended and kill_after is None:
        sys.exit(f"vestnik generate ended with {ended}.")
    return time.monotonic() - began


def _told(env: dict[str, str]) -> str:
    """What `tell` says of an archive."""
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.generate", "--tell"],
        cwd=_archives.ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return told.stdout


def tell() -> None:
    """A digest of this environment's archive, without ids and moments of writing."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "vestnik.config.settings"
    import django

    django.setup()
    from tests.plans.digest import digest

    print(digest())


if __name__ == "__main__":
    main()
