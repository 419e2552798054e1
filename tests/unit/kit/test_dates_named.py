"""Days that Bulgarian sentences look ahead to, against a golden file; precision and recall are printed."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vestnik.kit.dates_named import MOST_FOUND, Kind, dates_named
from vestnik.kit.dates_named.periods import easter

_MARK = re.compile(r"\[([^]]+)\]\{(\w+) (\S+)\}")
#: What the rules must find of what is there, and how much of the found must be right.
RECALL, PRECISION, KINDS = 0.94, 0.97, 0.95


def golden() -> list[tuple[date, str, dict[tuple[str, date], str]]]:
    """Day, plain sentence, and what stands in it: (words, due) → kind."""
    lines = Path(__file__).with_name("dates_named.txt").read_text("utf-8").splitlines()
    found = []
    for line in lines:
        if " | " in line and not line.startswith("#"):
            day, marked = line.split(" | ", 1)
            wanted = {
                (words, date.fromisoformat(due)): kind for words, kind, due in _MARK.findall(marked)
            }
            found.append((date.fromisoformat(day), _MARK.sub(r"\1", marked), wanted))
    return found


def test_the_golden_sentences():
    sentences = golden()
    right = kinds = wanted_all = found_all = 0
    wrong = []
    for base, sentence, wanted in sentences:
        found = {(named.words, named.due): str(named.kind) for named in dates_named(sentence, base)}
        both = wanted.keys() & found.keys()
        right += len(both)
        kinds += sum(wanted[key] == found[key] for key in both)
        wanted_all += len(wanted)
        found_all += len(found)
        if found != wanted:
            wrong.append(f"{sentence}\n    wanted {wanted}\n    found  {found}")
    precision, recall = right / found_all, right / wanted_all
    print(
        f"\n{len(sentences)} sentences, {wanted_all} dates: precision {precision:.1%},"
        f" recall {recall:.1%}, kind right {kinds / right:.1%}\n" + "\n".join(wrong)
    )

    assert len(sentences) >= 80
    assert recall >= RECALL
    assert precision >= PRECISION
    assert kinds / right >= KINDS


def test_where_the_words_stand():
    text = "Първо изречение.\nВторо: той обеща мост до\N{NO-BREAK SPACE}края на годината. Край."

    (named,) = dates_named(text, date(2026, 5, 12))

    assert text[named.start : named.end] == named.words == "до\N{NO-BREAK SPACE}края на годината"
    assert named.kind is Kind.PROMISE
    assert named.sentence.startswith("Второ")
    assert named.due == date(2026, 12, 31)


def test_no_day_is_found_that_no_desk_lives_to_see_and_no_flood():
    day = date(2026, 5, 12)

    assert dates_named("Ще бъде готово до 2099 г.", day) == []
    assert dates_named("На 31 февруари 2027 г. ще вали.", day) == []
    assert len(dates_named("Ще стане до 15 юни. " * 1_000, day)) == MOST_FOUND


@pytest.mark.parametrize(
    ("year", "day"),
    [(2024, "2024-05-05"), (2025, "2025-04-20"), (2026, "2026-04-12"), (2027, "2027-05-02")],
)
def test_easter(year, day):
    assert easter(year) == date.fromisoformat(day)


@given(
    st.lists(
        st.sampled_from(
            "до на през 31 29 февруари май края годината 2027 г. следващия вторник ще след две месеца"
            " 99 0 уикенда тримесечие първото . , „ “ в срок от Великден 15.13.2027 30.12.2026".split()
        ),
        max_size=25,
    ),
    st.dates(date(2000, 1, 1), date(2090, 12, 31)),
)
def test_whatever_is_written_the_day_is_to_come(words, base):
    text = " ".join(words)

    for named in dates_named(text, base):
        assert base < named.due <= base + timedelta(days=366 * 15)
        assert text[named.start : named.end] == named.words
