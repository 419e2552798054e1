"""The screens of corrections asked for: asking, the list, and deciding about one."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminAutoHeightTextInput

from vestnik.accounts.models import User
from vestnik.desk.acts import ACTS
from vestnik.desk.wanted import actions
from vestnik.desk.wanted.models import CorrectionWanted
from vestnik.kit import sent
from vestnik.stories.errors import StoryError
from vestnik.stories.models import Address, Story

#: Rows of a list.
ON_PAGE = 50
TITLE, ASK = _("Corrections asked for"), _("Ask for a correction")


def may_correct(user: object) -> bool:
    """Whether the person corrects stories himself, and so decides about what others ask for."""
    return ACTS["correct"].may(user)


class AskForm(forms.Form):
    """Which live story, and what is wrong in it."""

    address = forms.CharField(
        label=_("Address of the story"),
        max_length=500,
        help_text=_("As readers have it in their browser."),
    )
    words = forms.CharField(
        label=_("What is wrong"),
        max_length=2_000,
        widget=AdminAutoHeightTextInput(attrs={"rows": 4}),
        help_text=_(
            "And what is right, if you know it, with the source. Colleagues alone read it."
        ),
        error_messages={"required": _("Say what is wrong, and what is right if you know it.")},
    )

    def clean_address(self) -> Story:
        try:
            path = sent.text(unquote(urlsplit(self.cleaned_data["address"].strip()).path))
        except ValueError:
            # "http://[" is no address for Python.
            path = ""
        given = Address.objects.filter(path=path[:255]).first()
        kind, _colon, pk = (given.subject if given is not None else "").partition(":")
        found = Story.objects.live().defer("body").filter(pk=int(pk)) if kind == "story" else None
        story: Story | None = found.first() if found is not None else None
        if story is None:
            raise forms.ValidationError(_("No live story has this address."))
        return story


class DeclineForm(forms.Form):
    """Why nothing is corrected."""

    reason = forms.CharField(
        label=_("Why nothing is corrected"),
        max_length=2_000,
        widget=AdminAutoHeightTextInput(attrs={"rows": 2}),
        help_text=_("Whoever asked reads it."),
        error_messages={"required": _("Say why: whoever asked reads it.")},
    )


@require_safe
def wanted_list(request: HttpRequest) -> HttpResponse:
    """What waits, for those who may correct; for others what they have asked for themselves."""
    decides = may_correct(request.user)
    rows = CorrectionWanted.objects
    found = rows.waiting() if decides else rows.asked_by(request.user)
    context = {"decides": decides, "rows": found[:ON_PAGE], **_heading()}
    return TemplateResponse(request, "desk/wanted/list.html", context)


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a correction; whoever may correct is led to doing it."""
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    story = _named(request)
    if may_correct(user):
        act = story and reverse("desk_act", args=[story.pk, "correct"])
        return redirect(act or "desk_wanted")
    initial = {"address": story.full_url} if story is not None else None
    form = AskForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.ask(given["address"], by=user, words=given["words"])
        except StoryError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, gettext("Asked: it stands on the desk of the editors."))
            return redirect("desk_wanted")
    context = {
        "form": form,
        "media": form.media,
        "label": ASK,
        "back": reverse("desk_wanted"),
        **_heading(ASK),
    }
    return TemplateResponse(request, "desk/wanted/ask.html", context)


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them: the way to correcting, and declining with a reason."""
    user = request.user
    if not isinstance(user, User) or not may_correct(user):
        raise PermissionDenied
    with transaction.atomic():
        rows = CorrectionWanted.objects.select_for_update(of=("self",))
        wanted = get_object_or_404(rows.select_related("story").defer("story__body"), pk=pk)
        form = DeclineForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                actions.decline(wanted, by=user, reason=form.cleaned_data["reason"])
            except StoryError as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, gettext("Declined; whoever asked is told."))
                return redirect("desk_wanted")
    context = {
        "wanted": wanted,
        "waits": wanted.state == CorrectionWanted.State.OPEN,
        "form": form,
        "media": form.media,
        **_heading(wanted.story.headline),
    }
    return TemplateResponse(request, "desk/wanted/decide.html", context)


def _named(request: HttpRequest) -> Story | None:
    """The live story from whose line or editor one came."""
    pk = sent.number(request.GET.get("story", ""))
    if pk is None:
        return None
    story: Story | None = Story.objects.live().defer("body").filter(pk=pk).first()
    return story


def _heading(here: Any = "") -> dict[str, Any]:
    below = [{"url": "", "label": here}] if here else []
    return {
        "page_title": here or TITLE,
        "header_title": here or TITLE,
        "header_icon": "edit",
        "breadcrumbs_items": [
            *WagtailAdminTemplateMixin.breadcrumbs_items,
            {"url": reverse("desk_wanted") if here else "", "label": TITLE},
            *below,
        ],
    }
