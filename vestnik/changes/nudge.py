"""Telling all processes of the node that the log has grown: one word in a mapped file, new at each commit.

A nudge only makes a follower look sooner. Whoever is killed between the commit and the nudge never
returned from the publishing call; what it left is found by the followers' own poll.
"""

from __future__ import annotations

import threading
from functools import cache

from django.conf import settings
from django.db import transaction

from vestnik.kit import mapped

#: The file's name in the node's data folder.
FILE = "nudge"

#: A process that writes: followed by its own readers before the commit, as a test's transaction needs.
_own = 0
_lock = threading.Lock()


def heard() -> tuple[int, int]:
    """What was nudged last; another value as soon as there may be something new."""
    return _own, _word().read()


def nudge() -> None:
    """Make every follower of the node look at the log."""
    _word().renew()


def nudge_at_commit() -> None:
    """Nudge when the transaction in hand is committed; readers inside it look from now on."""
    global _own
    with _lock:
        _own += 1
    transaction.on_commit(nudge, robust=True)


@cache
def _word() -> mapped.Word:
    return mapped.Word(settings.VESTNIK_DATA / FILE)
