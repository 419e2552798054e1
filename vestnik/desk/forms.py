"""The forms of stories and addresses: say in the editor's language what the database would refuse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from vestnik.kit import clock
from vestnik.stories.actions.lead_on import destination, old_path
from vestnik.stories.errors import AddressRefused


class StoryForm(WagtailAdminModelForm):
    """Drafts save freely; what is to be published must be complete and obey the embargo."""

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
