"""Public addresses over HTTP: finds what lies there and renders it in the language it is written in."""

from __future__ import annotations

import mimetypes
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http import HttpResponsePermanentRedirect as PermanentRedirect
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.http import require_safe

from vestnik.stories import languages, pages
from vestnik.stories.routing import Found, Gone, Moved, Nothing, resolve

#: Readers revalidate at each visit; a page is served stale only when the site cannot answer.
CACHE_CONTROL = "public, max-age=0, stale-if-error=86400"


@require_safe
def page(request: HttpRequest, path: str) -> HttpResponse:
    """Any public address that is not a file."""
    found = resolve(f"/{path}")
    if isinstance(found, Moved):
        response: HttpResponse = PermanentRedirect(found.path)
    elif isinstance(found, Gone):
        language = languages.first()
        context = pages.gone_context(found.address, language)
        response = render("stories/gone.html", context, language, status=410)
    elif isinstance(found, Nothing):
        return nothing_there(found.language)
    else:
        template, context = _show(found)
        response = render(template, context, found.language)
    response["Cache-Control"] = CACHE_CONTROL
    return response


def _show(found: Found) -> tuple[str, dict[str, Any]]:
    match found.kind:
        case "front":
            return "stories/front.html", pages.front_context(found.shown)
        case "section":
            return "stories/section.html", pages.section_context(found.shown)
        case "story":
            return "stories/story.html", pages.story_context(found.shown)
        case "day":
            return "stories/day.html", pages.day_context(found.shown, found.language)
        case _:
            return "stories/standing.html", pages.standing_context(found.shown)


def render(
    template: str, context: dict[str, Any], language: str, status: int = 200
) -> HttpResponse:
    """A page in one language; nothing of the request takes part."""
    with translation.override(language):
        html = render_to_string(template, context)
    return HttpResponse(html, status=status, headers={"Content-Language": language})


def nothing_there(language: str) -> HttpResponse:
    """The 404 that helps."""
    response = render(
        "stories/not_found.html", pages.not_found_context(language), language, status=404
    )
    response["Cache-Control"] = CACHE_CONTROL
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler404: a file or an address of the newsroom that is not there."""
    return nothing_there(languages.first())


def failed(request: HttpRequest) -> HttpResponse:
    """Django's handler500: a page that needs nothing, since anything may have failed."""
    return HttpResponse(render_to_string("stories/failed.html"), status=500)


@cache
def _static_path(name: str) -> str | None:
    found = finders.find(name)
    return found if isinstance(found, str) and Path(found).is_file() else None


@require_safe
def static_file(request: HttpRequest, name: str) -> FileResponse:
    """A static file, straight from the packages: nothing is collected or copied."""
    try:
        found = _static_path(name)
    except SuspiciousFileOperation:
        found = None
    if found is None:
        raise Http404
    response = FileResponse(
        Path(found).open("rb"),  # noqa: SIM115  (the response closes it)
        content_type=mimetypes.guess_type(name)[0] or "application/octet-stream",
    )
    # Wagtail and our templates add the version to the address.
    age = 0 if settings.DEBUG else 31_536_000 if "v" in request.GET else 3_600
    response["Cache-Control"] = f"public, max-age={age}"
    return response
