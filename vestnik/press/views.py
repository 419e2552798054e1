"""Public addresses over HTTP: asks the press, and adds what belongs to HTTP alone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from vestnik.press import readings
from vestnik.press.answers import answer

#: Readers revalidate at each visit; a page is served stale only when the site cannot answer.
CACHE_CONTROL = "public, max-age=0, stale-if-error=86400"


# Exempt: nothing can be written here, and whoever posts is to hear 405 and not of cookies.
@csrf_exempt
@require_safe
@gzip_page
def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Any public address. Nothing of the request takes part in the answer but its path."""
    answered = answer(f"/{path}")
    # Addresses that anybody may invent would be counted without end.
    opened = request.method == "GET" and readings.is_one(request.META)
    if opened and answered.status == 200 and not answered.invented:
        readings.count(f"/{path}")
        readings.keep_if_due()
    response = HttpResponse(answered.body, status=answered.status)
    for name, value in answered.headers:
        response[name] = value
    response["Cache-Control"] = CACHE_CONTROL if answered.status != 503 else "no-store"
    if answered.stale:
        # Known to be behind: said so that a monitor sees it, and kept by nobody.
        response["Vestnik-Print"] = "stale"
        response["Cache-Control"] = "no-store"
    return response
