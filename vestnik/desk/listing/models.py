"""What the list of stories keeps: views that somebody saved, and acts on many that can be undone."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from vestnik.kit import clock

#: Views that one person may save, and that all share.
MOST_OWN, MOST_SHARED = 20, 20


class SavedView(models.Model):
    """A way of looking at the list, under a name: its filters, as they stand in an address.

    A shared one is everybody's to look through; whoever saved it, or a chief editor, takes it away.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", editable=False
    )
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(max_length=1_000, blank=True)
    shared = models.BooleanField(_("for everybody"), default=False)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        indexes: ClassVar = (
            models.Index(fields=["owner", "id"], name="desk_views_of_one"),
            models.Index(fields=["id"], name="desk_views_of_all", condition=models.Q(shared=True)),
        )

    def __str__(self) -> str:
        return self.name


class Done(models.Model):
    """An act on many stories, kept for some minutes so that it can be undone.

    `before` has, by story, what the act changed and the version that it left: a story that somebody
    has saved since is left alone.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    act = models.CharField(max_length=20)
    at = models.DateTimeField(default=clock.instant, db_index=True)
    before = models.JSONField()
    undone = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("act on many stories")
        verbose_name_plural = _("acts on many stories")

    def __str__(self) -> str:
        return f"{self.act} {self.at:%H:%M}"
