"""Answers what the editor's form asks while it is being filled in: what the checks say of it now."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.datastructures import MultiValueDictKeyError
from wagtail.snippets.views.snippets import PreviewOnEditView

from vestnik.desk.views.stories import PreviewOnCreate, StoryDoor
from vestnik.desk.writing import checks
from vestnik.desk.writing.draft import Draft


class _Asked:
    """Wagtail's preview reads the form as it stands; here it is read, and nothing is kept of it."""

    request: HttpRequest
    object: Any
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form(request.POST)  # type: ignore[attr-defined]
        try:
            # Also what is not complete is looked at: it is being written.
            readable = self.validate_form(form)  # type: ignore[attr-defined]
        except MultiValueDictKeyError:
            # Not the editor's form: blocks say themselves how many they are.
            readable = False
        if not readable:
            return JsonResponse({"readable": False, "findings": []})
        found = checks.findings(Draft.of(form.save(commit=False)))
        return JsonResponse(
            {
                "readable": True,
                "findings": [
                    {"key": one.key, "level": one.level, "where": one.where, "text": one.text}
                    for one in found
                ],
            }
        )


class ChecksOfStory(_Asked, StoryDoor, PreviewOnEditView):
    """The checks of a story that is being edited."""


class ChecksOfNewStory(_Asked, PreviewOnCreate):
    """The checks of a story that nobody has saved yet."""
