"""The clock: what a reading answers, and until when it says that the answer holds."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vestnik.kit import clock

SOFIA = ZoneInfo("Europe/Sofia")
# Zones whose clocks change at, before or after midnight, or not at all.
ZONES = [
    ZoneInfo(name)
    for name in (
        "Europe/Sofia", "UTC", "Asia/Beirut", "Africa/Cairo", "America/Havana", "America/Nuuk",
        "America/Sao_Paulo", "America/Asuncion", "Asia/Kathmandu", "Pacific/Apia",
        "Australia/Lord_Howe", "Asia/Tehran",
    )
]  # fmt: skip
moments = st.datetimes(datetime(2012, 1, 1), datetime(2037, 12, 1), timezones=st.just(UTC))
TICK = timedelta(microseconds=1)


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def test_today_is_the_date_of_the_zone_and_holds_until_its_midnight():
    with clock.fixed(utc(2025, 12, 6, 22, 30)), clock.recording() as record:
        assert clock.today(SOFIA) == date(2025, 12, 7)
    assert record.until == utc(2025, 12, 7, 22)


@pytest.mark.parametrize(
    ("now", "midnight"),
    [
        (utc(2025, 3, 30, 0, 30), utc(2025, 3, 30, 21)),  # 23 hours long, in Sofia
        (utc(2025, 10, 26, 0, 30), utc(2025, 10, 26, 22)),  # 25 hours long
    ],
)
def test_today_knows_days_of_23_and_25_hours(now, midnight):
    with clock.fixed(now), clock.recording() as record:
        clock.today(SOFIA)
    assert record.until == midnight


@given(now=moments, zone=st.sampled_from(ZONES))
def test_today_holds_until_its_end_and_not_a_moment_longer(now, zone):
    with clock.fixed(now), clock.recording() as record:
        day = clock.today(zone)
    for moment, is_same in ((now, True), (record.until - TICK, True), (record.until, False)):
        with clock.fixed(moment):
            assert (clock.today(zone) == day) is is_same


@given(now=moments, zone=st.sampled_from(ZONES))
def test_this_year_holds_until_new_year(now, zone):
    with clock.fixed(now), clock.recording() as record:
        year = clock.this_year(zone)
    with clock.fixed(record.until - TICK):
        assert clock.this_year(zone) == year
    with clock.fixed(record.until):
        assert clock.this_year(zone) == year + 1


@given(now=moments, day=st.dates(date(1990, 1, 1), date(2037, 1, 1)))
def test_years_since_holds_until_the_next_anniversary(now, day):
    with clock.fixed(now), clock.recording() as record:
        years = clock.years_since(day, SOFIA)
    with clock.fixed(record.until - TICK):
        assert clock.years_since(day, SOFIA) == years
    with clock.fixed(record.until):
        assert clock.years_since(day, SOFIA) == years + 1


def test_years_since_counts_whole_years():
    with clock.fixed(utc(2025, 12, 7, 12)):
        assert clock.years_since(date(2023, 12, 7), SOFIA) == 2
        assert clock.years_since(date(2023, 12, 8), SOFIA) == 1
        assert clock.years_since(date(2026, 1, 1), SOFIA) == 0


def test_what_is_to_come_holds_until_it_comes_and_what_is_past_for_ever():
    embargo = utc(2025, 12, 7, 18)
    with clock.fixed(embargo - TICK), clock.recording() as record:
        assert not clock.is_past(embargo)
    assert record.until == embargo
    with clock.fixed(embargo), clock.recording() as record:
        assert clock.is_past(embargo)
    assert record.until is None


def test_moments_of_other_zones_are_the_same_moments():
    noon_in_sofia = datetime(2025, 12, 7, 12, tzinfo=timezone(timedelta(hours=2)))
    with clock.fixed(utc(2025, 12, 7, 9)), clock.recording() as record:
        assert not clock.is_past(noon_in_sofia)
    assert record.until == utc(2025, 12, 7, 10)
    assert record.until.tzinfo is UTC


steps = st.lists(
    st.timedeltas(timedelta(seconds=1), timedelta(days=3650)), unique=True, max_size=5
).map(sorted)


@given(now=moments, moment=moments, steps=steps)
def test_an_age_holds_until_the_next_step(now, moment, steps):
    with clock.fixed(now), clock.recording() as record:
        reached = clock.age_in(moment, steps=steps)
    assert (record.until is None) == (reached == len(steps))
    if record.until is not None:
        with clock.fixed(record.until - TICK):
            assert clock.age_in(moment, steps=steps) == reached
        with clock.fixed(record.until):
            assert clock.age_in(moment, steps=steps) == reached + 1


def test_an_age_counts_the_steps_reached():
    ages = [timedelta(hours=1), timedelta(days=1), timedelta(days=365)]
    with clock.fixed(utc(2025, 12, 7)):
        assert clock.age_in(utc(2025, 12, 7, 1), steps=ages) == 0
        assert clock.age_in(utc(2025, 12, 6, 23), steps=ages) == 1
        assert clock.age_in(utc(2025, 12, 5), steps=ages) == 2
        assert clock.age_in(utc(2023, 9, 19), steps=ages) == 3


def test_steps_out_of_order_are_refused():
    with pytest.raises(ValueError, match="ascend"):
        clock.age_in(utc(2025, 1, 1), steps=[timedelta(2), timedelta(1)])


@pytest.mark.parametrize("ask", [clock.is_past, lambda moment: clock.age_in(moment, steps=[])])
def test_moments_without_a_zone_are_refused(ask):
    with pytest.raises(ValueError, match="no time zone"):
        ask(datetime(2025, 12, 7))
    with pytest.raises(ValueError, match="no time zone"), clock.fixed(datetime(2025, 12, 7)):
        pass


def test_a_recording_keeps_the_earliest_end():
    with clock.fixed(utc(2025, 12, 7, 12)), clock.recording() as record:
        assert record.until is None
        clock.is_past(utc(2026, 5, 1))
        clock.is_past(utc(2025, 12, 8))
        clock.is_past(utc(2027, 1, 1))
    assert record.until == utc(2025, 12, 8)


def test_inner_readings_count_for_the_outer_recording_and_not_the_reverse():
    with clock.fixed(utc(2025, 12, 7)), clock.recording() as outer:
        clock.is_past(utc(2026, 1, 1))
        with clock.recording() as inner:
            clock.is_past(utc(2026, 2, 1))
        assert inner.until == utc(2026, 2, 1)
        assert outer.until == utc(2026, 1, 1)
        with clock.recording() as inner:
            clock.is_past(utc(2025, 12, 31))
        assert outer.until == inner.until == utc(2025, 12, 31)
        clock.is_past(utc(2025, 12, 30))
    assert inner.until == utc(2025, 12, 31)


def test_all_readings_of_a_recording_see_one_instant():
    with clock.recording() as outer:
        while datetime.now(UTC) == outer.instant:
            pass
        with clock.recording() as inner:
            assert inner.instant == outer.instant
        with clock.fixed(utc(2000, 1, 1)):
            assert clock.today(ZoneInfo("UTC")) == outer.instant.date()
        assert clock.is_past(outer.instant)
        assert not clock.is_past(outer.instant + TICK)


def test_a_page_that_asks_for_the_bare_instant_is_never_kept():
    with clock.recording() as record:
        clock.is_past(utc(2999, 1, 1))
        assert clock.instant() == record.instant
    assert record.until == record.instant


def test_the_instant_runs_unless_it_is_fixed():
    before = datetime.now(UTC)
    now = clock.instant()
    assert before <= now <= datetime.now(UTC)
    assert now.tzinfo is UTC
    with clock.fixed(utc(2025, 12, 7)):
        assert clock.instant() == utc(2025, 12, 7)
        with clock.fixed(utc(2026, 1, 1)):
            assert clock.instant() == utc(2026, 1, 1)
        assert clock.instant() == utc(2025, 12, 7)
    assert clock.instant() >= now


def test_a_recording_ends_also_when_the_page_fails():
    with pytest.raises(RuntimeError, match="template"), clock.recording() as record:
        raise RuntimeError("template")
    clock.is_past(utc(2999, 1, 1))
    assert record.until is None
