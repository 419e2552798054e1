"""The desk in place of Wagtail's home, and the address at which it asks what has changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.admin.ui.components import Component
from wagtail.models import ModelLogEntry, Revision

from vestnik.changes.models import AuditEntry, Change
from vestnik.desk.home.panels import Glance, Panel, panels_for
from vestnik.desk.roads.models import Notice
from vestnik.kit import clock
from vestnik.kit.hashing import fingerprint

#: Seconds after which the desk is made anew though nothing was written: moments pass by themselves.
HOLDS = 30
#: Everything that the newsroom does leaves a row in one of these; their ids only grow.
_TRACES = (Change, AuditEntry, ModelLogEntry, Revision, Notice)


class Desk(Component):
    """All panels, as Wagtail's home has them."""

    name = "desk"
    order = 0
    template_name = "desk/home/desk.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        request = parent_context["request"]
        # The mark first: what happens while the panels are made is asked for again.
        mark = mark_for(request.user)
        return {
            "columns": columns_for(request.user),
            "mark": mark,
            "may_write": Glance.of(request.user).may("add"),
        }


def columns_for(user: Any) -> dict[str, list[Panel]]:
    """The panels for a person, by the column in which they stand."""
    columns: dict[str, list[Panel]] = {"wide": [], "main": [], "side": []}
    for panel in panels_for(user):
        columns[panel.column].append(panel)
    return columns


def mark_for(user: Any) -> str:
    """A mark that changes when the desk of a person may have: a look at the end of each log."""
    ends = [
        str(rows.order_by("-pk").values_list("pk", flat=True).first() or 0)
        for rows in (model._base_manager for model in _TRACES)
    ]
    held = str(int(clock.instant().timestamp()) // HOLDS)
    return fingerprint(str(user.pk), get_language() or "", held, *ends)[:20]


@require_safe
def pulse(request: HttpRequest) -> HttpResponse:
    """The panels again, or 304 when nothing has happened since the mark that the screen has."""
    mark = mark_for(request.user)
    if request.headers.get("If-None-Match") == f'"{mark}"':
        response = HttpResponse(status=304)
    else:
        context = {"columns": columns_for(request.user), "mark": mark}
        response = HttpResponse(render_to_string("desk/home/columns.html", context, request))
    response["ETag"] = f'"{mark}"'
    patch_cache_control(response, private=True, no_cache=True)
    return response
