"""The look of the public pages in the newsroom: every component and page with invented content."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from vestnik.design.specimens.pages import BY_NAME, SPECIMENS


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
    """One specimen, as a reader's browser would get it."""
    _only_for_those(request)
    if name not in BY_NAME:
        raise Http404
    return HttpResponse(BY_NAME[name].render())


def _only_for_those(request: HttpRequest) -> None:
    if not may_see_the_look(request):
        raise PermissionDenied
