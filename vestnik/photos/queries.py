"""Questions to the photo library."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Self

from django.db import transaction
from wagtail.images.models import ImageQuerySet

from vestnik.changes.public import PublicQuerySet
from vestnik.kit import clock
from vestnik.photos import words
from vestnik.photos.rights import SOON


class PhotoQuerySet(PublicQuerySet[Any], ImageQuerySet):
    """Photos."""

    def update(self, **values: Any) -> int:
        if not words.INDEXED.intersection(values):
            return super().update(**values)
        with transaction.atomic(savepoint=False):
            pks = list(self.order_by().values_list("pk", flat=True))
            count = super().update(**values)
            self._write_words(pks)
        return count

    update.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> list[Any]:
        with transaction.atomic(savepoint=False):
            written = super().bulk_create(objs, *args, **kwargs)
            words.write([photo for photo in written if photo.pk is not None])
        return written

    def _write_words(self, pks: list[int]) -> None:
        for some in words.batches(pks):
            photos = list(self.model._base_manager.filter(pk__in=some).prefetch_related("tags"))
            words.write(photos, {one.pk: [tag.name for tag in one.tags.all()] for one in photos})

    def usable(self) -> Self:
        """Photos that may be shown: not withdrawn."""
        return self.filter(withdrawn_at=None)

    def in_use(self) -> Self:
        """Photos that readers may see, with a picture."""
        return self.usable().filter(in_use_since__isnull=False).exclude(file="")

    def with_files_after_their_rights(self) -> Self:
        """Photos whose rights end or have ended and whose public files are still there; first ends first."""
        bounded = self.filter(rights_until__isnull=False, rights_ended_at=None)
        return bounded.order_by("rights_until")

    def expiring_soon(self, within: timedelta = SOON) -> Self:
        """Photos in use whose right ends within a time from now, the next end first. For the newsroom."""
        now = clock.instant()
        ending = self.filter(rights_until__gt=now, rights_until__lte=now + within)
        return ending.filter(withdrawn_at=None, in_use_since__isnull=False).order_by("rights_until")
