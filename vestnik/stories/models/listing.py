"""Which live story lies in which list, and where: the one index behind every list of stories."""

from __future__ import annotations

from typing import Any

from django.db import models

from vestnik.changes.public import PublicModel
from vestnik.press import keys
from vestnik.stories.events import StoryChanged


class Listing(PublicModel):
    """A live story's place in one list, named by the list's key ("section:7:bg/list").

    Derived: `Story` keeps it in the same write. With it each page of any list, by section, topic, day
    or anything else, is one short walk along one index, at any size of the archive.
    """

    appeared = changed = disappeared = StoryChanged
    key_fields = {"list": str}

    id = models.BigAutoField(primary_key=True)
    list = models.CharField(max_length=60)
    story = models.ForeignKey("stories.Story", on_delete=models.DO_NOTHING, related_name="listings")
    dated = models.DateTimeField()

    class Meta(PublicModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=("story", "list"), name="stories_listing_once"),
        )
        indexes = (
            models.Index(fields=["list", "-dated", "-story"], name="stories_listing_newest"),
        )

    def __str__(self) -> str:
        return f"{self.list}: {self.story_id}"

    @classmethod
    def key_of(cls, pk: Any) -> str | None:
        return None

    @classmethod
    def kinds(cls) -> frozenset[str]:
        return frozenset({"story"})

    def log_subject(self) -> str:
        return keys.row("story", self.story_id)

    def public_keys(self) -> frozenset[str]:
        return frozenset({self.list, self.log_subject()})
