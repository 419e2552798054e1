"""The photo's form: a picture put in the place of another is on the pages with the same commit."""

from __future__ import annotations

import os
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm
from wagtail.images.widgets import AdminImageChooser

from vestnik.changes.announcing import gathering
from vestnik.photos import charsets, darkroom, metadata, specs
from vestnik.photos.errors import PictureRefused
from vestnik.photos.models import Photo


class PictureField(WagtailImageField):
    """Wagtail's opens a picture in this process, and measures it before asking whether it opens at all
    (images/fields.py:123). Ours has it examined in a process of its own."""

    def to_python(self, data: Any) -> Any:
        picture: Any = forms.FileField.to_python(self, data)
        if picture is None:
            return None
        self.check_image_file_size(picture)
        try:
            picture.facts = darkroom.examine(picture)
        except PictureRefused as refused:
            raise ValidationError(str(refused), refused.code) from refused
        self._check_name(picture.name, picture.facts.format)
        picture.seek(0)
        return picture

    def check_image_file_size(self, picture: Any) -> None:
        if picture.size > self.max_upload_size:
            sizes = {
                "file_size": filesizeformat(picture.size),
                "max_filesize": self.max_upload_size_text,
            }
            raise ValidationError(self.error_messages["file_too_large"] % sizes, "file_too_large")

    def _check_name(self, name: str, kind: str) -> None:
        extension = os.path.splitext(name)[1].lower().removeprefix(".")
        if {"jpg": "jpeg"}.get(extension, extension) != kind.lower():
            refused = PictureRefused("name", kind=kind, extension=extension[:10])
            raise ValidationError(str(refused), "invalid_image_known_format")


class PhotoForm(BaseImageForm):
    """Wagtail's (images/forms.py:59) deletes the old picture with its renditions and makes none anew."""

    #: The picture before the edit; Wagtail's base sets it.
    original_file: Any

    encoding = forms.ChoiceField(label=_("Read as"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("file")
        if isinstance(field, WagtailImageField):
            # The form is made by Wagtail's factory, the field by the model's: it is only replaced here.
            field.__class__ = PictureField
        for name in ("caption", "usage_terms"):
            if name in self.fields:
                self.fields[name].widget.attrs["rows"] = 3
        if "replacement" in self.fields:
            # Django's would offer every photo of the library in one list.
            self.fields["replacement"].widget = AdminImageChooser()
        if "rights_where" in self.fields:
            # An upload names no rights.
            self.fields["rights_where"].required = False
        if self.instance.read_as:
            self._offer_encodings(self.instance)
        else:
            del self.fields["encoding"]

    def _offer_encodings(self, photo: Photo) -> None:
        """Each encoding with what the text would be in it: whoever knows the words sees which is right."""
        field: Any = self.fields["encoding"]
        name, kept = next(iter(photo.undeclared.items()))
        field.choices = [
            (encoding, f"{encoding}: „{metadata.again(name, kept, encoding)[:80]}“")
            for encoding in dict.fromkeys((photo.read_as, *charsets.CHOICES))
        ]
        field.initial = self.initial["encoding"] = photo.read_as
        field.help_text = _(
            "The picture does not say in which encoding its text is written; it was read as "
            "%(encoding)s. If the letters are wrong, choose the line in which they are right. What you "
            "have changed by hand stays."
        ) % {"encoding": photo.read_as}
        self.order_fields(["file", "title", "encoding", *self.fields])

    def clean_rights_where(self) -> str:
        return self.cleaned_data["rights_where"] or self.instance.rights_where

    def save(self, commit: bool = True) -> Photo:
        old = self.original_file if commit and "file" in self.changed_data else None
        if old:
            # Wagtail's would delete the old original before anything is committed.
            self.original_file = None
        chosen = self.cleaned_data.get("encoding")
        if chosen and chosen != self.instance.read_as:
            self.instance.read_again_as(chosen)
        with gathering(), transaction.atomic():
            photo: Photo = super().save(commit=commit)
            if old:
                storage, name = old.storage, old.name
                # The public ones were made anew by the model; the newsroom's are when they are asked for.
                photo.renditions.exclude(filter_spec__in=specs.PUBLIC_SPECS).delete()
                transaction.on_commit(lambda: storage.delete(name))
            if commit and "tags" in self.changed_data:
                # They are written after the photo.
                photo.write_words()
            if commit and photo.in_use_since is not None:
                photo.make_public_renditions()
        return photo
