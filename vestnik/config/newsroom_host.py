"""The newsroom on an address of its own: what answers there, and what the site's own address then hides."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from vestnik.config.newsroom_headers import NEWSROOM
from vestnik.press.views import serve

#: What the newsroom's screens are made of, besides the newsroom itself.
BELONGINGS = ("/static/", "/media/")


class NewsroomHostMiddleware:
    """Divides the addresses between the two hosts; not used where both are one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if settings.WAGTAILADMIN_BASE_URL == settings.VESTNIK_URL:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.host = urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path, of_newsroom = request.path, f"{request.path}/".startswith(NEWSROOM)
        if request.get_host() != self.host:
            # As any address that never was: nobody learns here that there is a newsroom.
            return (
                serve(request, path.removeprefix("/"))
                if of_newsroom
                else self.get_response(request)
            )
        if path == "/" and not _in_a_frame(request):
            return HttpResponseRedirect(NEWSROOM)
        if of_newsroom or path.startswith(BELONGINGS) or _in_a_frame(request):
            return self.get_response(request)
        # Readers' pages have one address, which editors copy and send.
        return HttpResponseRedirect(settings.VESTNIK_URL + request.get_full_path())


def _in_a_frame(request: HttpRequest) -> bool:
    """The desk's picture of the front, which a page of another host could not show."""
    return request.headers.get("Sec-Fetch-Dest") == "iframe"
