"""Where imported stories came from: what makes a second import change nothing."""

from __future__ import annotations

from django.db import models

from vestnik.kit import clock


class Origin(models.Model):
    """One name under which something outside is known: its address, its text, its headline.

    Several names may lead to one story. The row outlives the story: what was erased is not imported
    again.
    """

    key = models.CharField(max_length=64, unique=True)
    story = models.ForeignKey(
        "stories.Story", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=clock.instant)

    def __str__(self) -> str:
        return f"{self.key[:12]} → {self.story_id}"
