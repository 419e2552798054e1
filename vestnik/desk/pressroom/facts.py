"""How things stand with the press of this node, in sentences."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from vestnik.desk.acts import in_words as moment_in_words
from vestnik.press import answers, figures, health, receipts, status


@dataclass(frozen=True, slots=True)
class Fact:
    """One sentence; `good` is None where it is neither."""

    text: str
    good: bool | None = None


def facts(told: figures.Told, now: datetime) -> list[Fact]:
    """Everything but what is wrong, which the alarm says in its own words."""
    return [*_press(told, now), *_worker(told, now), *_disk(), *_of_store()]


def _press(told: figures.Told, now: datetime) -> Iterator[Fact]:
    beat = told.beats.get(health.PRESS)
    if beat is None or health.is_dead(beat, now, beat.began):
        text = gettext(
            "No press process runs on this machine: the application answers readers itself, and their "
            "requests are not counted."
        )
        yield Fact(text)
        return
    since = {"moment": moment_in_words(beat.began)}
    yield Fact(gettext("The press has answered readers since %(moment)s.") % since, good=True)
    age = beat.state.get("log_age")
    if age is not None and age <= 2:
        yield Fact(gettext("What is published is with readers at once."), good=True)


def _worker(told: figures.Told, now: datetime) -> Iterator[Fact]:
    beat = told.beats.get(health.WORKER)
    if beat is None:
        yield Fact(gettext("No worker has run on this machine in the last day."))
    elif not health.is_dead(beat, now, figures.began()):
        since = {"moment": moment_in_words(beat.began)}
        yield Fact(gettext("The worker has been running since %(moment)s.") % since, good=True)


def _disk() -> Iterator[Fact]:
    disk = health.disk_of(settings.VESTNIK_DATA)
    if disk is not None and not disk.is_almost_full:
        sizes = {"free": filesizeformat(disk.free), "total": filesizeformat(disk.total)}
        yield Fact(gettext("On the disk %(free)s of %(total)s are free.") % sizes, good=True)


def _of_store() -> Iterator[Fact]:
    store = answers.store()
    try:
        prints, waiting = status.count_prints(store), receipts.count_waiting(store)
        found = status.verified(store)
    except sqlite3.Error:
        return
    text = ngettext(
        "%(count)s page or part is printed", "%(count)s pages and parts are printed", prints
    )
    parts = [text % {"count": number_format(prints, force_grouping=True)}]
    if waiting:
        text = ngettext(
            "%(count)s waits to be made anew", "%(count)s wait to be made anew", waiting
        )
        parts.append(text % {"count": number_format(waiting, force_grouping=True)})
    yield Fact(", ".join(parts) + ".")
    if found.last_at is None:
        yield Fact(gettext("Nothing has been compared with a fresh render yet."))
        return
    text = ngettext(
        "%(count)s print was compared with a fresh render, the last one at %(moment)s:",
        "%(count)s prints were compared with fresh renders, the last one at %(moment)s:",
        found.checked,
    )
    compared = text % {
        "count": number_format(found.checked, force_grouping=True),
        "moment": moment_in_words(found.last_at),
    }
    if not found.wrong:
        yield Fact(f"{compared} {gettext('all were right.')}", good=True)
        return
    text = ngettext(
        "%(count)s was not right and was made anew, the last one %(name)s.",
        "%(count)s were not right and were made anew, the last one %(name)s.",
        found.wrong,
    )
    wrong = text % {"count": found.wrong, "name": found.last_wrong.partition(":")[2]}
    yield Fact(f"{compared} {wrong}", good=False)


def failures_of_the_day(told: figures.Told, now: datetime) -> list[figures.Failure]:
    """What could not be printed in the last day, the newest first."""
    return [one for one in told.failures if one.at > now - timedelta(days=1)]
