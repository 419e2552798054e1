"""Every cell of `docs/reference/roles.md` over HTTP: roles by states by acts, as the table says.

A cell is a yes when the act has left its line in the log of acts. Each is tried inside a savepoint on one
story for each state. `python -m pytest … --tb=short` after a change of rights shows the table as it is.
"""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from tests.factories import newsroom
from tests.roads.newsdesk import REASON, Desk, story_form
from tests.unit.desk.screens import given_to, page_of, scheduled, stored, taken_off
from vestnik.accounts.roles import Role
from vestnik.changes.models import AuditEntry
from vestnik.kit import clock
from vestnik.stories.models import Story

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DOCUMENT = Path(__file__).parents[3] / "docs" / "reference" / "roles.md"
YES, NO = "yes", "–"
#: Whose story it is matters for those alone who open only their own.
PEOPLE = {
    "contributor, own": (Role.CONTRIBUTOR, True),
    "contributor, another's": (Role.CONTRIBUTOR, False),
    "author, own": (Role.AUTHOR, True),
    "author, another's": (Role.AUTHOR, False),
    "editor": (Role.EDITOR, False),
    "editor on duty": (Role.EDITOR_ON_DUTY, False),
    "chief editor": (Role.CHIEF_EDITOR, False),
    "photo editor": (Role.PHOTO_EDITOR, False),
    "moderator": (Role.MODERATOR, False),
    "administrator": (Role.ADMINISTRATOR, False),
}


def in_step_one(site) -> Story:
    story = newsroom.story(site)
    story.save_revision(clean=False)
    Story.get_default_workflow().start(story, newsroom.person(Role.AUTHOR))
    return stored(story)


def in_step_two(site) -> Story:
    story = in_step_one(site)
    story.current_workflow_task_state.approve(user=newsroom.chief())
    return stored(story)


def draft(site, **fields) -> Story:
    story = newsroom.story(site, **fields)
    story.save_revision(clean=False)
    return stored(story)


STATES = {
    "draft": draft,
    "step 1": in_step_one,
    "step 2": in_step_two,
    "scheduled": scheduled,
    "embargoed": lambda site: draft(site, embargo=clock.instant() + timedelta(days=1)),
    "live": newsroom.live_story,
    "withdrawn": taken_off,
}
#: What an act leaves in the log; publishing under an embargo is scheduling.
LEAVES = {
    "edit": ("story.edit",),
    "submit": ("story.submit",),
    "approve": ("story.approve",),
    "return with a message": ("story.return",),
    "publish": ("story.publish", "story.schedule"),
    "edit silently": ("story.publish_silently",),
    "publish at once": ("story.publish", "story.schedule"),
    "schedule": ("story.schedule",),
    "move the schedule": ("story.reschedule",),
    "cancel the schedule": ("story.unschedule",),
    "hand over": ("story.hand_over",),
    "correct": ("story.correct",),
    "withdraw": ("story.withdraw",),
    "bring back": ("story.bring_back",),
    "erase": ("story.erase",),
}
_OURS = {
    "publish at once": "publish-at-once", "schedule": "schedule", "hand over": "hand-over",
    "move the schedule": "move-schedule", "cancel the schedule": "cancel-schedule",
    "correct": "correct", "withdraw": "withdraw", "bring back": "bring-back", "erase": "erase",
}  # fmt: skip
_DECIDE = {"approve": "approve", "return with a message": "reject"}
_SAVE = {"edit": "", "submit": "submit", "publish": "publish", "edit silently": "publish"}


def tables() -> dict[str, dict[tuple[str, str], str]]:
    """The document's tables: act → (person, state) → cell."""
    found: dict[str, dict[tuple[str, str], str]] = {}
    for part in DOCUMENT.read_text().split("\n## ")[1:]:
        act, _, text = part.partition("\n")
        rows = [
            [cell.strip() for cell in line.strip().strip("|").split("|")]
            for line in text.splitlines()
            if line.startswith("|") and not re.match(r"\|[-| ]+$", line)
        ]
        states = rows[0][1:]
        found[act.strip()] = {
            (row[0], state): cell
            for row in rows[1:]
            for state, cell in zip(states, row[1:], strict=True)
        }
    return found


def test_the_table_has_every_act_person_and_state():
    cells = {(person, state) for person in PEOPLE for state in STATES}
    assert {act: set(found) for act, found in tables().items()} == dict.fromkeys(LEAVES, cells)
    assert {role for role, _own in PEOPLE.values()} == set(Role)


def request_of(act: str, desk: Desk, story: Story) -> tuple[str, dict[str, Any]]:
    """Where a browser posts what for an act."""
    if act in _OURS:
        name = _OURS[act]
        return page_of(story, name), {"words": REASON, **given_to(name)}
    if act in _DECIDE:
        state = story.current_workflow_task_state
        address = reverse(
            "wagtailsnippets_stories_story:workflow_action",
            args=[story.pk, _DECIDE[act], state.pk if state else 0],
        )
        return address, {"comment": REASON}
    silent = {"silent_edit": "on"} if act == "edit silently" else {}
    form = story_form(desk.site, _SAVE[act], story, deck="Друго", **silent)
    return desk.story("edit", story), form


@pytest.mark.parametrize("state", STATES)
def test_each_cell_is_as_the_table_says(state, site):
    desk, written = Desk(site), tables()
    for role, _own in PEOPLE.values():
        desk.user(role)
    story = STATES[state](site)
    wrong = []
    for act in LEAVES:
        address, form = request_of(act, desk, story)
        for person, (role, own) in PEOPLE.items():
            found = YES if does(act, desk, story, role, own, address, form) else NO
            if found != written.get(act, {}).get((person, state)):
                wrong.append(f"{act} | {person} | {state} | {found}")
    assert not wrong, "\n".join(wrong)


def does(
    act: str, desk: Desk, story: Story, role: Role, own: bool, address: str, form: dict[str, Any]
) -> bool:
    """Whether the act was done; undone at once."""
    with transaction.atomic():
        if own:
            Story.objects.filter(pk=story.pk).update(owner=desk.user(role))
        mark = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        answer = desk.browser(role).post(address, form)
        assert answer.status_code < 500
        done = AuditEntry.objects.filter(
            pk__gt=mark, act__in=LEAVES[act], actor_id=desk.user(role).pk
        ).exists()
        transaction.set_rollback(True)
    return done
