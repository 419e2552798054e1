"""The audit trail: who did what, when and why, as rows that nobody can edit."""

from __future__ import annotations

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
