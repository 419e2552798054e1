"""Specimens of the pages that gather stories: subjects, storyline, photo, corrections, archive."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from vestnik.design.specimens import matter
from vestnik.design.specimens.matter import NEWS, NOW, Named, Photo, Rows, Story
from vestnik.kit import dates

LANGUAGE: Final = "bg"
HERE: Final = "/cms/design/{}/"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a page of gathered stories is about; each kind has some of these words."""

    name: str
    description: str = ""
    summary: str = ""
    role: str = ""
    bio: str = ""
    portrait: Photo | None = None


@dataclass(frozen=True, slots=True)
class Fixed:
    """A correction, with the story that it is of."""

    what: str
    why: str
    at: Any
    story: Story | None = None
    before: str = ""
    after: str = ""


FIXED: Final = Fixed(
    "Мостът е дълъг 274 м, а не 247 м, както беше написано.",
    "Разменени цифри.",
    NOW,
    before="Мостът е дълъг 247 м.",
    after="Мостът е дълъг 274 м.",
)
TOPIC: Final = Subject(
    "Мостове и пътища",
    "Какво се строи, какво се поправя и какво още чака по двете страни на реката.",
)
LINE: Final = Subject(
    "Мостът над Бела река",
    summary="Затворен за камиони през 2022 г. и за всички през пролетта след това, мостът беше "
    "ремонтиран два пъти по-дълго и за два пъти повече пари, отколкото беше обещано.",
)
AUTHOR: Final = Subject(
    "Елена Маринова",
    role="водещ на рубриката „Мнения“",
    bio="Пише за реката, за градовете край нея и за парите, с които се строи. Преди това е "
    "преподавала математика в гимназията в Горно Поле.\nНосител на наградата „Първи ред“ за 2023 г.",
    portrait=Photo("woman", credit=""),
)
UNSEEN: Final = Subject("Проф. Кирил Дончев-Белоречки", role="хидролог")
AGENCY: Final = Subject("БГНЕС")


def about(subject: Subject, stories: list[Story]) -> Callable[[], dict[str, Any]]:
    """The page of a topic, author or agency."""
    return lambda: {"subject": subject, "stories": stories, "older": HERE.format("month-of")}


@dataclass(frozen=True, slots=True)
class Piece:
    """A story of a storyline; a story of a specimen has no corrections of its own."""

    story: Story
    corrections: Rows

    def __getattr__(self, name: str) -> Any:
        return getattr(self.story, name)


def storyline() -> dict[str, Any]:
    """Three days of pieces, one of which was corrected."""
    titles = (
        ("Мостът над Бела река е отворен след три години ремонт", "news"),
        ("Първите камиони чакаха от четири сутринта", "reportage"),
        ("Кметът: ще има и пейка", "brief"),
        ("Проверката откри 32 повредени опори", "news"),
        ("Защо един мост струва колкото два", "analysis"),
        ("Мостът е затворен", "news"),
    )
    days = []
    for day, (first, last) in enumerate(((0, 3), (3, 5), (5, 6))):
        when = NOW - timedelta(days=211 * day)
        pieces = [
            Piece(
                NEWS.but(
                    headline=headline, kind=kind, dated=when - timedelta(minutes=97 * number),
                    deck="" if kind == "brief" else NEWS.deck,
                ),
                Rows([FIXED] if number == 3 else []),
            )
            for number, (headline, kind) in enumerate(titles)
            if first <= number < last
        ]  # fmt: skip
        days.append({"day": dates.long_date(when, LANGUAGE), "stories": pieces})
    return {"subject": LINE, "days": days, "older": HERE.format("month-of")}


def photo(of: Photo, stories: list[Story]) -> Callable[[], dict[str, Any]]:
    """The page of a photo."""
    return lambda: {"photo": of, "stories": stories, "photo_root": ""}


HARBOUR: Final = replace(
    matter.HARBOUR,
    creator="Мила Станева",
    taken_at=NOW - timedelta(days=4000),
    copyright_notice="© Мила Станева, 2015",
    usage_terms="Само за редакционна употреба.\nНе се препродава.",
)


def corrections() -> dict[str, Any]:
    """Two corrections: one with its reason, one of a headline of forty words."""
    longest = NEWS.but(headline=matter.LONG_HEADLINE)
    return {
        "corrections": [
            replace(FIXED, story=NEWS),
            Fixed("Заседанието беше във вторник.", "", matter.EARLIER, longest),
        ]
    }


def years() -> dict[str, Any]:
    """A quarter of a century."""
    return {
        "years": [{"year": year, "path": HERE.format("year")} for year in range(2025, 1999, -1)]
    }


def year() -> dict[str, Any]:
    """A year with a summer of which there is nothing."""
    return {
        "year": 2025,
        "months": [
            {
                "name": dates.month_name(month, LANGUAGE),
                "path": "" if month in (7, 8) else HERE.format("month"),
            }
            for month in range(1, 13)
        ],
        "archive": HERE.format("years"),
        "before": HERE.format("year"),
        "after": HERE.format("year"),
    }


def month(stories: list[Story]) -> Callable[[], dict[str, Any]]:
    """A month of six weeks, the last of which has not come yet."""
    first = NOW.date().replace(month=6, day=1)
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    cells = [
        [
            {
                "number": day.day,
                "path": HERE.format("day") if day.day not in (2, 30) else "",
                "in_words": dates.long_date(day, LANGUAGE),
            }
            if day.month == first.month
            else {"number": "", "path": ""}
            for day in week
        ]
        for week in weeks
    ]
    return lambda: {
        "month_in_words": dates.month_and_year(first, LANGUAGE),
        "weekdays": dates.weekdays(LANGUAGE),
        "weeks": cells,
        "stories": stories,
        "year": first.year,
        "year_path": HERE.format("year"),
        "archive_path": HERE.format("years"),
        "before": HERE.format("month"),
        "after": HERE.format("month"),
    }


def month_of(stories: list[Story]) -> Callable[[], dict[str, Any]]:
    """The older stories of a section or subject, by month."""
    return lambda: {
        "title": TOPIC.name,
        "list_home": HERE.format("topic"),
        "month_in_words": dates.month_and_year(NOW, LANGUAGE),
        "until": NOW,
        "until_in_words": dates.long_date(NOW, LANGUAGE),
        "stories": stories,
        "before": HERE.format("month-of"),
        "after": HERE.format("topic"),
        "page": Named("Свят", pk=2),
    }
