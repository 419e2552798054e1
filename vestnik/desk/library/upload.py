"""Uploading many: each picture with what it says of itself, and with the photo it looks like."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import get_image_form, get_image_multi_form
from wagtail.images.views import multiple

from vestnik.photos.likeness import like
from vestnik.photos.models import Photo
from vestnik.photos.rights import warning_of

#: What is asked at the upload; the rest is on the photo's own page.
ASKED = (
    "caption", "description", "credit", "file_photo", "people", "place", "tags", "title", "encoding",
)  # fmt: skip
#: What the picture said and is only shown.
SHOWN = (
    "creator", "copyright_notice", "usage_terms", "taken_at", "source_type", "rights_from",
    "rights_until",
)  # fmt: skip


_Uploaded: Any = get_image_multi_form(Photo)
_New: Any = get_image_form(Photo)


class Short:
    """A photo's form with what is asked at the upload."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in [name for name in self.fields if name not in ("file", *ASKED)]:
            del self.fields[name]
        self.order_fields(("file", *ASKED))  # type: ignore[attr-defined]


class UploadedForm(Short, _Uploaded):
    """The words of a picture that was just uploaded."""


class NewForm(Short, _New):
    """A picture with its words, in the dialog of a story."""


class Facts:
    """What both views of the upload need: the form, and what stands beside it."""

    edit_form_template_name = "desk/library/upload_form.html"

    def get_edit_form_class(self) -> type[UploadedForm]:
        return UploadedForm


def facts_of(photo: Photo) -> list[tuple[str, Any]]:
    """What a picture said of itself beside its words, by the fields' names."""
    facts = []
    for name in SHOWN:
        value: Any = getattr(photo, name)
        if name == "source_type":
            value = photo.get_source_type_display()
        if value:
            field: Any = Photo._meta.get_field(name)
            facts.append((str(field.verbose_name), value))
    return facts


class Add(Facts, multiple.AddView):
    """Takes one picture after the other."""

    page_title = _("Add photos")
    template_name = "desk/library/add.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "collections": None,
            "most_pixels": settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS,
        }

    def get_invalid_response_data(self, form: Any) -> dict[str, Any]:
        # The script puts it into the page as HTML, and part of it may be a file's name.
        sentences = [conditional_escape(one) for one in form.errors["file"]]
        return {"success": False, "error_message": "\n".join(sentences)}

    def get_edit_object_form_context_data(self) -> dict[str, Any]:
        context: dict[str, Any] = super().get_edit_object_form_context_data()
        return context | {"facts": facts_of(self.object), "photo": self.object}

    def get_edit_object_response_data(self) -> dict[str, Any]:
        # Not Wagtail's, which knows only the very same file.
        data: dict[str, Any] = super(multiple.AddView, self).get_edit_object_response_data()
        alike = self._looks_like()
        if alike is None:
            return data | {"duplicate": False}
        words = {
            "photo": alike,
            "warning": warning_of(alike),
            "delete_action": reverse(self.delete_object_url_name, args=(self.object.pk,)),
        }
        shown = render_to_string("desk/library/looks_like.html", words, request=self.request)
        return data | {"duplicate": True, "confirm_duplicate_upload": shown}

    def _looks_like(self) -> Photo | None:
        others = Photo.objects.usable().exclude(pk=self.object.pk)
        same = others.filter(file_hash=self.object.file_hash).order_by("-pk").first()
        if same is not None:
            return same
        alike = like(self.object.likeness, without=self.object.pk)
        return others.filter(pk=alike[0]).first() if alike else None


class EditUploaded(Facts, multiple.EditView):
    """Takes the words of one picture."""
