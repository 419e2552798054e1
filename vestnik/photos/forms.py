"""The photo's form: a picture put in the place of another is on the pages with the same commit."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from wagtail.images.forms import BaseImageForm

from vestnik.changes.announcing import gathering
from vestnik.photos.models import Photo


class PhotoForm(BaseImageForm):
    """Wagtail's (images/forms.py:59) deletes the old picture with its renditions and makes none anew."""

    #: The picture before the edit; Wagtail's base sets it.
    original_file: Any

    def save(self, commit: bool = True) -> Photo:
        old = self.original_file if commit and "file" in self.changed_data else None
        if old:
            # Wagtail's would delete the old original before anything is committed.
            self.original_file = None
        with gathering(), transaction.atomic():
            photo: Photo = super().save(commit=commit)
            if old:
                storage, name = old.storage, old.name
                photo.renditions.all().delete()
                transaction.on_commit(lambda: storage.delete(name))
            if commit and photo.in_use_since is not None:
                # A render makes no files: they are there before any page asks for them.
                photo.make_public_renditions()
        return photo
