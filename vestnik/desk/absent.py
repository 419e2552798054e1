"""Stands where Wagtail's screens look for apps of its that Vestnik does without.

The documents' listing is asked for on every screen (`wagtailadmin_tags.py:930`), the sites' on the root of
the page explorer. One installation is one site, and has photos but no documents: both answer 404.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from wagtail.admin.api.views import PagesAdminAPIViewSet


class NoDocuments:
    """An endpoint of the admin's API that answers 404."""

    #: What the router compares models with; nothing of ours is one.
    model: type[models.Model] = type("NoDocument", (), {})

    @classmethod
    def get_urlpatterns(cls) -> list[URLPattern]:
        return [path("", _nothing, name="listing"), path("<int:pk>/", _nothing, name="detail")]


class PagesWithoutActions(PagesAdminAPIViewSet):
    """The admin's API of pages, which only answers questions."""

    actions: ClassVar[dict[str, Any]] = {}


def absent_urls() -> list[URLResolver]:
    """Addresses by the names that the screens ask for."""
    sites = [path("", _nothing, name="index"), path("add/", _nothing, name="add")]
    return [path("sites/", include((sites, "wagtailsites"), namespace="wagtailsites"))]


def _nothing(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404
