"""Questions to the photo library."""

from __future__ import annotations

from typing import Any, Self

from wagtail.images.models import ImageQuerySet

from vestnik.changes.public import PublicQuerySet


class PhotoQuerySet(PublicQuerySet[Any], ImageQuerySet):
    """Photos."""

    def usable(self) -> Self:
        """Photos that may be shown: not withdrawn."""
        return self.filter(withdrawn_at=None)

    def in_use(self) -> Self:
        """Photos that readers may see, with a picture."""
        return self.usable().filter(in_use_since__isnull=False).exclude(file="")
