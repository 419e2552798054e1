"""Serves public renditions by their HMAC names."""

from __future__ import annotations

import mimetypes

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from vestnik.photos.models import PhotoRendition
from vestnik.photos.specs import PUBLIC_SPECS
from vestnik.photos.storage import renditions


@require_safe
def rendition(request: HttpRequest, name: str) -> FileResponse:
    """One public rendition. The row is asked, so that a withdrawn photo is gone whatever became of
    its file; the newsroom's thumbnails are not to be had here."""
    if "\x00" in name:
        # PostgreSQL cannot even look for it.
        raise Http404
    made = PhotoRendition.objects.filter(file=name, filter_spec__in=PUBLIC_SPECS)
    storage = renditions()
    if not made.exists() or not storage.exists(name):
        raise Http404
    response = FileResponse(
        storage.open(name), content_type=mimetypes.guess_type(name)[0] or "image/jpeg"
    )
    # The name changes with the picture, so what lies under it never does.
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
