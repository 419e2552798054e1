"""The second process as the machine speaks to it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.press.ground import Ground

ROOT = Path(__file__).parents[2]


class FreshProcess:
    """A process of `fresh_process`, beside the machine on one database."""

    def __init__(self, ground: Ground) -> None:
        data = ground.folder / "fresh data"
        data.mkdir()
        others = {name: text for name, text in os.environ.items() if name != "VESTNIK_MUTANT"}
        self._log = (ground.folder / "fresh log").open("w+")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.press.fresh_process"],
            cwd=ROOT,
            env=others | ground.environment(data),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        self._read()

    def begin(self, now: datetime, paths: list[str]) -> None:
        """Let it render each path at that moment, while this process does something else."""
        self._tell(now=now.isoformat(), paths=paths)

    def end(self) -> dict[str, list[Any]]:
        """Status, headers and the body's fingerprint of each path."""
        return self._read()

    def bodies(self, paths: list[str]) -> dict[str, str]:
        """The bodies of the last answer."""
        return self._ask(bodies=paths)

    def leave_database(self) -> None:
        """Close its connection, so that the database can be put back."""
        self._ask(leave=True)

    def stop(self) -> None:
        self._process.communicate(timeout=20)
        self._log.close()

    def _ask(self, **order: Any) -> Any:
        self._tell(**order)
        return self._read()

    def _tell(self, **order: Any) -> None:
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()

    def _read(self) -> Any:
        line = self._process.stdout.readline()
        if not line:
            self._log.seek(0)
            raise RuntimeError(f"The second process ended:\n{self._log.read()}")
        return json.loads(line)
