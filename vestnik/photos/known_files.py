"""The public files of the library, for whoever copies the site: renditions of photos that readers may see."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from vestnik.photos.models import Photo, PhotoRendition
from vestnik.photos.specs import PUBLIC_SPECS
from vestnik.photos.storage import renditions
from vestnik.press.surfaces import Kind, Known

BATCH = 1_000


def known() -> Iterator[Known]:
    """Every public rendition with the file in which it lies."""
    storage, last = renditions(), 0
    while True:
        # By their ids alone: asked for the specs too, a database sorts all renditions for each batch.
        rows = PhotoRendition.objects.filter(pk__gt=last).order_by("pk")
        found = list(rows.values_list("pk", "image_id", "filter_spec", "file")[:BATCH])
        if not found:
            return
        photos = Photo.objects.in_bulk({photo for _, photo, _, _ in found})
        shown = {pk for pk, photo in photos.items() if photo.is_public and photo.rights_hold}
        for _, photo, spec, name in found:
            if photo in shown and spec in PUBLIC_SPECS:
                yield Known(f"{settings.MEDIA_URL}{name}", Kind.FILE, Path(storage.path(name)))
        last = found[-1][0]
