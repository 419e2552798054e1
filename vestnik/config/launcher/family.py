"""Owns that no process outlives the one that started it, also when that one is killed."""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def die_with(parent: int) -> None:
    """Have the kernel end this process when `parent`, which started it, ends; Linux only.

    Call it in the child, from the thread that stays. Elsewhere than on Linux it does nothing.
    """
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    # The parent may have died before the call: then nobody would ever tell.
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGTERM)
