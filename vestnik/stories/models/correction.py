"""Corrections: what was wrong in a live story, kept for good."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from vestnik.changes.public import PublicManager, PublicModel, PublicQuerySet
from vestnik.kit import clock
from vestnik.press import keys
from vestnik.stories.events import CorrectionPublished


class CorrectionQuerySet(PublicQuerySet[Any]):
    """Corrections."""

    def newest(self, language: str) -> Self:
        """The newest corrections of stories in one language, also of stories that are not live.

        Those are left out by whoever shows them: their rows, once read, tell when they come back.
        """
        return (
            self.covered_by(keys.corrections(language))
            .filter(language=language)
            .order_by("-at", "-pk")
            .select_related("story")
        )


class CorrectionManager(PublicManager.from_queryset(CorrectionQuerySet)):  # type: ignore[misc]
    """The manager of corrections."""


class Correction(PublicModel):
    """One correction. A table of its own, written by an action: a revert must not delete it."""

    appeared = changed = disappeared = CorrectionPublished

    # SET_NULL: the row outlives its story only while that is being erased.
    story = models.ForeignKey(
        "stories.Story", null=True, on_delete=models.SET_NULL, related_name="corrections"
    )
    # The story's, which never changes: the page of corrections walks along it.
    language = models.CharField(max_length=10, editable=False)
    at = models.DateTimeField(default=clock.instant)
    what = models.TextField(_("what was wrong and what is right"))
    why = models.TextField(_("why"), blank=True)
    before = models.TextField(_("before"), blank=True)
    after = models.TextField(_("after"), blank=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=150, blank=True)

    objects: ClassVar[CorrectionManager] = CorrectionManager()

    class Meta(PublicModel.Meta):
        ordering = ("at", "pk")
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        indexes = (
            models.Index(fields=["language", "-at", "-id"], name="stories_correction_newest"),
        )
        constraints = (
            models.CheckConstraint(
                name="stories_correction_language", condition=~models.Q(language="")
            ),
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
        return self.story.public_keys() | {keys.corrections(self.language)}

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.story is not None:
            self.language = self.story.language
        super().save(*args, **kwargs)
