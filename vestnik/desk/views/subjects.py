"""The lists of what stories hang on, and the dialogs in which one of them is chosen: found by name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.snippets.views import chooser, snippets

from vestnik.desk.paginator import BoundedPaginator
from vestnik.kit.slugs import slugify


def beginning_with(words: str, queryset: QuerySet[Any]) -> QuerySet[Any]:
    """The subjects of `queryset` whose name begins so, in any case."""
    # The slug is the name without case and accents, and unique: one short walk along its index.
    start = slugify(words)
    if not start:
        return queryset.none()
    return queryset.filter(slug__gte=start, slug__lt=f"{start}~").order_by("slug")


class SubjectIndex(snippets.IndexView):
    """Topics, storylines, bylines or agencies; a search finds those whose name begins so."""

    paginator_class = BoundedPaginator

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return beginning_with(self.search_query, queryset) if self.is_searching else queryset

    def get_delete_url(self, instance: Any) -> None:
        """Nobody is offered what `refuse_deletion` refuses; Wagtail offers it to superusers."""


class SubjectEdit(snippets.EditView):
    """The form of one of them."""

    def get_delete_url(self) -> None:
        """As in the list."""


class NameFilter(BaseFilterForm):
    """The search above the list of a dialog."""

    q = forms.CharField(
        label=_("Search term"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Search")}),
    )

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        self.search_query = self.cleaned_data.get("q")
        self.is_searching = bool(self.search_query)
        return beginning_with(self.search_query, objects) if self.is_searching else objects


class Offered:
    """Mixed into the views that list subjects to choose from: what is archived is not offered."""

    filter_form_class = NameFilter
    model_class: Any

    def get_object_list(self) -> Any:
        return self.model_class.objects.current()


class Choose(Offered, chooser.ChooseView):
    """The dialog."""

    paginator_class = BoundedPaginator


class ChooseResults(Offered, chooser.ChooseResultsView):
    """The list in it, alone."""

    paginator_class = BoundedPaginator


class SubjectChooser(chooser.SnippetChooserViewSet):
    """The dialog in which a storyline, a byline or an agency is chosen."""

    choose_view_class = Choose
    choose_results_view_class = ChooseResults


class AddressIndex(snippets.IndexView):
    """Every address ever given, newest first."""

    paginator_class = BoundedPaginator
