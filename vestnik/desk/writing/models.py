"""The editor's tables: rules before publication, notes to colleagues, the newsroom's own words.

No reader sees anything of them, so they are plain models.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class CheckRule(models.Model):
    """How the newsroom wants one check (`checks.CHECKS`); without a row it is as we ship it."""

    class Level(models.TextChoices):
        OFF = "off", _("not looked for")
        WARNS = "warns", _("warns")
        BLOCKS = "blocks", _("blocks")

    key = models.CharField(max_length=40, unique=True)
    level = models.CharField(max_length=6, choices=Level)
    #: Characters; None where the check counts nothing.
    limit = models.PositiveSmallIntegerField(null=True)

    class Meta:
        verbose_name = _("rule before publication")
        verbose_name_plural = _("rules before publication")

    def __str__(self) -> str:
        return self.key


class Note(models.Model):
    """What one colleague says to the others about a story, or about one block of its body."""

    story = models.ForeignKey("stories.Story", on_delete=models.CASCADE, related_name="+")
    #: The id of the block of the body; "" is the whole story.
    block = models.CharField(max_length=36, blank=True)
    text = models.TextField(max_length=2_000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: As it was then: a colleague who leaves still has said it.
    author_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.CharField(max_length=150, blank=True)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        indexes = (models.Index(fields=["story", "id"], name="desk_note_of_story"),)

    def __str__(self) -> str:
        return self.text[:60]


class OwnWord(models.Model):
    """A word that the newsroom spells like this, though no dictionary has it."""

    language = models.CharField(max_length=10)
    word = models.CharField(max_length=60)
    added_by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("word of our own")
        verbose_name_plural = _("words of our own")
        constraints = (
            models.UniqueConstraint(fields=["language", "word"], name="desk_own_word_once"),
        )

    def __str__(self) -> str:
        return self.word
