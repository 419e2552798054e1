"""Published versions: what readers could read, and from when."""

from __future__ import annotations

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from vestnik.kit import clock


class CompactEncoder(DjangoJSONEncoder):
    """Cyrillic as itself: escaped it takes three times the room."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "ensure_ascii": False})


class StoryVersion(models.Model):
    """One publication of a story. Never a Wagtail revision, which purging and editors may remove."""

    story = models.ForeignKey("stories.Story", on_delete=models.DO_NOTHING, related_name="versions")
    number = models.PositiveIntegerField()
    at = models.DateTimeField(default=clock.instant)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=150, blank=True)
    hash = models.CharField(max_length=64)
    silent = models.BooleanField(default=False)
    content = models.JSONField(encoder=CompactEncoder)

    class Meta:
        ordering = ("number",)
        verbose_name = _("published version")
        constraints = (
            models.UniqueConstraint(fields=("story", "number"), name="stories_version_once"),
        )

    def __str__(self) -> str:
        return f"{self.story_id} v{self.number}"
