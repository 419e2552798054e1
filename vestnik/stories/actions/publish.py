"""Publishing, scheduling and moving stories by code: what the importer, the clock and actions use."""

from __future__ import annotations

from datetime import datetime

from wagtail.models import Revision

from vestnik.accounts.models import User
from vestnik.changes import audit
from vestnik.changes.actor import Actor, acting
from vestnik.changes.announcing import gathering
from vestnik.kit import clock
from vestnik.stories.errors import MomentPassed, ReasonMissing
from vestnik.stories.models import Section, Story


def publish(story: Story, *, by: User | Actor, reason: str = "") -> None:
    """Publish the story as it stands in memory. With an embargo to come this makes a schedule."""
    user, actor = (None, by) if isinstance(by, Actor) else (by, by.as_actor())
    with acting(actor), gathering(), audit.in_own_words():
        revision = story.save_revision(user=user, clean=False)
        story.publish(revision, user=user, skip_permission_checks=True)
        _tell(story, revision, reason)
        story.refresh_from_db()


def _tell(story: Story, revision: Revision, reason: str = "") -> None:
    """Log what became of the wish: an embargo makes a schedule of it, a moment just past a publication."""
    revision.refresh_from_db(fields=["approved_go_live_at"])
    at = revision.approved_go_live_at
    if at is None:
        audit.record("story.publish", story.log_subject(), reason=reason)
    else:
        audit.record("story.schedule", story.log_subject(), reason=reason, at=at.isoformat())


def publish_at_once(story: Story, *, by: User, reason: str) -> None:
    """The editor on duty publishes without the second approval, and says why. Raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    working = story.get_latest_revision_as_object()
    # At once is now, whatever moment the draft wished for; an embargo holds all the same.
    working.go_live_at = None
    publish(working, by=by, reason=reason.strip())


def schedule(story: Story, *, at: datetime, by: User) -> None:
    """Publish the story as it stands in memory at a moment to come. Raises MomentPassed."""
    if at <= clock.instant():
        raise MomentPassed
    with acting(by.as_actor), gathering(), audit.in_own_words():
        story.go_live_at = at
        revision = story.save_revision(user=by, clean=False)
        story.publish(revision, user=by, skip_permission_checks=True)
        _tell(story, revision)


def move_to_section(
    story: Story, *, section: Section, by: User, live: Section | None = None
) -> None:
    """Put a story into another section, at once when it is live; its address stays.

    Where readers see an older text than the draft, that one goes to `live`, else to the same section.
    """
    with acting(by.as_actor), gathering(), audit.in_own_words():
        working = story.get_latest_revision_as_object()
        working.section = section
        revision = working.save_revision(user=by, clean=False)
        if story.live and not story.has_unpublished_changes:
            working.publish(revision, user=by, skip_permission_checks=True)
        elif story.live:
            # The draft's text stays a draft: only the section of the live row moves.
            row = Story._base_manager.get(pk=story.pk)
            row.section = live or section
            row.save(update_fields=["section"])
        else:
            working.save()
        audit.record("story.move", story.log_subject(), section=section.pk)
