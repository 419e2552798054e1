"""The forms of stories, subjects and addresses: say in the editor's language what the database would refuse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from vestnik.desk.writing.stopping import stops
from vestnik.kit import clock
from vestnik.kit.slugs import slugify
from vestnik.stories.actions.lead_on import destination, old_path
from vestnik.stories.errors import AddressRefused, AddressTaken
from vestnik.stories.models import Topic

#: Fields of which several are chosen out of many: found by writing (`writing/picking.js`).
PICKED = {"topics", "other_sections"}


class StoryForm(WagtailAdminModelForm):
    """Drafts save freely; what is to be published must be complete and obey the embargo."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in PICKED & self.fields.keys():
            self.fields[name].widget.attrs["data-picker"] = ""
        if "topics" in self.fields:
            # What is archived is offered only where it is chosen already.
            kept = [topic.pk for topic in self.instance.topics.all() if topic.archived]
            offered = Topic.objects.current()
            self.fields["topics"].queryset = (
                offered | Topic.objects.filter(pk__in=kept) if kept else offered
            )

    def is_valid(self) -> bool:
        valid = bool(super().is_valid())
        if valid and not self.is_deferred_validation:
            # Only now are the rows of bylines and sources known to be good.
            self.save(commit=False)
            for where, sentence in stops(self.instance):
                self.add_error(where if where in self.fields else None, sentence)
            valid = not self.errors
        return valid

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        # Deferred validation: a draft or an autosave (wagtail/admin/forms/models.py:142).
        if not self.is_deferred_validation:
            self._clean_for_readers(cleaned)
            self._obey_embargo(cleaned)
        return cleaned

    def _clean_for_readers(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("section") is None:
            self.add_error("section", ValidationError(_("Choose a section: readers look there.")))
        if not cleaned.get("body"):
            self.add_error("body", ValidationError(_("The story has no text yet.")))

    def _obey_embargo(self, cleaned: dict[str, Any]) -> None:
        """Publishing under an embargo becomes a schedule at its end, and Wagtail's message says so."""
        embargo = cleaned.get("embargo")
        if embargo is None or embargo <= clock.instant():
            return
        wish = cleaned.get("go_live_at")
        self.instance.go_live_at = max(wish, embargo) if wish else embargo
        cleaned["go_live_at"] = self.instance.go_live_at


class SubjectForm(WagtailAdminModelForm):
    """A topic, storyline, byline or agency: its name, and its own part of an address."""

    # In place of Wagtail's field, whose script silently makes "-" of Bulgarian words.
    slug = forms.CharField(
        label=_("Address"),
        max_length=100,
        required=False,
        help_text=_("The end of its page's address. Left empty, it is made from the name."),
        error_messages={"unique": AddressTaken.sentence},
    )

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        # One that it has already, from an import, may stay.
        return slug if slug == self.instance.slug else in_latin(slug)


class AgencyForm(SubjectForm):
    """An agency is known to the wire and to imports by its code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].error_messages["unique"] = _("Another agency has this code.")

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        return code if code == self.instance.code else in_latin(code)


def in_latin(text: str) -> str:
    """`text`, when it can stand in an address as it is; else an error that names what could."""
    right = slugify(text, limit=100)
    if text != right:
        raise ValidationError(
            _("Only small Latin letters, digits and hyphens may stand here, such as: %(right)s"),
            params={"right": right},
        )
    return text


class AddressForm(WagtailAdminModelForm):
    """An old address that leads on by hand. The site's own addresses can only be looked at."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.subject:
            for field in self.fields.values():
                field.disabled = True
        else:
            self.fields["target"].required = True

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if not self.instance.subject:
            self._put_right(cleaned, "path", old_path)
            self._put_right(
                cleaned, "target", lambda text: destination(text, of=cleaned.get("path", ""))
            )
        return cleaned

    def _put_right(self, cleaned: dict[str, Any], field: str, right: Callable[[str], str]) -> None:
        if field in cleaned:
            try:
                cleaned[field] = right(cleaned[field])
            except AddressRefused as refused:
                self.add_error(field, ValidationError(str(refused)))
