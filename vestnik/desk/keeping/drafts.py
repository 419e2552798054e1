"""Writing drafts so that none is written over: in which revision, beside which, from which.

A window goes on writing in the revision that it has begun, as long as nobody else has begun to edit from
it and nothing else hangs on it; so a revision from which somebody edits stays as he found it, and is the
base against which his text is merged.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision, TaskState

from vestnik.accounts.models import User
from vestnik.desk.keeping import contents
from vestnik.desk.keeping.contents import Content
from vestnik.desk.keeping.threeway import Merge, merge
from vestnik.kit import clock, sent
from vestnik.stories.errors import StoryError
from vestnik.stories.models import Hand, Story

#: A window begins a new revision after so long, so that one can go back to this morning's text.
LONGEST_HAND = timedelta(minutes=10)
#: The entries of the log: `desk/keeping/hooks.py` says them in words.
MERGED, RESTORED = "vestnik.merge", "vestnik.restore"


class WrittenMeanwhile(Exception):
    """Somebody else has saved the story since this draft began. `latest` is what he saved."""

    def __init__(self, latest: Revision) -> None:
        self.latest = latest


@dataclass(frozen=True, slots=True)
class Opened:
    """What an editor's window says of the draft in it: its own name, and the revision it began from."""

    window: str
    base: int | None
    #: False for a form that says nothing of it, as one made by hand.
    told: bool

    @classmethod
    def by_form(cls, form: Any) -> Opened:
        """From the fields of the panel (`panel.py`)."""
        base = sent.number(form.get("kept_base", ""))
        return cls(form.get("kept_window", "")[:36], base, "kept_base" in form)


def locked(pk: Any) -> Story | None:
    """The story's row, held until the end of the transaction: of two who save one comes second."""
    return Story._base_manager.select_for_update().filter(pk=pk).first()


def open_latest(pk: Any) -> None:
    """Somebody begins to edit: from now on the latest revision stays as it is."""
    latest = Story._base_manager.filter(pk=pk).values_list("latest_revision_id", flat=True).first()
    if latest is None or Hand.objects.filter(pk=latest, opened_at__isnull=False).exists():
        return
    with transaction.atomic():
        story = locked(pk)
        if story is not None and story.latest_revision_id is not None:
            Hand.objects.update_or_create(
                revision_id=story.latest_revision_id, defaults={"opened_at": clock.instant()}
            )


def claim(pk: Any, opened: Opened, user: User) -> Revision | None:
    """Before a save, in its transaction: the revision that it may go on writing in, if there is one.

    Raises WrittenMeanwhile when somebody else has saved since.
    """
    story = locked(pk)
    if story is None:
        return None
    if story.latest_revision_id is None:
        if opened.told:
            _begin_history(story)
        return None
    latest = story.latest_revision
    hand = Hand.objects.filter(revision=latest).first()
    # An answer that was lost on the way: the window does not know that its last save arrived.
    own = bool(opened.window and hand and hand.window == opened.window)
    base = opened.base if opened.base is not None else first_revision(story)
    if opened.told and not own and base != latest.pk:
        raise WrittenMeanwhile(latest)
    return latest if own and hand and _may_go_on(story, latest, hand, user) else None


def _may_go_on(story: Story, latest: Revision, hand: Hand, user: User) -> bool:
    return (
        latest.user_id == user.pk
        and hand.opened_at is None
        and hand.began_at > clock.instant() - LONGEST_HAND
        and latest.pk != story.live_revision_id
        and latest.approved_go_live_at is None
        and not hasattr(latest, "named_version")
        and not TaskState.objects.filter(revision=latest).exists()
    )


def note(revision: Revision, opened: Opened) -> None:
    """After a save: which window wrote the revision."""
    Hand.objects.get_or_create(revision=revision, defaults={"window": opened.window})


def first_revision(story: Story) -> int | None:
    """Where a draft began that was opened before the story had any revision."""
    found = story.revisions.order_by("pk").values_list("pk", flat=True).first()
    return int(found) if found is not None else None


def _begin_history(story: Story) -> None:
    """A story without a revision, as an import leaves it: what it says now is the first."""
    story.save_revision(clean=False, changed=False)


def set_aside(story: Story, draft: Story, *, by: User, base: int | None) -> Revision:
    """Keep a draft that cannot be saved in the line, because somebody else has saved meanwhile."""
    kept = base if base is not None else first_revision(story)
    if kept is not None and not story.revisions.filter(pk=kept).exists():
        kept = first_revision(story)
    with transaction.atomic():
        revision = Revision.objects.create(
            content_object=story,
            base_content_type=story.get_base_content_type(),
            user=by,
            content=plain(draft),
            object_str=str(draft)[:255],
        )
        Hand.objects.create(revision=revision, aside=True, base_id=kept, opened_at=clock.instant())
    return revision


def plain(story: Story) -> dict[str, Any]:
    """A story as a revision stores it."""
    content: dict[str, Any] = json.loads(
        json.dumps(story.serializable_data(), cls=DjangoJSONEncoder)
    )
    return content


def merge_aside(story: Story, aside: Hand) -> Merge:
    """The draft set aside, merged with the latest."""
    base = contents.of_revision(aside.base) if aside.base is not None else {}
    latest = story.latest_revision
    theirs = contents.of_revision(latest) if latest is not None else contents.of_story(story)
    return merge(base, contents.of_revision(aside.revision), theirs, contents.shape())


def write(
    story: Story, content: Content, *, by: User, act: str, source: Revision | None = None
) -> Revision:
    """Make the content the story's newest draft. Nothing is published.

    The story must be locked (`locked`). Raises StoryLocked where its lock keeps `by` out.
    """
    lock = story.get_lock()
    if lock is not None and lock.for_user(by):
        raise StoryLocked
    if story.latest_revision_id is None:
        _begin_history(story)
    latest = story.latest_revision
    into = latest.content if latest is not None else plain(story)
    draft = story.with_content_json(contents.stored(content, into))
    if not draft.live:
        # As Wagtail's editor does with what is not live (wagtail/actions/edit.py).
        draft.save()
    revision: Revision = draft.save_revision(
        user=by, clean=False, log_action=act, previous_revision=source
    )
    Hand.objects.create(revision=revision)
    return revision


class StoryLocked(StoryError):
    """Somebody has locked the story, or it waits for a decision."""

    sentence = _("The story is locked: it can be changed once it is unlocked.")
