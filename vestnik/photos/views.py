"""Serves public renditions by their HMAC names."""

from __future__ import annotations

import mimetypes
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from vestnik.kit import clock
from vestnik.photos.models import PhotoRendition
from vestnik.photos.rights import Place
from vestnik.photos.specs import PUBLIC_SPECS
from vestnik.photos.storage import renditions

#: How long a browser or a CDN may keep a picture, in seconds.
YEAR = 31_536_000


def allowed(name: str) -> QuerySet[PhotoRendition, Any]:
    """Of the public rendition of a name, between which moments its photo may be shown: at most one row.

    The press process asks so; it must allow what the view allows and nothing else.
    """
    rows = PhotoRendition.objects.filter(file=name, filter_spec__in=PUBLIC_SPECS)
    return rows.exclude(image__rights_where=Place.PRINT).values_list(
        "image__rights_from", "image__rights_until"
    )


@require_safe
def rendition(request: HttpRequest, name: str) -> FileResponse:
    """One public rendition. The row is asked, so that a withdrawn photo is gone whatever became of
    its file; the newsroom's thumbnails are not to be had here."""
    if "\x00" in name:
        # PostgreSQL cannot even look for it.
        raise Http404
    rows = PhotoRendition.objects.filter(file=name, filter_spec__in=PUBLIC_SPECS)
    made = rows.select_related("image").first()
    storage = renditions()
    if made is None or not made.image.rights_hold or not storage.exists(name):
        raise Http404
    response = FileResponse(
        storage.open(name), content_type=mimetypes.guess_type(name)[0] or "image/jpeg"
    )
    # The name changes with the picture, so what lies under it never does.
    # No copy outlives the right to show it.
    until, keep = made.image.rights_until, YEAR
    if until is not None:
        keep = max(0, min(keep, int((until - clock.instant()).total_seconds())))
    response["Cache-Control"] = f"public, max-age={keep}, immutable"
    return response
