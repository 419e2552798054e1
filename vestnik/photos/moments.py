"""Reads the dates and times that pictures carry: three notations, with and without time and zone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final

_XMP: Final = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?\s*(Z|[+-]\d\d:?\d\d)?"
)
_EXIF: Final = re.compile(r"(\d{4}):(\d\d):(\d\d)(?: (\d\d):(\d\d):(\d\d))?()")
_IIM_DATE: Final = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)")
_IIM_TIME: Final = re.compile(r"(\d\d):?(\d\d):?(\d\d)\s*([+-]\d\d:?\d\d)?")
_ZONE: Final = re.compile(r"([+-])(\d\d):?(\d\d)")
#: The first photograph is of 1826; what claims an older one is a clock that was never set.
_YEARS: Final = range(1826, 2200)


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as a picture tells it. Without a zone it is the clock's on the wall."""

    wall: datetime
    zone: tzinfo | None
    has_time: bool

    def at(self, place: tzinfo) -> datetime:
        """The moment, for pictures that name no zone the one of `place`."""
        return self.wall.replace(tzinfo=self.zone or place)


def of_xmp(text: str) -> Moment | None:
    """`2025-12-07T14:30:00+02:00`, without zone or time too. A year or month alone is no date."""
    found = _XMP.fullmatch(text.strip())
    return _moment(*found.groups()) if found else None


def of_exif(text: str, offset: str = "") -> Moment | None:
    """`2025:12:07 14:30:00`, and the offset from UTC as newer cameras write it."""
    found = _EXIF.fullmatch(text.strip())
    return _moment(*found.groups()[:6], offset) if found else None


def of_iim(date: str, time: str = "") -> Moment | None:
    """`20251207` and `143000+0200`."""
    day, hour = _IIM_DATE.fullmatch(date.strip()), _IIM_TIME.fullmatch(time.strip())
    return _moment(*day.groups(), *(hour.groups() if hour else (None,) * 4)) if day else None


def best(moments: Iterable[Moment | None]) -> Moment | None:
    """The one that says most: zone before time before day; of equals the first."""
    known = [moment for moment in moments if moment is not None]
    return max(known, key=lambda one: (one.has_time, one.zone is not None), default=None)


def _moment(*parts: str | None) -> Moment | None:
    *numbers, zone = parts
    try:
        wall = datetime(*(int(number or 0) for number in numbers))  # type: ignore[arg-type]
    except ValueError:
        return None
    if wall.year not in _YEARS:
        return None
    has_time = numbers[3] is not None
    return Moment(wall, _zone(zone or "") if has_time else None, has_time)


def _zone(text: str) -> tzinfo | None:
    if text == "Z":
        return UTC
    found = _ZONE.fullmatch(text.strip())
    if found is None or int(found[2]) > 14 or int(found[3]) > 59:
        return None
    east = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return timezone(east if found[1] == "+" else -east)
