"""Puts the library's screens in the place of Wagtail's, at the same addresses, under the same names."""

from __future__ import annotations

from typing import Any

from django.urls import path
from wagtail import hooks
from wagtail.images.views.chooser import viewset as chooser
from wagtail.images.widgets import AdminImageChooser

from vestnik.desk.library.bulk import ChangeMany, undo
from vestnik.desk.library.upload import Add, EditUploaded
from vestnik.desk.library.views import (
    Choose,
    ChooseResults,
    Chosen,
    Edit,
    Index,
    Upload,
    title_with_warning,
)

# The viewset has no setting for its views, and the widget none for its words; both are one object each.
chooser.choose_view_class = Choose
chooser.choose_results_view_class = ChooseResults
chooser.chosen_view_class = Chosen
chooser.create_view_class = Upload
AdminImageChooser.get_display_title = title_with_warning


@hooks.register("register_admin_urls", order=-1)
def library_screens() -> list[Any]:
    """Found before Wagtail's own, to which `reverse()` still leads."""
    return [
        path("images/", Index.as_view()),
        path("images/results/", Index.as_view(results_only=True)),
        path("images/<int:image_id>/", Edit.as_view()),
        path("images/multiple/add/", Add.as_view()),
        path("images/multiple/<int:image_id>/", EditUploaded.as_view()),
        path("images/undo/", undo, name="library_undo"),
    ]


hooks.register("register_bulk_action", ChangeMany)
