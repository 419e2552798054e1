"""The page on which one act with a story is explained, given its words, and done."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import policy_registry

from vestnik.accounts.models import User
from vestnik.desk.acts import ACTS, Act, in_words
from vestnik.desk.roads.models import Notice
from vestnik.desk.views.act_forms import ActForm, form_of
from vestnik.stories.errors import StoryError
from vestnik.stories.models import Story

LIST = "wagtailsnippets_stories_story:list"
EDIT = "wagtailsnippets_stories_story:edit"
#: Notices of a story that are shown with a hand-over.
_MOST_TOLD = 20


@require_http_methods(["GET", "POST"])
def do_act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Explain the act, or do it. What is refused is said on the same page, nothing typed is lost."""
    act = ACTS.get(name)
    if act is None:
        raise Http404
    if not isinstance(request.user, User) or not act.may(request.user):
        raise PermissionDenied
    story = get_object_or_404(Story, pk=pk)
    policy = policy_registry.get(story)
    if not policy.user_has_permission_for_instance(request.user, "change", story):
        raise PermissionDenied
    if request.method == "POST":
        form = form_of(act)(act, story, request.POST)
        if form.is_valid() and _done(act, pk, request.user, form):
            left = Story.objects.filter(pk=pk).first()
            messages.success(
                request, format_html("{}{}", act.outcome(left), _undoing(request, act, left))
            )
            return redirect(_next(request.user, policy, left))
    else:
        form = form_of(act)(act, story, initial={"seen": story.latest_revision_id})
    return TemplateResponse(request, "desk/act.html", _context(act, story, form))


def _next(user: User, policy: Any, left: Story | None) -> str:
    """Back to the story; to the list when it is gone, or is another's now."""
    if left is None or not policy.user_has_permission_for_instance(user, "change", left):
        return reverse(LIST)
    return reverse(EDIT, args=[left.pk])


def _undoing(request: HttpRequest, act: Act, left: Story | None) -> SafeString:
    """A button that undoes the act, for whoever may."""
    undo = ACTS.get(act.undo)
    if undo is None or left is None or not undo.may(request.user) or not undo.offered(left):
        return SafeString("")
    return render_to_string(
        "desk/undo.html", {"act": undo, "story": left, "request": request}, request
    )


def _done(act: Act, pk: int, user: User, form: ActForm) -> bool:
    """Do it in one transaction with the row locked: of two at the same moment one comes second."""
    try:
        with transaction.atomic():
            story = get_object_or_404(Story._base_manager.select_for_update(), pk=pk)
            act.do(story, by=user, **{"words": "", **form.cleaned_data})
    except StoryError as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _context(act: Act, story: Story, form: ActForm) -> dict[str, Any]:
    back = reverse(EDIT, args=[story.pk])
    latest = story.latest_revision if act.follows_the_draft else None
    told = Notice.objects.about(story)[:_MOST_TOLD] if act.form == "hand-over" else ()
    return {
        "told": told,
        "media": form.media,
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
