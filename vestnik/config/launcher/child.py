"""Owns one child process of the launcher: its start, its end, its restarts."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

from vestnik.kit import logs

#: Seconds before a child that died is started again: the first time, and at most.
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0

#: A child that lived so many seconds is held to be well: the next pause is the first again.
WELL_AFTER = 60.0

#: Seconds that a child has to end by itself before it is killed.
STOP_TIMEOUT = 15.0


def start(*command: str, claim: int, output: int | None = None) -> subprocess.Popen[bytes]:
    """Start `vestnik <command>`, in a group of its own: Ctrl-C reaches only the launcher."""
    return subprocess.Popen(
        [sys.executable, "-m", "vestnik", f"--launched-by={os.getpid()}", *command],
        stdin=subprocess.DEVNULL,
        stdout=output,
        pass_fds=(claim,),
        process_group=0,
    )


def stop(process: subprocess.Popen[bytes], timeout: float = STOP_TIMEOUT) -> bool:
    """End a process and all that it started; False when it had to be killed."""
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(timeout)
        gently = True
    except subprocess.TimeoutExpired:
        gently = False
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return gently


class Child:
    """A process that is started again whenever it ends, after a pause that grows.

    `command` is the command of Vestnik that it runs, with its words, `name` what people call it.
    """

    def __init__(self, name: str, command: tuple[str, ...], claim: int) -> None:
        self.name = name
        self.command = command
        self.claim = claim
        self.pause = FIRST_PAUSE
        self.due: float | None = None
        self._start()

    def tend(self) -> None:
        """Note an end, or start again when the pause is over."""
        now = time.monotonic()
        if self.due is not None:
            if now >= self.due:
                self._start()
            return
        code = self.process.poll()
        if code is None:
            return
        if now - self.started >= WELL_AFTER:
            self.pause = FIRST_PAUSE
        how = f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
        logs.say(f"the {self.name} {how}; starting it again in {self.pause:.0f} s.")
        stop(self.process, timeout=0)  # what it started and left behind
        self.due = now + self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE)

    def stop(self) -> bool:
        """End it for good; False when it had to be killed."""
        return stop(self.process)

    def _start(self) -> None:
        self.process = start(*self.command, claim=self.claim)
        self.started = time.monotonic()
        self.due = None
