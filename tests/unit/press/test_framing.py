"""An answer in a frame, with its newer part, is the one that is put together from the beginning."""

from __future__ import annotations

import gzip
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.unit.press.test_renewing import (
    INNER,
    LETTERS,
    PAGE,
    Node,
    ends,
    facts,
    items,
    place,
    references,
    shelf,
)
from vestnik.kit import clock
from vestnik.press.gate import framing
from vestnik.press.gate.framing import framed
from vestnik.press.gate.ready import Ready

__all__ = ["shelf"]


@pytest.fixture
def node(tmp_path) -> Node:
    return Node(tmp_path / "press.sqlite3", f"({place('a')}|{place('b')})")


def in_frame(node: Node, old: Ready, now: float | None = None) -> Ready | None:
    state = node.state()
    assert state.follows(old)
    assert old.frame is not None
    made = framed(old, old.frame, state, node.cuts, now or clock.seconds())
    if made is not None:
        made.state = state
    return made


def told(answer: Ready) -> dict:
    found = facts(answer)
    # In whichever order they were met.
    assert found["prints"][0][0] == PAGE
    found["prints"] = sorted({(name, kept.number) for name, kept in found["prints"]})
    return found


def with_frame(node: Node, letter: str = "a") -> Ready:
    """An answer of which this part alone was printed anew."""
    old = node.assembled()
    node.print_part(letter, [(1, "second")])
    node.assembled()
    made = node.renewed(old)
    assert made is not None
    assert made.frame is not None
    made.state = node.state()
    return made


@given(
    references,
    some.lists(
        some.tuples(some.sampled_from(LETTERS + INNER), items, ends), min_size=1, max_size=8
    ),
)
def test_it_is_the_same_as_from_the_beginning(shelf, wanted, printings):
    node = Node(shelf, "-".join(["", *(place(*one) for one in wanted), ""]))
    old = node.assembled()
    for printing in printings:
        node.print_part(*printing)
        # Another page has met them.
        anew = node.assembled()
        made = None if old.frame is None else in_frame(node, old)
        made = made or node.renewed(old)
        assert made is not None
        made.state = node.state()
        assert told(made) == told(anew)
        assert gzip.decompress(made.forms["gzip"].body) == node.true()
        assert made.numbers == frozenset(kept.number for _, kept in made.prints)
        old = made


def test_what_changes_again_and_again_is_put_into_its_frame(node, monkeypatch):
    old = with_frame(node)
    assert old.size > sum(form.size for form in old.forms.values())
    monkeypatch.setattr(node, "renewed", None)
    for number in range(3):
        node.print_part("a", [(1, f"{number}{place('d')}")])
        anew = node.assembled()
        made = in_frame(node, old)
        assert made is not None
        assert made.forms["identity"].body == b"(<a>%d<d>ddd</></>|<b>bbb</>)" % number
        assert told(made) == told(anew)
        assert made.frame is old.frame
        old = made
    # What stands in it changed, and it did not.
    node.print_part("d", [(1, "new")])
    node.assembled()
    made = in_frame(node, old)
    assert made is not None
    assert made.forms["identity"].body == b"(<a>2<d>new</></>|<b>bbb</>)"


def test_what_the_part_gives_is_put_together_once_for_all_pages(node):
    old = with_frame(node)
    node.print_part("a", [(1, "third")])
    node.assembled()
    first, second = in_frame(node, old), in_frame(node, old)
    [moving] = node.states.now.moving.values()
    assert first.filled.taken[0] is second.filled.taken[0] is moving.taken


def test_no_more_of_it_is_kept_than_so_many(node, monkeypatch):
    monkeypatch.setattr(framing, "MOST_WHOLES", 2)
    old = with_frame(node)
    part = node.cuts.get(dict(old.prints)["part:a"].number)
    for _ in range(5):
        part._ways.clear()
        assert in_frame(node, old) is not None
        assert len(node.state().moving) <= 2


@pytest.mark.parametrize("letter", ["b", "page"])
def test_when_something_else_changed_too_it_is_not_in_its_frame(node, letter):
    old = with_frame(node)
    node.print_part("a", [(1, "third")])
    if letter == "page":
        node.print_page("new")
    else:
        node.print_part(letter, [(1, "new")])
    node.assembled()
    assert in_frame(node, old) is None


@pytest.mark.parametrize("what", ["unmet", "not in memory"])
def test_what_is_not_at_hand_takes_the_long_way(node, what):
    old = with_frame(node)
    node.print_part("a", [(1, "third")])
    if what == "not in memory":
        node.cuts.put(dict(node.assembled().prints)["part:a"].number, None, 0)
    assert in_frame(node, old) is None


@pytest.mark.parametrize("which", ["the part", "the frame"])
def test_what_has_ended_or_not_begun_is_not_taken(node, which):
    end = clock.instant() + timedelta(hours=1)
    if which == "the frame":
        node.print_part("b", [(1, "b")], end)
    old = with_frame(node)
    node.print_part("a", [(1, "third")], end if which == "the part" else None)
    node.assembled()
    assert in_frame(node, old) is not None
    assert in_frame(node, old, end.timestamp()) is None
    assert in_frame(node, old, clock.seconds() - 3600) is None


def test_a_part_that_stands_elsewhere_too_has_no_frame(node):
    node.print_part("b", [(1, place("d"))])
    old = with_frame(node)
    # Now the same inner part stands in both.
    node.print_part("a", [(1, place("d"))])
    node.assembled()
    assert in_frame(node, old) is None
    made = node.renewed(old)
    assert made is not None
    assert made.frame is None
    twice = Node(node.store.path, f"{place('a')}{place('a', 1)}")
    old = twice.assembled()
    twice.print_part("a", [(1, "new"), (2, "newer")])
    twice.assembled()
    made = twice.renewed(old)
    assert made is not None
    assert made.frame is None


def test_what_the_operator_closed_has_no_frame(node):
    made = with_frame(node)
    made.left_out = frozenset({1})
    assert framing.frame_of(made, 0) is None
