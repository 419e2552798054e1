"""Asking the full-text index of each database, newest story first.

Both databases keep it by themselves from the cards' words (migration 0001): SQLite by triggers in an FTS5
table without copies and places of words, as no phrase is asked for; PostgreSQL in a generated column.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

#: A begun word must have so many letters: fewer begin too many words to be of use.
SHORTEST_BEGINNING = 3


@dataclass(frozen=True)
class Question:
    """What is asked: all of `every`, one of each group of `some`, and a word that may be half typed."""

    every: tuple[str, ...] = ()
    some: tuple[tuple[str, ...], ...] = ()
    #: The last word typed: its dictionary form, and how it begins.
    begun: tuple[str, str] | None = None

    @property
    def asks_nothing(self) -> bool:
        return not (self.every or self.some or self.begun)


@dataclass(frozen=True)
class _Dialect:
    """How a database is asked: where, by which condition, and how signs of its language are written."""

    table: str
    key: str
    condition: str
    conjunction: str
    disjunction: str
    quote: str
    #: What is left out of a word, and what follows a word of which only the beginning is asked.
    signs: str
    beginning: str

    def match(self, question: Question) -> str:
        """A question in the database's words."""
        parts = [self._word(word) for word in question.every]
        parts += [self._any(map(self._word, group)) for group in question.some]
        if question.begun is not None:
            form, beginning = question.begun
            both = [self._word(form)]
            if len(beginning) >= SHORTEST_BEGINNING:
                both.append(self._word(beginning) + self.beginning)
            parts.append(self._any(both))
        return self.conjunction.join(parts)

    def _any(self, words: Iterable[str]) -> str:
        return f"({self.disjunction.join(words)})"

    def _word(self, word: str) -> str:
        plain = "".join(letter for letter in word if letter not in self.signs)
        return f"{self.quote}{plain}{self.quote}"


_SQLITE = _Dialect(
    "search_fulltext", "rowid", "search_fulltext MATCH %s", " AND ", " OR ", '"', '"', "*"
)
_POSTGRESQL = _Dialect(
    "search_card", "story_id", "vector @@ %s::tsquery", " & ", " | ", "'", "'\\", ":*"
)


def find(question: Question, *, limit: int, among: Sequence[int] | None = None) -> list[int]:
    """The ids of the stories that answer, newest first, at most so many."""
    ask = _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL
    condition, match = ask.condition, ask.match(question)
    if among is not None:
        if not among:
            return []
        condition += f" AND {ask.key} IN ({', '.join(['%s'] * len(among))})"
    sql = f"SELECT {ask.key} FROM {ask.table} WHERE {condition} ORDER BY {ask.key} DESC LIMIT %s"
    with connection.cursor() as cursor:
        cursor.execute(sql, [match, *(among or ()), limit])
        return [row[0] for row in cursor.fetchall()]
