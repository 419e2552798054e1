"""Owns spans of the calendar: weeks, months, seasons, quarters, school years, feasts."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Precision(StrEnum):
    """How exactly the day is named."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Period:
    """From `first` to `last`, both inside."""

    first: date
    last: date
    precision: Precision

    def middle(self) -> date:
        """The day in its middle."""
        return self.first + (self.last - self.first) / 2

    def beginning(self) -> date:
        """By when its beginning is over: a tenth of a year, a third of anything shorter."""
        part = 10 if self.precision is Precision.YEAR else 3
        return self.first + (self.last - self.first) // part


def last_of(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def week(day: date, after: int = 0) -> Period:
    """The week of `day`, or one so many weeks after it; Monday to Sunday."""
    first = day - timedelta(days=day.weekday()) + timedelta(weeks=after)
    return Period(first, first + timedelta(days=6), Precision.WEEK)


def months(year: int, month: int, count: int = 1) -> Period:
    """`count` months from one on. A month may be over 12: then it is one of a later year."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    end = month + count - 1
    last = last_of(year + (end - 1) // 12, (end - 1) % 12 + 1)
    precision = Precision.MONTH if count == 1 else Precision.SEASON
    return Period(date(year, month, 1), last, Precision.YEAR if count == 12 else precision)


def in_months(day: date, count: int) -> date:
    """The same day `count` months later, or the last one of a shorter month."""
    month = months(day.year, day.month + count)
    return month.first.replace(day=min(day.day, month.last.day))


def in_years(day: date, count: int) -> date:
    """The same day `count` years later."""
    return in_months(day, 12 * count)


def easter(year: int) -> date:
    """Orthodox Easter, by Meeus's rule for the Julian calendar; good from 1900 to 2099."""
    a, b, c = year % 4, year % 7, year % 19
    d = (19 * c + 15) % 30
    e = (2 * a + 4 * b - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return date(year, month, day + 1) + timedelta(days=13)
