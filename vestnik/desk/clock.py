"""The newsroom's clock: publishes what is due, one transaction a story, and stops for nobody.

In place of Wagtail's `publish_scheduled`, which loses the schedule of a story that fails and leaves the
later ones unpublished (observed; rule 12).
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from wagtail.models import Page, Revision

from vestnik.changes import audit
from vestnik.changes.actor import Actor, acting
from vestnik.changes.announcing import gathering
from vestnik.kit import clock
from vestnik.stories.models import Story

logger = logging.getLogger("vestnik.clock")
CLOCK = Actor(None, "clock")
#: Failures are tried again, and said again, after so many seconds.
RETRY_AFTER = 60.0

_failed: dict[int, datetime] = {}


def publish_due() -> int:
    """Publish every revision whose moment has come and take off what expires; how many were done.

    A failure is logged and written to the audit trail; the story keeps its schedule and is tried
    again after a while.
    """
    with acting(CLOCK):
        return sum(map(_publish, _due_revisions())) + sum(map(_expire, _expired()))


def next_due(after: datetime | None) -> datetime | None:
    """The first moment, of those after one, at which a revision or an expiry is due."""
    schedules = Revision.objects.filter(approved_go_live_at__isnull=False)
    stories = Story.objects.live().filter(expire_at__isnull=False)
    pages = Page.objects.live().filter(expire_at__isnull=False)
    if after is not None:
        schedules = schedules.filter(approved_go_live_at__gt=after)
        stories, pages = stories.filter(expire_at__gt=after), pages.filter(expire_at__gt=after)
    moments = (
        schedules.order_by("approved_go_live_at").values_list("approved_go_live_at", flat=True),
        stories.order_by("expire_at").values_list("expire_at", flat=True),
        pages.order_by("expire_at").values_list("expire_at", flat=True),
    )
    return min((at for found in moments for at in found[:1] if at is not None), default=None)


def _due_revisions() -> list[int]:
    due = Revision.objects.filter(approved_go_live_at__lte=clock.instant())
    return list(due.order_by("approved_go_live_at").values_list("pk", flat=True)[:100])


def _expired() -> list[Story | Page]:
    now = clock.instant()
    stories = Story.objects.live().filter(expire_at__lte=now)[:100]
    return [*stories, *Page.objects.live().filter(expire_at__lte=now).specific()[:100]]


def _publish(revision_id: int) -> bool:
    last = _failed.get(revision_id)
    if last is not None and (clock.instant() - last).total_seconds() < RETRY_AFTER:
        return False
    try:
        with gathering(), transaction.atomic():
            # Locked and looked at again: another clock, or an editor, may have been faster.
            revision = (
                Revision.objects.select_for_update()
                .filter(pk=revision_id, approved_go_live_at__lte=clock.instant())
                .first()
            )
            if revision is None:
                return False
            revision.publish(log_action="wagtail.publish.scheduled")
    except Exception:
        # Anything may be wrong with one story; the others must still go out.
        _failed[revision_id] = clock.instant()
        logger.exception("A scheduled publication failed: revision %s", revision_id)
        audit.record("clock.failed", f"revision:{revision_id}")
        return False
    _failed.pop(revision_id, None)
    return True


def _expire(item: Story | Page) -> bool:
    try:
        with gathering():
            item.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    except Exception:
        logger.exception("Taking off an expired %s failed: %s", type(item).__name__, item.pk)
        return False
    return True
