"""Registers the log of acts with Wagtail."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from vestnik.desk.actlog.keeping import follow
from vestnik.desk.actlog.views import act_log, may_read_the_log


# After Wagtail's own, which names its models.
@hooks.register("register_log_actions", order=1000)
def keep_every_act(registry: Any) -> None:
    """What Wagtail logs goes into the audit trail too."""
    follow(registry)


@hooks.register("register_admin_urls")
def log_screens() -> list[Any]:
    """The log, and its export."""
    return [path("desk/log/", act_log, name="desk_act_log")]


class LogItem(MenuItem):
    """Stands in the menu of those who may read the log."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_read_the_log(request.user)


@hooks.register("register_reports_menu_item")
def log_in_the_menu() -> MenuItem:
    """Beside what changed for readers."""
    return LogItem(_("Log of acts"), reverse_lazy("desk_act_log"), icon_name="list-ul", order=90)
