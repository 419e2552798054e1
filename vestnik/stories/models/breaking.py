"""The breaking strip: one line in the header of every page, for as long as it is switched on."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from vestnik.changes.public import PublicModel
from vestnik.press import keys
from vestnik.stories.events import BreakingBegan, BreakingChanged, BreakingEnded

#: Signs that fit on two lines of a phone.
MOST_SIGNS = 140


class Breaking(PublicModel):
    """What the strip of one language says. Its words stay when it is switched off.

    `until`: from this moment it is not shown, though nobody switches it off.
    """

    appeared = BreakingBegan
    changed = BreakingChanged
    disappeared = BreakingEnded

    language = models.CharField(_("language"), max_length=10, primary_key=True)
    text = models.CharField(_("text"), max_length=MOST_SIGNS, blank=True)
    story = models.ForeignKey(
        "stories.Story",
        verbose_name=_("story"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    until = models.DateTimeField(_("until"), null=True, blank=True)
    live = models.BooleanField(_("shown"), default=False)

    class Meta(PublicModel.Meta):
        verbose_name = _("breaking strip")
        verbose_name_plural = _("breaking strips")

    def __str__(self) -> str:
        return f"{self.language}: {self.text}"

    def log_subject(self) -> str:
        return keys.row("breaking", self.pk)

    def public_keys(self) -> frozenset[str]:
        return frozenset({self.log_subject()}) if self.live else frozenset()
