"""The forms of acts with a story: words for each that asks for some, and the fields of single acts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminDateTimeInput

from vestnik.accounts.models import User
from vestnik.accounts.roles import Role
from vestnik.desk.acts import Act
from vestnik.desk.roads.last_change import last_change
from vestnik.desk.roads.moments import FORMAT, MomentField
from vestnik.desk.roads.telling import STEPS, WRITERS
from vestnik.kit import sent
from vestnik.stories.models import Story

#: Characters that a reason or a correction may have.
MOST_WORDS = 2_000
#: Colleagues in the list of a hand-over.
_MOST_PEOPLE = 300
_TOO_LONG = {
    "max_length": _("At most %(limit_value)d characters; these are %(show_value)d."),
    "null_characters_not_allowed": _("There is a character in it that cannot be kept."),
}


def _text(label: Any, help_text: Any = "", *, rows: int = 2, required: bool = False) -> Any:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=MOST_WORDS,
        widget=AdminAutoHeightTextInput(attrs={"rows": rows}),
        error_messages=_TOO_LONG,
    )


class ActForm(forms.Form):
    """The words of an act, and which version of the story its doer has looked at."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    words = forms.CharField(
        max_length=MOST_WORDS,
        widget=AdminAutoHeightTextInput(attrs={"rows": 4, "autofocus": True}),
        error_messages=_TOO_LONG,
    )

    def __init__(self, act: Act, story: Story, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if act.words:
            self.fields["words"].label = str(act.words)
            self.fields["words"].error_messages["required"] = str(act.asks)
        else:
            del self.fields["words"]

    def clean_seen(self) -> int | None:
        seen: str = self.cleaned_data["seen"]
        if not seen:
            return None
        # What is no number is no version that there ever was.
        return sent.number(seen) or 0


class CorrectForm(ActForm):
    """What was wrong, why, and the words themselves; of a story just mended these are filled in."""

    why = _text(_("Why it went wrong, shown to readers"))
    before = _text(
        _("The wrong words"),
        _(
            "Readers see them struck out beside the right ones. The text itself is mended in the editor."
        ),
    )
    after = _text(_("The right words"))

    def __init__(self, act: Act, story: Story, *args: Any, **kwargs: Any) -> None:
        super().__init__(act, story, *args, **kwargs)
        if not self.is_bound:
            self.initial["before"], self.initial["after"] = last_change(story)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        before, after = cleaned.get("before", ""), cleaned.get("after", "")
        if before and before == after:
            self.add_error("after", _("These are the same words."))
        return cleaned


class MomentForm(ActForm):
    """When a story is to go out."""

    moment = MomentField(
        label=_("Moment"),
        help_text=_("By the newsroom's clock, to the second: 2025-12-07 18:30:00"),
        widget=AdminDateTimeInput(format=FORMAT),
        error_messages={
            "required": _("Write when."),
            "invalid": _("Write a day and an hour: 2025-12-07 18:30:00"),
        },
    )

    def __init__(self, act: Act, story: Story, *args: Any, **kwargs: Any) -> None:
        super().__init__(act, story, *args, **kwargs)
        waiting = story.scheduled_revision
        self.initial["moment"] = waiting.approved_go_live_at if waiting is not None else None


class HandOverForm(ActForm):
    """To whom, and with which message."""

    to = forms.ChoiceField(
        label=_("To whom"), error_messages={"required": _("Choose to whom.")}, choices=()
    )
    field_order = ("to", "words")

    def __init__(self, act: Act, story: Story, *args: Any, **kwargs: Any) -> None:
        super().__init__(act, story, *args, **kwargs)
        writers = [role.value for role in WRITERS]
        people = User.objects.filter(groups__name__in=writers, is_active=True).distinct()
        self._people = {str(user.pk): user for user in people.order_by("pk")[:_MOST_PEOPLE]}
        fields: dict[str, Any] = self.fields
        fields["to"].choices = [
            ("", "—"),
            (_("A step"), [(role.name, words) for role, words in STEPS.items()]),
            (_("A colleague"), sorted(
                ((pk, str(user)) for pk, user in self._people.items()), key=lambda one: one[1]
            )),
        ]  # fmt: skip

    def clean_to(self) -> User | Role:
        chosen: str = self.cleaned_data["to"]
        return self._people[chosen] if chosen in self._people else Role[chosen]


FORMS: dict[str, type[ActForm]] = {
    "": ActForm,
    "correct": CorrectForm,
    "moment": MomentForm,
    "hand-over": HandOverForm,
}


def form_of(act: Act) -> type[ActForm]:
    """The form that the act is given its words by."""
    return FORMS[act.form]
