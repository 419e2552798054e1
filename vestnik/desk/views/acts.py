"""The page on which one act with a story is explained, given its words, and done."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from vestnik.accounts.models import User
from vestnik.desk.acts import ACTS
from vestnik.stories.errors import StoryError
from vestnik.stories.models import Story

LIST = "wagtailsnippets_stories_story:list"
EDIT = "wagtailsnippets_stories_story:edit"


@require_http_methods(["GET", "POST"])
def do_act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Explain the act, or do it. What the action refuses is said on the same page, nothing lost."""
    act = ACTS.get(name)
    if act is None:
        raise Http404
    if not isinstance(request.user, User) or not act.may(request.user):
        raise PermissionDenied
    story = get_object_or_404(Story, pk=pk)
    words = request.POST.get("words", "")[:2_000]
    if request.method == "POST":
        try:
            act.run(story, request.user, words)
        except StoryError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, str(act.done))
            still_there = Story.objects.filter(pk=pk).exists()
            return redirect(reverse(EDIT, args=[pk]) if still_there else reverse(LIST))
    context: dict[str, Any] = {
        "act": act,
        "story": story,
        "words": words,
        "back": reverse(EDIT, args=[pk]),
    }
    return TemplateResponse(request, "desk/act.html", context)
