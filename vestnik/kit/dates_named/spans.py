"""Owns reading the spans of time that a match names, relative to the day of the text."""

import re
from datetime import date, timedelta

from vestnik.kit.dates_named.periods import Period, Precision, months, week
from vestnik.kit.dates_named.vocabulary import month_of, ordinal_of, season_of

_NEXT = ("след", "идн", "идв", "друг", "предст", "нова", "догод")


def year_of(words: str | None, base: date) -> int | None:
    """The year that „2027 г.“, „т.г.“, „следващата година“ mean; None where nothing is said."""
    if not words:
        return None
    digits = re.match(r"\d{4}", words)
    if digits:
        return int(digits[0])
    return base.year + 1 if words.lower().startswith(_NEXT) else base.year


def is_surely_ahead(match: re.Match[str]) -> bool:
    """Whether the words themselves say that it is to come: a next one, or a year (compared later)."""
    which = (match["which"] or "").lower()
    return which.startswith(_NEXT) or any(
        match[name] for name in ("season_year", "part_year", "month_year", "bare")
    )


def read(match: re.Match[str], base: date) -> Period | None:
    """The span of a match of `vocabulary.SPAN_WORD`; None when the words do not name one alone."""
    if match["bare"]:
        # „2027“ alone is a year only after words that ask for one.
        return months(int(match["bare"]), 1, 12) if match["prep"] else None
    if match["month"]:
        if not (match["prep"] or match["place"]):
            return None
        return _coming(base, year_of(match["month_year"], base), month_of(match["month"]), 1)
    if match["ordinal"]:
        return _part(match, base)
    if match["season"]:
        if not (match["prep"] or match["place"] or match["which"]):
            return None
        year = year_of(match["season_year"], base)
        if (match["which"] or "").lower().startswith(_NEXT):
            year = base.year + 1
        return _coming(base, year, season_of(match["season"]), 3)
    return _unit(match, base)


def _part(match: re.Match[str], base: date) -> Period | None:
    place = ordinal_of(match["ordinal"])
    year = year_of(match["part_year"], base)
    if match["part"].lower() == "тримесечие":
        return _coming(base, year, 3 * place - 2, 3)
    if match["part"].lower() == "половина" and not re.search(r"годин|20\d\d", match[0]):
        return None
    return _coming(base, year, 7 if place > 1 else 1, 6)


def _coming(base: date, year: int | None, month: int, count: int) -> Period:
    """Those months in the year said, else the first time that they are not over at `base`."""
    period = months(year or base.year, month, count)
    return period if year or period.last > base else months(base.year + 1, month, count)


def _unit(match: re.Match[str], base: date) -> Period | None:
    words = re.sub(r"\s+", " ", match["span"].lower())
    which = (match["which"] or "").lower()
    after = 1 if which.startswith(_NEXT) else 0
    if "уикенд" in words:
        sunday = week(base, after).last
        return Period(sunday - timedelta(days=1), sunday, Precision.DAY)
    if "учебн" in words:
        return _school_year(base, is_new="нова" in words or match["place"] == "началото")
    if not which and not match["place"]:
        # „през годината“, „в седмицата“ say no day; only a part of it or "this" one does.
        return None
    if "десетилетието" in words:
        return months(base.year - base.year % 10 + 1, 1, 120)
    if "година" in words:
        return months(base.year + after, 1, 12)
    if "месец" in words:
        return months(base.year, base.month + after)
    return week(base, after)


def _school_year(base: date, *, is_new: bool) -> Period:
    """From 15 September to the end of June: the one that goes on, or the next one to begin."""
    year = base.year - 1 if base.month < 7 else base.year
    if is_new and date(year, 9, 15) <= base:
        year += 1
    return Period(date(year, 9, 15), date(year + 1, 6, 30), Precision.MONTH)
