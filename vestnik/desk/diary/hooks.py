"""Registers the diary's screens and its place in the menu."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path, re_path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from vestnik.desk.diary.panel import panel_of_story
from vestnik.desk.diary.rights import may_open
from vestnik.desk.diary.views import diary, entry_act


@hooks.register("register_admin_urls")
def diary_screens() -> list[Any]:
    """The lists, the acts with an entry, the editor's panel."""
    return [
        path("desk/diary/", diary, name="desk_diary"),
        path("desk/diary/story/<int:pk>/", panel_of_story, name="desk_diary_panel"),
        re_path(
            r"^desk/diary/(?P<pk>[0-9]{1,18})/(?P<act>done|postpone|drop)/$",
            entry_act,
            name="desk_diary_act",
        ),
    ]


class DiaryMenuItem(MenuItem):
    """Shown to those who have stories."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_open(request.user)


@hooks.register("register_admin_menu_item")
def diary_in_the_menu() -> MenuItem:
    """Beside the stories."""
    return DiaryMenuItem(
        _("For follow-up"), reverse_lazy("desk_diary"), icon_name="calendar-check", order=110
    )
