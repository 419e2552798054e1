"""Erasing a story for good: text, versions, revisions and traces; only its addresses stay, as 410."""

from __future__ import annotations

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision, WorkflowState

from vestnik.accounts.models import User
from vestnik.accounts.roles import Role, has_role
from vestnik.changes import audit
from vestnik.changes.actor import acting
from vestnik.changes.announcing import gathering
from vestnik.stories.errors import NotAllowed, ReasonMissing
from vestnik.stories.events import StoryErased
from vestnik.stories.models import Address, Correction, NamedVersion, Story, StoryVersion


def erase(story: Story, *, by: User, reason: str) -> None:
    """Erase a story and everything that repeats its text. Cannot be undone.

    For the chief editor. The reason is kept in the audit trail and not shown to readers. Raises
    NotAllowed, ReasonMissing.
    """
    if not reason.strip():
        raise ReasonMissing
    if not has_role(by, Role.CHIEF_EDITOR):
        raise NotAllowed
    subject = story.log_subject()
    with acting(by.as_actor), gathering(StoryErased(subject)):
        story = Story._base_manager.select_for_update().get(pk=story.pk)
        with story.writing(gone=True):
            Address.objects.close(subject, reason="erased")
            _erase_traces(story)
            Correction.objects.filter(story=story).delete()
            StoryVersion.objects.filter(story=story).delete()
            if story.live:
                # Listings go with the row's being live.
                Story._base_manager.filter(pk=story.pk).update(live=False)
            story.remove_parts()
            models.Model.delete(story)
        audit.record("story.erase", subject, reason=reason.strip())


def _erase_traces(story: Story) -> None:
    """What Wagtail keeps of an object beside its row: revisions, workflow, log labels, previews."""
    kind = ContentType.objects.get_for_model(Story)
    of_story = {"object_id": str(story.pk)}
    WorkflowState.objects.filter(base_content_type=kind, **of_story).delete()
    Story._base_manager.filter(pk=story.pk).update(latest_revision=None, live_revision=None)
    NamedVersion.objects.filter(story=story).delete()
    Revision.objects.filter(base_content_type=kind, **of_story).delete()
    ModelLogEntry.objects.filter(content_type=kind, **of_story).update(label="", data={})
    ReferenceIndex.objects.filter(base_content_type=kind, **of_story).delete()
    apps.get_model("wagtailadmin", "EditingSession").objects.filter(
        content_type=kind, **of_story
    ).delete()
    # Previews of drafts are kept by user, not by story: all of this story's kind go.
    if "wagtailadmin_formstate" in connection.introspection.table_names():
        apps.get_model("wagtailadmin", "FormState").objects.all().delete()
