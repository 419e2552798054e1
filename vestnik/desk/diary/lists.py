"""The diary's lists: overdue, today, coming; and what of it stands on the desk's first screen."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from vestnik.accounts.models import User
from vestnik.desk.acts import in_words
from vestnik.desk.diary.models import FollowUp
from vestnik.desk.diary.rights import may_open, waiting_for
from vestnik.desk.diary.suggesting import today
from vestnik.press import readings

#: Rows of one list.
ON_PAGE = 50


@dataclass(frozen=True, slots=True)
class Part:
    """One list under its heading; `more` when there are entries beyond the shown ones."""

    name: str
    heading: str | Promise
    entries: list[FollowUp]
    more: bool


def parts(user: User, *, everybody: bool) -> list[Part]:
    """Overdue, today and coming; each walks along one index and stops."""
    waiting, day = waiting_for(user, everybody=everybody), today()
    lists = (
        ("overdue", _("Overdue"), waiting.overdue(day)),
        ("today", _("Today"), waiting.due_on(day)),
        ("coming", _("Coming"), waiting.coming(day)),
    )
    found = []
    for name, heading, entries in lists:
        rows = list(entries[: ON_PAGE + 1])
        found.append(Part(name, heading, rows[:ON_PAGE], len(rows) > ON_PAGE))
    tell_readers([entry for part in found for entry in part.entries])
    return found


def due_today(user: User, *, most: int = 10) -> list[FollowUp]:
    """What the person must come back to by today, the longest overdue first, for the first screen."""
    if not may_open(user):
        return []
    found = list(waiting_for(user).filter(due__lte=today())[:most])
    tell_readers(found)
    return found


def tell_readers(entries: list[FollowUp]) -> None:
    """Say at each entry how often its story was opened; nothing where that is not known."""
    live = [entry for entry in entries if entry.story.live and entry.story.address]
    counted = readings.of({entry.story.address for entry in live}) if live else None
    if counted is None:
        return
    for entry in live:
        times = counted.times.get(entry.story.address, 0)
        since = max(counted.since, entry.story.first_published_at or counted.since)
        entry.opened = ngettext(
            "opened %(times)s time since %(moment)s",
            "opened %(times)s times since %(moment)s",
            times,
        ) % {"times": times, "moment": in_words(since)}
