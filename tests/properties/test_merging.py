"""The merge of two drafts: nothing that a side wrote is dropped, whoever merges and in whatever order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vestnik.desk.keeping.threeway import Conflict, Merge, Shape, Side, identified, merge

SHAPE = Shape(streams=frozenset({"body"}), sets=frozenset({"topics"}))
WORDS = st.lists(st.sampled_from("abcdefgh"), max_size=3).map(" ".join)
TOPICS = st.lists(st.integers(1, 5), unique=True).map(sorted)
#: Of few ids, so that two sides touch the same ones.
IDS = st.lists(st.sampled_from(["p1", "p2", "p3", "p4", "p5"]), unique=True, max_size=5)


@st.composite
def bodies(draw):
    return [{"type": "paragraph", "value": draw(WORDS), "id": key} for key in draw(IDS)]


@st.composite
def edited(draw, body, new):
    """The body after one side's work: blocks rewritten, deleted, moved, added."""
    kept = [
        {**block, "value": draw(WORDS)} if draw(st.booleans()) else block
        for block in body
        if draw(st.integers(0, 4))
    ]
    if draw(st.booleans()):
        kept = draw(st.permutations(kept))
    kept = list(kept)
    for number in range(draw(st.integers(0, 2))):
        place = draw(st.integers(0, len(kept)))
        kept.insert(place, {"type": "paragraph", "value": draw(WORDS), "id": f"{new}{number}"})
    return kept


@st.composite
def contents(draw):
    """A draft, and what two people made of it."""
    body = draw(bodies())
    headline, topics = draw(WORDS), draw(TOPICS)

    def one(new):
        return {
            "headline": draw(WORDS) if draw(st.booleans()) else headline,
            "topics": draw(TOPICS) if draw(st.booleans()) else topics,
            "body": draw(edited(body, new)) if draw(st.booleans()) else body,
        }

    return {"headline": headline, "topics": topics, "body": body}, one("m"), one("t")


def resolved(merged: Merge, side: Side) -> dict:
    """Each conflict decided for one side."""
    return merged.resolved({conflict.key: side for conflict in merged.conflicts})


def shown(conflict: Conflict) -> list:
    return [conflict.mine, conflict.theirs]


@given(contents())
def test_whoever_did_nothing_changes_nothing(case):
    base, mine, theirs = case
    for merged, expected in (
        (merge(base, base, theirs, SHAPE), theirs),
        (merge(base, mine, base, SHAPE), mine),
        (merge(base, mine, mine, SHAPE), mine),
    ):
        assert not merged.conflicts
        assert merged.resolved({}) == expected


@given(contents())
def test_nothing_written_is_dropped(case):
    """Each block that a side added or rewrote is in the result as it is, or in a conflict that shows it."""
    base, mine, theirs = case
    merged = merge(base, mine, theirs, SHAPE)
    before = {block["id"]: block for block in base["body"]}
    in_conflict = [block for conflict in merged.conflicts for block in shown(conflict)]
    for choice in (Side.MINE, Side.THEIRS):
        result = resolved(merged, choice)
        for side in (mine, theirs):
            for block in side["body"]:
                if before.get(block["id"]) != block:
                    assert block in result["body"] or block in in_conflict
            if side["headline"] != base["headline"]:
                assert side["headline"] in (result["headline"], *in_conflict)
            assert set(side["topics"]) - set(base["topics"]) <= set(result["topics"])


@given(contents())
def test_what_neither_changed_stays_and_what_one_took_out_is_out(case):
    base, mine, theirs = case
    merged = merge(base, mine, theirs, SHAPE)
    result = resolved(merged, Side.MINE)
    conflicts = {conflict.block for conflict in merged.conflicts}
    there = {block["id"] for block in result["body"]}
    for block in base["body"]:
        left = [block in side["body"] for side in (mine, theirs)]
        gone = block["id"] not in {one["id"] for side in (mine, theirs) for one in side["body"]}
        if all(left):
            assert block in result["body"]
        elif gone:
            assert block["id"] not in there | conflicts
    assert [block["id"] for block in identified(result["body"])] == [
        block["id"] for block in result["body"]
    ]


@given(contents())
def test_it_does_not_matter_who_merges(case):
    base, mine, theirs = case
    one, other = merge(base, mine, theirs, SHAPE), merge(base, theirs, mine, SHAPE)
    # A list without order has none here either.
    for result, same in (
        (resolved(one, Side.MINE), resolved(other, Side.THEIRS)),
        (resolved(one, Side.THEIRS), resolved(other, Side.MINE)),
    ):
        assert sorted(result.pop("topics")) == sorted(same.pop("topics"))
        assert result == same
    swapped = [conflict.swapped() for conflict in other.conflicts]
    assert sorted(c.key for c in one.conflicts) == sorted(c.key for c in swapped)
    assert all(conflict in swapped for conflict in one.conflicts)


@given(contents())
def test_both_of_two_versions_can_be_kept(case):
    base, mine, theirs = case
    merged = merge(base, mine, theirs, SHAPE)
    choices = {c.key: c.choices[-1] for c in merged.conflicts}
    said = [block["value"] for block in merged.resolved(choices)["body"]]
    for conflict in merged.conflicts:
        if choices[conflict.key] is Side.BOTH:
            for block in shown(conflict):
                assert block["value"] in said


def test_each_side_moves_and_writes_where_the_other_does_not():
    base = {"body": [paragraph(key, key) for key in "abcd"]}
    moved = {"body": [paragraph(key, key) for key in "bcda"]}
    written = {"body": [paragraph(key, "нов" if key == "c" else key) for key in "abc"]}
    written["body"].insert(1, paragraph("n", "добавен"))

    merged = merge(base, moved, written, SHAPE)

    assert not merged.conflicts
    said = [block["value"] for block in merged.resolved({})["body"]]
    assert said == ["b", "нов", "a", "добавен"]
    assert merged.taken == {Side.MINE: {"body"}, Side.THEIRS: {"body"}}


def test_a_block_deleted_here_and_rewritten_there_is_asked_about():
    base = {"body": [paragraph("a", "едно"), paragraph("b", "две")]}
    merged = merge(
        base, {"body": base["body"][:1]}, {"body": [base["body"][0], paragraph("b", "три")]}, SHAPE
    )
    (conflict,) = merged.conflicts
    assert (conflict.mine, conflict.theirs["value"]) == (None, "три")
    assert conflict.choices == (Side.MINE, Side.THEIRS)
    assert len(resolved(merged, Side.MINE)["body"]) == 1
    assert resolved(merged, Side.THEIRS)["body"][1]["value"] == "три"


def paragraph(key: str, text: str) -> dict:
    return {"type": "paragraph", "value": text, "id": key}
