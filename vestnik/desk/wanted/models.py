"""A correction that a colleague asks for: of which story, what is wrong, and what became of it."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from vestnik.kit import clock
from vestnik.stories.models import Story


class WantedQuerySet(models.QuerySet["CorrectionWanted"]):
    """Corrections asked for."""

    def waiting(self) -> Self:
        """What nobody has decided about, the oldest first; stories that were taken off wait, unseen."""
        found = self.filter(state=CorrectionWanted.State.OPEN, story__live=True).order_by("pk")
        return found.select_related("story").defer("story__body")

    def asked_by(self, user: object) -> Self:
        """What one person has asked for, the newest first."""
        found = self.filter(asker=user).order_by("-pk")
        return found.select_related("story").defer("story__body")


class CorrectionWanted(models.Model):
    """Newsroom only; the words go with the story when it is erased."""

    class State(models.TextChoices):
        OPEN = "open", _("waits")
        CORRECTED = "corrected", _("corrected")
        DECLINED = "declined", _("declined")

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    words = models.TextField(_("what is wrong"), max_length=2_000)
    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asker_name = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(default=clock.instant)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.OPEN)
    #: The correction as readers have it, or why it was declined.
    answer = models.TextField(blank=True, max_length=2_000)
    closed = models.DateTimeField(null=True)

    objects: ClassVar[Any] = WantedQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction asked for")
        verbose_name_plural = _("corrections asked for")
        indexes = (
            models.Index(fields=["id"], name="desk_wanted_open", condition=models.Q(state="open")),
            models.Index(fields=["asker", "-id"], name="desk_wanted_mine"),
        )

    def __str__(self) -> str:
        return self.words
