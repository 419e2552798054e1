"""The photo's form: a picture put in the place of another is on the pages with the same commit."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from vestnik.changes.announcing import gathering
from vestnik.photos.models import Photo


class PictureField(WagtailImageField):
    """Wagtail's measures a picture before asking whether it opens at all (images/fields.py:123)."""

    def to_python(self, data: Any) -> Any:
        try:
            return super().to_python(data)
        except (OSError, SyntaxError, ValueError, EOFError) as broken:
            raise ValidationError(self.error_messages["invalid_image"], "invalid_image") from broken


class PhotoForm(BaseImageForm):
    """Wagtail's (images/forms.py:59) deletes the old picture with its renditions and makes none anew."""

    #: The picture before the edit; Wagtail's base sets it.
    original_file: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("file")
        if isinstance(field, WagtailImageField):
            # The form is made by Wagtail's factory, the field by the model's: it is only replaced here.
            field.__class__ = PictureField

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
