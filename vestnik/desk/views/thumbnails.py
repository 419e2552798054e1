"""The newsroom's thumbnails: pictures of photos that readers may never see."""

from __future__ import annotations

import mimetypes

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe
from wagtail.admin.auth import require_admin_access

from vestnik.photos.storage import NEWSROOM, renditions


@require_admin_access
@require_safe
def newsroom_thumbnail(request: HttpRequest, name: str) -> FileResponse:
    """One thumbnail, for those who may enter the newsroom."""
    storage = renditions()
    stored = f"{NEWSROOM}{name}"
    if not storage.exists(stored):
        raise Http404
    response = FileResponse(
        storage.open(stored), content_type=mimetypes.guess_type(name)[0] or "image/jpeg"
    )
    response["Cache-Control"] = "private, max-age=86400"
    return response
