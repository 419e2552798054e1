"""The difference of two texts by word: nothing of either is lost, and a change reads as one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vestnik.kit.word_diff import MOST_WORDS, by_word

texts = st.text(alphabet="аб в„.", max_size=40)


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


def test_long_texts_are_not_compared_word_by_word():
    assert by_word("а " * MOST_WORDS, "б") == [("out", "а " * MOST_WORDS), ("in", "б")]
