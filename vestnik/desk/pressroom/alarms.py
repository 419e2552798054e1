"""What is wrong with the press of this node, in sentences, for those who can do something about it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext, ngettext

from vestnik.accounts.roles import Role, has_role
from vestnik.desk.acts import in_words as moment_in_words
from vestnik.kit import clock
from vestnik.press import answers, figures, health, surfaces

#: Who hears it: whoever answers for what readers see, and whoever runs the site.
HEARERS = (Role.EDITOR, Role.EDITOR_ON_DUTY, Role.CHIEF_EDITOR, Role.ADMINISTRATOR)
#: Seconds that readers may be behind the newsroom.
MOST_LAG = 10.0
#: A page that could not be printed is told for so long, or until it can be.
TOLD_FOR = timedelta(minutes=10)
#: Pages that are named; whoever has more has one trouble, not many.
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is wrong. `name` stays, whatever the sentence says."""

    name: str
    text: str


def may_hear(user: object) -> bool:
    """Whether the person is told of troubles of the press."""
    return has_role(user, *HEARERS)


def may_see_the_press(user: object) -> bool:
    """Whether the page of the press is for this person: it names addresses that were closed."""
    return has_role(user, Role.CHIEF_EDITOR, Role.ADMINISTRATOR)


def troubles() -> list[Trouble]:
    """What is wrong now. Costs a look into two small files; the database is asked only when something is."""
    told = figures.read() or figures.Told()
    now = clock.instant()
    return [*_lag(told, now), *_store(), *_failures(told, now), *_disk(), *_worker(told, now)]


def _lag(told: figures.Told, now: datetime) -> Iterator[Trouble]:
    """The press process that answers readers has not read the change log for too long, and says so."""
    beat = told.beats.get(health.PRESS)
    if beat is None or health.is_dead(beat, now, beat.began):
        return
    age = beat.state.get("log_age")
    seconds = (now - beat.began).total_seconds() if age is None else float(age)
    if seconds > MOST_LAG:
        since = moment_in_words(beat.at - timedelta(seconds=seconds))
        text = gettext(
            "Readers may see the site as it was at %(moment)s: since then the press cannot read what changed."
        )
        yield Trouble("lag", text % {"moment": since})


def _store() -> Iterator[Trouble]:
    try:
        answers.store().fact("place")
    except sqlite3.Error:
        text = gettext("The store of printed pages cannot be used; readers wait for each page.")
        yield Trouble("store", text)


def _failures(told: figures.Told, now: datetime) -> Iterator[Trouble]:
    failed = [one for one in told.failures if one.at > now - TOLD_FOR and not _is_mended(one)]
    for one in failed[:MOST_NAMED]:
        words = surfaces.in_words(one.name)
        what = f"{words.what}: {words.title}" if words.title else words.what
        text = gettext(
            "A page cannot be made: %(what)s (%(why)s). Readers see it as it was, or an error."
        )
        yield Trouble("failure", text % {"what": what, "why": one.why})
    more = len(failed) - MOST_NAMED
    if more > 0:
        text = ngettext(
            "One page more cannot be made.", "%(count)s pages more cannot be made.", more
        )
        yield Trouble("failure", text % {"count": more})


def _is_mended(failure: figures.Failure) -> bool:
    """Whether it was printed since."""
    try:
        kept = answers.store().get(failure.name)
    except sqlite3.Error:
        return False
    return kept is not None and not kept.stale and kept.made > failure.at


def _disk() -> Iterator[Trouble]:
    disk = health.disk_of(settings.VESTNIK_DATA)
    if disk is not None and disk.is_almost_full:
        text = gettext(
            "The disk of the site is almost full: %(free)s of %(total)s are free. When it is full nothing "
            "can be saved or published."
        )
        sizes = {"free": filesizeformat(disk.free), "total": filesizeformat(disk.total)}
        yield Trouble("disk", text % sizes)


def _worker(told: figures.Told, now: datetime) -> Iterator[Trouble]:
    beat = told.beats.get(health.WORKER)
    if beat is not None and health.is_dead(beat, now, figures.began()):
        text = gettext(
            "The worker has been silent since %(moment)s: changed pages are made only when a reader asks, and "
            "nothing is checked."
        )
        yield Trouble("worker", text % {"moment": moment_in_words(beat.at)})
