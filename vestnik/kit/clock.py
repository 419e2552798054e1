"""Owns the time: the one clock of public pages, whose every reading says how long it holds.

A public page asks a *reading* (`today`, `is_past`, `age_in`, ...). Each reading tells the
recordings around it the first instant at which its answer would be another one, so that a
print knows until when it is right. All instants are aware datetimes in UTC.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from time import time as machine_seconds
from zoneinfo import ZoneInfo


@dataclass(slots=True)
class Recording:
    """What was read of the clock inside one `recording()`.

    `instant` is what every reading inside sees as now. The answers hold while
    now < `until`; None means that they hold for ever.
    """

    instant: datetime
    until: datetime | None = None
    _outer: "Recording | None" = field(default=None, repr=False)

    def _hold_until(self, end: datetime) -> None:
        if self.until is None or end < self.until:
            self.until = end
        if self._outer is not None:
            self._outer._hold_until(end)


_recording: ContextVar[Recording | None] = ContextVar("clock_recording", default=None)
_fixed: ContextVar[datetime | None] = ContextVar("clock_fixed", default=None)


def instant() -> datetime:
    """Now, for writes and for the newsroom's screens.

    It has no end to record. Asked for inside a recording all the same, it makes the recording
    end at once: a page that reads the time this way is right, but never kept.
    """
    now = _now()
    _note(now)
    return now


def seconds() -> float:
    """`instant` as seconds since 1970, at a fifth of the price where nobody records it."""
    if _recording.get() is None and _fixed.get() is None:
        return machine_seconds()
    return instant().timestamp()


def today(zone: ZoneInfo) -> date:
    """The date in `zone`; holds until midnight there."""
    day = _now().astimezone(zone).date()
    _note(_start_of(day + timedelta(days=1), zone))
    return day


def this_year(zone: ZoneInfo) -> int:
    """The year in `zone`; holds until the next one, where `today` would end at midnight."""
    year = _now().astimezone(zone).year
    _note(_start_of(date(year + 1, 1, 1), zone))
    return year


def years_since(day: date, zone: ZoneInfo) -> int:
    """Whole years from `day` to today in `zone`, 0 for a day to come; holds until the next
    anniversary. One born on 29 February has it on 1 March in other years."""
    here = _now().astimezone(zone).date()
    years = max(0, here.year - day.year)
    if years and here < _anniversary(day, years):
        years -= 1
    _note(_start_of(_anniversary(day, years + 1), zone))
    return years


def is_past(moment: datetime) -> bool:
    """Whether `moment` has come; holds until it comes, and for ever after.

    Raises ValueError when `moment` has no time zone.
    """
    moment = _in_utc(moment)
    if moment <= _now():
        return True
    _note(moment)
    return False


def age_in(moment: datetime, *, steps: Sequence[timedelta]) -> int:
    """How many of `steps`, ages in ascending order, the age of `moment` has reached.

    0 is younger than the first step (or still to come), len(steps) is the last step or older.
    Holds until the next step is reached. Raises ValueError for steps out of order and for a
    `moment` without a time zone.
    """
    moment = _in_utc(moment)
    if any(later <= earlier for earlier, later in pairwise(steps)):
        raise ValueError("The steps of an age must ascend.")
    age = _now() - moment
    reached = sum(step <= age for step in steps)
    if reached < len(steps):
        _note(moment + steps[reached])
    return reached


@contextmanager
def recording() -> Iterator[Recording]:
    """Note the end of every reading inside, and let all of them see the same instant.

    Recordings nest: the readings of an inner one count for the outer one too, and both see
    the outer one's instant. Threads started inside are not part of it.
    """
    outer = _recording.get()
    inner = Recording(_now(), _outer=outer)
    token = _recording.set(inner)
    try:
        yield inner
    finally:
        _recording.reset(token)


@contextmanager
def fixed(moment: datetime) -> Iterator[None]:
    """Stop the clock at `moment` for the code inside, for tests and for fresh renders to compare.

    A recording begun before keeps its own instant. Raises ValueError when `moment` has no
    time zone.
    """
    token = _fixed.set(_in_utc(moment))
    try:
        yield
    finally:
        _fixed.reset(token)


def _now() -> datetime:
    current = _recording.get()
    if current is not None:
        return current.instant
    return _fixed.get() or datetime.now(UTC)  # noqa: TID251  (this is the one clock)


def _note(end: datetime) -> None:
    current = _recording.get()
    if current is not None:
        current._hold_until(end)


def _in_utc(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError(f"{moment!r} has no time zone; give an aware datetime.")
    return moment.astimezone(UTC)


def _start_of(day: date, zone: ZoneInfo) -> datetime:
    # Where clocks skip midnight, fold=0 counts with the offset before the change: the very
    # instant of the change. Where midnight comes twice, it is the first, as it must be.
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)


def _anniversary(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
