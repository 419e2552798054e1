"""The ordered children of a story: its bylines and its sources."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from vestnik.changes.public import PublicModel
from vestnik.press import keys
from vestnik.stories.events import StoryChanged


class StoryPart(PublicModel, Orderable):
    """A child row, written by `Story.save()`; written alone it announces its story."""

    appeared = changed = disappeared = StoryChanged

    class Meta(PublicModel.Meta):
        abstract = True
        ordering = ("sort_order",)

    @classmethod
    def key_of(cls, pk: Any) -> str | None:
        return None

    @classmethod
    def kinds(cls) -> frozenset[str]:
        return frozenset({"story"})

    def log_subject(self) -> str:
        return keys.row("story", self.story_id)

    def public_keys(self) -> frozenset[str]:
        # From the database: in memory the parent may be a draft.
        from vestnik.stories.models.story import Story

        story = Story.stored(self.story_id)
        return story.public_keys() if story is not None else frozenset()


class StoryByline(StoryPart):
    """One signature under a story, in order."""

    story = ParentalKey("stories.Story", on_delete=models.DO_NOTHING, related_name="story_bylines")
    byline = models.ForeignKey(
        "stories.Byline",
        verbose_name=_("byline"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    panels = (FieldPanel("byline"),)

    class Meta(StoryPart.Meta):
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")


class StorySource(StoryPart):
    """One link of the chain from the news to us: an agency that we carry, or that is cited.

    `item` and `item_version` name the wire item when the story was made from one.
    """

    class Role(models.TextChoices):
        CARRIED = "carried", _("carried")
        CITED = "cited", _("cited")

    story = ParentalKey("stories.Story", on_delete=models.DO_NOTHING, related_name="story_sources")
    agency = models.ForeignKey(
        "stories.Agency",
        verbose_name=_("agency"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    role = models.CharField(_("role"), max_length=7, choices=Role, default=Role.CARRIED)
    item = models.CharField(_("wire item"), max_length=200, blank=True)
    item_version = models.CharField(_("version"), max_length=20, blank=True)

    panels = (FieldPanel("agency"), FieldPanel("role"))

    class Meta(StoryPart.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = (
            models.CheckConstraint(
                name="stories_source_role", condition=models.Q(role__in=("carried", "cited"))
            ),
        )
