"""The last day of the press in four plots, each with its sum in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from vestnik.desk.pressroom.plots import STEP, STEPS, Series, first_step, series
from vestnik.press import figures
from vestnik.press.status import Hour, hit_rate


@dataclass(frozen=True, slots=True)
class Plot:
    """One plot: what it shows, its sum in words, which a screen reader hears in its place, and the paths."""

    name: str
    title: str
    said: str
    top: str
    main: Series
    bad: Series | None = None
    is_line: bool = False


def plots(told: figures.Told, now: datetime) -> list[Plot]:
    """The plots of the day; none while nothing was ever counted."""
    if not told.steps:
        return []
    day = Hour.of(list(told.steps.values()))
    return [
        _requests(told, now, day),
        _hits(told, now, day),
        _lag(told, now),
        _prints(told, now, day),
    ]


def _requests(told: figures.Told, now: datetime, day: Hour) -> Plot:
    steps = told.steps
    requests = series(steps, now, lambda step: Hour.of([step]).requests / STEP or None)
    lost = series(
        steps, now, lambda step: Hour.of([step]).unanswered / STEP or None, top=requests.top
    )
    said = ngettext("%(count)s request", "%(count)s requests", day.requests) % {
        "count": _number(day.requests)
    }
    if highest := requests.highest:
        at = gettext("at most %(number)s a minute, at %(moment)s") % {
            "number": _number(highest[1]),
            "moment": _moment(now, highest[0]),
        }
        said = f"{said}, {at}"
    if day.unanswered:
        without = ngettext("%(count)s got no answer", "%(count)s got no answer", day.unanswered) % {
            "count": _number(day.unanswered)
        }
        said = f"{said}; {without}"
    top = gettext("%(number)s a minute") % {"number": _number(requests.top)}
    return Plot("requests", gettext("Requests"), said, top, requests, lost)


def _hits(told: figures.Told, now: datetime, day: Hour) -> Plot:
    hits = series(told.steps, now, hit_rate, top=1.0)
    said = (
        gettext("No reader asked for a page.")
        if day.hits is None
        else gettext("%(share)s of the pages came from the press alone")
        % {"share": _share(day.hits)}
    )
    return Plot(
        "hits", gettext("Printed before they were asked for"), said, _share(1), hits, None, True
    )


def _lag(told: figures.Told, now: datetime) -> Plot:
    lag = series(told.steps, now, lambda step: step.get("lag"))
    said = gettext("Nothing is known of it yet.")
    if highest := lag.highest:
        said = gettext("at most %(number)s s, at %(moment)s") % {
            "number": _number(highest[1], 1),
            "moment": _moment(now, highest[0]),
        }
    top = gettext("%(number)s s") % {"number": _number(lag.top, 1)}
    return Plot("lag", gettext("Readers behind the newsroom"), said, top, lag)


def _prints(told: figures.Told, now: datetime, day: Hour) -> Plot:
    steps = told.steps
    prints = series(steps, now, lambda step: step.get("prints"))
    failed = series(steps, now, lambda step: step.get("failures"), top=prints.top)
    said = ngettext("%(count)s page or part made", "%(count)s pages and parts made", day.prints) % {
        "count": _number(day.prints)
    }
    if day.prints:
        mean = gettext("in %(number)s ms on average") % {
            "number": _number(day.milliseconds / day.prints)
        }
        said = f"{said}, {mean}"
    if day.failures:
        said += "; " + ngettext("%(count)s failed", "%(count)s failed", day.failures) % {
            "count": _number(day.failures)
        }
    return Plot("prints", gettext("Made anew"), said, _number(prints.top), prints, failed)


def hours(now: datetime) -> list[str]:
    """The hours below each plot: its beginning, its quarters, now."""
    return [*(_moment(now, place) for place in range(0, STEPS, STEPS // 4)), gettext("now")]


def _moment(now: datetime, place: int) -> str:
    there = first_step(now) + timedelta(minutes=STEP * place)
    return f"{there.astimezone(ZoneInfo(settings.TIME_ZONE)):%H:%M}"


def _number(value: float, places: int = 0) -> str:
    # Few are told exactly: half a request a minute is not none.
    if not places and value != int(value) and value < 10:
        places = 1
    return number_format(round(value, places), decimal_pos=places, force_grouping=True)


def _share(value: float) -> str:
    """A share in hundredths, never rounded up to all of it."""
    tenths = int(value * 1000) / 10
    return f"{_number(tenths, 0 if tenths == int(tenths) else 1)}\N{NO-BREAK SPACE}%"
