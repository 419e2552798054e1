"""The acts of the log by name and in words."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

#: Wagtail's name of an act → the end of ours. What is not here is a part of another act.
_VERBS = {
    "wagtail.create": "create",
    "wagtail.edit": "edit",
    "wagtail.delete": "delete",
    "wagtail.publish": "publish",
    "wagtail.publish.scheduled": "publish",
    "wagtail.publish.schedule": "schedule",
    "wagtail.schedule.cancel": "unschedule",
    "wagtail.unpublish": "withdraw",
    "wagtail.unpublish.scheduled": "expire",
    "wagtail.lock": "lock",
    "wagtail.unlock": "unlock",
    "wagtail.revert": "revert",
    "wagtail.move": "move",
    "wagtail.reorder": "move",
    "wagtail.workflow.start": "submit",
    "wagtail.workflow.approve": "approve",
    "wagtail.workflow.reject": "return",
    "wagtail.workflow.cancel": "take_back",
    "wagtail.workflow.resume": "submit",
    "wagtail.apitoken.create": "token",
    "wagtail.apitoken.revoke": "token",
}
#: Models by the kind that an act is told of.
_KINDS = {
    "front": "page", "section": "page", "standingpage": "page", "page": "page",
    "topic": "subject", "storyline": "subject", "byline": "subject", "agency": "subject",
    "edition": "settings", "apitoken": "user",
}  # fmt: skip
Groups = tuple[tuple[Promise, dict[str, Promise]], ...]
GROUPS: Groups = (
    (_("Stories"), {
        "story.create": pgettext_lazy("act", "Begun"),
        "story.edit": pgettext_lazy("act", "Edited"),
        "story.revert": pgettext_lazy("act", "Old version restored"),
        "story.submit": pgettext_lazy("act", "Submitted"),
        "story.approve": pgettext_lazy("act", "Approved"),
        "story.return": pgettext_lazy("act", "Returned"),
        "story.take_back": pgettext_lazy("act", "Submission taken back"),
        "story.hand_over": pgettext_lazy("act", "Handed over"),
        "story.publish": pgettext_lazy("act", "Published"),
        "story.publish_silently": pgettext_lazy("act", "Published silently"),
        "story.schedule": pgettext_lazy("act", "Scheduled"),
        "story.reschedule": pgettext_lazy("act", "Schedule moved"),
        "story.unschedule": pgettext_lazy("act", "Schedule cancelled"),
        "story.correct": pgettext_lazy("act", "Corrected"),
        "story.ask_correction": pgettext_lazy("act", "Correction asked for"),
        "story.decline_correction": pgettext_lazy("act", "Correction declined"),
        "story.move": pgettext_lazy("act", "Moved to another section"),
        "story.withdraw": pgettext_lazy("act", "Taken off"),
        "story.bring_back": pgettext_lazy("act", "Brought back"),
        "story.expire": pgettext_lazy("act", "Taken off at its time"),
        "story.erase": pgettext_lazy("act", "Erased"),
        "story.lock": pgettext_lazy("act", "Locked"),
        "story.unlock": pgettext_lazy("act", "Unlocked"),
        "story.late": pgettext_lazy("act", "Published late by the clock"),
        "story.failed": pgettext_lazy("act", "Schedule failed"),
    }),
    (_("Fronts and pages"), {
        "page.create": pgettext_lazy("act", "Page begun"),
        "page.edit": pgettext_lazy("act", "Page edited"),
        "page.publish": pgettext_lazy("act", "Page published"),
        "page.schedule": pgettext_lazy("act", "Page scheduled"),
        "page.unschedule": pgettext_lazy("act", "Page's schedule cancelled"),
        "page.withdraw": pgettext_lazy("act", "Page taken off"),
        "page.move": pgettext_lazy("act", "Pages rearranged"),
        "breaking.show": pgettext_lazy("act", "Breaking strip on"),
        "breaking.end": pgettext_lazy("act", "Breaking strip off"),
    }),
    (_("Photos"), {
        "photo.create": pgettext_lazy("act", "Photo uploaded"),
        "photo.edit": pgettext_lazy("act", "Photo edited"),
        "photo.withdraw": pgettext_lazy("act", "Photo taken off"),
        "photo.delete": pgettext_lazy("act", "Photo deleted"),
    }),
    (_("Subjects"), {
        "subject.create": pgettext_lazy("act", "Subject added"),
        "subject.edit": pgettext_lazy("act", "Subject edited"),
        "address.create": pgettext_lazy("act", "Old address added"),
        "address.edit": pgettext_lazy("act", "Old address edited"),
    }),
    (_("Signing in"), {
        "user.sign_in": pgettext_lazy("act", "Signed in"),
        "user.sign_out": pgettext_lazy("act", "Signed out"),
        "user.wrong_password": pgettext_lazy("act", "Wrong password"),
        "user.wrong_code": pgettext_lazy("act", "Right password, wrong code"),
        "user.end_sessions": pgettext_lazy("act", "Sessions ended"),
        "user.new_password": pgettext_lazy("act", "New password by the link of a mail"),
        "user.add_factor": pgettext_lazy("act", "Second factor added"),
        "user.remove_factor": pgettext_lazy("act", "Second factor removed"),
        "user.take_factors": pgettext_lazy("act", "Second factor of somebody else taken away"),
        "group.demand_factor": pgettext_lazy("act", "Second factor demanded"),
        "group.release_factor": pgettext_lazy("act", "Second factor no longer demanded"),
        "user.invite": pgettext_lazy("act", "Invited"),
        "user.accept": pgettext_lazy("act", "Invitation accepted"),
    }),
    (_("People and settings"), {
        "user.create": pgettext_lazy("act", "User added"),
        "user.edit": pgettext_lazy("act", "User edited"),
        "user.delete": pgettext_lazy("act", "User deleted"),
        "user.roles": pgettext_lazy("act", "Roles changed"),
        "user.switch_on": pgettext_lazy("act", "User switched on"),
        "user.switch_off": pgettext_lazy("act", "User switched off"),
        "user.raise": pgettext_lazy("act", "Given every right"),
        "user.lower": pgettext_lazy("act", "Every right taken back"),
        "group.create": pgettext_lazy("act", "Role added"),
        "group.edit": pgettext_lazy("act", "Role edited"),
        "group.delete": pgettext_lazy("act", "Role deleted"),
        "settings.edit": pgettext_lazy("act", "Settings changed"),
    }),
)  # fmt: skip
#: How one comes in, by allauth's name.
PROOFS: dict[str, Promise] = {
    "password": pgettext_lazy("proof", "password"),
    "webauthn": pgettext_lazy("proof", "passkey"),
    "totp": pgettext_lazy("proof", "authenticator app"),
    "recovery_codes": pgettext_lazy("proof", "recovery code"),
}
WORDS: dict[str, Promise] = {act: words for _group, acts in GROUPS for act, words in acts.items()}


def act_name(instance: Model, action: str) -> str:
    """Our name of an act of Wagtail's; empty for what is no act of its own."""
    verb = _VERBS.get(action, "")
    kind = str(instance._meta.model_name)
    if verb == "publish" and getattr(instance, "published_silently", False):
        verb = "publish_silently"
    return f"{_KINDS.get(kind, kind)}.{verb}"[:40] if verb else ""


def proof_in_words(name: str) -> str:
    """A password, passkey or code, as an editor would say it."""
    return str(PROOFS.get(name, name))


def in_words(act: str) -> Any:
    """The act as an editor would say it; its name where nobody has said it."""
    return WORDS.get(act, act)
