"""The library's own full-text index: one row a photo, in the database, in both kinds of it.

SQLite keeps it as FTS5, PostgreSQL as a tsvector under GIN; both are asked for the newest photos that have
all of some words. What a photo *is* (used, a file photo, taken on a day) stands in it as words too, the
marks, so that any combination of questions is one walk along one index.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, TypeVar

from django.db import connection
from django.utils import timezone

from vestnik.kit.spans import Unit

if TYPE_CHECKING:
    from vestnik.photos.models import Photo

TABLE: Final = "photos_words"
T = TypeVar("T")
#: The columns, each with its weight on PostgreSQL, which has four of them and no columns.
COLUMNS: Final = {"people": "A", "credit": "B", "marks": "C", "words": "D"}
#: Fields of a photo of which the index knows: who writes one of them writes the index.
INDEXED: Final = frozenset(
    """title caption description creator credit copyright_notice people place taken_at in_use_since
    file_photo withdrawn_at rights_ended_at""".split()
)
#: As many rows are written with one statement.
_AT_ONCE: Final = 200
#: Endings with which Bulgarian says "the": a word asked for is looked for without them.
_ARTICLES: Final = ("ият", "ът", "ят", "та", "то", "те", "а", "я")
_SHORTEST: Final = 4
_WORD: Final = re.compile(r"[^\W_]+")
_SAME: Final = str.maketrans({"ѝ": "и", "ё": "е"})


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must follow each other in a column; of the last one only the beginning is asked."""

    column: str
    words: tuple[str, ...]
    begins: bool = False


def fold(text: str) -> list[str]:
    """The words of a text as the index has them: small letters, no signs, at most 60 letters each."""
    plain = unicodedata.normalize("NFC", text).lower().translate(_SAME)
    return [word[:60] for word in _WORD.findall(plain)]


def stem(word: str) -> str:
    """A word asked for without its article; what is left begins all forms of it."""
    for ending in _ARTICLES:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word.removesuffix(ending)
    return word


def marks_of(photo: Photo) -> list[str]:
    """What a photo is, as words that no text contains."""
    marks = ["mused" if photo.in_use_since else "munused"]
    marks += [
        word
        for word, is_so in (
            ("mfile", photo.file_photo),
            ("mwithdrawn", photo.withdrawn_at),
            ("mended", photo.rights_ended_at),
        )
        if is_so
    ]
    if photo.taken_at is not None:
        marks += day_marks(timezone.localtime(photo.taken_at).date())
    return marks


def day_marks(day: date) -> tuple[str, str, str]:
    """The marks of a day, its month and its year."""
    return mark_of("day", day), mark_of("month", day), mark_of("year", day)


def mark_of(unit: Unit, day: date) -> str:
    """The mark of a day, of its month or of its year."""
    return format(day, {"day": "md%Y%m%d", "month": "mm%Y%m", "year": "my%Y"}[unit])


def batches(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """As many at a time as one statement takes."""
    return (rows[at : at + _AT_ONCE] for at in range(0, len(rows), _AT_ONCE))


def write(photos: Iterable[Photo], tags: dict[int, list[str]] | None = None) -> None:
    """Bring the index in line with photos as they are in memory."""
    for some in batches(list(photos)):
        rows: list[Any] = [
            (photo.pk, *_texts(photo, (tags or {}).get(photo.pk, []))) for photo in some
        ]
        forget([row[0] for row in rows])
        place = "(%s, %s, %s, %s, %s)"
        if connection.vendor == "postgresql":
            weighed = " || ".join(
                f"setweight(to_tsvector('simple', %s), '{weight}')" for weight in COLUMNS.values()
            )
            place = f"(%s, {weighed})"
        names = "rowid, " + ", ".join(COLUMNS)
        if connection.vendor == "postgresql":
            names = "photo_id, vector"
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {TABLE} ({names}) VALUES {', '.join([place] * len(rows))}",
                [value for row in rows for value in row],
            )


def forget(pks: Sequence[int]) -> None:
    """Take photos out of the index."""
    if pks:
        places = ", ".join(["%s"] * len(pks))
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {TABLE} WHERE {_key()} IN ({places})", list(pks))


def newest(groups: Sequence[Sequence[Term]], limit: int, among: Collection[int] = ()) -> list[int]:
    """The newest photos that have one term of each group, by their ids; `among` narrows them."""
    said = [" OR ".join(_said(term) for term in group) for group in groups]
    condition, values = f"{TABLE} MATCH %s", [" AND ".join(f"({one})" for one in said)]
    if connection.vendor == "postgresql":
        condition = "vector @@ to_tsquery('simple', %s)"
        values = [" & ".join(f"({one.replace(' OR ', ' | ')})" for one in said)]
    narrowed: list[Any] = list(among)
    if narrowed:
        condition += f" AND {_key()} IN ({', '.join(['%s'] * len(narrowed))})"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_key()} FROM {TABLE} WHERE {condition} ORDER BY {_key()} DESC LIMIT %s",
            [*values, *narrowed, limit],
        )
        return [row[0] for row in cursor.fetchall()]


def _key() -> str:
    return "photo_id" if connection.vendor == "postgresql" else "rowid"


def _said(term: Term) -> str:
    # Words hold letters and digits alone (`fold`), so that nothing in them is a sign of the language.
    if connection.vendor == "postgresql":
        weight = COLUMNS.get(term.column, "")
        *first, last = term.words
        said = [f"{word}:{weight}" if weight else word for word in first]
        end = f"{'*' if term.begins else ''}{weight}"
        return "(" + " <-> ".join([*said, f"{last}:{end}" if end else last]) + ")"
    column = f"{term.column} : " if term.column else ""
    return f'{column}"{" ".join(term.words)}"{" *" if term.begins else ""}'


def _texts(photo: Photo, tags: Sequence[str]) -> tuple[str, ...]:
    said = (
        photo.title, photo.caption, photo.description, photo.creator, photo.copyright_notice,
        photo.place, *tags,
    )  # fmt: skip
    by_column = {
        "people": fold(photo.people),
        "credit": fold(photo.credit),
        "marks": marks_of(photo),
        "words": [word for text in said for word in fold(text)],
    }
    return tuple(" ".join(by_column[name]) for name in COLUMNS)
