"""Owns the threads that keep their priority when the rest of their process gives way: readers wait for them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

Result = TypeVar("Result")
_pool: Executor | None = None


def begin(threads: int) -> None:
    """Start so many threads with the priority of this one; on Linux each thread keeps its own."""
    global _pool
    _pool = ThreadPoolExecutor(threads, thread_name_prefix="urgent")
    # Each is begun for work that finds none of them free: all of it waits until the last has begun.
    begun = threading.Barrier(threads + 1)
    for _ in range(threads):
        _pool.submit(begun.wait)
    begun.wait()


def done(work: Callable[[], Result]) -> Result:
    """What the work gives, done in such a thread where they were begun, else in this one. Raises what it
    raises.
    """
    if _pool is None:
        return work()
    return _pool.submit(copy_context().run, work).result()
