"""Finds acts in the log: each question is one walk along an index, however long the log is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet

from vestnik.changes.models import AuditEntry

ON_PAGE = 50
#: Rows of one export; whoever needs more narrows it by day.
MOST_EXPORTED = 100_000
_BATCH = 1_000
#: No act is older or younger; at the ends of Python's calendar a day has no midnight in every zone.
_EARLIEST, _LATEST = date(1900, 1, 1), date(2100, 12, 31)
#: The number at the end of a story's address, with or without what is written around it.
_NUMBER = re.compile(r"(?:^|[-:/])(\d{1,18})/?$")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for. `person` is a user's id, 0 the clock and other machines."""

    person: int | None = None
    act: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None

    def entries(self) -> QuerySet[AuditEntry]:
        """The acts, newest first."""
        found = AuditEntry.objects.order_by("-id")
        if self.person is not None:
            found = found.filter(actor_id=self.person or None)
        if self.act:
            found = found.filter(act=self.act)
        if self.subject:
            found = found.filter(subject=self.subject)
        # Entries are numbered as they come: a day is a stretch of numbers, found along the moments.
        if self.since is not None:
            found = found.filter(id__gte=_first_after(_midnight(_clamped(self.since))))
        if self.until is not None:
            after = _clamped(self.until) + timedelta(days=1)
            found = found.filter(id__lt=_first_after(_midnight(after)))
        return found

    def page(self, before: int | None) -> tuple[list[AuditEntry], bool]:
        """The acts of one page, older than an entry; and whether there are older ones still."""
        found = self.entries()
        if before is not None:
            found = found.filter(id__lt=before)
        rows = list(found[: ON_PAGE + 1])
        return rows[:ON_PAGE], len(rows) > ON_PAGE

    def all(self, most: int = MOST_EXPORTED) -> Iterator[AuditEntry]:
        """The acts one after another, never many in memory."""
        before: int | None = None
        entries = self.entries()
        while most > 0:
            batch = list(
                (entries.filter(id__lt=before) if before else entries)[: min(_BATCH, most)]
            )
            yield from batch
            if len(batch) < _BATCH:
                return
            most -= len(batch)
            before = batch[-1].pk


def subject_in(text: str) -> str:
    """The story that somebody means by its number, its address or its name in the log; else empty."""
    found = _NUMBER.search(text.strip())
    return f"story:{int(found[1])}" if found else ""


def _clamped(day: date) -> date:
    return min(max(day, _EARLIEST), _LATEST)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(settings.TIME_ZONE))


def _first_after(moment: datetime) -> int:
    found = AuditEntry.objects.filter(at__gte=moment).order_by("at", "id")
    first: int | None = found.values_list("id", flat=True).first()
    return first if first is not None else 2**62
