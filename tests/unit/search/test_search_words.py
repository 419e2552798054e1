"""Words in their dictionary forms, and the marks among them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vestnik.search.marks import mark, marks_between, marks_of_day
from vestnik.search.words import found_in, last_word, words_of


@pytest.mark.parametrize(
    ("forms", "word"),
    [
        ("избор избори изборите избора", "избор"),
        ("кмет кметът кмета кметове", "кмет"),
        ("дете деца децата", "дете"),
        ("Царство царството", "царство"),
        ("реши решиха решихме", "реша"),
        ("наводнение наводненията наводнението", "наводня"),
        ("Крайбродово крайбродово", "крайбродово"),
        ("че́те чете", "чета"),
    ],
)
def test_forms_of_one_word_are_one(forms, word):
    assert set(words_of(forms)) == {word}


def test_what_is_no_word_is_left_out():
    assert list(words_of("«АЕЦ» – 2 300 MW, m² 0qs7 _а_")) == ["аец", "2", "300", "mw", "m", "а"]
    assert list(words_of("а" * 61)) == []


def test_the_last_word_may_be_half_typed_unless_something_stands_behind_it():
    assert last_word("Наводн") == "наводн"
    assert last_word("наводнение ") == ""
    assert last_word("") == ""


def test_found_words_are_told_by_their_places():
    text = "Изборите и изборът"
    places = found_in(text, {"избор"})
    assert [text[first:last] for first, last in places] == ["Изборите", "изборът"]
    assert found_in("пренаселен", set(), "насел") == []


days = st.dates(date(1990, 1, 1), date(2040, 12, 31))


@given(days, st.integers(0, 3000), days)
def test_marks_of_a_span_cover_just_its_days(first, length, day):
    last = first + timedelta(days=length)
    covering = list(marks_between(first, last))
    assert bool({*covering} & {*marks_of_day(day)}) == (first <= day <= last)
    assert len(covering) <= 2 * 30 + 2 * 11 + length // 365


def test_a_mark_is_no_word():
    assert list(words_of(mark("section", 7))) == []
