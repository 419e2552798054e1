"""The press's own page: how things stand in sentences, the last day in small plots, the slowest pages."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from vestnik.desk.pressroom.alarms import may_see_the_press, troubles
from vestnik.desk.pressroom.day import hours, plots
from vestnik.desk.pressroom.facts import facts, failures_of_the_day
from vestnik.desk.pressroom.plots import STEP, STEPS
from vestnik.kit import clock
from vestnik.press import answers, figures, status, surfaces
from vestnik.press.surfaces import Words

#: Pages that are named among the slowest, and among those that could not be made.
SLOWEST, FAILED = 8, 8


@dataclass(frozen=True, slots=True)
class Slow:
    """A surface, its milliseconds, and its share of the slowest, in hundredths."""

    words: Words
    milliseconds: float
    share: int


@require_safe
def press(request: HttpRequest) -> HttpResponse:
    """The state of this node. Costs the same whatever the size of the archive."""
    if not may_see_the_press(request.user):
        raise PermissionDenied
    # What this process has counted is to be seen too.
    figures.keep()
    told, now = figures.read(minutes=STEP * STEPS, step=STEP) or figures.Told(), clock.instant()
    title = gettext("The site’s press")
    context = {
        "troubles": troubles(),
        "facts": facts(told, now),
        "plots": plots(told, now),
        "hours": hours(now),
        "slowest": _slowest(),
        "failed": [
            (surfaces.in_words(one.name), one) for one in failures_of_the_day(told, now)[:FAILED]
        ],
        "killed": _killed(),
        "page_title": title,
        "header_title": title,
        "header_icon": "desktop",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": gettext("Home")},
            {"url": "", "label": title},
        ],
    }
    response = TemplateResponse(request, "desk/pressroom/press.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _slowest() -> list[Slow]:
    try:
        found = status.slowest(answers.store(), SLOWEST)
    except sqlite3.Error:
        return []
    most = max((milliseconds for _name, milliseconds in found), default=1.0) or 1.0
    return [
        Slow(surfaces.in_words(name), milliseconds, max(1, round(milliseconds / most * 100)))
        for name, milliseconds in found
    ]


def _killed() -> list[str]:
    try:
        return sorted(answers.store().killed())
    except sqlite3.Error:
        return []
