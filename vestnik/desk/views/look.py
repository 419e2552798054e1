"""The look of the public pages in the newsroom: every component and page with invented content."""

from __future__ import annotations

from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from vestnik.design.specimens.pages import BY_NAME, SPECIMENS

#: What a browser that prefers the scheme makes of the stylesheet's question.
_PREFERS = "@media (prefers-color-scheme: dark)"
_SCHEMES = {"light": "@media not all", "dark": "@media all"}


def may_see_the_look(request: HttpRequest) -> bool:
    """Those who may change what the site says of itself."""
    return bool(request.user.has_perm("stories.change_edition"))


@require_safe
def specimens(request: HttpRequest) -> HttpResponse:
    """All specimens by name, one of them in frames: narrow and wide, light and dark."""
    _only_for_those(request)
    shown = BY_NAME.get(request.GET.get("show", ""), SPECIMENS[0])
    context = {"title": gettext("Look of the site"), "specimens": SPECIMENS, "shown": shown}
    return TemplateResponse(request, "desk/look.html", context)


@require_safe
def specimen(request: HttpRequest, name: str) -> HttpResponse:
    """One specimen, as a reader's browser would get it, or in the scheme that is asked for."""
    _only_for_those(request)
    if name not in BY_NAME:
        raise Http404
    page, scheme = BY_NAME[name].render(), request.GET.get("scheme", "")
    if scheme in _SCHEMES:
        address = reverse("desk_scheme", args=[scheme])
        page = page.replace("</head>", f'<link rel="stylesheet" href="{address}">\n</head>', 1)
    return HttpResponse(page)


@require_safe
def scheme_sheet(request: HttpRequest, scheme: str) -> HttpResponse:
    """The stylesheets as a browser reads them that prefers this scheme. A frame cannot ask for one."""
    _only_for_those(request)
    if scheme not in _SCHEMES:
        raise Http404
    found = [finders.find(name) for name in ("design/vestnik.css", "look.css")]
    sheet = "".join(Path(path).read_text("utf-8") for path in found if isinstance(path, str))
    # The faces are there already, by the page's own stylesheet.
    sheet = sheet.partition("/* The faces.")[0] + sheet.partition("/* End of the faces. */")[2]
    sheet = sheet.replace(_PREFERS, _SCHEMES[scheme])
    return HttpResponse(
        sheet.replace("color-scheme: light dark", f"color-scheme: {scheme}"),
        content_type="text/css; charset=utf-8",
    )


def _only_for_those(request: HttpRequest) -> None:
    if not may_see_the_look(request):
        raise PermissionDenied
