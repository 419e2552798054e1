"""Where a story stands, in newsroom words; looked up for a list of stories in two short walks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision, WorkflowState

from vestnik.stories.models import Story

#: Schedules and stories in the workflow that are looked at: more than any newsroom has at a time.
MOST = 1_000
_BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)


class State(StrEnum):
    """The states of a story. One that is in the workflow or scheduled is also one of the others."""

    DRAFT = "draft"
    LIVE = "live"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    IN_STEP = "step"
    RETURNED = "returned"
    SCHEDULED = "scheduled"
    EMBARGOED = "embargoed"


WORDS: dict[State, Promise] = {
    State.DRAFT: _("Draft"),
    State.LIVE: _("Live"),
    State.CHANGED: _("Live, with a draft"),
    State.WITHDRAWN: _("Taken off"),
    State.IN_STEP: _("Waits for approval"),
    State.RETURNED: _("Sent back"),
    State.SCHEDULED: _("Scheduled"),
    State.EMBARGOED: _("Under embargo"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """One story's state: the word, the step or moment that goes with it."""

    state: State
    words: str | Promise
    at: datetime | None = None


def base_state(story: Story) -> State:
    """What the row alone says."""
    if story.live:
        return State.CHANGED if story.has_unpublished_changes else State.LIVE
    return State.WITHDRAWN if story.version else State.DRAFT


def in_workflow() -> QuerySet[WorkflowState]:
    """The stories' workflows that are under way, in one walk over just these."""
    kind = ContentType.objects.get_for_model(Story)
    found = WorkflowState.objects.filter(base_content_type=kind)
    # Written out: with parameters SQLite cannot tell that the partial index serves.
    return found.extra(
        where=["wagtailcore_workflowstate.status IN ('in_progress','needs_changes')"]
    )


def schedules() -> QuerySet[Revision]:
    """Every schedule of a story that is still to come, or late; the next first."""
    kind = ContentType.objects.get_for_model(Story)
    waiting = Revision.objects.filter(approved_go_live_at__gt=_BEFORE_ALL, base_content_type=kind)
    return waiting.order_by("approved_go_live_at")


def standings(stories: Iterable[Story], now: datetime) -> dict[int, Standing]:
    """Where each of these stories stands, by id."""
    stories = list(stories)
    ids = [str(story.pk) for story in stories]
    if not ids:
        return {}
    steps: dict[str, Any] = {
        row.object_id: row
        for row in in_workflow()
        .filter(object_id__in=ids)
        .select_related("current_task_state__task")
    }
    scheduled = dict(schedules().values_list("object_id", "approved_go_live_at")[:MOST])
    return {
        story.pk: _standing(story, steps.get(str(story.pk)), scheduled.get(str(story.pk)), now)
        for story in stories
    }


def _standing(story: Story, step: Any, scheduled: datetime | None, now: datetime) -> Standing:
    if step is not None:
        if step.status == WorkflowState.STATUS_NEEDS_CHANGES:
            return Standing(State.RETURNED, WORDS[State.RETURNED])
        task = step.current_task_state and step.current_task_state.task
        return Standing(State.IN_STEP, task.name if task else WORDS[State.IN_STEP])
    if scheduled is not None:
        return Standing(State.SCHEDULED, WORDS[State.SCHEDULED], scheduled)
    if story.embargo is not None and story.embargo > now and not story.live:
        return Standing(State.EMBARGOED, WORDS[State.EMBARGOED], story.embargo)
    state = base_state(story)
    return Standing(state, WORDS[state])
