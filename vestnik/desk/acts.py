"""What one may do with a story beside editing it: each act with its words, its right and its action."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vestnik.accounts.models import User
from vestnik.accounts.roles import Role, has_role
from vestnik.stories.actions.correct import correct
from vestnik.stories.actions.erase import erase
from vestnik.stories.actions.publish import publish_at_once
from vestnik.stories.actions.withdraw import bring_back, withdraw
from vestnik.stories.models import Story

CHIEFS = (Role.CHIEF_EDITOR,)
ON_DUTY = (Role.CHIEF_EDITOR, Role.EDITOR_ON_DUTY)
EDITORS = (*ON_DUTY, Role.EDITOR)


@dataclass(frozen=True, slots=True)
class Act:
    """One act. `words` is the label of the text that it asks for, empty when it asks for none."""

    name: str
    label: str | Promise
    explains: str | Promise
    words: str | Promise
    done: str | Promise
    icon: str
    roles: tuple[Role, ...]
    offered: Callable[[Story], bool]
    run: Callable[[Story, User, str], object]

    def may(self, user: object) -> bool:
        """Whether the user's roles permit the act."""
        return has_role(user, *self.roles)


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
            lambda story: story.live,
            lambda story, user, words: correct(story, by=user, what=words),
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
            lambda story: not story.live or story.has_unpublished_changes,
            lambda story, user, words: publish_at_once(story, by=user, reason=words),
        ),
        Act(
            "withdraw",
            _("Take off"),
            _("The story leaves every page. Its address stays and answers with your reason."),
            _("Reason, shown to readers"),
            _("The story was taken off; its address says so."),
            "download",
            CHIEFS,
            lambda story: story.live,
            lambda story, user, words: withdraw(story, by=user, reason=words),
        ),
        Act(
            "bring-back",
            _("Bring back"),
            _("The last published version is live again at its old address."),
            "",
            _("The story is live again."),
            "undo",
            CHIEFS,
            lambda story: not story.live and story.version > 0,
            lambda story, user, words: bring_back(story, by=user),
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
            lambda story: bool(story.pk),
            lambda story, user, words: erase(story, by=user, reason=words),
        ),
    )
}
