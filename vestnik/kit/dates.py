"""Owns dates, ages and counted things in words, in the grammar of each language.

A language is one row of `_LANGUAGES`; tags are read up to the first hyphen ("bg-BG" is "bg"),
and a language without a row gets English. Spaces between words are ordinary ones:
`kit.typography` decides which of them may not break.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo


class ZoneName(NamedTuple):
    """A time zone at one moment: `short` beside the time (EET), `title` to explain it."""

    short: str
    title: str


@dataclass(frozen=True, slots=True)
class _Language:
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    short_weekdays: tuple[str, ...]
    month_and_year: str
    long_date: str
    month_and_day: str
    header_date: str
    date_and_time: str
    ago: str
    ahead: str
    just_now: str
    in_a_moment: str
    units: dict[str, tuple[str, str]]
    zones: dict[str, str]
    thousands: str
    ungrouped_digits: int
    reading_time: tuple[str, str]
    words_a_minute: int


_BULGARIAN_MONTHS = (
    "януари", "февруари", "март", "април", "май", "юни", "юли", "август", "септември",
    "октомври", "ноември", "декември",
)  # fmt: skip
_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December",
)  # fmt: skip

_LANGUAGES = {
    "bg": _Language(
        months=_BULGARIAN_MONTHS,
        weekdays=("понеделник", "вторник", "сряда", "четвъртък", "петък", "събота", "неделя"),
        short_weekdays=("пн", "вт", "ср", "чт", "пт", "сб", "нд"),
        month_and_year="{month} {year} г.",
        month_and_day="{day} {month}",
        long_date="{day} {month} {year} г.",
        header_date="{day} {Month}, {year}",
        date_and_time="{date}, {time} ч.",
        ago="преди {span}",
        ahead="след {span}",
        just_now="току-що",
        in_a_moment="след малко",
        units={
            "year": ("година", "години"),
            "month": ("месец", "месеца"),
            "day": ("ден", "дни"),
            "hour": ("час", "часа"),
            "minute": ("минута", "минути"),
        },
        zones={
            "EET": "източноевропейско време",
            "EEST": "източноевропейско лятно време",
            "CET": "централноевропейско време",
            "CEST": "централноевропейско лятно време",
        },
        thousands="\N{NARROW NO-BREAK SPACE}",
        ungrouped_digits=4,
        reading_time=("{minutes} минута четене", "{minutes} минути четене"),
        words_a_minute=180,
    ),
    "en": _Language(
        months=_ENGLISH_MONTHS,
        weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        short_weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
        month_and_year="{month} {year}",
        month_and_day="{day} {month}",
        long_date="{day} {month} {year}",
        header_date="{day} {month} {year}",
        date_and_time="{date}, {time}",
        ago="{span} ago",
        ahead="in {span}",
        just_now="just now",
        in_a_moment="in a moment",
        units={
            "year": ("year", "years"),
            "month": ("month", "months"),
            "day": ("day", "days"),
            "hour": ("hour", "hours"),
            "minute": ("minute", "minutes"),
        },
        zones={
            "EET": "Eastern European Time",
            "EEST": "Eastern European Summer Time",
            "CET": "Central European Time",
            "CEST": "Central European Summer Time",
        },
        thousands=",",
        ungrouped_digits=3,
        reading_time=("{minutes}-minute read", "{minutes}-minute read"),
        words_a_minute=230,
    ),
}


def long_date(day: date, language: str) -> str:
    """„7 декември 2025 г.“, "7 December 2025"."""
    return _write_date(_words(language).long_date, day, language)


def weekday(day: date, language: str) -> str:
    """„неделя“, "Sunday"."""
    return _words(language).weekdays[day.weekday()]


def date_range(first: date, last: date, language: str) -> str:
    """Days from `first` to `last`, which is not earlier: „3–5 март 2025 г.“, "3–5 March 2025".

    What both have in common is said once: „28 февруари – 2 март 2025 г.“.
    """
    if last < first:
        raise ValueError(f"{last} is before {first}.")
    ending = long_date(last, language)
    if first == last:
        return ending
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{ending}"
    if first.year == last.year:
        return f"{_write_date(_words(language).month_and_day, first, language)} – {ending}"
    return f"{long_date(first, language)} – {ending}"


def month_and_year(day: date, language: str) -> str:
    """„декември 2025 г.“, "December 2025"."""
    return _write_date(_words(language).month_and_year, day, language)


def month_name(month: int, language: str) -> str:
    """„декември“, "December", for 12."""
    return _words(language).months[month - 1]


def weekdays(language: str) -> tuple[tuple[str, str], ...]:
    """The days of the week from Monday on, each short and in full: („пн“, „понеделник“)."""
    words = _words(language)
    return tuple(zip(words.short_weekdays, words.weekdays, strict=True))


def header_date(day: date, language: str) -> str:
    """The date as a newspaper's head has it: „7 Декември, 2025“, "7 December 2025"."""
    return _write_date(_words(language).header_date, day, language)


def date_and_time(moment: datetime, zone: ZoneInfo, language: str) -> str:
    """`moment` (aware) as the clocks of `zone` show it: „7 декември 2025 г., 14:30 ч.“."""
    local = _local(moment, zone)
    return _words(language).date_and_time.format(
        date=long_date(local, language), time=f"{local:%H:%M}"
    )


def zone_name(moment: datetime, zone: ZoneInfo, language: str) -> ZoneName:
    """What to call `zone` at `moment` (aware): ("EET", „източноевропейско време, UTC+2“).

    A zone without an abbreviation is named by its distance from UTC in both.
    """
    local = _local(moment, zone)
    offset = local.utcoffset() or timedelta()
    minutes = round(abs(offset) / timedelta(minutes=1))
    sign = "\N{MINUS SIGN}" if offset < timedelta() else "+"
    distance = f"UTC{sign}{minutes // 60}" if minutes else "UTC"
    if minutes % 60:
        distance += f":{minutes % 60:02}"
    abbreviation = local.tzname() or ""
    name = _words(language).zones.get(abbreviation)
    short = abbreviation if abbreviation.isalpha() else distance
    return ZoneName(short, f"{name}, {distance}" if name else distance)


def age_in_words(then: datetime, now: datetime, language: str) -> str:
    """How long ago `then` was, in its largest whole unit: „преди 2 дни“, "1 year ago".

    Months and years are those of the calendar of `now`'s zone. A `then` to come reads
    „след 2 дни“. Both must be aware.
    """
    then = then.astimezone(now.tzinfo)
    words = _words(language)
    is_ahead = then > now
    amount, unit = _largest_unit(*((now, then) if is_ahead else (then, now)))
    if not amount:
        return words.in_a_moment if is_ahead else words.just_now
    span = counted(amount, *words.units[unit], language)
    return (words.ahead if is_ahead else words.ago).format(span=span)


def counted(number: int, singular: str, plural: str, language: str) -> str:
    """`number` and its noun: „1 коментар“, „21 коментара“, "1 comment", "0 comments".

    For Bulgarian masculine nouns `plural` is the counting form (коментара, not коментари).
    """
    words = _words(language)
    digits = str(number)
    if abs(number) >= 10**words.ungrouped_digits:
        digits = f"{number:,}".replace(",", words.thousands)
    return f"{digits} {singular if abs(number) == 1 else plural}"


def reading_minutes(words: int, language: str) -> int:
    """How many minutes a text of so many `words` takes to read; at least one."""
    return max(1, round(words / _words(language).words_a_minute))


def reading_time(words: int, language: str) -> str:
    """The time to read so many `words`: „4 минути четене“, "4-minute read"."""
    minutes = reading_minutes(words, language)
    one, more = _words(language).reading_time
    return (one if minutes == 1 else more).format(minutes=minutes)


def _words(language: str) -> _Language:
    return _LANGUAGES.get(language.lower().partition("-")[0], _LANGUAGES["en"])


def _write_date(form: str, day: date, language: str) -> str:
    month = _words(language).months[day.month - 1]
    return form.format(day=day.day, month=month, Month=month.capitalize(), year=day.year)


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError(f"{moment!r} has no time zone; give an aware datetime.")
    return moment.astimezone(zone)


def _largest_unit(start: datetime, end: datetime) -> tuple[int, str]:
    months = (end.year - start.year) * 12 + end.month - start.month
    # By the wall clock: a month from 31 January is over with February, not on "31 February".
    if (end.day, end.time()) < (start.day, start.time()):
        months -= 1
    passed = end - start
    for amount, unit in (
        (months // 12, "year"),
        (months, "month"),
        (passed // timedelta(days=1), "day"),
        (passed // timedelta(hours=1), "hour"),
    ):
        if amount > 0:
            return amount, unit
    return passed // timedelta(minutes=1), "minute"
