"""What the newsroom keeps of revisions beside Wagtail: who made them where, and names given to them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from vestnik.kit import clock


class Hand(models.Model):
    """How one revision came about.

    `window` names the window that saves it, which alone may go on writing in it, until `opened_at`:
    whoever begins to edit from a revision merges against it later, so from then on it stays as it is.
    One that is `aside` was written while somebody else saved: it is in no line of drafts, and began
    as `base` (None: as the story's first).
    """

    revision = models.OneToOneField(
        "wagtailcore.Revision", on_delete=models.CASCADE, primary_key=True, related_name="hand"
    )
    window = models.CharField(max_length=36, blank=True)
    began_at = models.DateTimeField(default=clock.instant)
    opened_at = models.DateTimeField(null=True)
    aside = models.BooleanField(default=False)
    base = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.revision_id} {self.window}"


class NamedVersion(models.Model):
    """A name that somebody gave to a revision, which is then kept for good."""

    story = models.ForeignKey(
        "stories.Story", on_delete=models.DO_NOTHING, related_name="named_versions"
    )
    # Wagtail's purge of old revisions leaves those that are protected.
    revision = models.OneToOneField(
        "wagtailcore.Revision", on_delete=models.PROTECT, related_name="named_version"
    )
    name = models.CharField(_("name"), max_length=120)
    at = models.DateTimeField(default=clock.instant)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        verbose_name = _("named version")
        verbose_name_plural = _("named versions")
        indexes = (models.Index(fields=["story", "-revision"], name="stories_named_newest"),)
        constraints = (
            models.CheckConstraint(name="stories_named_has_a_name", condition=~models.Q(name="")),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name = " ".join(self.name.split())
        super().save(*args, **kwargs)
