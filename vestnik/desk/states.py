"""Where a story stands, in newsroom words; for a whole list of stories by two short walks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from django.contrib.contenttypes.models import ContentType
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Revision, WorkflowState

from vestnik.kit import clock
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
    State.WITHDRAWN: pgettext_lazy("story", "Taken off"),
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


@dataclass(frozen=True, slots=True)
class Step:
    """A story in the workflow: at which step, since when, sent by whom; or sent back to its author."""

    story_id: int
    returned: bool
    task_id: int
    task: str
    since: datetime | None
    by_id: int | None
    by: str


def base_state(story: Story) -> State:
    """What the row alone says."""
    if story.live:
        return State.CHANGED if story.has_unpublished_changes else State.LIVE
    return State.WITHDRAWN if story.version else State.DRAFT


def steps() -> dict[int, Step]:
    """The stories' workflows that are under way, by story, in one walk over just these."""
    kind = ContentType.objects.get_for_model(Story).pk
    found = WorkflowState.objects.filter(base_content_type=kind, object_id__gt="")
    # Written out: with parameters SQLite cannot tell that the partial index serves.
    found = found.extra(
        where=["wagtailcore_workflowstate.status IN ('in_progress','needs_changes')"]
    )
    rows = found.values_list(
        "object_id", "status", "current_task_state__task_id", "current_task_state__task__name",
        "current_task_state__started_at", "requested_by_id", "requested_by__first_name",
        "requested_by__last_name",
    )  # fmt: skip
    return {
        int(pk): Step(
            int(pk), status == WorkflowState.STATUS_NEEDS_CHANGES, task_id or 0, name or "", since,
            by, f"{given or ''} {family or ''}".strip(),
        )
        for pk, status, task_id, name, since, by, given, family in rows[:MOST]
    }  # fmt: skip


def schedules() -> dict[int, datetime]:
    """Every schedule of a story that is still to come, or late, by story; the next first."""
    kind = ContentType.objects.get_for_model(Story).pk
    waiting = Revision.objects.filter(approved_go_live_at__gt=_BEFORE_ALL)
    # Whose they are is looked at here: asked for it, SQLite would walk over all revisions.
    rows = waiting.order_by("approved_go_live_at").values_list(
        "base_content_type_id", "object_id", "approved_go_live_at"
    )
    return {int(pk): at for of, pk, at in rows[:MOST] if of == kind and at is not None}


def standings(
    stories: Iterable[Story],
    now: datetime,
    under_way: dict[int, Step],
    scheduled: dict[int, datetime],
) -> dict[int, Standing]:
    """Where each of these stories stands, by id; the last two are of `steps` and `schedules`."""
    return {
        story.pk: _standing(story, under_way.get(story.pk), scheduled.get(story.pk), now)
        for story in stories
    }


def _standing(
    story: Story, step: Step | None, scheduled: datetime | None, now: datetime
) -> Standing:
    if step is not None:
        if step.returned:
            return Standing(State.RETURNED, WORDS[State.RETURNED])
        return Standing(State.IN_STEP, step.task or WORDS[State.IN_STEP])
    if scheduled is not None:
        return Standing(State.SCHEDULED, WORDS[State.SCHEDULED], scheduled)
    if story.embargo is not None and story.embargo > now and not story.live:
        return Standing(State.EMBARGOED, WORDS[State.EMBARGOED], story.embargo)
    state = base_state(story)
    return Standing(state, WORDS[state])


def still_embargoed(pks: Iterable[int]) -> list[int]:
    """Of these stories, those whose latest version may not go out yet."""
    now = clock.instant()
    stories = Story.objects.filter(pk__in=[*pks]).values_list("pk", "latest_revision_id")
    by_revision = {revision: pk for pk, revision in stories if revision}
    revisions = Revision.objects.filter(pk__in=by_revision).values_list("pk", "content__embargo")
    return [
        by_revision[pk]
        for pk, embargo in revisions
        if embargo and (parse_datetime(embargo) or now) > now
    ]
