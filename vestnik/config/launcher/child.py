"""Owns one child process of the launcher: its start, its end, its restarts, its exchange for a newer one."""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass

from vestnik.kit import logs

#: Seconds before a child that died is started again: the first time, and at most.
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0

#: A child that lived so many seconds is held to be well: the next pause is the first again.
WELL_AFTER = 60.0

#: Seconds that a child has to end by itself before it is killed.
STOP_TIMEOUT = 15.0

#: Names to the press process the descriptor of the socket on which it answers.
LISTENER = "--listener"

#: Names to a child the descriptor on which it says that it is at work.
READY = "VESTNIK_READY_FD"


def start(
    *command: str, claim: int, output: int | None = None, others: Collection[int] = (),
    ready: int | None = None,
) -> subprocess.Popen[bytes]:  # fmt: skip
    """Start `vestnik <command>`, in a group of its own: Ctrl-C reaches only the launcher.

    It inherits the claim on the data folder and `others`; on `ready` it says that it is at work.
    """
    told = () if ready is None else (ready,)
    return subprocess.Popen(
        [sys.executable, "-m", "vestnik", f"--launched-by={os.getpid()}", *command],
        stdin=subprocess.DEVNULL,
        stdout=output,
        pass_fds=(claim, *others, *told),
        env=None if ready is None else os.environ | {READY: str(ready)},
        process_group=0,
    )


def say_ready() -> None:
    """Tell the launcher, if one started this process, that it is at work from now on."""
    with suppress(KeyError, OSError, ValueError):
        descriptor = int(os.environ.pop(READY))
        os.write(descriptor, b"1")
        os.close(descriptor)


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


@dataclass
class _Running:
    """A started process, and where it says that it is at work."""

    process: subprocess.Popen[bytes]
    ready: int | None
    since: float
    up: bool = False

    def is_up(self) -> bool:
        """Whether it has said so. What ends without a word never is."""
        if self.ready is not None and select.select([self.ready], [], [], 0)[0]:
            self.up = bool(os.read(self.ready, 1))
            self.forget()
        return self.up

    def forget(self) -> None:
        if self.ready is not None:
            os.close(self.ready)
            self.ready = None


class Child:
    """A process that is started again whenever it ends, after a pause that grows.

    `command` is the command of Vestnik that it runs, with its words, `name` what people call it. One that
    `tells` says when it is at work. It inherits the descriptors of `others`.
    """

    def __init__(
        self, name: str, command: tuple[str, ...], claim: int, *, others: Collection[int] = (),
        tells: bool = False,
    ) -> None:  # fmt: skip
        self.name = name
        self.command = command
        self.claim = claim
        self.others = others
        self.tells = tells
        self.pause = FIRST_PAUSE
        self.due: float | None = None
        self._coming: _Running | None = None
        self._now = self._started()

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The process that is at work."""
        return self._now.process

    @property
    def descriptors(self) -> tuple[int, ...]:
        """What becomes readable when it is at work."""
        each = [self._now, *([self._coming] if self._coming else [])]
        return tuple(one.ready for one in each if one.ready is not None)

    def is_up(self) -> bool:
        """Whether it is at work."""
        return self.due is None and self._now.is_up()

    def tend(self) -> None:
        """Note an end, or start again when the pause is over."""
        now = time.monotonic()
        if self.due is not None:
            if now >= self.due:
                self._now = self._started()
                self.due = None
            return
        code = self.process.poll()
        if code is None:
            return
        if now - self._now.since >= WELL_AFTER:
            self.pause = FIRST_PAUSE
        how = f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
        logs.say(f"the {self.name} {how}; starting it again in {self.pause:.0f} s.")
        stop(self.process, timeout=0)  # what it started and left behind
        self._now.forget()
        self.due = now + self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE)

    def exchange(self) -> bool | None:
        """Start it a second time; once that one is at work, end the first. To be called until it says
        whether that was done; the first goes on where the second ends without having been at work.
        """
        if self._coming is None:
            self._coming = self._started()
        if self._coming.process.poll() is not None:
            stop(self._coming.process, timeout=0)
            self._coming.forget()
            self._coming = None
            return False
        if not self._coming.is_up():
            return None
        old, self._now, self._coming = self._now, self._coming, None
        self.due, self.pause = None, FIRST_PAUSE
        stop(old.process)
        old.forget()
        return True

    def stop(self) -> bool:
        """End it for good; False when it had to be killed."""
        if self._coming is not None:
            stop(self._coming.process, timeout=0)
        return stop(self.process)

    def _started(self) -> _Running:
        ours = theirs = None
        if self.tells:
            ours, theirs = os.pipe()
        process = start(*self.command, claim=self.claim, others=self.others, ready=theirs)
        if theirs is not None:
            os.close(theirs)
        return _Running(process, ours, time.monotonic(), up=not self.tells)
