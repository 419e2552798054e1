"""Spans of days in whole years, months and days, to the ends of the calendar."""

from __future__ import annotations

from datetime import date

import pytest

from vestnik.kit.spans import pieces


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2023-12-31", "2025-02-01", "day 2023-12-31, year 2024-01-01, month 2025-01-01, day 2025-02-01"),
        ("2024-02-01", "2024-02-29", "month 2024-02-01"),
        ("2024-02-01", "2024-02-28", ", ".join(f"day 2024-02-{day:02}" for day in range(1, 29))),
        ("2024-05-05", "2024-05-05", "day 2024-05-05"),
        ("2024-05-06", "2024-05-05", ""),
        ("9998-12-31", "9999-12-31", "day 9998-12-31, year 9999-01-01"),
    ],
)  # fmt: skip
def test_a_span_is_the_fewest_whole_years_months_and_days(first, last, said):
    found = pieces(date.fromisoformat(first), date.fromisoformat(last))
    assert ", ".join(f"{unit} {day}" for unit, day in found) == said
