"""Publishing and taking off a story: Wagtail's actions, made one transaction with our rules in it.

Every road ends here: the editor, approval, the schedule, reverts, code. What Wagtail's action does is
kept (`wagtail/actions/publish_revision.py:104-226`); before it the columns of a publication are set,
after it the version, the address and the photos follow.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.actions.unpublish import UnpublishAction
from wagtail.models import Revision

from vestnik.changes import actor
from vestnik.changes.announcing import gathering
from vestnik.changes.nudge import nudge_at_commit
from vestnik.kit import clock
from vestnik.photos.actions.use import put_to_use
from vestnik.stories.addresses import story_path, story_slug
from vestnik.stories.models import Address, Story, StoryVersion
from vestnik.stories.models.reader_hash import reader_hash

#: The reason shown at an address whose story was taken off without words of our own.
EXPIRED = "expired"


class PublishStory(PublishRevisionAction):
    """Publishes a revision, or schedules it: an embargo to come makes a schedule of a publication."""

    def _publish_revision(
        self,
        revision: Revision,
        object: Story,
        user: Any,
        changed: bool,
        log_action: Any,
        previous_revision: Revision | None = None,
    ) -> None:
        with gathering():
            now = clock.instant()
            self._obey_embargo(revision, object, now)
            if object.go_live_at and object.go_live_at > now:
                super()._publish_revision(
                    revision, object, user, changed, log_action, previous_revision
                )
                # A schedule leaves nothing in the log; who waits for the next moment must look.
                nudge_at_commit()
                return
            silent = object.silent_edit
            # For the log of acts, which is told after the switch has been put back.
            object.published_silently = silent and object.live
            self._prepare(object, now)
            super()._publish_revision(
                revision, object, user, changed, log_action, previous_revision
            )
            self._conclude(revision, object, now, silent)

    @staticmethod
    def _obey_embargo(revision: Revision, story: Story, now: datetime) -> None:
        """Nobody publishes before the embargo: the wish becomes a schedule at it."""
        if story.embargo is None or story.embargo <= now:
            return
        if story.go_live_at is None or story.go_live_at < story.embargo:
            story.go_live_at = story.embargo
            # The clock publishes from the revision, so the schedule must stand in it.
            revision.content["go_live_at"] = story.embargo.isoformat()
            revision.save(update_fields=["content"])

    @staticmethod
    def _prepare(story: Story, now: datetime) -> None:
        """Set the columns of a publication from the row as it stands, locked."""
        stored = Story._base_manager.select_for_update().get(pk=story.pk)
        story.version = stored.version + 1
        story.address, story.slug = stored.address, stored.slug
        story.dated, story.date_precision = stored.dated or now, stored.date_precision
        new_hash = reader_hash(story)
        if stored.version == 0:
            story.updated = stored.updated or story.dated
            if story.is_dated:
                story.first_published_at = story.dated
        elif new_hash != stored.hash and not story.silent_edit:
            story.updated = now
        else:
            story.updated = stored.updated
        story.hash = new_hash
        story.silent_edit = False
        if not story.address:
            story.slug = story_slug(story)
            story.address = story_path(story)

    @staticmethod
    def _conclude(revision: Revision, story: Story, now: datetime, silent: bool) -> None:
        """What belongs to the publication beside the row: version, address, photos."""
        who = actor.current()
        StoryVersion.objects.create(
            story=story,
            number=story.version,
            at=now,
            by_id=who.id,
            by_name=who.name[:150],
            hash=story.hash,
            silent=silent,
            content=revision.content,
        )
        Address.objects.give(story.address, story.log_subject())
        put_to_use(story.shown_photo_ids())


class UnpublishStory(UnpublishAction):
    """Takes a story off in one transaction; its addresses answer 410 with the reason."""

    def __init__(self, object: Story, *args: Any, reason: str = "", **kwargs: Any) -> None:
        super().__init__(object, *args, **kwargs)
        self.reason = reason

    def _unpublish_object(
        self, object: Story, set_expired: bool, commit: bool, user: Any, log_action: Any
    ) -> None:
        with gathering(), transaction.atomic(savepoint=False):
            super()._unpublish_object(object, set_expired, commit, user, log_action)
            reason = self.reason or (EXPIRED if set_expired else "")
            Address.objects.close(object.log_subject(), reason=reason)
