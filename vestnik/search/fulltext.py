"""Asking the full-text index of each database, newest story first.

Both databases keep it by themselves from the cards' words (migration 0001): SQLite by triggers in an FTS5
table without copies and places of words, as no phrase is asked for; PostgreSQL in a generated column.
"""

from __future__ import annotations

from collections.abc import Sequence
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


def find(question: Question, *, limit: int, among: Sequence[int] | None = None) -> list[int]:
    """The ids of the stories that answer, newest first, at most so many."""
    on_sqlite = connection.vendor == "sqlite"
    table, key = ("search_fulltext", "rowid") if on_sqlite else ("search_card", "story_id")
    match = _sqlite_match(question) if on_sqlite else _postgresql_match(question)
    condition = "search_fulltext MATCH %s" if on_sqlite else "vector @@ %s::tsquery"
    values: list[str | int] = [match]
    if among is not None:
        if not among:
            return []
        condition += f" AND {key} IN ({', '.join(['%s'] * len(among))})"
        values += among
    sql = f"SELECT {key} FROM {table} WHERE {condition} ORDER BY {key} DESC LIMIT %s"
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, limit])
        return [row[0] for row in cursor.fetchall()]


def _sqlite_match(question: Question) -> str:
    parts = [_quoted(word) for word in question.every]
    parts += [f"({' OR '.join(map(_quoted, group))})" for group in question.some]
    if question.begun is not None:
        form, beginning = question.begun
        both = [_quoted(form)]
        if len(beginning) >= SHORTEST_BEGINNING:
            both.append(f"{_quoted(beginning)}*")
        parts.append(f"({' OR '.join(both)})")
    return " AND ".join(parts)


def _quoted(word: str) -> str:
    return '"' + word.replace('"', "") + '"'


def _postgresql_match(question: Question) -> str:
    parts = [_lexeme(word) for word in question.every]
    parts += [f"({' | '.join(map(_lexeme, group))})" for group in question.some]
    if question.begun is not None:
        form, beginning = question.begun
        both = [_lexeme(form)]
        if len(beginning) >= SHORTEST_BEGINNING:
            both.append(f"{_lexeme(beginning)}:*")
        parts.append(f"({' | '.join(both)})")
    return " & ".join(parts)


def _lexeme(word: str) -> str:
    return "'" + word.replace("'", "").replace("\\", "") + "'"
