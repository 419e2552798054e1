"""One thing to come back to: the words of a story, the day, whose it is, and what came of it."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from vestnik.kit import clock
from vestnik.stories.models import Story


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    """Entries of the diary."""

    def waiting(self, *, of: Any = None) -> Self:
        """Open ones, of one person or of everybody, first the longest due."""
        found = self.filter(state=FollowUp.State.OPEN)
        return (found if of is None else found.filter(who=of)).order_by("due", "pk")

    def overdue(self, today: date) -> Self:
        """Whose day has passed."""
        return self.filter(due__lt=today)

    def due_on(self, today: date) -> Self:
        """Whose day it is."""
        return self.filter(due=today)

    def coming(self, today: date) -> Self:
        """Whose day is still ahead."""
        return self.filter(due__gt=today)


class FollowUp(models.Model):
    """An entry of the diary. Newsroom only: no reader sees any of it.

    `named` is the day that the words themselves name (None when an editor chose it), so that the same
    words are not suggested again after the day was moved, or after they were dismissed.
    """

    class Kind(models.TextChoices):
        PROMISE = "promise", _("promise")
        DEADLINE = "deadline", _("deadline")
        COURT = "court", _("court date")
        OTHER = "other", _("other")

    class State(models.TextChoices):
        OPEN = "open", _("waits")
        DONE = "done", _("followed up")
        DROPPED = "dropped", _("dropped")
        DISMISSED = "dismissed", _("suggestion dismissed")

    # With an erased story its words go too.
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    block = models.CharField(max_length=36, blank=True)
    words = models.CharField(_("words"), max_length=300)
    sentence = models.CharField(max_length=1_500, blank=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.OTHER)
    named = models.DateField(null=True)
    due = models.DateField(_("day"))
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    outcome = models.ForeignKey(
        Story, verbose_name=_("outcome"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    made = models.DateTimeField(default=clock.instant)
    closed = models.DateTimeField(null=True)

    #: How often readers have opened the story, in words; set by whoever shows it.
    opened = ""

    objects: ClassVar[Any] = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        constraints = (
            # None is no day twice: an editor may mark the same words for two days of his own.
            models.UniqueConstraint(fields=("story", "words", "named"), name="desk_followup_once"),
        )
        indexes = (
            models.Index(fields=["state", "due", "id"], name="desk_followup_due"),
            models.Index(fields=["who", "state", "due", "id"], name="desk_followup_mine"),
            models.Index(fields=["story", "state", "due", "id"], name="desk_followup_story"),
        )

    def __str__(self) -> str:
        return self.words
