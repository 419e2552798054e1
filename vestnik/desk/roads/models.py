"""Notices: what one colleague tells another about a story, and whether it was read."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.permissions import policy_registry

from vestnik.kit import clock
from vestnik.stories.models import Story


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices, newest first."""

    def unread(self) -> Self:
        """What its reader has not read yet. Of one person by `user.notices`, whose roles are read once."""
        return self.filter(read_at=None).order_by("-pk").select_related("story")

    def read(self) -> Self:
        """What its reader has read already."""
        return self.filter(read_at__isnull=False).order_by("-pk").select_related("story")

    def about(self, story: Story) -> Self:
        """What colleagues have told each other about a story."""
        return self.filter(story=story).order_by("-pk").select_related("to")


class Notice(models.Model):
    """One line to one colleague. Goes with its story or its reader; the act itself is in the audit trail."""

    class What(models.TextChoices):
        HANDED = "handed", _("handed over to you")
        RETURNED = "returned", _("returned with remarks")
        APPROVED = "approved", _("approved")
        WAITS = "waits", _("waits for you")
        FAILED = "failed", _("could not be published at its time")
        LATE = "late", _("was published late")
        CORRECTED = "corrected", _("corrected as you asked")
        DECLINED = "declined", _("not corrected as you asked")
        TOLD = "told", _("a word from a colleague")

    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    story = models.ForeignKey(Story, null=True, on_delete=models.CASCADE, related_name="notices")
    what = models.CharField(max_length=20, choices=What)
    text = models.TextField(blank=True, max_length=2_000)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(default=clock.instant)
    read_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Notice]] = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = (
            models.Index(
                fields=["to", "-id"],
                name="desk_notice_unread",
                condition=models.Q(read_at__isnull=True),
            ),
            models.Index(
                fields=["to", "-id"],
                name="desk_notice_read",
                condition=models.Q(read_at__isnull=False),
            ),
            models.Index(fields=["story", "-id"], name="desk_notice_of_story"),
        )

    @property
    def url(self) -> str:
        """Where its story is to be read: its editor is for those who may open it."""
        if self.story is None:
            return ""
        return self.story.edit_url() if self._opens() else self.story.address

    @property
    def headline(self) -> str:
        """What its story is called; empty where the row may hold a draft that is not the person's to read."""
        if self.story is None or not (self.story.live or self._opens()):
            return ""
        return self.story.headline

    def _opens(self) -> bool:
        """Whether its reader may open the story: who asked for a correction or handed it on may not."""
        policy = policy_registry.get_by_type(Story)
        return bool(policy.user_has_permission_for_instance(self.to, "change", self.story))

    def __str__(self) -> str:
        return f"{self.what} {self.story_id} → {self.to_id}"
