"""The addresses of the list of stories beside the list itself."""

from __future__ import annotations

from typing import Any

from django.urls import path
from wagtail import hooks

from vestnik.desk.listing import many
from vestnik.desk.listing.many_views import FORMS, action_class, undo
from vestnik.desk.listing.views import save_view, take_view_away

for _act in many.ACTS.values():
    hooks.register("register_bulk_action", action_class(_act, FORMS[_act.name]))


@hooks.register("register_admin_urls")
def saved_views() -> list[Any]:
    """Keeping a view of the list, taking one away, undoing an act on many stories."""
    return [
        path("desk/undo/<int:pk>/", undo, name="desk_undo"),
        path("desk/views/keep/", save_view, name="desk_save_view"),
        path("desk/views/<int:pk>/take-away/", take_view_away, name="desk_take_view_away"),
    ]
