"""The newsroom on an address of its own: what answers there, and what the site's own address then hides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from vestnik.config.newsroom_headers import NEWSROOM, own_host
from vestnik.press.views import serve

#: What the newsroom's screens are made of, besides the newsroom itself.
BELONGINGS = ("/static/", "/media/")


class NewsroomHostMiddleware:
    """Divides the addresses between the two hosts; not used where both are one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.host = own_host()
        if not self.host:
            raise MiddlewareNotUsed

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path
        if request.get_host() != self.host:
            return self.get_response(request)
        if path == "/" and not _in_a_frame(request):
            return HttpResponseRedirect(NEWSROOM)
        if _is_of_newsroom(path) or path.startswith(BELONGINGS) or _in_a_frame(request):
            return self.get_response(request)
        # Readers' pages have one address, which editors copy and send.
        answer = HttpResponseRedirect(settings.VESTNIK_URL + request.get_full_path())
        # The site then knows that it is no reader who comes (press/readings.py).
        answer["Referrer-Policy"] = "unsafe-url"
        return answer

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """As any address that never was: nobody learns at the site's that there is a newsroom.

        Here, not before the other middleware: what never was carries the headers that they add.
        """
        if request.get_host() != self.host and _is_of_newsroom(request.path):
            return serve(request, request.path.removeprefix("/"))
        return None


def _is_of_newsroom(path: str) -> bool:
    return f"{path}/".startswith(NEWSROOM)


def _in_a_frame(request: HttpRequest) -> bool:
    """The desk's picture of the front, which a page of another host could not show."""
    return request.headers.get("Sec-Fetch-Dest") == "iframe"
