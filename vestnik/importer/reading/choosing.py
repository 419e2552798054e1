"""Owns deciding which text of a page is the story: several extractors, one general judgement."""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass

import trafilatura
from lxml.html import HtmlElement

from vestnik.importer.reading.lines import ends_sentence, key

_TOKEN = re.compile(r"\w+")
_SHINGLE = 4
_PROSE = 80
_LARGE = 12_000
"""Elements from which a page gets one quick extraction: comparing would take seconds."""
_CLEARLY_MORE = 1.25


@dataclass(slots=True)
class Reference:
    """The words taken to be the story's, for asking whether a piece of the page is in them."""

    keys: frozenset[str]
    shingles: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, lines: Iterable[str]) -> Reference:
        kept = [line for line in lines if line.strip()]
        return cls(
            frozenset(key(line) for line in kept),
            # Extractors break lines where the page has none, so runs of words go over the breaks.
            frozenset(shingles(" ".join(kept))),
        )

    def share(self, text: str) -> float:
        """The part of `text` that is in the reference, 0 to 1."""
        own = shingles(text)
        if not own:
            return float(key(text) in self.keys)
        return sum(shingle in self.shingles for shingle in own) / len(own)


def shingles(text: str) -> list[tuple[str, ...]]:
    """All runs of four words; none when the text is shorter."""
    tokens = _TOKEN.findall(text.casefold())
    return [tuple(tokens[i : i + _SHINGLE]) for i in range(len(tokens) - _SHINGLE + 1)]


def choose(root: HtmlElement, article_body: str) -> tuple[list[str], list[str]]:
    """The lines of the story's text by the most trustworthy extraction, and those of a looser one.

    The precise extraction wins unless the usual one finds clearly more prose; the publisher's own
    articleBody joins when it is whole, as a third witness.
    """
    large = sum(1 for _ in root.iter()) > _LARGE
    precise = _extract(root, precise=True, fast=large)
    usual = precise if large else _extract(root, precise=False, fast=False)
    chosen = precise
    if _prose(usual) > _CLEARLY_MORE * _prose(precise):
        chosen = usual
    if _prose(chosen) == 0 and _letters(usual) > 2 * _letters(precise):
        chosen = usual
    given = [line for line in re.split(r"\n+|(?<=[.!?])\s{2,}", article_body) if line.strip()]
    if _letters(given) > _CLEARLY_MORE * _letters(chosen) and not article_body.rstrip().endswith(
        ("…", "...")
    ):
        chosen = [*given, *chosen]
    return chosen, usual


def _extract(root: HtmlElement, *, precise: bool, fast: bool) -> list[str]:
    text = trafilatura.extract(
        deepcopy(root),
        include_comments=False,
        include_tables=True,
        favor_precision=precise,
        with_metadata=False,
        fast=fast,
    )
    return (text or "").split("\n")


def _prose(lines: list[str]) -> int:
    return sum(len(line) for line in lines if len(line) >= _PROSE and ends_sentence(line))


def _letters(lines: list[str]) -> int:
    return sum(map(len, lines))
