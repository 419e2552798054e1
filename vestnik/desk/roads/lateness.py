"""The alarm: what should be out and is not, what went out late, and who is told."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from wagtail.models import Revision

from vestnik.accounts.models import User
from vestnik.changes import audit
from vestnik.changes.models import AuditEntry
from vestnik.desk.roads.models import Notice
from vestnik.desk.roads.telling import notify
from vestnik.kit import clock
from vestnik.stories.errors import StoryError
from vestnik.stories.models import Story

logger = logging.getLogger("vestnik.clock")
#: Seconds after its moment from which on a publication is late: the clock looks each second.
LATE = 5.0
#: Late stories that are named; whoever has more has one trouble, not many.
MOST = 10
FAILED, WAS_LATE = "story.failed", "story.late"


@dataclass(frozen=True, slots=True)
class Late:
    """A version that should be out. `why` is what the last try said, empty when nobody has tried."""

    subject: str
    story: Story | None
    due: datetime
    seconds: int
    why: str


def late_now() -> list[Late]:
    """What should be out and is not, the longest waiting first: a walk along the schedules' index."""
    now = clock.instant()
    waiting = Revision.objects.filter(
        approved_go_live_at__lte=now - timedelta(seconds=LATE)
    ).order_by("approved_go_live_at")[:MOST]
    return [_late(revision, now) for revision in waiting]


def _late(revision: Revision, now: datetime) -> Late:
    item, subject = _of(revision)
    due = revision.approved_go_live_at
    failures = AuditEntry.objects.filter(subject=subject, act=FAILED, at__gte=due)
    last = failures.order_by("-id").first()
    why = str(last.details.get("why", "")) if last is not None else ""
    seconds = int((now - due).total_seconds())
    return Late(subject, item if isinstance(item, Story) else None, due, seconds, why)


def tell_if_late(revision: Revision, due: datetime) -> None:
    """Log a publication that came too late, and tell its people; in the transaction of the publication."""
    seconds = (clock.instant() - due).total_seconds()
    if seconds <= LATE:
        return
    item, subject = _of(revision)
    logger.error("%s was due at %s and went out %.0f s late", subject, due.isoformat(), seconds)
    audit.record(WAS_LATE, subject, at=due.isoformat(), seconds=int(seconds))
    _tell_people(revision, item, Notice.What.LATE, "")


def tell_failure(revision_id: int, why: str) -> None:
    """Keep that a publication failed and why, and tell its people."""
    revision = Revision.objects.filter(pk=revision_id).first()
    if revision is None:
        return
    item, subject = _of(revision)
    audit.record(FAILED, subject, revision=revision_id, why=why)
    _tell_people(revision, item, Notice.What.FAILED, why)


def in_short(fault: BaseException) -> str:
    """A fault in one line: our own sentences as they are, others by name, without what a row held."""
    lines = str(fault).splitlines()
    if isinstance(fault, StoryError):
        return str(fault)
    return f"{type(fault).__name__}: {lines[0][:200]}" if lines else type(fault).__name__


def _of(revision: Revision) -> tuple[Any, str]:
    item = revision.content_object
    if isinstance(item, Story):
        return item, item.log_subject()
    return item, f"page:{revision.object_id}"


def _tell_people(revision: Revision, item: Any, what: Notice.What, text: str) -> None:
    if not isinstance(item, Story):
        return
    people = {user.pk: user for user in (item.owner, revision.user) if isinstance(user, User)}
    for user in people.values():
        notify(user, item, what, text)
