"""The difference of two texts by word: nothing of either is lost, and a change reads as one."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vestnik.kit import word_diff
from vestnik.kit.word_diff import MOST_COMPARISONS, by_word

texts = st.text(alphabet="аб в„.\n", max_size=40)


@given(before=texts, after=texts)
def test_nothing_of_either_text_is_lost(before, after):
    pieces = by_word(before, after)

    assert "".join(text for how, text in pieces if how != "in") == before
    assert "".join(text for how, text in pieces if how != "out") == after


def test_a_change_of_words_is_one_change():
    assert by_word("Мостът е дълъг 247 метра.", "Мостът беше широк 27 метра.") == [
        ("same", "Мостът "),
        ("out", "е дълъг 247"),
        ("in", "беше широк 27"),
        ("same", " метра."),
    ]


def test_the_space_behind_a_word_is_no_other_word():
    assert by_word("А б", "А б в") == [("same", "А б"), ("in", " в")]
    assert by_word("а\nб", "а б") == [
        ("same", "а"),
        ("out", "\n"),
        ("in", " "),
        ("same", "б"),
    ]


def test_a_sentence_that_stayed_is_not_searched_for_in_others():
    assert by_word("Той дойде. Тя също дойде.", "Тя също дойде. Той си отиде.") == [
        ("out", "Той дойде. "),
        ("same", "Тя също дойде."),
        ("in", " Той си отиде."),
    ]


def _news(words: int) -> str:
    """Sentences of fifteen words; few words are frequent, many are rare, as in a language."""
    chance = Random(5)
    known = [f"дума{number}" for number in range(2_000)]
    text = chance.choices(known, [1 / (place + 1) for place in range(2_000)], k=words)
    return " ".join(f"{word}." if place % 15 == 14 else word for place, word in enumerate(text))


def _each_tenth_changed(text: str) -> str:
    words = text.split(" ")
    words[9::10] = ["друга"] * len(words[9::10])
    return " ".join(words)


@pytest.fixture
def comparisons(monkeypatch) -> Counter[str]:
    """How often a word was looked at beside another."""
    made: Counter[str] = Counter()

    class Counting(SequenceMatcher):
        def find_longest_match(self, alo=0, ahi=None, blo=0, bhi=None):
            made["compared"] += sum(len(self.b2j.get(said, ())) for said in self.a[alo:ahi])
            return super().find_longest_match(alo, ahi, blo, bhi)

    monkeypatch.setattr(word_diff, "SequenceMatcher", Counting)
    return made


@pytest.mark.parametrize("words", [800, 3_900])
def test_a_long_block_costs_little(comparisons, words):
    before = _news(words)
    pieces = by_word(before, _each_tenth_changed(before))

    assert comparisons["compared"] < 10 * words
    assert "".join(text for how, text in pieces if how == "in").count("друга") == words // 10
    assert sum(len(text.split()) for how, text in pieces if how == "in") < words // 5


@pytest.mark.parametrize(
    ("before", "after"),
    [("а б " * 4_000, "б б а " * 4_000), ("а.\n" * 4_000, "б. а.\n" * 4_000), ("а " * 9_000, "б")],
)
def test_no_two_texts_cost_more_than_the_most(comparisons, before, after):
    pieces = by_word(before, after)

    assert comparisons["compared"] <= MOST_COMPARISONS
    assert "".join(text for how, text in pieces if how != "out") == after
