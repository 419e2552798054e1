"""What a text says by its letters alone: quotes left open, words said twice, names in two spellings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

#: So many different names of one story are compared with each other.
MOST_NAMES = 300
#: A name shorter than this has too many neighbours.
_SHORTEST_NAME: Final = 5
#: Bulgarian names end in what their place in the sentence or their bearer's sex asks for.
_ENDING: Final = 2

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_TWICE = re.compile(r"(?<![\w-])([^\W\d_]{1,30})[ \u00a0]+\1(?![\w-])", re.IGNORECASE)
#: Said twice on purpose.
_MAY_REPEAT: Final = frozenset({"да", "не", "много", "най", "бавно", "тихо", "пак", "ха", "very"})
_NAME = re.compile(r"(?<=[^.!?…:„“\"«\s–—-]\s)[А-ЯA-Z][а-яa-z]{3,}(?![\w-])")


def unpaired(text: str, language: str = "bg") -> str:
    """The first quotation mark of a paragraph that has no partner, with what follows; "" for none."""
    opened: list[tuple[str, int]] = []
    partner = {"„": "“", "«": "»", "“": "”"}
    straight = [
        found.start() for found in re.finditer('"', text) if not _is_inches(text, found.start())
    ]
    for at, sign in enumerate(text):
        if sign == "„" or sign == "«" or (sign == "“" and language != "bg"):
            opened.append((sign, at))
        elif sign in "“”»":
            closes = opened and (
                partner[opened[-1][0]] == sign or (opened[-1][0] == "„" and sign in "“”")
            )
            if not closes:
                return _beginning(text, at)
            opened.pop()
    if opened:
        return _beginning(text, opened[-1][1])
    return _beginning(text, straight[-1]) if len(straight) % 2 else ""


def _is_inches(text: str, at: int) -> bool:
    return at > 0 and text[at - 1].isdigit()


def _beginning(text: str, at: int) -> str:
    before = max(0, at - 15) if at > len(text) - 8 else at
    return text[before : at + 30].strip()


def said_twice(text: str) -> Iterator[str]:
    """Words that stand twice beside each other by mistake: „на на“."""
    for found in _TWICE.finditer(text):
        if found[1].casefold() not in _MAY_REPEAT and not (
            found[1][0].isupper() and found[0].split()[-1][0].isupper()
        ):
            yield found[0]


def names_in(texts: Iterable[str]) -> set[str]:
    """Words with a capital inside a sentence, where only names have one."""
    return {name for text in texts for name in _NAME.findall(text)}


def spelled_two_ways(texts: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs of names that differ by one letter before their endings: Кенеди and Кеннеди."""
    names = sorted(name for name in names_in(texts) if len(name) >= _SHORTEST_NAME)[:MOST_NAMES]
    by_start: dict[str, list[str]] = defaultdict(list)
    for name in names:
        by_start[name[0]].append(name)
    return [
        (one, other)
        for alike in by_start.values()
        for place, one in enumerate(alike)
        for other in alike[place + 1 :]
        if _is_slip(one, other)
    ]


def _is_slip(one: str, other: str) -> bool:
    """Whether the two differ by one letter, put in or put for another, before the ending."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest = (one[start:], other[start:])
    if len(one) == len(other):
        return len(rest[0]) > _ENDING and rest[0][1:] == rest[1][1:]
    longer, shorter = sorted(rest, key=len, reverse=True)
    return len(shorter) >= _ENDING and longer[1:] == shorter
