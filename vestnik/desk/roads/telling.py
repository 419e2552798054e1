"""Telling colleagues: a notice to one person, a hand-over with a message, and reading them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vestnik.accounts.models import User
from vestnik.accounts.roles import Role, has_role
from vestnik.changes import actor, audit
from vestnik.changes.actor import acting
from vestnik.changes.announcing import gathering
from vestnik.desk.policies import ALL_STORIES
from vestnik.desk.roads.models import Notice
from vestnik.kit import clock
from vestnik.stories.errors import NotAllowed, StoryError
from vestnik.stories.models import Story

#: Roles that write, so that a story can be handed to them.
WRITERS = (
    Role.CONTRIBUTOR, Role.AUTHOR, Role.EDITOR, Role.EDITOR_ON_DUTY, Role.CHIEF_EDITOR,
    Role.PHOTO_EDITOR,
)  # fmt: skip
#: Roles that a story may be handed to as a whole: whoever of them comes first takes it.
STEPS = {Role.EDITOR: _("Editors"), Role.CHIEF_EDITOR: _("Chief editors")}
_MOST_TOLD = 50


class NotAWriter(StoryError):
    """A hand-over to somebody who cannot open the story."""

    sentence = _("This person does not work on stories.")


def notify(
    user: User, story: Story | None, what: Notice.What | str, text: str = "", by: User | None = None
) -> Notice | None:
    """Tell one person something; None for what one would tell oneself. Without `by` the actor tells it."""
    who = by.as_actor() if by is not None else actor.current()
    if who.id is not None and who.id == user.pk:
        return None
    return Notice.objects.create(
        to=user, story=story, what=what, text=text[:2_000], by_id=who.id, by_name=who.name[:150]
    )


def hand_over(story: Story, *, to: User | Role, text: str, by: User) -> None:
    """Hand a story in work to a colleague, or to a step of the workflow, with a message.

    Whoever opens only his own stories becomes its owner by it. Raises NotAWriter, NotAllowed.
    """
    people = [to] if isinstance(to, User) else list(_holders(to))
    if not people or not all(has_role(person, *WRITERS) for person in people):
        raise NotAWriter
    with acting(by.as_actor), gathering():
        row = Story._base_manager.select_for_update().get(pk=story.pk)
        if row.owner_id != by.pk and not has_role(by, *ALL_STORIES):
            raise NotAllowed
        if isinstance(to, User) and not has_role(to, *ALL_STORIES):
            row.owner = to
            row.save(update_fields=["owner"])
        for person in people:
            notify(person, row, Notice.What.HANDED, text, by)
        # Without the message, which goes with its story.
        audit.record("story.hand_over", row.log_subject(), to=str(to))


def take_over(story: Story, *, owner: User | None, told: User | None, by: User) -> None:
    """Undo a hand-over: the story is its former owner's, and who has not read of it yet never does."""
    with acting(by.as_actor), gathering():
        row = Story._base_manager.select_for_update().get(pk=story.pk)
        row.owner = owner
        row.save(update_fields=["owner"])
        handed = Notice.objects.unread().filter(to=told, story=row, what=Notice.What.HANDED)
        Notice.objects.filter(pk__in=handed.filter(by_id=by.pk).values("pk")[:1]).delete()
        audit.record("story.hand_over", row.log_subject(), to=str(owner or ""))


def tell_of_decision(story: Story, remarks: str, *, approved: bool) -> None:
    """Tell the owner what became of a step, with the remarks."""
    what = Notice.What.APPROVED if approved else Notice.What.RETURNED
    if isinstance(story.owner, User):
        notify(story.owner, story, what, remarks)


def read(user: User, *notices: Notice) -> int:
    """Mark the person's notices as read: those given, else all that are unread; how many."""
    unread = Notice.objects.filter(to=user, read_at=None)
    if notices:
        unread = unread.filter(pk__in=[notice.pk for notice in notices])
    return unread.update(read_at=clock.instant())


def _holders(role: Role) -> list[User]:
    found = User.objects.filter(groups__name=role.value, is_active=True).order_by("pk")
    return list(found[:_MOST_TOLD])
