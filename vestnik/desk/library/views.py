"""The library's list, the dialog in which a photo is chosen, and one photo's page."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.images.views import chooser, images

from vestnik.desk.library.bulk import last_change
from vestnik.desk.library.filters import ChooserFilter, LibraryFilterSet, answering
from vestnik.desk.library.upload import NewForm
from vestnik.desk.library.usage import usage_of
from vestnik.desk.paginator import BoundedPaginator
from vestnik.photos import specs
from vestnik.photos.models import Photo
from vestnik.photos.rights import warning_of

THUMBNAIL = "max-165x165"


class Index(images.IndexView):
    """All photos, the newest first, as a grid; whoever may use the library sees the whole of it."""

    filterset_class = LibraryFilterSet
    paginator_class = BoundedPaginator
    ORDERING_OPTIONS: ClassVar[dict[str, Any]] = {"-pk": _("Newest")}
    default_ordering = "-pk"
    page_title = _("Photos")
    add_item_label = _("Add photos")
    template_name = "desk/library/index.html"
    results_template_name = "desk/library/results.html"
    layout = "grid"

    def get_base_queryset(self) -> QuerySet[Any]:
        return Photo.objects.select_related("replacement").prefetch_renditions(THUMBNAIL)

    def get_filterset_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_filterset_kwargs()
        del kwargs["is_searching"]
        return kwargs

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = self.filters.wanted(self.search_query)
        return answering(wanted, queryset)

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        # Asked together with the filters.
        return queryset

    def get_add_url(self) -> Any:
        return super(images.IndexView, self).get_add_url()

    @cached_property
    def current_collection(self) -> None:
        """The library is one."""

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        policy, user = self.permission_policy, self.request.user
        everything = policy.user_has_permission(user, "change")
        for photo in object_list:
            photo.warning = warning_of(photo)
            photo.may_be_changed = everything or policy.user_has_permission_for_instance(
                user, "change", photo
            )
        return object_list

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["last_change"] = last_change(self.request)
        return context


class Offered:
    """What the dialog offers: all that was not withdrawn, the newest first, by the library's search."""

    filter_form_class = ChooserFilter
    ordering = "-pk"
    paginator_class = BoundedPaginator
    results_template_name = "desk/library/chooser_results.html"

    def get_creation_form_class(self) -> Any:
        return NewForm

    def get_object_list(self) -> QuerySet[Any]:
        usable = Photo.objects.usable().select_related("replacement")
        return usable.prefetch_renditions(THUMBNAIL)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        for photo in context["results"]:
            photo.warning = warning_of(photo)
        # The library has no use for the ten commonest tags, which are counted over all rows.
        return context | {"popular_tags": (), "layout": "grid"}


class Choose(Offered, chooser.ImageChooseView):
    """The dialog."""


class ChooseResults(Offered, chooser.ImageChooseResultsView):
    """The dialog's list, when something else is asked."""


class Upload(chooser.ImageUploadView):
    """A picture uploaded in the dialog."""

    def get_creation_form_class(self) -> Any:
        return NewForm


def title_with_warning(_self: Any, photo: Photo) -> str:
    """What stands beside a chosen photo's thumbnail in every form."""
    title = photo.caption[:120] or photo.title
    warning = warning_of(photo)
    return f"{title} · {warning}" if warning else title


class Chosen(chooser.ImageChosenView):
    """What a form gets to know of a chosen photo."""

    get_display_title = title_with_warning


class Edit(images.EditView):
    """One photo: its words, its rights, where it is used, how it is cut for each place."""

    template_name = "desk/library/edit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Not Wagtail's own, which counts all uses; the generic one behind it.
        context: dict[str, Any] = super(images.EditView, self).get_context_data(**kwargs)
        return context | {
            "next": self.next_url,
            "warning": warning_of(self.object),
            "usage": usage_of(self.object, self.request.user),
            "crops": [name for name, use in specs.USES.items() if use.ratio is not None],
        }
