"""Prints a benchmark's figures: each beside its budget and a calibration of the machine in the same run.

A figure is a fact of one machine and one hour. Beside each stands what the same machine did in the same
run: a fixed loop of Python, and writes that reach the disk. Two runs are compared by their ratios to these.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from statistics import median


class Report:
    """The figures of one benchmark; `close()` ends the program, with 1 when a budget was passed."""

    def __init__(self, title: str, *, quiet: bool = False) -> None:
        """`quiet`: nothing is said but what is over its budget."""
        self._over = False
        self._quiet = quiet
        if not quiet:
            print(title)
            self.calibrate()

    def calibrate(self) -> None:
        """Say how fast the machine is just now."""
        print(
            f"  calibration: loop {loop_ms():.1f} ms, write to disk {fsync_ms():.2f} ms", flush=True
        )

    def figure(
        self, name: str, value: float, unit: str, *, at_most: float | None = None,
        at_least: float | None = None,
    ) -> None:  # fmt: skip
        """One figure, with its budget if it has one."""
        budget = over = ""
        if at_most is not None:
            budget, over = f"at most {at_most:g}", "OVER" if value > at_most else "ok"
        if at_least is not None:
            budget, over = f"at least {at_least:g}", "UNDER" if value < at_least else "ok"
        self._over |= over in ("OVER", "UNDER")
        if not self._quiet or over in ("OVER", "UNDER"):
            print(f"  {name:52} {value:>10.4g} {unit:10} {budget:18} {over}".rstrip(), flush=True)

    def must(self, holds: bool, sentence: str) -> None:
        """A fact that holds or not."""
        self._over |= not holds
        if not self._quiet or not holds:
            print(f"  {sentence:52} {'yes' if holds else 'NO'}", flush=True)

    def close(self) -> None:
        if not self._quiet:
            self.calibrate()
        sys.exit(self._over)


def loop_ms() -> float:
    """Milliseconds of a fixed loop: a million additions, the median of five."""
    return median(_timed(_loop) for _round in range(5))


def _loop() -> None:
    total = 0
    for number in range(1_000_000):
        total += number


def fsync_ms() -> float:
    """Milliseconds until 4 kB are on the disk, where the databases lie: the median of thirty."""
    folder = os.environ.get("VESTNIK_BENCH_DATA")
    with tempfile.TemporaryFile(dir=folder if folder and os.path.isdir(folder) else None) as file:

        def write() -> None:
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())

        return median(_timed(write) for _round in range(30))


def _timed(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000
