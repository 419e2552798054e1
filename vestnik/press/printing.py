"""Printing one surface: renders it in a snapshot, with the keys it read and how long it holds."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from vestnik.changes import log, reading
from vestnik.changes.place import Row
from vestnik.kit import clock
from vestnik.press.marks import meaning
from vestnik.press.meaning import ALL
from vestnik.press.snapshot import snapshot

T = TypeVar("T", covariant=True)
#: A page whose keys change at each printing is answered after so many, and not kept.
TRIES = 5


@dataclass(frozen=True, slots=True)
class Print(Generic[T]):
    """A printed surface. It holds while no later change has one of `keys` and now < `until`."""

    content: T
    keys: frozenset[str]
    until: datetime | None
    place: log.Position
    milliseconds: float
    still: bool


def print_surface(render: Callable[[], T]) -> Print[T]:
    """Print until nothing changed meanwhile; `still` is false when something always did."""
    for _ in range(TRIES):
        made = _print_once(render)
        if not touched_since(made):
            return made
    return Print(made.content, made.keys, made.until, made.place, made.milliseconds, still=False)


def _print_once(render: Callable[[], T]) -> Print[T]:
    started = time.perf_counter()
    with snapshot() as place, clock.recording() as times, reading.recording() as read:
        content = render()
    milliseconds = (time.perf_counter() - started) * 1000
    return Print(content, frozenset(read.keys), times.until, place, milliseconds, still=True)


def touched_since(made: Print[T]) -> bool:
    """Whether a change that its snapshot did not see touches what it read."""
    return any(touches(row, made.keys) for row in log.later_than(made.place))


def touches(row: Row, keys: Collection[str]) -> bool:
    """Whether a change touches one of the keys."""
    touched = meaning().touched(row)
    return ALL in touched or not touched.isdisjoint(keys)
