"""Owns the Bulgarian words of dates: months, days of the week, numbers, units, and their patterns."""

import re

from vestnik.kit.dates import weekdays

_MONTHS = (
    "януари", "февруари", "март", "април", "май", "юни", "юли", "август", "септември", "октомври",
    "ноември", "декември",
)  # fmt: skip
MONTH = f"(?:{'|'.join(_MONTHS)})"
_WEEKDAYS = tuple(full for _short, full in weekdays("bg"))
DAY_OF_WEEK = f"(?:{'|'.join(_WEEKDAYS)})"
NEXT = r"(?:следващ|идн|идващ|друг|предстоящ)(?:ия|ият|ата|ото|ите|ият|а|и)?"
_THIS_YEAR = r"т\.\s?г\.|(?:тази|тая|настоящата|текущата) година"
_NEXT_YEAR = rf"(?:{NEXT}|новата) година|догодина"
YEAR = rf"(?:на )?(?P<year>(?:20\d\d)(?: ?(?:г\.|година\b))?|{_THIS_YEAR}|{_NEXT_YEAR})"
_NUMBERS = {
    "един": 1, "една": 1, "едно": 1, "два": 2, "две": 2, "двата": 2, "двете": 2, "дву": 2, "три": 3,
    "трите": 3, "четири": 4, "пет": 5, "шест": 6, "седем": 7, "осем": 8, "девет": 9, "десет": 10,
    "единайсет": 11, "единадесет": 11, "дванайсет": 12, "дванадесет": 12, "петнайсет": 15,
    "петнадесет": 15, "двайсет": 20, "двадесет": 20, "трийсет": 30, "тридесет": 30, "шейсет": 60,
    "шестдесет": 60, "деветдесет": 90, "сто": 100,
}  # fmt: skip
_NUMBER = rf"(?:\d{{1,3}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
#: „две“, „30“, „два-три“, „2 до 3“.
AMOUNT = rf"(?:около |най-много |още |поне )?{_NUMBER}(?: ?[-–—] ?{_NUMBER}| до {_NUMBER}| или {_NUMBER})?"
_ORDINALS = {"първ": 1, "втор": 2, "трет": 3, "четвърт": 4, "последн": 4}
_ORDINAL = rf"(?:{'|'.join(_ORDINALS)})(?:ото|ата|ия|о|а|ите)"
_SEASONS = {"пролет": 3, "лято": 6, "лет": 6, "есен": 9, "зима": 12}
SPAN_WORD = (
    rf"(?P<span>(?:(?P<which>{NEXT}|този|тази|това|настоящ(?:ата|ия)|текущ(?:ата|ия)) )?"
    r"(?:(?:новата )?учебн(?:ата|а) година|година(?:та)?|месец(?:а)?|седмица(?:та)?"
    r"|десетилетието|уикенд(?:а)?"
    r"|(?P<season>пролет(?:та)?|лято(?:то)?|есен(?:та)?|зима(?:та)?))"
    rf"(?: {YEAR.replace('year', 'season_year')})?"
    rf"|(?P<ordinal>{_ORDINAL}) (?P<part>тримесечие|полугодие|половина)(?: на)?"
    rf"(?: (?:годината|{YEAR.replace('year', 'part_year')}))?"
    rf"|(?P<month>{MONTH})(?: {YEAR.replace('year', 'month_year')})?"
    rf"|(?P<bare>20\d\d)(?: ?(?:г\.|година\b))?)"
)


def pattern(text: str) -> re.Pattern[str]:
    """A pattern of whole words, in either case, with any white space where `text` has a space."""
    spaced = text.replace(" ?", r"\s*").replace(" ", r"\s+")
    return re.compile(rf"(?<![\w-]){spaced}(?!\w)", re.IGNORECASE)


def month_of(word: str) -> int:
    """The number of a month."""
    return _MONTHS.index(word.lower()) + 1


def weekday_of(word: str) -> int:
    """The number of a day of the week; Monday is 0."""
    return _WEEKDAYS.index(word.lower())


def number(word: str) -> int | None:
    """What a number is, in digits or words."""
    return int(word) if word.isdecimal() else _NUMBERS.get(word.lower())


def amount(words: str) -> int | None:
    """The larger of „два-три“, the number of „30“; one where nothing is said („след месец“)."""
    if not words.strip():
        return 1
    found = [number(word) for word in re.findall(_NUMBER, words.lower())]
    return max((one for one in found if one is not None), default=None)


def unit_of(word: str) -> str:
    """hour, day, week, month, half (of a year) or year."""
    beginnings = {
        "час": "hour", "д": "day", "седм": "week", "месе": "month", "полов": "half", "годи": "year",
    }  # fmt: skip
    return next(unit for start, unit in beginnings.items() if word.lower().startswith(start))


def ordinal_of(word: str) -> int:
    """Which one „второто“ is."""
    return next(place for start, place in _ORDINALS.items() if word.lower().startswith(start))


def season_of(word: str) -> int:
    """The first month of a season."""
    return next(month for start, month in _SEASONS.items() if word.lower().startswith(start))
