"""Registers the screens of corrections asked for, and their place in the menu."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from vestnik.desk.wanted.views import TITLE, ask, decide, wanted_list


@hooks.register("register_admin_urls")
def wanted_screens() -> list[Any]:
    """The list, asking, deciding."""
    return [
        path("desk/corrections/", wanted_list, name="desk_wanted"),
        path("desk/corrections/ask/", ask, name="desk_ask_correction"),
        path("desk/corrections/<int:pk>/", decide, name="desk_wanted_decide"),
    ]


@hooks.register("register_admin_menu_item")
def wanted_in_the_menu() -> MenuItem:
    """For everybody of the newsroom: what readers see is no secret."""
    return MenuItem(TITLE, reverse_lazy("desk_wanted"), icon_name="edit", order=115)
