"""Corrections: what was wrong in a live story, kept for good."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from vestnik.changes.public import PublicModel
from vestnik.kit import clock
from vestnik.press import keys
from vestnik.stories.events import CorrectionPublished


class Correction(PublicModel):
    """One correction. A table of its own, written by an action: a revert must not delete it."""

    appeared = changed = disappeared = CorrectionPublished

    # SET_NULL: the row outlives its story only while that is being erased.
    story = models.ForeignKey(
        "stories.Story", null=True, on_delete=models.SET_NULL, related_name="corrections"
    )
    at = models.DateTimeField(default=clock.instant)
    what = models.TextField(_("what was wrong and what is right"))
    why = models.TextField(_("why"), blank=True)
    before = models.TextField(_("before"), blank=True)
    after = models.TextField(_("after"), blank=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=150, blank=True)

    class Meta(PublicModel.Meta):
        ordering = ("at", "pk")
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        constraints = (
            models.CheckConstraint(
                name="stories_correction_says_what", condition=~models.Q(what="")
            ),
        )

    def __str__(self) -> str:
        return self.what[:80]

    @classmethod
    def key_of(cls, pk: Any) -> str | None:
        return None

    @classmethod
    def kinds(cls) -> frozenset[str]:
        return frozenset({"story"})

    def log_subject(self) -> str:
        return keys.row("story", self.story_id)

    def public_keys(self) -> frozenset[str]:
        if self.story is None or not self.story.live:
            return frozenset()
        return self.story.public_keys()
