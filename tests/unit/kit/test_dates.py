"""Dates, ages and counts as a Bulgarian and an English reader would say them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vestnik.kit.dates import (
    age_in_words,
    counted,
    date_and_time,
    date_range,
    header_date,
    long_date,
    reading_time,
    weekday,
    zone_name,
)

SOFIA = ZoneInfo("Europe/Sofia")
NOON = datetime(2025, 12, 7, 12, tzinfo=UTC)
DAY = date(2025, 12, 7)


def test_dates_in_words():
    assert long_date(DAY, "bg") == "7 декември 2025 г."
    assert long_date(DAY, "en") == "7 December 2025"
    assert header_date(DAY, "bg") == "7 Декември, 2025"
    assert header_date(DAY, "en") == "7 December 2025"


def test_all_months():
    said = [long_date(date(2025, month, 1), "bg").split()[1] for month in range(1, 13)]
    assert said == [
        "януари", "февруари", "март", "април", "май", "юни",
        "юли", "август", "септември", "октомври", "ноември", "декември",
    ]  # fmt: skip
    assert long_date(date(2025, 5, 31), "en") == "31 May 2025"


def test_language_tags_are_read_up_to_the_hyphen_and_others_get_english():
    assert long_date(DAY, "bg-BG") == long_date(DAY, "BG") == long_date(DAY, "bg")
    assert long_date(DAY, "tr") == long_date(DAY, "en-gb") == "7 December 2025"


def test_the_clock_of_the_zone():
    assert date_and_time(NOON, SOFIA, "bg") == "7 декември 2025 г., 14:00 ч."
    assert date_and_time(NOON, SOFIA, "en") == "7 December 2025, 14:00"
    late = datetime(2025, 6, 30, 22, 5, tzinfo=UTC)
    assert date_and_time(late, SOFIA, "bg") == "1 юли 2025 г., 01:05 ч."


@pytest.mark.parametrize(
    ("moment", "zone", "language", "name"),
    [
        (NOON, "Europe/Sofia", "bg", ("EET", "източноевропейско време, UTC+2")),
        (NOON, "Europe/Sofia", "en", ("EET", "Eastern European Time, UTC+2")),
        (
            NOON.replace(month=7),
            "Europe/Sofia",
            "bg",
            ("EEST", "източноевропейско лятно време, UTC+3"),
        ),
        (NOON, "Asia/Kathmandu", "bg", ("UTC+5:45", "UTC+5:45")),
        (NOON, "America/Sao_Paulo", "en", ("UTC−3", "UTC−3")),
        (NOON, "UTC", "en", ("UTC", "UTC")),
    ],
)
def test_the_name_of_the_zone(moment, zone, language, name):
    assert zone_name(moment, ZoneInfo(zone), language) == name


@pytest.mark.parametrize("say", [date_and_time, zone_name])
def test_moments_without_a_zone_are_refused(say):
    with pytest.raises(ValueError, match="no time zone"):
        say(datetime(2025, 12, 7), SOFIA, "bg")


@pytest.mark.parametrize(
    ("ago", "bulgarian", "english"),
    [
        (timedelta(seconds=59), "току-що", "just now"),
        (timedelta(minutes=1), "преди 1 минута", "1 minute ago"),
        (timedelta(minutes=21), "преди 21 минути", "21 minutes ago"),
        (timedelta(minutes=60), "преди 1 час", "1 hour ago"),
        (timedelta(hours=23, minutes=59), "преди 23 часа", "23 hours ago"),
        (timedelta(days=1), "преди 1 ден", "1 day ago"),
        (timedelta(days=2), "преди 2 дни", "2 days ago"),
        (timedelta(days=29), "преди 29 дни", "29 days ago"),
        (timedelta(days=30), "преди 1 месец", "1 month ago"),
        (timedelta(days=61), "преди 2 месеца", "2 months ago"),
        (timedelta(days=364), "преди 11 месеца", "11 months ago"),
        (timedelta(days=365), "преди 1 година", "1 year ago"),
        (timedelta(days=731), "преди 2 години", "2 years ago"),
        (timedelta(seconds=-1), "след малко", "in a moment"),
        (timedelta(minutes=-1), "след 1 минута", "in 1 minute"),
        (timedelta(days=-3), "след 3 дни", "in 3 days"),
    ],
)
def test_ages(ago, bulgarian, english):
    assert age_in_words(NOON - ago, NOON, "bg") == bulgarian
    assert age_in_words(NOON - ago, NOON, "en") == english


def test_months_are_those_of_the_calendar():
    march = datetime(2025, 3, 1, tzinfo=UTC)
    assert age_in_words(datetime(2025, 1, 31, tzinfo=UTC), march, "en") == "1 month ago"
    assert age_in_words(datetime(2025, 2, 2, tzinfo=UTC), march, "en") == "27 days ago"


@given(
    now=st.datetimes(datetime(2000, 1, 1), timezones=st.just(UTC)),
    seconds=st.integers(0, 10**9),
)
def test_no_age_is_said_in_no_units(now, seconds):
    words = age_in_words(now - timedelta(seconds=seconds), now, "bg")
    assert words == "току-що" if seconds < 60 else not words.startswith("преди 0")
    assert "-" not in words.removeprefix("току-що")


@pytest.mark.parametrize(
    ("number", "bulgarian", "english"),
    [
        (0, "0 коментара", "0 comments"),
        (1, "1 коментар", "1 comment"),
        (2, "2 коментара", "2 comments"),
        (21, "21 коментара", "21 comments"),
        (1000, "1000 коментара", "1,000 comments"),
        (12345, "12\u202f345 коментара", "12,345 comments"),
        (1234567, "1\u202f234\u202f567 коментара", "1,234,567 comments"),
    ],
)
def test_counted_things(number, bulgarian, english):
    assert counted(number, "коментар", "коментара", "bg") == bulgarian
    assert counted(number, "comment", "comments", "en") == english


def test_weekdays():
    assert weekday(DAY, "bg") == "неделя"
    assert [weekday(date(2025, 12, day), "bg") for day in range(1, 7)] == [
        "понеделник", "вторник", "сряда", "четвъртък", "петък", "събота",
    ]  # fmt: skip
    assert weekday(date(2025, 12, 3), "en") == "Wednesday"


@pytest.mark.parametrize(
    ("first", "last", "bulgarian", "english"),
    [
        (date(2025, 3, 3), date(2025, 3, 3), "3 март 2025 г.", "3 March 2025"),
        (date(2025, 3, 3), date(2025, 3, 5), "3–5 март 2025 г.", "3–5 March 2025"),
        (
            date(2025, 2, 28), date(2025, 3, 2),
            "28 февруари – 2 март 2025 г.", "28 February – 2 March 2025",
        ),
        (
            date(2024, 12, 31), date(2025, 1, 2),
            "31 декември 2024 г. – 2 януари 2025 г.", "31 December 2024 – 2 January 2025",
        ),
    ],
)  # fmt: skip
def test_ranges_of_days(first, last, bulgarian, english):
    assert date_range(first, last, "bg") == bulgarian
    assert date_range(first, last, "en") == english


def test_no_range_ends_before_it_begins():
    with pytest.raises(ValueError, match="is before"):
        date_range(DAY, date(2025, 12, 6), "bg")


@pytest.mark.parametrize(
    ("words", "bulgarian", "english"),
    [
        (0, "1 минута четене", "1-minute read"),
        (180, "1 минута четене", "1-minute read"),
        (720, "4 минути четене", "3-minute read"),
        (3780, "21 минути четене", "16-minute read"),
    ],
)
def test_reading_time(words, bulgarian, english):
    assert reading_time(words, "bg") == bulgarian
    assert reading_time(words, "en") == english
