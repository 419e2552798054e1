"""Owns finding the days that a Bulgarian text looks ahead to: promises, deadlines, court dates.

    „Министърът обеща до края на годината да отвори пътя.“ → promise, 31 December

What is past or historic („през 1989 г.“) is not found, and what may be either („във вторник“) only
beside words that look ahead („ще“, „предстои“). Nothing here reads a clock: the day of the text is
given.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from vestnik.kit.dates_named.kinds import is_court, is_deadline, is_promise, looks_ahead
from vestnik.kit.dates_named.periods import Precision
from vestnik.kit.dates_named.rules import PAST_TAIL, RULES

__all__ = ["Kind", "NamedDate", "Precision", "dates_named"]

#: Signs of one text that are read, and findings that are given.
MOST_SIGNS = 100_000
MOST_FOUND = 100
#: Signs of a sentence; a longer one is cut.
LONGEST = 1_500
#: Later than so many years no desk comes back.
MOST_YEARS = 15

# After „г.“, „ч.“ and initials a sentence mostly goes on („през 2027 г. България ще…“).
_SENTENCE_END = re.compile(
    r"\n+|(?<=[.!?…])(?<!\bг\.)(?<!\bч\.)(?<!\b[А-Я]\.)[“\"»]?\s+(?=[„\"«А-Я–—])"
)


class Kind(StrEnum):
    """What waits on the day."""

    PROMISE = "promise"
    DEADLINE = "deadline"
    COURT = "court"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class NamedDate:
    """`words` stand at text[start:end], in `sentence`. `due` is the day on which to come back."""

    start: int
    end: int
    words: str
    sentence: str
    kind: Kind
    due: date
    precision: Precision


def dates_named(text: str, base: date) -> list[NamedDate]:
    """The days after `base`, the day of the text, that `text` (plain, not HTML) names; in its order."""
    text = text[:MOST_SIGNS]
    found: list[NamedDate] = []
    for start, sentence in _sentences(text):
        found += _in_sentence(sentence, start, base)
        if len(found) >= MOST_FOUND:
            break
    return found[:MOST_FOUND]


def _sentences(text: str) -> list[tuple[int, str]]:
    sentences, start = [], 0
    for end in _SENTENCE_END.finditer(text):
        sentences.append((start, text[start : end.start()]))
        start = end.end()
    sentences.append((start, text[start:]))
    # Words beside a date are looked for in its whole sentence, for each date again: bounded.
    return [
        (start + cut, sentence[cut : cut + LONGEST])
        for start, sentence in sentences
        for cut in range(0, len(sentence), LONGEST)
    ]


def _in_sentence(sentence: str, offset: int, base: date) -> list[NamedDate]:
    ahead = looks_ahead(sentence)
    taken: list[tuple[int, int]] = []
    found: list[NamedDate] = []
    # The rules stand in the order of trust: a later one gets only what an earlier has left.
    for rule in RULES:
        for match in rule.pattern.finditer(sentence):
            start, end = match.span()
            if any(start < other_end and other < end for other, other_end in taken):
                continue
            reading = rule.read(match, base)
            if reading is None:
                continue
            # Also what is not given is taken: „до 15 март 2020 г.“ must not be read as „до 15 март“.
            taken.append((start, end))
            is_past = PAST_TAIL.match(sentence, end) or _is_a_name(sentence, start, end)
            if is_past or not (reading.sure or ahead) or not _is_ahead(reading.due, base):
                continue
            where, kind = offset + start, _kind(sentence, match[0])
            named = NamedDate(
                where,
                offset + end,
                match[0],
                sentence.strip(),
                kind,
                reading.due,
                reading.precision,
            )
            found.append(named)
    return sorted(found, key=lambda named: named.start)


def _is_ahead(due: date, base: date) -> bool:
    return base < due <= base + timedelta(days=366 * MOST_YEARS)


def _is_a_name(sentence: str, start: int, end: int) -> bool:
    """Whether the words stand alone in quotation marks: площад „3 март“."""
    return sentence[max(0, start - 1) : start] in {"„", "«", '"', "“"} and sentence[
        end : end + 1
    ] in {"“", "»", '"', "”"}


def _kind(sentence: str, words: str) -> Kind:
    if is_court(sentence):
        return Kind.COURT
    if is_promise(sentence):
        return Kind.PROMISE
    return Kind.DEADLINE if is_deadline(sentence, words) else Kind.OTHER
