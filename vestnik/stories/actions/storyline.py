"""Putting a story into a storyline: in its draft, and for readers where the person may publish."""

from __future__ import annotations

from vestnik.accounts.models import User
from vestnik.changes import audit
from vestnik.changes.actor import acting
from vestnik.changes.announcing import gathering
from vestnik.stories.models import Story, Storyline


def storyline_for(first: Story, second: Story, *, by: User) -> Storyline | None:
    """The one that either draft has, else a new one named after the first story.

    None when there is none and the person may not make one.
    """
    for story in (first, second):
        storyline: Storyline | None = story.get_latest_revision_as_object().storyline
        if storyline is not None:
            return storyline
    if not by.has_perm("stories.add_storyline"):
        return None
    with acting(by.as_actor), gathering():
        made: Storyline = Storyline.objects.named(first.list_headline[:160])
        audit.record("storyline.make", made.log_subject())
        return made


def put_into_storyline(story: Story, storyline: Storyline, *, by: User) -> bool:
    """Make the story a piece of `storyline`; whether it is one now, its draft counted.

    A story of another storyline stays there, and one that is locked for the person stays as it is. Readers
    see it at once only where the person may publish and nothing else waits in the draft.
    """
    working = story.get_latest_revision_as_object()
    if working.storyline_id is not None:
        return bool(working.storyline_id == storyline.pk)
    lock = story.get_lock()
    if lock is not None and lock.for_user(by):
        return False
    with acting(by.as_actor), gathering():
        is_clean = story.live and not story.has_unpublished_changes
        working.storyline = storyline
        revision = working.save_revision(user=by, clean=False)
        if is_clean and by.has_perm("stories.publish_story"):
            working.publish(revision, user=by, skip_permission_checks=True)
        elif not story.live:
            working.save()
        audit.record("story.storyline", story.log_subject(), storyline=storyline.pk)
    return True
