"""Owns reading dates and times as sites write them: ISO 8601, RFC 2822, Bulgarian, English, …"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

_MONTHS: dict[str, int] = {}
for _number, _names in enumerate(
    (
        "януари яну jan january januar jänner janvier января січня",
        "февруари фев feb february februar février февраля лютого",
        "март мар mar march märz mars марта березня",
        "април апр apr april avril апреля квітня",
        "май may mai мая травня",
        "юни june jun juni juin июня червня",
        "юли july jul juli juillet июля липня",
        "август авг aug august août августа серпня",
        "септември сеп септ sep sept september septembre сентября вересня",
        "октомври окт oct october oktober octobre октября жовтня",
        "ноември ное ноем nov november novembre ноября листопада",
        "декември дек dec december dezember décembre декабря грудня",
    ),
    start=1,
):
    _MONTHS |= dict.fromkeys(_names.split(), _number)

_ROMAN = dict(zip("I II III IV V VI VII VIII IX X XI XII".split(), range(1, 13), strict=True))
_WEEKDAYS = (
    r"понеделник|вторник|сряда|четвъртък|петък|събота|неделя|monday|tuesday|wednesday|thursday"
    r"|friday|saturday|sunday|пон|вто|сря|чет|пет|съб|нед|mon|tue|wed|thu|fri|sat|sun"
)
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_ROMANS = "|".join(sorted(_ROMAN, key=len, reverse=True))
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th|-ти|-ви|-ри|-ми|-и)?\s+(?P<month>{_MONTH})\.?,?\s+{_YEAR}(?!\d)",
        rf"\b(?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}(?!\d)",
        rf"(?<!\d){_YEAR}[-./](?P<month>\d{{1,2}})[-./](?P<day>\d{{1,2}})(?!\d)",
        rf"(?<!\d)(?P<day>\d{{1,2}})\s?[./-]\s?(?P<month>\d{{1,2}})\s?[./-]\s?{_YEAR}(?!\d)",
        rf"(?<!\d)(?P<day>\d{{1,2}})\s?[./ -]\s?(?P<month>{_ROMANS})\s?[./ -]\s?{_YEAR}(?!\d)",
    )
)
#: Only a whole short line is a date with such a year: in a text it may be anything.
_SHORT_YEAR = re.compile(
    r"(?<![\d.])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d\d)(?![\d.]\d)"
)
_SHORT_LINE = 30
_TIME = re.compile(
    r"(?<![\d.])(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?::[0-5]\d)?(?!\d|\.\d)"
    r"\s*(?P<half>[ap]\.?m\.?)?",
    re.IGNORECASE,
)
_AROUND = re.compile(
    rf"\b(?:{_WEEKDAYS})\b|\b(?:г|год|година|ч|часа|час|в|от|at|on|the|of|uhr|um|eet|eest|gmt|utc|cet|cest)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    rf"^(?:\d{{1,2}}\s+(?:{_MONTH})(?!.*\d{{4}})|днес|вчера|today|yesterday|преди\s+\d+\s+\w+|\d+\s+\w+\s+ago)\b[\s,|в:.\d]*(?:ч\.?|часа)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date read in a line: its day, its time of day if written, and what else the line says."""

    day: date
    clock: time | None
    rest: str
    weekday: bool

    def moment(self, zone: ZoneInfo) -> datetime:
        """The moment in the site's zone; midnight when no time is written."""
        return datetime.combine(self.day, self.clock or time(), zone)


def in_line(line: str) -> Dated | None:
    """The first date in `line`; None when there is none."""
    for form in (*_FORMS, _SHORT_YEAR) if len(line) <= _SHORT_LINE else _FORMS:
        match = form.search(line)
        if match is None:
            continue
        month_text = match["month"].lower()
        month = _ROMAN.get(month_text.upper()) or _MONTHS.get(month_text) or int(month_text)
        year = int(match["year"])
        if form is _SHORT_YEAR:
            # As POSIX has it: 69 to 99 are of the last century.
            year += 1900 if year >= 69 else 2000
        try:
            day = date(year, month, int(match["day"]))
        except ValueError:
            continue
        before, after = line[: match.start()], line[match.end() :]
        clock_match = _TIME.search(after) or _TIME.search(before)
        rest = before + " " + after
        if clock_match:
            rest = rest.replace(clock_match.group(), " ", 1)
        weekday = bool(re.search(rf"\b(?:{_WEEKDAYS})\b", rest, re.IGNORECASE))
        rest = _AROUND.sub(" ", rest)
        return Dated(
            day, _clock(clock_match), " ".join(rest.split()).strip(" ,.|/•·-–—:;()"), weekday
        )
    return None


def is_relative(line: str) -> bool:
    """Whether the line is only a relative time („преди 2 часа“), which tells no date by itself."""
    return bool(_RELATIVE.match(line.strip()))


def machine(value: str, zone: ZoneInfo) -> tuple[datetime, bool] | None:
    """A machine-written moment (ISO 8601, RFC 2822) and whether its time of day is known.

    A moment without an offset is taken in the site's zone. Falls back to a date in words.
    """
    value = value.strip()
    if not 8 <= len(value) <= 64:
        return None
    iso = re.sub(r"(\d)\s+([+-]\d\d:?\d\d|Z)$", r"\1\2", value)
    iso = re.sub(r"^(\d{4}-\d\d-\d\d)\s+(\d)", r"\1T\2", iso)
    iso = re.sub(r"(T\d\d:\d\d:\d\d)[.,](\d+)", lambda m: f"{m[1]}.{m[2][:6]:0<6}", iso)
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(iso)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        exact = bool(re.search(r"\d:\d\d", value))
        if not 1800 <= moment.year <= 2999:
            return None
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)), exact
    if value.isascii() and value.isdigit():
        return _epoch(value)
    dated = in_line(value)
    return (dated.moment(zone), dated.clock is not None) if dated else None


def _epoch(digits: str) -> tuple[datetime, bool] | None:
    if len(digits) not in (10, 13):
        return None
    return datetime.fromtimestamp(int(digits[:10]), UTC), True


def _clock(match: re.Match[str] | None) -> time | None:
    if match is None:
        return None
    hour, minute = int(match["hour"]), int(match["minute"])
    half = (match["half"] or "").lower().replace(".", "")
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute)
