"""What is done with the diary: marked, dismissed, moved, followed up, dropped."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.permissions import policy_registry

from vestnik.accounts.models import User
from vestnik.desk.diary.models import FollowUp
from vestnik.desk.diary.suggesting import Suggestion, day_named_in, today
from vestnik.kit import clock
from vestnik.stories.actions.storyline import put_into_storyline, storyline_for
from vestnik.stories.errors import ReasonMissing, StoryError
from vestnik.stories.models import Story

#: Words that may be marked, in signs.
MOST_SIGNS = 300
#: Nobody plans further ahead than so many days.
MOST_DAYS = 366 * 15


class FollowUpError(StoryError):
    """What the diary refuses; `str()` is a sentence for the editor."""


def accept(story: Story, suggestion: Suggestion, *, by: User, due: date | None = None) -> FollowUp:
    """Put a suggestion into the diary, for its own day or another. Raises FollowUpError."""
    return _keep(story, suggestion, by, FollowUp.State.OPEN, due or suggestion.named.due)


def dismiss(story: Story, suggestion: Suggestion, *, by: User) -> FollowUp:
    """Never suggest it again for this story."""
    return _keep(story, suggestion, by, FollowUp.State.DISMISSED, suggestion.named.due)


def mark(story: Story, *, words: str, block: str, due: date | None, by: User) -> FollowUp:
    """Put words that an editor chose into the diary. Raises FollowUpError.

    Without a day, the day that the words name is taken.
    """
    words = " ".join(words.replace("\x00", "").split())
    if not words:
        raise FollowUpError(_("Select the words of the promise or the deadline first."))
    if len(words) > MOST_SIGNS:
        raise FollowUpError(_("Select fewer words: one sentence is enough."))
    found = day_named_in(words, story)
    if due is None and found is None:
        raise FollowUpError(_("The words name no day to come. Choose one."))
    day = _allowed(due or (found.due if found else None))
    return FollowUp.objects.create(
        story=story,
        block=block[:36],
        words=words,
        kind=str(found.kind) if found else FollowUp.Kind.OTHER,
        due=day,
        who=by,
    )


def postpone(entry: FollowUp, *, to: date | None) -> None:
    """Come back on another day. Raises FollowUpError."""
    entry.due = _allowed(to)
    _only_open(entry)
    entry.save(update_fields=["due"])


def drop(entry: FollowUp, *, by: User, reason: str) -> None:
    """Nobody comes back to it, and why. Raises FollowUpError, ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    _only_open(entry)
    entry.state, entry.note = FollowUp.State.DROPPED, reason.strip()[:500]
    entry.closed = clock.instant()
    entry.save(update_fields=["state", "note", "closed"])


def finish(entry: FollowUp, *, by: User, outcome: Story | None, note: str = "") -> bool:
    """It was followed up, best by a story, which becomes the next piece of the storyline.

    The storyline is that of the story, else of the outcome, else a new one named after the story, if the
    person may make one; stories get it where he may edit them, as drafts where he may not publish. Whether
    the two are pieces of one storyline now, drafts counted. Raises FollowUpError.
    """
    _only_open(entry)
    if outcome is not None and outcome.pk == entry.story_id:
        raise FollowUpError(_("A story is not the outcome of itself. Choose a later one."))
    with transaction.atomic():
        entry.state, entry.outcome = FollowUp.State.DONE, outcome
        entry.note, entry.closed = note.strip()[:500], clock.instant()
        entry.save(update_fields=["state", "outcome", "note", "closed"])
        return outcome is not None and _join(entry.story, outcome, by)


def _join(story: Story, outcome: Story, by: User) -> bool:
    policy: Any = policy_registry.get_by_type(Story)
    pair = (story, outcome)
    if not all(policy.user_has_permission_for_instance(by, "change", one) for one in pair):
        return False
    storyline = storyline_for(story, outcome, by=by)
    if storyline is None:
        return False
    # Both are put in, also when the first must stay outside.
    joined = [put_into_storyline(one, storyline, by=by) for one in pair]
    return all(joined)


def _keep(
    story: Story, suggestion: Suggestion, by: User, state: FollowUp.State, due: date
) -> FollowUp:
    named = suggestion.named
    try:
        with transaction.atomic():
            return FollowUp.objects.create(
                story=story,
                block=suggestion.block[:36],
                words=named.words[:MOST_SIGNS],
                sentence=named.sentence[:1_500],
                kind=str(named.kind),
                named=named.due,
                due=_allowed(due),
                state=state,
                who=by,
            )
    except IntegrityError:
        raise FollowUpError(_("A colleague has decided about it already.")) from None


def _allowed(day: date | None) -> date:
    if day is None:
        raise FollowUpError(_("Choose the day on which to come back."))
    if not 0 <= (day - today()).days <= MOST_DAYS:
        raise FollowUpError(_("The day must lie ahead, by fifteen years at most."))
    return day


def _only_open(entry: FollowUp) -> None:
    if entry.state != FollowUp.State.OPEN:
        raise FollowUpError(_("It is not in the diary any more: a colleague was faster."))
