"""The lists of what stories hang on: found by name, paged without counting what grows."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from wagtail.snippets.views import snippets

from vestnik.desk.paginator import BoundedPaginator
from vestnik.kit.slugs import slugify


class SubjectIndex(snippets.IndexView):
    """Topics, storylines, bylines or agencies; a search finds those whose name begins so."""

    paginator_class = BoundedPaginator

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.is_searching:
            return queryset
        # The slug is the name without case and accents, and unique: one short walk along its index.
        start = slugify(self.search_query)
        if not start:
            return queryset.none()
        return queryset.filter(slug__gte=start, slug__lt=f"{start}~").order_by("slug")


class AddressIndex(snippets.IndexView):
    """Every address ever given, newest first."""

    paginator_class = BoundedPaginator
