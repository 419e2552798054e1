"""The newsroom's clock: publishes what is due, one transaction a story, and stops for nobody.

In place of Wagtail's `publish_scheduled`, which loses the schedule of a story that fails and leaves the
later ones unpublished (observed; rule 12).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext
from wagtail.models import Page, Revision

from vestnik.changes.actor import Actor, acting
from vestnik.changes.announcing import gathering
from vestnik.desk.roads import lateness
from vestnik.kit import clock
from vestnik.stories.actions.schedules import waiting_revision
from vestnik.stories.errors import StoryError
from vestnik.stories.models import Story

logger = logging.getLogger("vestnik.clock")
CLOCK = Actor(None, "clock")
#: Failures are tried again, and said again, after so many seconds.
RETRY_AFTER = 60.0
_Expiring = type[Story] | type[Page]


@dataclass(frozen=True, slots=True)
class Failure:
    """When a publication failed last in this process, and why."""

    at: datetime
    why: str


_failed: dict[int, Failure] = {}


def publish_due() -> int:
    """Publish every revision whose moment has come and take off what expires; how many were done.

    A failure is logged and written to the audit trail; the story keeps its schedule and is tried
    again after a while.
    """
    with acting(CLOCK):
        return sum(map(_publish, _due_revisions())) + sum(map(_expire, _expired()))


def moments(after: datetime | None) -> Iterator[QuerySet[Any, datetime]]:
    """The moments, of those after one, at which a revision or an expiry is due; each list in order."""
    schedules = Revision.objects.filter(approved_go_live_at__isnull=False)
    stories = Story.objects.live().filter(expire_at__isnull=False)
    pages = Page.objects.live().filter(expire_at__isnull=False)
    if after is not None:
        schedules = schedules.filter(approved_go_live_at__gt=after)
        stories, pages = stories.filter(expire_at__gt=after), pages.filter(expire_at__gt=after)
    yield schedules.order_by("approved_go_live_at").values_list("approved_go_live_at", flat=True)
    yield stories.order_by("expire_at").values_list("expire_at", flat=True)
    yield pages.order_by("expire_at").values_list("expire_at", flat=True)


def _due_revisions() -> list[int]:
    due = Revision.objects.filter(approved_go_live_at__lte=clock.instant())
    return list(due.order_by("approved_go_live_at").values_list("pk", flat=True)[:100])


def _expired() -> list[tuple[_Expiring, int]]:
    # Ids alone: what is loaded here is old when its turn comes, and would be written over what was saved.
    now = clock.instant()
    kinds: tuple[_Expiring, ...] = (Story, Page)
    return [
        (kind, pk)
        for kind in kinds
        for pk in kind.objects.live().filter(expire_at__lte=now).values_list("pk", flat=True)[:100]
    ]


def _publish(revision_id: int) -> bool:
    last = _failed.get(revision_id)
    if last is not None and (clock.instant() - last.at).total_seconds() < RETRY_AFTER:
        return False
    try:
        with transaction.atomic(), gathering():
            revision = _locked(revision_id)
            if revision is None:
                return False
            due = revision.approved_go_live_at
            revision.publish(log_action="wagtail.publish.scheduled")
            lateness.tell_if_late(revision, due)
    except Exception as fault:
        # Anything may be wrong with one story; the others must still go out.
        logger.exception("A scheduled publication failed: revision %s", revision_id)
        why = lateness.in_short(fault)
        if last is None or last.why != why:
            lateness.tell_failure(revision_id, why)
        _failed[revision_id] = Failure(clock.instant(), why)
        return False
    _failed.pop(revision_id, None)
    return True


def _locked(revision_id: int) -> Revision | None:
    """The version, when it is still due: another clock, or an editor, may have been faster.

    Its story first, as whoever moves or cancels a schedule does: in turns they would wait for each other.
    """
    found = Revision.objects.filter(pk=revision_id).first()
    if found is None:
        return None
    if found.base_content_type == ContentType.objects.get_for_model(Story):
        list(Story._base_manager.select_for_update().filter(pk=int(found.object_id)))
    due: Revision | None = (
        Revision.objects.select_for_update()
        .filter(pk=revision_id, approved_go_live_at__lte=clock.instant())
        .first()
    )
    return due


def try_again(story: Story) -> None:
    """Publish at once what failed at its moment. Raises StoryError with the reason, the schedule kept."""
    revision = waiting_revision(story)
    try:
        with transaction.atomic(), gathering():
            revision.publish(log_action="wagtail.publish.scheduled")
    except Exception as fault:
        logger.exception("A scheduled publication failed again: revision %s", revision.pk)
        raise StoryError(
            gettext("It failed again: %(why)s") % {"why": lateness.in_short(fault)}
        ) from fault
    _failed.pop(revision.pk, None)


def _expire(expired: tuple[_Expiring, int]) -> bool:
    kind, pk = expired
    try:
        with transaction.atomic(), gathering():
            # Another clock, or an editor, may have been faster.
            due = kind._base_manager.select_for_update()
            row = due.filter(pk=pk, live=True, expire_at__lte=clock.instant()).first()
            if row is None:
                return False
            item: Story | Page = row.specific if isinstance(row, Page) else row
            item.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    except Exception:
        logger.exception("Taking off an expired %s failed: %s", kind.__name__, pk)
        return False
    return True
