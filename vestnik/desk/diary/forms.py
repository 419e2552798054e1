"""The forms of the diary: another day, a reason, an outcome."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminDateInput
from wagtail.snippets.widgets import AdminSnippetChooser

from vestnik.accounts.models import User
from vestnik.desk.views.choosers import choosable_by
from vestnik.stories.models import Story


class PostponeForm(forms.Form):
    """The new day."""

    due = forms.DateField(
        label=_("Come back on"),
        widget=AdminDateInput,
        error_messages={"required": _("Choose the day on which to come back.")},
    )


class DropForm(forms.Form):
    """Why nobody comes back to it."""

    reason = forms.CharField(
        label=_("Why it is dropped"),
        max_length=500,
        widget=AdminAutoHeightTextInput(attrs={"rows": 2}),
        error_messages={"required": _("Say why it is dropped: colleagues read it.")},
    )


class FinishForm(forms.Form):
    """The story that tells what came of it."""

    outcome = forms.ModelChoiceField(
        label=_("Outcome"),
        required=False,
        queryset=Story.objects.none(),
        help_text=_(
            "The story that tells what came of it. It becomes the next piece of the storyline."
        ),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=500,
        widget=AdminAutoHeightTextInput(attrs={"rows": 2}),
        help_text=_("What came of it, if there is no story about it."),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome: Any = self.fields["outcome"]
        outcome.queryset = choosable_by(user)
        outcome.widget = AdminSnippetChooser(Story)
        outcome.widget.choices = outcome.choices

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not cleaned.get("outcome") and not cleaned.get("note", "").strip():
            raise forms.ValidationError(_("Choose the story, or write what came of it."))
        return cleaned
