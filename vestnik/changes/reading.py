"""Recording what is read: public rows and lists note their keys while a page is being printed.

The reverse of `announcing.py`, with the same keys. Costs one look at a context variable when nothing is
being recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass
class Recording:
    """The keys read inside one `recording()`, and the statements that no key claimed."""

    keys: set[str] = field(default_factory=set)
    unclaimed: list[str] = field(default_factory=list)
    claimed: int = 0


_current: ContextVar[Recording | None] = ContextVar("vestnik_reading", default=None)


def current() -> Recording | None:
    """The recording in force; None when nothing is being printed."""
    return _current.get()


@contextmanager
def recording() -> Iterator[Recording]:
    """Record the keys of everything read inside. Recordings do not nest."""
    if _current.get() is not None:
        raise RuntimeError("A page is being recorded already.")
    made = Recording()
    token = _current.set(made)
    try:
        yield made
    finally:
        _current.reset(token)


def note(keys: Iterable[str]) -> None:
    """Note keys that the page being printed depends on."""
    made = _current.get()
    if made is not None:
        made.keys.update(keys)


@contextmanager
def claiming(keys: Iterable[str]) -> Iterator[None]:
    """Say that what the statements inside may find is covered by these keys."""
    made = _current.get()
    if made is None:
        yield
        return
    made.keys.update(keys)
    made.claimed += 1
    try:
        yield
    finally:
        made.claimed -= 1
