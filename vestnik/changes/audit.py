"""The audit trail: who did what, when and why, as rows that nobody can edit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from vestnik.changes import actor
from vestnik.changes.models import AuditEntry


def record(act: str, subject: str, *, reason: str = "", **details: Any) -> AuditEntry:
    """Write one entry, inside the transaction of the act. `details` must be plain JSON values."""
    who = actor.current()
    return AuditEntry.objects.create(
        act=act,
        subject=subject,
        reason=reason,
        details=details,
        actor_id=who.id,
        actor_name=who.name[:150],
    )


_own_words: ContextVar[bool] = ContextVar("vestnik_audit_own_words", default=False)


@contextmanager
def in_own_words() -> Iterator[None]:
    """Inside, an act writes its entry by itself: what Wagtail logs of its parts is not kept beside it."""
    token = _own_words.set(True)
    try:
        yield
    finally:
        _own_words.reset(token)


def has_own_words() -> bool:
    """Whether the act in hand writes its own entry."""
    return _own_words.get()
