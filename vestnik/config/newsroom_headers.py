"""What every answer of the newsroom forbids the browser: the Content-Security-Policy and its kin."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

NEWSROOM = "/cms/"
#: Nothing inline runs: what Wagtail writes into its screens as script, `desk.inert` writes as data.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        # Wagtail's scripts set styles on elements, and its editor of saved stories adds a <style>.
        "style-src 'self' 'unsafe-inline'",
        # Previews of files about to be uploaded, and the picture of an authenticator's key.
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
        "object-src 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Passkeys are the only device of the browser that the newsroom asks for.
    "Permissions-Policy": (
        "publickey-credentials-create=(self), publickey-credentials-get=(self), camera=(), "
        "display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
    ),
    "X-Robots-Tag": "noindex, nofollow",
}


def own_host() -> str:
    """The newsroom's host and port where they are not the site's; else ""."""
    if settings.WAGTAILADMIN_BASE_URL == settings.VESTNIK_URL:
        return ""
    return urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc


class NewsroomHeadersMiddleware:
    """Stands first, so that redirects and refusals of all others carry the headers too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.host = own_host()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(NEWSROOM) and self._answers_at(request):
            for name, value in HEADERS.items():
                response[name] = value
            if "no-store" not in response.get("Cache-Control", "") and not response.has_header(
                "ETag"
            ):
                response["Cache-Control"] = "private, no-store"
        return response

    def _answers_at(self, request: HttpRequest) -> bool:
        """At the site's own address the headers would tell strangers that there is a newsroom."""
        # Not get_host(), which raises at a name that is refused.
        return not self.host or request.META.get("HTTP_HOST") == self.host
