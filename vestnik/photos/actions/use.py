"""Putting photos to use on public pages, and taking them off for good."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from vestnik.changes import audit
from vestnik.changes.announcing import gathering
from vestnik.kit import clock
from vestnik.photos.events import PhotoWithdrawn
from vestnik.photos.models import Photo


def put_to_use(photo_ids: Iterable[int]) -> None:
    """Mark photos as shown to readers and make their public renditions, before the page needs them."""
    for photo in Photo.objects.usable().filter(pk__in=set(photo_ids)):
        photo.put_to_use()


def withdraw(photo: Photo, *, reason: str) -> None:
    """Take a photo off every page and delete its renditions; original and record stay."""
    if not reason.strip():
        raise ValueError("Withdrawing a photo needs a reason.")
    with gathering(PhotoWithdrawn(photo.log_subject())):
        files = [rendition.file for rendition in photo.renditions.all()]
        photo.withdrawn_at = clock.instant()
        photo.save(update_fields=["withdrawn_at"])
        photo.renditions.all().delete()
        audit.record("photo.withdraw", photo.log_subject(), reason=reason)
        # Files have no transactions: they go only when it is certain that the rows are gone.
        transaction.on_commit(lambda: [file.storage.delete(file.name) for file in files])
