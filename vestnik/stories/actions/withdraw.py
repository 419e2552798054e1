"""Taking a story off, by us; and bringing it back."""

from __future__ import annotations

from typing import Any

from wagtail.models import Revision

from vestnik.accounts.models import User
from vestnik.changes import audit
from vestnik.changes.actor import acting
from vestnik.changes.announcing import gathering
from vestnik.kit import clock
from vestnik.stories.errors import NothingToPublish, NotLive, ReasonMissing
from vestnik.stories.events import StoryWithdrawn
from vestnik.stories.models import Story
from vestnik.stories.publication import UnpublishStory


def withdraw(story: Story, *, by: User, reason: str) -> None:
    """Take a live story off: its addresses answer 410 with the reason, which readers see.

    Raises NotLive, ReasonMissing.
    """
    if not reason.strip():
        raise ReasonMissing
    with acting(by.as_actor), gathering(StoryWithdrawn(story.log_subject())), audit.in_own_words():
        story = Story._base_manager.select_for_update().get(pk=story.pk)
        if not story.live:
            raise NotLive
        UnpublishStory(story, user=by, reason=reason.strip()).execute(skip_permission_checks=True)
        audit.record("story.withdraw", story.log_subject(), reason=reason.strip())


def bring_back(story: Story, *, by: User) -> None:
    """Undo a withdrawal: the last published version is live again at its old address.

    A draft that differs from it is saved again on top: what was mended meanwhile stays the draft.
    Raises NothingToPublish when the story was never live.
    """
    with acting(by.as_actor), gathering(), audit.in_own_words():
        story = Story._base_manager.select_for_update().get(pk=story.pk)
        version = story.versions.last()
        if version is None or story.live:
            raise NothingToPublish
        draft = story.latest_revision
        revision = _save(story, version.content, by)
        revision.publish(user=by, skip_permission_checks=True)
        if draft is not None and draft.content != version.content:
            _save(Story._base_manager.get(pk=story.pk), draft.content, by)
        audit.record("story.bring_back", story.log_subject())


def _save(story: Story, content: dict[str, Any], by: User) -> Revision:
    working = story.with_content_json(content)
    if working.expire_at is not None and working.expire_at <= clock.instant():
        # The clock would take it off again.
        working.expire_at = None
    return working.save_revision(user=by, clean=False)
