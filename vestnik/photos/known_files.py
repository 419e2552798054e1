"""The public files of the library, for whoever copies the site: renditions of photos that readers may see."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from vestnik.photos.models import PhotoRendition
from vestnik.photos.specs import PUBLIC_SPECS
from vestnik.photos.storage import renditions
from vestnik.press.surfaces import Kind, Known

BATCH = 500


def known() -> Iterator[Known]:
    """Every public rendition with the file in which it lies."""
    storage, last = renditions(), 0
    while True:
        rows = PhotoRendition.objects.filter(pk__gt=last, filter_spec__in=PUBLIC_SPECS)
        found = list(rows.select_related("image").order_by("pk")[:BATCH])
        if not found:
            return
        for made in found:
            if made.image.is_public and made.image.rights_hold:
                path = f"{settings.MEDIA_URL}{made.file.name}"
                yield Known(path, Kind.FILE, Path(storage.path(made.file.name)))
        last = found[-1].pk
