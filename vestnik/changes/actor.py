"""Who is acting: carried beside the work, written into each change and audit row as plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or a machine that acts. `id` is the user's id at the time, None for machines."""

    id: int | None
    name: str


NOBODY = Actor(None, "")

_current: ContextVar[Callable[[], Actor]] = ContextVar("vestnik_actor", default=lambda: NOBODY)


def current() -> Actor:
    """The actor of the work in hand; NOBODY when none was named."""
    return _current.get()()


@contextmanager
def acting(actor: Actor | Callable[[], Actor]) -> Iterator[None]:
    """Name the actor of everything announced inside. A callable is asked only when needed."""
    ask = actor if callable(actor) else lambda: actor
    token = _current.set(ask)
    try:
        yield
    finally:
        _current.reset(token)
