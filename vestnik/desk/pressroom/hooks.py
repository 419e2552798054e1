"""Registers the press's page with Wagtail."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from vestnik.desk.pressroom.alarms import may_see_the_press
from vestnik.desk.pressroom.views import press


@hooks.register("register_admin_urls")
def press_screen() -> list[Any]:
    """The press of this node."""
    return [path("desk/press/", press, name="desk_press")]


class PressItem(MenuItem):
    """Stands in the menu of those who may see it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_the_press(request.user)


@hooks.register("register_reports_menu_item")
def press_in_the_menu() -> MenuItem:
    """Beside what changed for readers."""
    return PressItem(
        _("The site’s press"), reverse_lazy("desk_press"), icon_name="desktop", order=110
    )
