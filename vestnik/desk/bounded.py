"""Bounds Wagtail's own long lists, whose addresses name their view classes directly.

`paginator_class` is the attribute meant for it (Django's MultipleObjectMixin); there is no setting.
"""

from __future__ import annotations

from wagtail.images.views import chooser as photo_chooser
from wagtail.images.views import images as photos
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.users.views import users

from vestnik.desk.paginator import BoundedPaginator

_VIEWS = (
    photos.IndexView,
    photo_chooser.ImageChooseView,
    photo_chooser.ImageChooseResultsView,
    users.IndexView,
    SnippetChooserViewSet.choose_view_class,
    SnippetChooserViewSet.choose_results_view_class,
)


def bound_lists() -> None:
    """Called once, when the app is ready."""
    for view in _VIEWS:
        view.paginator_class = BoundedPaginator
