"""The diary's lists: overdue, today, coming; and what of it stands on the desk's first screen."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vestnik.accounts.models import User
from vestnik.desk.diary.models import FollowUp
from vestnik.desk.diary.rights import may_open, waiting_for
from vestnik.desk.diary.suggesting import today

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
    return found


def due_today(user: User, *, most: int = 10) -> list[FollowUp]:
    """What the person must come back to by today, the longest overdue first, for the first screen."""
    if not may_open(user):
        return []
    return list(waiting_for(user).filter(due__lte=today())[:most])
