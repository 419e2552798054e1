"""The screen of the breaking strip: one form for each language, one button to show it, one to end it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.snippets.widgets import AdminSnippetChooser

from vestnik.accounts.models import User
from vestnik.desk.views.choosers import choosable_by
from vestnik.kit import clock
from vestnik.stories import languages
from vestnik.stories.actions.breaking import end_breaking, show_breaking
from vestnik.stories.errors import StoryError
from vestnik.stories.models import Breaking, Story
from vestnik.stories.models.breaking import MOST_SIGNS

RIGHT = "stories.change_breaking"


class BreakingForm(forms.Form):
    """What the strip says, where it leads and when it ends by itself."""

    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=MOST_SIGNS,
        help_text=_("One line, at most 140 characters. Empty: the short headline of the story."),
    )
    story = forms.ModelChoiceField(
        label=_("Story"),
        required=False,
        queryset=Story.objects.none(),
        help_text=_(
            "The strip leads to it. Until the story is published the text stands without a link;"
            " when the story is taken off, the strip goes with it."
        ),
    )
    until = forms.DateTimeField(
        label=_("Until"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=_("The strip ends by itself at this moment. Empty: when you end it."),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        story: Any = self.fields["story"]
        story.queryset = choosable_by(user)
        story.widget = AdminSnippetChooser(Story)
        story.widget.choices = story.choices


@require_http_methods(["GET", "POST"])
def breaking_strip(request: HttpRequest, language: str = "") -> HttpResponse:
    """Show the strip's form, or do what its button says. What is refused is said on the same page."""
    user = request.user
    if not isinstance(user, User) or not user.has_perm(RIGHT):
        raise PermissionDenied
    language = language or languages.first()
    if language not in dict(settings.LANGUAGES):
        raise Http404
    strip = Breaking.objects.filter(pk=language).first()
    if request.method == "POST" and "end" in request.POST:
        end_breaking(language=language, by=user)
        messages.success(request, gettext("The breaking strip is off."))
        return redirect("desk_breaking", language)
    if request.method == "POST":
        form = BreakingForm(user, request.POST)
        if form.is_valid() and _shown(form, language, user):
            messages.success(request, gettext("The breaking strip is on: every page shows it."))
            return redirect("desk_breaking", language)
    else:
        kept = {} if strip is None else {"text": strip.text, "story": strip.story_id}
        if strip is not None and _is_on(strip):
            kept["until"] = strip.until
        form = BreakingForm(user, initial=kept)
    return TemplateResponse(request, "desk/breaking.html", _context(language, strip, form))


def _shown(form: BreakingForm, language: str, user: User) -> bool:
    try:
        show_breaking(language=language, by=user, **form.cleaned_data)
    except StoryError as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _is_on(strip: Breaking) -> bool:
    return strip.live and (strip.until is None or strip.until > clock.instant())


def _context(language: str, strip: Breaking | None, form: BreakingForm) -> dict[str, Any]:
    title = gettext("Breaking strip")
    others = [
        {
            "name": get_language_info(code)["name_translated"],
            "url": reverse("desk_breaking", args=[code]),
            "current": code == language,
        }
        for code, _name in settings.LANGUAGES
    ]
    return {
        "form": form,
        "media": form.media,
        "on": strip is not None and _is_on(strip),
        "strip": strip,
        "languages": [] if languages.only_one() else others,
        "page_title": title,
        "header_title": title,
        "header_icon": "warning",
        "breadcrumbs_items": [
            *WagtailAdminTemplateMixin.breadcrumbs_items,
            {"url": "", "label": title},
        ],
    }
