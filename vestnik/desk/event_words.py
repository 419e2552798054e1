"""What happened, in an editor's words, by the name that an event has in the change log."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Promise] = {
    "StoryWentLive": _("Published"),
    "StoryChanged": _("Changed"),
    "StoryWithdrawn": _("Taken off"),
    "StoryErased": _("Erased"),
    "CorrectionPublished": _("Corrected"),
    "SubjectAppeared": _("Added"),
    "SubjectChanged": _("Changed"),
    "SubjectArchived": _("Archived"),
    "PagePublished": _("Page published"),
    "PageChanged": _("Page changed"),
    "PageWithdrawn": _("Page taken off"),
    "SiteRearranged": _("Pages rearranged"),
    "EditionChanged": _("Settings changed"),
    "BreakingBegan": _("Breaking strip on"),
    "BreakingChanged": _("Breaking strip changed"),
    "BreakingEnded": _("Breaking strip off"),
    "AddressAnswers": _("Address changed"),
    "PhotoAppeared": _("Photo put to use"),
    "PhotoReplaced": _("Photo changed"),
    "PhotoWithdrawn": _("Photo taken off"),
    "ArchiveImported": _("Archive imported"),
    "TableWritten": _("Many rows changed"),
    "SiteMigrated": _("Site updated"),
}


def happened(event: str) -> Promise | str:
    """The words for an event; its name for one that is not known."""
    return WORDS.get(event, event)
