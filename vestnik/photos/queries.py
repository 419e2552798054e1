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
