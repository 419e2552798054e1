"""The page on which one act with a story is explained, given its words, and done."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminAutoHeightTextInput

from vestnik.accounts.models import User
from vestnik.desk.acts import ACTS, Act, in_words
from vestnik.stories.errors import StoryError
from vestnik.stories.models import Story

LIST = "wagtailsnippets_stories_story:list"
EDIT = "wagtailsnippets_stories_story:edit"
#: Characters that a reason or a correction may have.
MOST_WORDS = 2_000


class ActForm(forms.Form):
    """The words of an act, and which version of the story its doer has looked at."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    words = forms.CharField(
        max_length=MOST_WORDS,
        widget=AdminAutoHeightTextInput(attrs={"rows": 4, "autofocus": True}),
        error_messages={
            "max_length": _("At most %(limit_value)d characters; these are %(show_value)d."),
            "null_characters_not_allowed": _("There is a character in it that cannot be kept."),
        },
    )

    def __init__(self, act: Act, *args: Any, **kwargs: Any) -> None:
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
        return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 19 else 0


@require_http_methods(["GET", "POST"])
def do_act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Explain the act, or do it. What is refused is said on the same page, nothing typed is lost."""
    act = ACTS.get(name)
    if act is None:
        raise Http404
    if not isinstance(request.user, User) or not act.may(request.user):
        raise PermissionDenied
    story = get_object_or_404(Story, pk=pk)
    if request.method == "POST":
        form = ActForm(act, request.POST)
        if form.is_valid() and _done(act, pk, request.user, form):
            left = Story.objects.filter(pk=pk).first()
            messages.success(request, act.outcome(left))
            return redirect(reverse(EDIT, args=[pk]) if left is not None else reverse(LIST))
    else:
        form = ActForm(act, initial={"seen": story.latest_revision_id})
    return TemplateResponse(request, "desk/act.html", _context(act, story, form))


def _done(act: Act, pk: int, user: User, form: ActForm) -> bool:
    """Do it in one transaction with the row locked: of two at the same moment one comes second."""
    try:
        with transaction.atomic():
            story = get_object_or_404(Story._base_manager.select_for_update(), pk=pk)
            words, seen = form.cleaned_data.get("words", ""), form.cleaned_data["seen"]
            act.do(story, by=user, words=words, seen=seen)
    except StoryError as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _context(act: Act, story: Story, form: ActForm) -> dict[str, Any]:
    back = reverse(EDIT, args=[story.pk])
    latest = story.latest_revision if act.follows_the_draft else None
    return {
        "act": act,
        "story": story,
        "form": form,
        "latest": latest,
        "saved": in_words(latest.created_at) if latest is not None else "",
        "hindrance": "" if form.is_bound else act.hindrance(story),
        "back": back,
        "page_title": act.label,
        "page_subtitle": story.headline,
        "header_title": f"{act.label}: {story.headline}",
        "header_icon": act.icon,
        "breadcrumbs_items": [
            *WagtailAdminTemplateMixin.breadcrumbs_items,
            {"url": reverse(LIST), "label": gettext("Stories")},
            {"url": back, "label": story.headline},
            {"url": "", "label": act.label},
        ],
    }
