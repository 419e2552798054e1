"""Puts the desk in the place of Wagtail's home."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.http import HttpRequest
from django.urls import path
from wagtail import hooks

from vestnik.desk.home.views import Desk, pulse

#: Each registers its panels.
for panels_of in ("comeback", "day", "news", "notices", "work", "wrong"):
    import_module(f"vestnik.desk.home.{panels_of}")


# Last: Wagtail's own panels ask without bound, and other packages' have no place here.
@hooks.register("construct_homepage_panels", order=1000)
def the_desk(request: HttpRequest, panels: list[Any]) -> None:
    """The desk alone; what wants to stand on it is a panel of ours (`desk.home.panels`)."""
    panels[:] = [Desk()]


@hooks.register("register_admin_urls")
def desk_addresses() -> list[Any]:
    """Where the desk asks what has changed."""
    return [path("desk/pulse/", pulse, name="desk_pulse")]
