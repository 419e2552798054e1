"""Correcting a live story in public."""

from __future__ import annotations

from vestnik.accounts.models import User
from vestnik.changes import audit
from vestnik.changes.actor import acting
from vestnik.changes.announcing import gathering
from vestnik.kit import clock
from vestnik.stories.errors import NotLive, ReasonMissing
from vestnik.stories.events import CorrectionPublished
from vestnik.stories.models import Correction, Story


def correct(
    story: Story, *, by: User, what: str, why: str = "", before: str = "", after: str = ""
) -> Correction:
    """Add a correction that readers see at once; a correction is never silent.

    `before` and `after` are the wrong and the right words. Raises NotLive, ReasonMissing.
    """
    if not what.strip():
        raise ReasonMissing
    with acting(by.as_actor), gathering(CorrectionPublished(story.log_subject())):
        live = Story._base_manager.select_for_update().get(pk=story.pk)
        if not live.live:
            raise NotLive
        who = by.as_actor()
        correction = Correction.objects.create(
            story=live, what=what.strip(), why=why.strip(), before=before, after=after,
            by_id=who.id, by_name=who.name,
        )  # fmt: skip
        live.updated = clock.instant()
        live.save(update_fields=["updated"])
        audit.record("story.correct", story.log_subject(), correction=correction.pk)
        return correction
