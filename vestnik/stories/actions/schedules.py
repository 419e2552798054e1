"""Moving and cancelling a schedule, up to the last second: of editor and clock one comes first."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from wagtail.models import Revision

from vestnik.accounts.models import User
from vestnik.changes import audit
from vestnik.changes.actor import acting
from vestnik.changes.announcing import gathering
from vestnik.changes.nudge import nudge_at_commit
from vestnik.kit import clock
from vestnik.stories.errors import EmbargoHolds, MomentPassed, NotScheduled
from vestnik.stories.models import Story


def waiting_revision(story: Story) -> Revision:
    """The approved version that waits for its moment, story and version locked. Raises NotScheduled.

    Locked in this order by everybody, the clock too: whoever comes second finds what the first has done.
    """
    locked = Story._base_manager.select_for_update().get(pk=story.pk)
    found: Revision | None = (
        Revision.objects.for_instance(locked)
        .select_for_update()
        .filter(approved_go_live_at__isnull=False)
        .order_by("approved_go_live_at")
        .first()
    )
    if found is None:
        if locked.live and locked.last_published_at is not None:
            raise NotScheduled(_("The story is out already."))
        raise NotScheduled
    return found


def reschedule(story: Story, *, at: datetime, by: User) -> None:
    """Give the approved version another moment. Raises NotScheduled, MomentPassed, EmbargoHolds."""
    with acting(by.as_actor), gathering(), audit.in_own_words():
        revision = waiting_revision(story)
        if at <= clock.instant():
            raise MomentPassed
        embargo = revision.as_object().embargo
        if embargo is not None and at < embargo:
            raise EmbargoHolds
        before = revision.approved_go_live_at
        _write(story, revision, at)
        audit.record(
            "story.reschedule", story.log_subject(), at=at.isoformat(), before=before.isoformat()
        )


def unschedule(story: Story, *, by: User) -> None:
    """Take the schedule back; the version stays the draft that it was. Raises NotScheduled."""
    with acting(by.as_actor), gathering(), audit.in_own_words():
        revision = waiting_revision(story)
        before = revision.approved_go_live_at
        _write(story, revision, None)
        audit.record("story.unschedule", story.log_subject(), at=before.isoformat())


def _write(story: Story, revision: Revision, at: datetime | None) -> None:
    revision.approved_go_live_at = at
    # The wish goes with the schedule, else the next publication would quietly wait for it again.
    revision.content["go_live_at"] = at.isoformat() if at is not None else None
    revision.save(update_fields=["approved_go_live_at", "content"])
    row = Story._base_manager.get(pk=story.pk)
    if not row.live:
        row.go_live_at = at
        row.save(update_fields=["go_live_at"])
    # Who waits for the next moment must look: the change log says nothing of it.
    nudge_at_commit()
