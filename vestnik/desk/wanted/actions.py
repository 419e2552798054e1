"""What is done with a correction asked for: asked, declined, settled by the correction itself."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from vestnik.accounts.models import User
from vestnik.changes import audit
from vestnik.changes.actor import acting
from vestnik.desk.roads.models import Notice
from vestnik.desk.roads.telling import notify
from vestnik.desk.wanted.models import CorrectionWanted
from vestnik.kit import clock
from vestnik.stories.errors import NotLive, ReasonMissing, StoryError
from vestnik.stories.models import Story

#: What one person may have waiting at a time.
MOST_OPEN = 20
State = CorrectionWanted.State


def ask(story: Story, *, by: User, words: str) -> CorrectionWanted:
    """Ask those who may correct to look at a live story. Raises NotLive, StoryError."""
    words = words.replace("\x00", "").strip()[:2_000]
    if not words:
        raise StoryError(_("Say what is wrong, and what is right if you know it."))
    with acting(by.as_actor), transaction.atomic():
        # Whoever corrects holds the same row: a wish comes before the correction, or after it.
        row = Story._base_manager.select_for_update().get(pk=story.pk)
        if not row.live:
            raise NotLive
        open_ = CorrectionWanted.objects.filter(asker=by, state=State.OPEN)
        if open_.filter(story=row, words=words).exists():
            raise StoryError(_("You have asked for this already."))
        if open_.count() >= MOST_OPEN:
            raise StoryError(_("Many of your wishes wait already. Speak to the editor on duty."))
        # Without the words, which go with their story.
        audit.record("story.ask_correction", row.log_subject())
        name = by.as_actor().name[:150]
        return CorrectionWanted.objects.create(story=row, words=words, asker=by, asker_name=name)


def decline(wanted: CorrectionWanted, *, by: User, reason: str) -> None:
    """Nothing is corrected, and why: the asker is told. Raises ReasonMissing, StoryError."""
    if not reason.strip():
        raise ReasonMissing
    if wanted.state != State.OPEN:
        raise StoryError(_("A colleague has decided about it already."))
    with acting(by.as_actor), transaction.atomic():
        audit.record("story.decline_correction", wanted.story.log_subject())
        _close(wanted, State.DECLINED, reason.strip(), by)


def settle(story: Story, *, by: User, correction: str) -> None:
    """The story was corrected: whoever had asked for a correction of it is told."""
    waiting = CorrectionWanted.objects.filter(story=story, state=State.OPEN).order_by("pk")
    with transaction.atomic():
        # Whoever declines one of them meanwhile holds it: the first answer stays.
        for wanted in waiting.select_for_update(of=("self",)).select_related("story", "asker"):
            _close(wanted, State.CORRECTED, correction, by)


def _close(wanted: CorrectionWanted, state: State, answer: str, by: User) -> None:
    wanted.state, wanted.answer, wanted.closed = state, answer[:2_000], clock.instant()
    wanted.save(update_fields=["state", "answer", "closed"])
    if wanted.asker is not None:
        notify(wanted.asker, wanted.story, Notice.What(state.value), answer, by)
