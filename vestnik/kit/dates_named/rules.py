"""Owns the expressions: each rule is a pattern and how to read what it has matched."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from vestnik.kit.dates_named import spans
from vestnik.kit.dates_named.periods import (
    Period,
    Precision,
    easter,
    in_months,
    in_years,
    last_of,
    week,
)
from vestnik.kit.dates_named.vocabulary import (
    AMOUNT,
    DAY_OF_WEEK,
    MONTH,
    NEXT,
    SPAN_WORD,
    YEAR,
    amount,
    month_of,
    number,
    pattern,
    unit_of,
    weekday_of,
)

#: Further ahead than so many days a date without a year is taken for the past one, if nothing looks ahead.
NEAR = 150
PAST_TAIL = re.compile(
    r"\s+(?:на\s+)?(?:м\.\s?г|(?:мина|изтекл|предход|предиш)\w*\s+(?:година|месец))", re.IGNORECASE
)
# „затвор до 5 години“, „деца до 14 години“.
_IS_AN_AGE = re.compile(
    r"\b(?:затвор|свобода|арест|деца|младеж\w*|възраст\w*|лишаване|навърш\w+)\b", re.IGNORECASE
).search


@dataclass(frozen=True, slots=True)
class Reading:
    """When to come back. One that is not `sure` may as well be past."""

    due: date
    precision: Precision
    sure: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, and what a match of it means on a day; None when it is no day."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], date], Reading | None]


def _written(match: re.Match[str], base: date) -> Reading | None:
    """„до 15 март“, „на 3 април 2027 г.“, „15.03.2027“."""
    groups = match.groupdict()
    month = month_of(groups["month"]) if groups.get("month") else int(groups["number"])
    day = int(groups["day"])
    year = spans.year_of(groups.get("year"), base)
    if not 1 <= month <= 12:
        return None
    for candidate in [year] if year else [base.year, base.year + 1]:
        # 29 February may be that of next year's.
        if not 1 <= day <= last_of(candidate, month).day:
            continue
        due = date(candidate, month, day)
        if year or due > base:
            is_near = (due - base).days <= NEAR
            return Reading(due, Precision.DAY, sure=bool(year) or is_near)
    return None


def _in_a_span(match: re.Match[str], base: date) -> Reading | None:
    """„до края на годината“, „през първото тримесечие на 2027 г.“, „в началото на май“."""
    period = spans.read(match, base)
    if period is None:
        return None
    place = (match["place"] or "").lower()
    before = (match["prep"] or "").lower().split()[-1:] or [""]
    due, sure = _day_in(period, place, before[0]), True
    if not place:
        # „тази година“ and „през май“ may well be told of afterwards; „до май“ hardly.
        sure = spans.is_surely_ahead(match) or before[0] == "до"
    return Reading(due, period.precision, sure)


def _day_in(period: Period, place: str, before: str) -> date:
    if place.startswith("кра"):
        return period.last
    if place.startswith("нача"):
        return period.first if before in ("до", "от", "преди") else period.beginning()
    if place.startswith("сред"):
        return period.middle()
    return period.first if before in ("до", "от", "преди", "към") else period.last


def _from_now(match: re.Match[str], base: date) -> Reading | None:
    """„след две седмици“, „в срок от 30 дни“, „до 48 часа“, „в едномесечен срок“."""
    groups = match.groupdict()
    count = amount(groups["amount"] or "") if "amount" in groups else number(groups["number"])
    unit = unit_of(groups["unit"])
    if count is None or not 0 < count <= 1_000 or (unit == "year" and _IS_AN_AGE(match.string)):
        return None
    half = 1 if groups.get("half") else 0
    if unit == "hour":
        due, precision = base + timedelta(days=-(-count // 24)), Precision.DAY
    elif unit == "day":
        due, precision = base + timedelta(days=count), Precision.DAY
    elif unit == "week":
        due, precision = base + timedelta(weeks=count), Precision.DAY
    elif unit == "month":
        due, precision = in_months(base, count), Precision.WEEK
    elif unit == "half":
        due, precision = in_months(base, 6), Precision.MONTH
    else:
        if count > 50:
            return None
        due, precision = in_months(in_years(base, count), 6 * half), Precision.MONTH
    return Reading(due, precision, sure="срок" in match[0].lower())


def _weekday(match: re.Match[str], base: date) -> Reading | None:
    """„следващия вторник“, „до петък“, „в четвъртък“: the first such day after the text's."""
    wanted = weekday_of(match["weekday"])
    due = base + timedelta(days=(wanted - base.weekday() - 1) % 7 + 1)
    if match["week"]:
        due = week(base, 1).first + timedelta(days=wanted)
    sure = bool(match["next"] or match["week"]) or (match["prep"] or "").lower() == "до"
    return Reading(due, Precision.DAY, sure)


def _tomorrow(match: re.Match[str], base: date) -> Reading | None:
    days = 1 if match[0].lower().endswith("утре") else 2
    return Reading(base + timedelta(days=days), Precision.DAY, sure=True)


def _next_year(match: re.Match[str], base: date) -> Reading | None:
    return Reading(date(base.year + 1, 12, 31), Precision.YEAR, sure=True)


def _feast(match: re.Match[str], base: date) -> Reading | None:
    name = match["feast"].lower()
    for year in (base.year, base.year + 1):
        if name.startswith("велик"):
            due = easter(year)
        elif name.startswith("коле"):
            due = date(year, 12, 25)
        elif name.startswith("нова"):
            due = date(year + 1, 1, 1)
        else:
            due = date(year, 5, 24) if name.startswith("24") else date(year, 9, 15)
        if due > base:
            return Reading(due, Precision.DAY, sure=(match["prep"] or "").lower() in ("до", "след"))
    return None


_PREP = (
    r"(?:(?P<prep>най-късно до|не по-късно от|до|във|в|на|за|от|през|след|преди|към|около|между) )"
)
_SPAN = rf"(?:(?P<place>кра[яй]|началото|средата) на )?{SPAN_WORD}"

RULES = (
    Rule(
        pattern(
            rf"{_PREP}?(?:(?:\d{{1,2}}|\d{{1,2}} {MONTH})(?: ?[-–—] ?| и | до ))?"
            rf"(?P<day>\d{{1,2}})(?:-(?:в|р|т|м)?и)? (?P<month>{MONTH})(?: {YEAR})?"
        ),
        _written,
    ),
    Rule(
        pattern(
            rf"{_PREP}?(?<![\d.])(?P<day>\d{{1,2}})\.(?P<number>\d{{1,2}})\.(?P<year>20\d\d)(?: ?г\.)?"
        ),
        _written,
    ),
    Rule(pattern(r"(?:вдругиден|в други ден|(?:до |за |от )?утре)"), _tomorrow),
    Rule(pattern(rf"{_PREP}?{_SPAN}"), _in_a_span),
    Rule(pattern(r"(?:до )?догодина"), _next_year),
    Rule(
        pattern(
            rf"(?:{_PREP}|(?=ид|след|друг))(?P<next>(?:{NEXT}|този|тази|това) )?(?P<weekday>{DAY_OF_WEEK})"
            rf"(?P<week> (?:на )?(?:{NEXT}) седмица)?"
        ),
        _weekday,
    ),
    Rule(
        pattern(
            r"(?:в )?(?P<number>\d{1,3}|едно|дву|три|четири|пет|шест|седем|осем|десет|петнадесет|тридесет)"
            r"[- ]?(?P<unit>днев|седмич|месеч|годиш)(?:ен|ния|ният) срок"
        ),
        _from_now,
    ),
    Rule(
        pattern(
            rf"(?:в срок (?:от|до)|в рамките на|(?:в|през) (?:{NEXT}) (?=\S)|до|след|най-късно след) ?"
            rf"(?P<amount>{AMOUNT} )?(?P<unit>час[аo]?|ден|дни|дена|седмица|седмици|месец|месеца|половин година"
            rf"|година|години)(?P<half> и половина)?"
        ),
        _from_now,
    ),
    Rule(
        pattern(rf"{_PREP}(?P<feast>Великден|Коледа|Нова година|24 май|първия учебен ден)"),
        _feast,
    ),
)
