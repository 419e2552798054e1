"""Owns the dates of invented news: more stories in later years, by day and on working days."""

from datetime import UTC, datetime, timedelta

from vestnik.importer.invented.dice import Odds, Rnd
from vestnik.importer.invented.storylines import LAST_DAY, InventedStoryline
from vestnik.importer.invented.words import words

_EPOCH = datetime(2009, 1, 1, tzinfo=UTC)
_EPOCH_WEEKDAY = _EPOCH.weekday()
_HOURS = Odds(
    dict(
        enumerate(
            (2, 1, 1, 2, 6, 12, 16, 18, 18, 17, 16, 15, 15, 15, 14, 12, 10, 8, 7, 6, 4, 3, 3, 2)
        )
    )
)
"""Weights by hour UTC; Bulgarian time is two or three hours later."""

WEEKDAYS = (
    "в понеделник",
    "във вторник",
    "в сряда",
    "в четвъртък",
    "в петък",
    "в събота",
    "в неделя",
)
MONTHS = words("януари февруари март април май юни юли август септември октомври ноември декември")


def invented_date(rnd: Rnd, storyline: InventedStoryline | None) -> datetime:
    """A moment between 1 January 2009 and 30 June 2026, within the storyline when there is one."""
    if storyline is None:
        day = int(LAST_DAY * rnd() ** 0.6)
    else:
        day = storyline.first_day + int(storyline.days * rnd())
    weekday = (_EPOCH_WEEKDAY + day) % 7
    if weekday > 4 and day > 2 and rnd() < 0.45:
        day -= 2
    seconds = _HOURS.draw(rnd) * 3600 + int(rnd() * 3600)
    return _EPOCH + timedelta(day, seconds)
