"""Dates, times and numbers in English: 26 November 2026, 14:30; 26 Nov 2026; 12,345.6."""

from vestnik.config import formats

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i"
TIME_FORMAT = "H:i"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"
# In figures day and month would be taken for one another.
SHORT_DATE_FORMAT = "j M Y"
SHORT_DATETIME_FORMAT = "j M Y H:i"
FIRST_DAY_OF_WEEK = 1

DATE_INPUT_FORMATS = formats.DATES
TIME_INPUT_FORMATS = formats.TIMES
DATETIME_INPUT_FORMATS = formats.MOMENTS

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
