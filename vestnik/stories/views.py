"""What the public side answers past the press: static files, and Django's own 404 and 500."""

from __future__ import annotations

import mimetypes
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from vestnik.press.surfaces import filled_in
from vestnik.stories import languages, pages, surfaces


def closed(request: HttpRequest) -> HttpResponse:
    """An address of Wagtail's that Vestnik does not offer."""
    raise Http404


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler404: a file or an address of the newsroom that is not there."""
    page = surfaces.html(
        "stories/not_found.html",
        pages.not_found_context(languages.first()),
        languages.first(),
        status=404,
    )
    return HttpResponse(filled_in(page.body), status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """Django's handler500: a page that needs nothing, since anything may have failed."""
    return HttpResponse(render_to_string("stories/failed.html"), status=500)


# Bounded: strangers choose the names.
@lru_cache(maxsize=2_000)
def _static_path(name: str) -> str | None:
    found = finders.find(name)
    return found if isinstance(found, str) and Path(found).is_file() else None


@require_safe
@gzip_page
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
