"""Registers the roads to publication with Wagtail: notices, and the alarm on every page."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import path, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from vestnik.desk.roads.views import notices, watch


@hooks.register("register_admin_urls")
def roads_screens() -> list[Any]:
    """One's notices, and what every page asks for."""
    return [
        path("desk/notices/", notices, name="desk_notices"),
        path("desk/watch/", watch, name="desk_watch"),
    ]


@hooks.register("register_admin_menu_item")
def notices_in_the_menu() -> MenuItem:
    """For everybody."""
    return MenuItem(_("Notices"), reverse_lazy("desk_notices"), icon_name="mail", order=110)


@hooks.register("insert_global_admin_css")
def alarm_style() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("desk/watch.css"))


@hooks.register("insert_global_admin_js")
def alarm_script() -> SafeString:
    return format_html(
        '<script src="{}" data-desk-watch="{}" defer></script>',
        static("desk/watch.js"),
        reverse("desk_watch"),
    )
