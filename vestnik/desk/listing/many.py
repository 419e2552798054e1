"""Acts on many stories at once: each story in a transaction of its own, failures told, all undoable."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.permissions import policy_registry

from vestnik.accounts.models import User
from vestnik.accounts.roles import Role, has_role
from vestnik.desk.listing.models import Done
from vestnik.desk.roads.telling import hand_over, take_over
from vestnik.kit import clock
from vestnik.stories.actions.file import put_under, take_from
from vestnik.stories.actions.publish import move_to_section
from vestnik.stories.actions.withdraw import bring_back, withdraw
from vestnik.stories.errors import StoryError
from vestnik.stories.models import Section, Story, Topic

logger = logging.getLogger("vestnik.desk")

#: Stories that one act takes, and the time in which it can be undone.
MOST = 100
UNDOABLE = timedelta(minutes=15)
#: Acts that are kept are looked through for old ones, so many at a time.
SWEPT = 50

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Many:
    """An act on many. `do` gives what is needed to undo it, or None when there was nothing to do."""

    name: str
    label: Text
    done: Text
    do: Callable[[Story, User, Any], Any]
    undo: Callable[[Story, User, Any], object]
    roles: tuple[Role, ...] = ()
    #: Whether readers see it at once, for which one must be allowed to publish.
    seen: bool = True

    def may(self, user: Any) -> bool:
        return not self.roles or has_role(user, *self.roles)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an act on many went: how many were done, and why others were not."""

    done: Done | None
    count: int
    failures: list[tuple[str, str]]


def do(many: Many, pks: list[int], *, by: User, given: Any) -> Outcome:
    """Do it with each story that may be; the others stay as they are, and it is said why."""
    before, failures = {}, []
    for pk in pks[:MOST]:
        try:
            with transaction.atomic():
                story = _locked(pk, by, many)
                old = many.do(story, by, given)
                if old is not None:
                    stored = Story._base_manager.get(pk=pk)
                    before[str(pk)] = [old, stored.latest_revision_id]
        except Exception as wrong:
            failures.append((_name_of(pk, by), _why(wrong, many, pk)))
    done = None
    if before:
        _sweep()
        done = Done.objects.create(by=by, act=many.name, before=before)
    return Outcome(done, len(before), failures)


def undo(done: Done, *, by: User) -> Outcome:
    """Undo it with each story that nobody has saved since."""
    failures, count = [], 0
    with transaction.atomic():
        # Once: of two clicks the second finds it undone.
        fresh = Done.objects.select_for_update().filter(pk=done.pk, by=by, undone=False)
        if not is_fresh(done) or not fresh.update(undone=True):
            return Outcome(None, 0, [])
    many = ACTS[done.act]
    for pk, (old, seen) in done.before.items():
        try:
            with transaction.atomic():
                story = _locked(int(pk), by, many)
                if story.latest_revision_id != seen:
                    raise StoryError(gettext("Somebody has saved the story since."))
                many.undo(story, by, old)
            count += 1
        except Exception as wrong:
            failures.append((_name_of(int(pk), by), _why(wrong, many, int(pk))))
    return Outcome(done, count, failures)


def _why(wrong: Exception, many: Many, pk: int) -> str:
    """Why a story stays as it is. What nobody has foreseen ends its own act alone, and is in the log."""
    if isinstance(wrong, StoryError):
        return str(wrong)
    logger.error("On many: %s failed with story %s", many.name, pk, exc_info=wrong)
    return gettext("It failed, and stays as it was. The cause is in the server's log.")


def is_fresh(done: Done) -> bool:
    """Whether it can still be undone."""
    return not done.undone and done.at > clock.instant() - UNDOABLE


def _sweep() -> None:
    old = Done.objects.filter(at__lt=clock.instant() - UNDOABLE).order_by("at")
    Done.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:SWEPT])).delete()


def _locked(pk: int, by: User, many: Many) -> Story:
    """The story, its row locked for this transaction. Raises StoryError when it is not for this act."""
    story = Story._base_manager.select_for_update().filter(pk=pk).first()
    policy = policy_registry.get_by_type(Story)
    if story is None or not policy.user_has_permission_for_instance(by, "change", story):
        raise StoryError(gettext("There is no such story for you."))
    lock = story.get_lock()
    if lock is not None and lock.for_user(by):
        raise StoryError(strip_tags(lock.get_message(by) or gettext("The story is locked.")))
    if many.seen and story.live and not policy.user_has_permission(by, "publish"):
        raise StoryError(gettext("It is live: readers would see it at once. Ask a chief editor."))
    return story


def _name_of(pk: int, by: User) -> str:
    story = Story.objects.filter(pk=pk).first()
    policy = policy_registry.get_by_type(Story)
    may = story is not None and policy.user_has_permission_for_instance(by, "change", story)
    return story.headline if story is not None and may else f"№ {pk}"


# What each act does, and how it is undone


def _move(story: Story, by: User, section: Section) -> Any:
    # The draft's, which is what the list shows.
    drafted = story.get_latest_revision_as_object().section_id
    if drafted == section.pk:
        return None
    old = [drafted, story.section_id]
    move_to_section(story, section=section, by=by)
    return old


def _move_back(story: Story, by: User, old: Any) -> None:
    drafted, live = (Section.objects.filter(pk=pk).first() for pk in old)
    if drafted is None or (live is None and _is_changed(story)):
        raise StoryError(gettext("It had no section before."))
    move_to_section(story, section=drafted, by=by, live=live)


def _is_changed(story: Story) -> bool:
    """Whether readers see something else than the draft."""
    return story.live and story.has_unpublished_changes


def _put_under(story: Story, by: User, topic: Topic) -> Any:
    had = topic in story.topics.all()
    return [topic.pk, had] if put_under(story, topic=topic, by=by) else None


def _take_from(story: Story, by: User, old: Any) -> None:
    pk, had = old
    topic = Topic.objects.filter(pk=pk).first()
    if topic is not None:
        take_from(story, topic=topic, by=by, from_live=not had)


def _give(story: Story, by: User, owner: User) -> Any:
    if story.owner_id == owner.pk:
        return None
    old = story.owner_id
    hand_over(story, to=owner, text="", by=by)
    return [old, owner.pk]


def _give_back(story: Story, by: User, old: Any) -> None:
    owner, to = (User.objects.filter(pk=pk).first() for pk in old)
    take_over(story, owner=owner, told=to, by=by)


def _withdraw(story: Story, by: User, reason: str) -> Any:
    withdraw(story, by=by, reason=reason)
    return True


EDITORS = (Role.EDITOR, Role.EDITOR_ON_DUTY, Role.CHIEF_EDITOR)
ACTS = {
    many.name: many
    for many in (
        Many(
            "section", _("Move to a section"), _("Moved to the section"), _move, _move_back, EDITORS
        ),
        Many(
            "topic",
            _("Put under a topic"),
            _("Put under the topic"),
            _put_under,
            _take_from,
            EDITORS,
        ),
        Many("owner", _("Hand over"), _("Handed over"), _give, _give_back, EDITORS, seen=False),
        Many(
            "withdraw",
            _("Take off"),
            _("Taken off"),
            _withdraw,
            lambda story, by, old: bring_back(story, by=by),
            (Role.CHIEF_EDITOR,),
        ),
    )
}
