"""The screen „For follow-up“, and the pages on which an entry is followed up, moved or dropped."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from vestnik.accounts.models import User
from vestnik.desk.diary import actions
from vestnik.desk.diary.forms import DropForm, FinishForm, PostponeForm
from vestnik.desk.diary.lists import ON_PAGE, parts
from vestnik.desk.diary.models import FollowUp
from vestnik.desk.diary.rights import entry_of, may_open, opens_all
from vestnik.stories.errors import StoryError

TITLE = _("For follow-up")
LABELS = {
    "done": _("Followed up"),
    "postpone": _("Another day"),
    "drop": _("Drop"),
}


@require_safe
def diary(request: HttpRequest) -> HttpResponse:
    """What to come back to: overdue, today, coming; mine, or everybody's."""
    user = request.user
    if not isinstance(user, User) or not may_open(user):
        raise PermissionDenied
    everybody = opens_all(user) and request.GET.get("who") == "all"
    return TemplateResponse(
        request,
        "desk/diary/list.html",
        {
            "parts": parts(user, everybody=everybody),
            "everybody": everybody,
            "may_see_all": opens_all(user),
            "on_page": ON_PAGE,
            **_heading([]),
        },
    )


@require_http_methods(["GET", "POST"])
def entry_act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Follow one up, move it or drop it. What is refused is said on the same page."""
    with transaction.atomic():
        user, entry = entry_of(request.user, pk)
        form = _form(act, user, entry, request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid() and _done(act, entry, form, request):
            return redirect("desk_diary")
    return TemplateResponse(
        request,
        "desk/diary/act.html",
        {
            "entry": entry,
            "form": form,
            "media": form.media,
            "label": LABELS[act],
            "serious": act == "drop",
            "back": reverse("desk_diary"),
            **_heading([{"url": "", "label": LABELS[act]}]),
        },
    )


def _form(act: str, user: User, entry: FollowUp, data: Any) -> forms.Form:
    if act == "postpone":
        return PostponeForm(data, initial={"due": entry.due})
    return DropForm(data) if act == "drop" else FinishForm(user, data)


def _done(act: str, entry: FollowUp, form: forms.Form, request: HttpRequest) -> bool:
    user, given = request.user, form.cleaned_data
    assert isinstance(user, User)
    try:
        if act == "postpone":
            actions.postpone(entry, to=given["due"])
            said = gettext("The entry comes back on the new day.")
        elif act == "drop":
            actions.drop(entry, by=user, reason=given["reason"])
            said = gettext("The entry was dropped.")
        else:
            outcome = given["outcome"]
            joined = actions.finish(entry, by=user, outcome=outcome, note=given["note"])
            said = gettext("The entry was followed up.")
            if joined:
                said = gettext("Followed up: the outcome is the next piece of the storyline.")
            elif outcome is not None:
                said = gettext(
                    "Followed up, and the outcome is noted. The two stories are not in one storyline:"
                    " one is locked, or in another storyline, or your role does not permit it."
                )
    except StoryError as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, said)
    return True


def _heading(more: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "page_title": TITLE,
        "header_title": TITLE,
        "header_icon": "calendar-check",
        "breadcrumbs_items": [
            *WagtailAdminTemplateMixin.breadcrumbs_items,
            {"url": reverse("desk_diary") if more else "", "label": TITLE},
            *more,
        ],
    }
