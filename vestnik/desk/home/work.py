"""What one has in hand: stories in work, and stories that wait for one's approval."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import GroupApprovalTask, TaskState

from vestnik.desk.home.panels import MOST_LINES, Glance, Line, Panel, light, provide
from vestnik.desk.states import standings
from vestnik.search.queries import headlines
from vestnik.stories.models import Story

LIST = "wagtailsnippets_stories_story:list"
#: Stories that one keeps locked: looked at beside one's own.
MOST_LOCKED = 20


def story_lines(glance: Glance, stories: list[Story], **notes: dict[int, str]) -> list[Line]:
    """The stories as lines with their state, each leading to its editor.

    Of one that the person may open no more, as after a hand-over, only what readers know is said.
    """
    opened = {story.pk for story in stories if glance.may_open(story)}
    stories = [story for story in stories if story.live or story.pk in opened]
    said = headlines(story.pk for story in stories if story.pk in opened)
    where = standings(stories, glance.now, glance.steps, glance.schedules)
    lines = []
    for story in stories:
        standing = where[story.pk]
        lines.append(
            Line(
                said.get(story.pk, story.headline),
                story.edit_url() if story.pk in opened else story.address,
                standing.words,
                glance.in_words(standing.at) if standing.at else "",
                note=notes.get("notes", {}).get(story.pk, ""),
            )
        )
    return lines


@provide(10)
def in_work(glance: Glance) -> Panel | None:
    """One's own unpublished work, what was saved last first, and what one keeps locked."""
    if not glance.may("change"):
        return None
    own = light().filter(owner=glance.user, has_unpublished_changes=True)
    # A story that was taken off has no work in it until somebody takes it up again.
    found = [
        story
        for story in own.order_by("-latest_revision")[: MOST_LINES * 3]
        if story.live or not story.version
    ][:MOST_LINES]
    locked = light().filter(locked_by=glance.user, locked=True)[:MOST_LOCKED]
    known = {story.pk for story in found}
    found += [story for story in locked if story.pk not in known][: MOST_LINES // 2]
    return Panel(
        "in-work",
        _("In work"),
        story_lines(glance, found),
        _("You have nothing in work."),
        more=reverse(LIST),
    )


@provide(20)
def waits_for_me(glance: Glance) -> Panel | None:
    """The stories at a step of the workflow that this person takes; who waits longest is first."""
    taken = _steps_of(glance)
    if not taken:
        return None
    waiting = [
        step for step in glance.steps.values() if step.task_id in taken and not step.returned
    ]
    waiting.sort(key=lambda step: step.since or glance.now)
    notes = {
        step.story_id: f"{step.by} {glance.in_words(step.since) if step.since else ''}".strip()
        for step in waiting[:MOST_LINES]
    }
    by_id = light().in_bulk(list(notes))
    stories = [by_id[pk] for pk in notes if pk in by_id]
    return Panel(
        "waiting",
        _("Waits for my approval"),
        story_lines(glance, stories, notes=notes),
        _("Nothing waits for you."),
        more=f"{reverse(LIST)}?state=step",
        extra={"count": len(waiting)},
    )


def _steps_of(glance: Glance) -> list[int]:
    """The ids of the steps of the workflow that the person may take."""
    steps = GroupApprovalTask.objects.filter(active=True)
    if not glance.user.is_superuser:
        steps = steps.filter(groups__in=glance.user.groups.all())
    return list(steps.values_list("pk", flat=True).distinct())


@provide(30)
def waits_for_others(glance: Glance) -> Panel | None:
    """One's own stories on their way, for those who approve nothing themselves."""
    if not glance.may("change") or _steps_of(glance):
        return None
    mine = [step for step in glance.steps.values() if step.by_id == glance.user.pk]
    ids = sorted((step.story_id for step in mine), reverse=True)[:MOST_LINES]
    by_id = light().in_bulk(ids)
    stories = [by_id[pk] for pk in ids if pk in by_id]
    notes = _sent_back_with([step.story_id for step in mine if step.returned])
    return Panel(
        "on-the-way",
        _("On its way"),
        story_lines(glance, stories, notes=notes),
        _("None of your stories waits for approval."),
    )


def _sent_back_with(pks: list[int]) -> dict[int, str]:
    """What was said to the authors of these stories when they were sent back."""
    if not pks:
        return {}
    kind = ContentType.objects.get_for_model(Story)
    rejected = TaskState.objects.filter(
        workflow_state__base_content_type=kind,
        workflow_state__object_id__in=[str(pk) for pk in pks[:MOST_LINES]],
        status=TaskState.STATUS_REJECTED,
    )
    said = rejected.order_by("pk").values_list("workflow_state__object_id", "comment")
    return {int(pk): comment for pk, comment in said}
