"""What one may do with a story beside editing it: each act with its words, its right and its action."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.locks import BasicLock

from vestnik.accounts.models import User
from vestnik.accounts.roles import Role, has_role
from vestnik.desk import clock as newsroom_clock
from vestnik.desk.roads.telling import hand_over
from vestnik.desk.wanted.actions import settle
from vestnik.kit import clock
from vestnik.kit.dates import date_and_time
from vestnik.stories.actions.correct import correct
from vestnik.stories.actions.erase import erase
from vestnik.stories.actions.publish import publish_at_once, schedule
from vestnik.stories.actions.schedules import reschedule, unschedule
from vestnik.stories.actions.withdraw import bring_back, withdraw
from vestnik.stories.errors import NotLive, NotScheduled, ReasonMissing, StoryError
from vestnik.stories.models import Story

CHIEFS = (Role.CHIEF_EDITOR,)
ON_DUTY = (Role.CHIEF_EDITOR, Role.EDITOR_ON_DUTY)
EDITORS = (*ON_DUTY, Role.EDITOR)
#: Each his own stories, and editors all: the policy of stories decides.
WRITERS = (*EDITORS, Role.AUTHOR, Role.CONTRIBUTOR)

Text = str | Promise
#: What the act's form was given: "words", and the fields of the act's own form.
Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Act:
    """One act. `words` is the label of the text that it asks for, empty when it asks for none.

    `hindrance` is the sentence that says why a story as it stands is not for this act, empty when it
    is; `asks` the sentence for whoever has written no words. A `serious` act takes something from
    readers. One that `follows_the_draft` does what the
    latest saved version says, and is refused when that is another one than its doer has looked at.
    """

    name: str
    label: Text
    explains: Text
    words: Text
    done: Text
    icon: str
    roles: tuple[Role, ...]
    hindrance: Callable[[Story], Text]
    run: Callable[[Story, User, Given], object]
    asks: Text = ReasonMissing.sentence
    serious: bool = False
    follows_the_draft: bool = False
    #: The name of the form with more fields than words (`views/act_forms.py`).
    form: str = ""
    #: The act that undoes it, offered with the message that it is done.
    undo: str = ""

    def may(self, user: object) -> bool:
        """Whether the user's roles permit the act."""
        return has_role(user, *self.roles)

    def offered(self, story: Story) -> bool:
        """Whether the story as it stands is one for this act."""
        return not self.hindrance(story)

    def do(
        self, story: Story, *, by: User, words: str, seen: int | None = None, **more: Any
    ) -> None:
        """Do it with a story as the database has it. Raises StoryError, with nothing done.

        `seen` is the version that the doer has looked at, where a screen has shown one.
        """
        hindrance = self.hindrance(story)
        if hindrance:
            raise StoryError(hindrance)
        if self.follows_the_draft and seen is not None and seen != story.latest_revision_id:
            raise StoryError(_("Somebody has saved the story since you opened it. Look again."))
        self.run(story, by, {"words": words, **more})

    def outcome(self, story: Story | None) -> str:
        """What to tell whoever has done it; the story is as the act left it, None when erased."""
        waiting = story.scheduled_revision if story and self.follows_the_draft else None
        if waiting is None or self.form == "moment":
            return str(self.done)
        return gettext("It is not out yet: embargo or schedule hold it until %(moment)s.") % {
            "moment": in_words(waiting.approved_go_live_at)
        }


def in_words(moment: datetime) -> str:
    """A moment as the editor's clock and language have it."""
    return date_and_time(moment, ZoneInfo(settings.TIME_ZONE), get_language() or "")


def _unless_live(story: Story) -> Text:
    return "" if story.live else NotLive.sentence


def _unless_readers_lack_it(story: Story) -> Text:
    if not story.live and story.version:
        return _("The story was taken off: a chief editor may bring it back.")
    if story.live and not story.has_unpublished_changes:
        return _("Readers see the latest saved version already.")
    return ""


def _unless_taken_off(story: Story) -> Text:
    if story.live:
        return _("The story is live.")
    return "" if story.version else _("The story was never live.")


def _unless_scheduled(story: Story) -> Text:
    if story.scheduled_revision is not None:
        return ""
    return _("The story is out already.") if story.live else NotScheduled.sentence


def _unless_late(story: Story) -> Text:
    waiting = story.scheduled_revision
    if waiting is None:
        return NotScheduled.sentence
    if waiting.approved_go_live_at > clock.instant():
        return _("Its moment has not come yet.")
    return ""


def _unless_it_waits(story: Story) -> Text:
    if story.scheduled_revision is not None:
        return _("The story is scheduled already: move its schedule.")
    return _unless_readers_lack_it(story)


def _correct(story: Story, user: User, given: Given) -> None:
    what = given["words"]
    if story.corrections.filter(what=what.strip()).exists():
        raise StoryError(_("The story has this correction already."))
    more = {name: given.get(name, "") for name in ("why", "before", "after")}
    correct(story, by=user, what=what, **more)
    settle(story, by=user, correction=what)


def _schedule(story: Story, user: User, given: Given) -> None:
    schedule(_complete(story, user), at=given["moment"], by=user)


def _publish_at_once(story: Story, user: User, given: Given) -> None:
    _complete(story, user)
    publish_at_once(story, by=user, reason=given["words"])


def _complete(story: Story, user: User) -> Story:
    """The latest saved version. Raises StoryError when it is locked, or not fit for readers."""
    lock = story.get_lock()
    # Steps of the workflow lock too; passing by them is what this act is for.
    if isinstance(lock, BasicLock) and lock.for_user(user):
        raise StoryError(
            gettext("%(who)s keeps the story locked. Unlock it first.")
            % {"who": story.locked_by or gettext("Somebody")}
        )
    latest = story.get_latest_revision_as_object()
    if latest.section_id is None:
        raise StoryError(_("Choose a section: readers look there."))
    if not latest.body:
        raise StoryError(_("The story has no text yet."))
    working: Story = latest
    return working


ACTS = {
    act.name: act
    for act in (
        Act(
            "correct",
            _("Correct"),
            _("Readers see the correction at once, at the story, with its time."),
            _("What was wrong and what is right"),
            _("The correction is on the story's page."),
            "edit",
            EDITORS,
            _unless_live,
            _correct,
            asks=_("Say what was wrong: readers see it at the story."),
            form="correct",
        ),
        Act(
            "publish-at-once",
            _("Publish at once"),
            _(
                "The latest saved version goes out without the second approval. The reason is logged."
            ),
            _("Why it cannot wait"),
            _("The story is live."),
            "upload",
            ON_DUTY,
            _unless_readers_lack_it,
            _publish_at_once,
            follows_the_draft=True,
        ),
        Act(
            "schedule",
            pgettext_lazy("act", "Schedule"),
            _("The latest saved version goes out by itself at the moment that you give."),
            "",
            _("The story is scheduled."),
            "calendar-alt",
            CHIEFS,
            _unless_it_waits,
            _schedule,
            follows_the_draft=True,
            form="moment",
        ),
        Act(
            "move-schedule",
            _("Move the schedule"),
            _("The approved version goes out at another moment. Nothing else of it changes."),
            "",
            _("The story goes out at the new moment."),
            "calendar-alt",
            EDITORS,
            _unless_scheduled,
            lambda story, user, given: reschedule(story, at=given["moment"], by=user),
            form="moment",
        ),
        Act(
            "cancel-schedule",
            _("Cancel the schedule"),
            _("The approved version does not go out by itself any more. It stays as a draft."),
            "",
            _("The schedule is cancelled."),
            "cross",
            EDITORS,
            _unless_scheduled,
            lambda story, user, given: unschedule(story, by=user),
        ),
        Act(
            "try-again",
            _("Try again"),
            _("The story should be out already. It is published now, as it was approved."),
            "",
            _("The story is live."),
            "rotate",
            EDITORS,
            _unless_late,
            lambda story, user, given: newsroom_clock.try_again(story),
        ),
        Act(
            "hand-over",
            _("Hand over"),
            _(
                "A colleague gets the story with your message. An author or contributor becomes its"
                " owner; whoever was it opens it no more unless he is an editor."
            ),
            _("Message"),
            _("The story is handed over."),
            "arrow-right-full",
            WRITERS,
            lambda story: "",
            lambda story, user, given: hand_over(
                story, to=given["to"], text=given["words"], by=user
            ),
            asks=_("Write what is to be done: your colleague sees it at the story."),
            form="hand-over",
        ),
        Act(
            "withdraw",
            _("Take off"),
            _("The story leaves every page. Its address stays and answers with your reason."),
            _("Reason, shown to readers"),
            _("The story was taken off; its address says so."),
            "download",
            CHIEFS,
            _unless_live,
            lambda story, user, given: withdraw(story, by=user, reason=given["words"]),
            serious=True,
            undo="bring-back",
        ),
        Act(
            "bring-back",
            _("Bring back"),
            _("The last published version is live again at its old address."),
            "",
            _("The story is live again."),
            "rotate",
            CHIEFS,
            _unless_taken_off,
            lambda story, user, given: bring_back(story, by=user),
        ),
        Act(
            "erase",
            _("Erase for good"),
            _(
                "Text, versions and traces are erased and cannot be brought back. "
                "The address answers that it is gone."
            ),
            _("Reason, kept in the log only"),
            _("The story was erased."),
            "bin",
            CHIEFS,
            lambda story: "",
            lambda story, user, given: erase(story, by=user, reason=given["words"]),
            serious=True,
        ),
    )
}
