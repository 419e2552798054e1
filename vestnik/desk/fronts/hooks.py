"""Where the fronts' screens are, and how one finds them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.permissions import policy_registry

from vestnik.desk.fronts import views


@hooks.register("register_admin_urls")
def front_screens() -> list[Any]:
    """One screen for each front, and what it asks the server."""
    return [
        path("desk/front/", views.first_front, name="desk_fronts"),
        path("desk/front/<int:pk>/", views.arrange, name="desk_front"),
        path("desk/front/<int:pk>/frame/", views.frame, name="desk_front_frame"),
        path("desk/front/<int:pk>/draw/", views.draw, name="desk_front_draw"),
        path("desk/front/<int:pk>/shelf/", views.on_shelf, name="desk_front_shelf"),
        path("desk/front/<int:pk>/pulse/", views.pulse, name="desk_front_pulse"),
        path("desk/front/<int:pk>/save/", views.save, name="desk_front_save"),
        path("desk/front/<int:pk>/unschedule/", views.unschedule, name="desk_front_unschedule"),
        path("desk/front/<int:pk>/history/", views.history, name="desk_front_history"),
        path(
            "desk/front/<int:pk>/version/<int:revision>/", views.version, name="desk_front_version"
        ),
    ]


class FrontMenuItem(MenuItem):
    """Shown to those who may arrange a front."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(policy_registry.get_by_type(Page).user_has_permission(request.user, "change"))


@hooks.register("register_admin_menu_item")
def front_in_the_menu() -> MenuItem:
    """Beside the breaking strip."""
    return FrontMenuItem(_("Front"), reverse_lazy("desk_fronts"), icon_name="home", order=115)
