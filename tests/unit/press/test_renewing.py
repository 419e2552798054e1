"""An answer whose parts were printed anew is the one that is put together from the beginning."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from vestnik.design import marks
from vestnik.kit import clock
from vestnik.press import lastresort
from vestnik.press.errors import ToBePrinted
from vestnik.press.gate import assembling
from vestnik.press.gate.assembling import Assembling
from vestnik.press.gate.holding import States
from vestnik.press.gate.ready import Ready, ready
from vestnik.press.gate.renewing import renewed
from vestnik.press.memory import Memory
from vestnik.press.pieces import Part, filled
from vestnik.press.store import Store

LETTERS = "abc"
#: Parts that stand in parts, and in each other.
INNER = "de"
PAGE = "page:/"


class Node:
    """A store with one page and the parts a, b and c, and what a process keeps of them."""

    def __init__(self, path, body: str) -> None:
        self.store = Store(path)
        self.store.forget_all()
        assert self.store.move_to("1", [], since=None)
        self.following = SimpleNamespace(store=self.store, killed=dict, contact=lambda: None)
        self.cuts = Memory(1 << 30)
        self.states = States()
        self.looks = 0
        self.print_page(body)
        for letter in LETTERS + INNER:
            self.print_part(letter, [(1, letter), (2, letter * 2)])

    def print_page(self, body: str, until=None) -> None:
        content = {"status": 200, "headers": [["Content-Type", "text/html"]], "body": body}
        self._print(PAGE, content, until)

    def print_part(self, letter: str, items, until=None) -> None:
        content = {"items": items, "before": f"<{letter}>", "after": "</>"}
        self._print(f"part:{letter}", content, until)

    def _print(self, name: str, content, until) -> None:
        assert self.store.put(
            name, content, keys=[], until=until, milliseconds=1, place=self.store.place()
        )

    def state(self):
        self.looks += 1
        self.states.renew(lambda: self.looks, self.store, lambda: 0)
        return self.states.now

    def assembled(self) -> Ready:
        """The answer put together from the beginning; the parts are met by that."""
        state = self.state()
        work = Assembling(
            "/", "1", self.following, 5,
            cuts=self.cuts, held=state.held, wholes=state.wholes, left={},
        )  # fmt: skip
        made = ready(work.answer(), [("X-Frame-Options", "DENY")], work)
        made.state = state
        return made

    def renewed(self, old: Ready, now=None) -> Ready | None:
        state = self.state()
        left = state.left_of(old)
        assert left is not None
        return renewed(old, left, state, self.cuts, now or clock.instant())

    def true(self) -> bytes:
        """The body as it is without anything that was kept in memory."""

        def part(name: str) -> Part:
            return lastresort.part_of(self.store.get(f"part:{name}"))

        return filled(self.store.get(PAGE).content["body"], part)


def place(letter: str, limit: int = 9, without: tuple[int, ...] = ()) -> str:
    return marks.reference(letter, limit, without)


def facts(answer: Ready) -> dict:
    return {
        "status": answer.status,
        "etag": answer.etag,
        "body": answer.forms["identity"].body,
        "forms": {name: (form.body, form.headers) for name, form in answer.forms.items()},
        "prints": answer.prints,
        "began": answer.began,
        "until": answer.until,
        "counted": answer.counted,
    }


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    return tmp_path_factory.mktemp("shelf") / "press.sqlite3"


references = some.lists(
    some.tuples(
        some.sampled_from(LETTERS),
        some.integers(1, 3),
        some.sets(some.integers(1, 3)).map(tuple),
    ),
    max_size=5,
)
texts = some.text("xyz", min_size=1)
nested = some.lists(texts | some.builds(place, some.sampled_from(INNER)), min_size=1, max_size=3)
items = some.lists(some.tuples(some.integers(1, 4), texts | nested.map("".join)), max_size=4)
ends = some.none() | some.integers(1, 9).map(lambda hours: clock.instant() + timedelta(hours=hours))


@given(
    references,
    some.lists(
        some.tuples(some.sampled_from(LETTERS + INNER), items, ends), min_size=1, max_size=6
    ),
    some.integers(0, 6),
)
def test_it_is_the_same_as_from_the_beginning(shelf, wanted, printings, before):
    node = Node(shelf, "-".join(["", *(place(*one) for one in wanted), ""]))
    for letter, found, end in printings[:before]:
        node.print_part(letter, found, end)
    old = node.assembled()
    for letter, found, end in printings[before:]:
        node.print_part(letter, found, end)
    # Another page has met them.
    anew = node.assembled()
    made = node.renewed(old)
    assert made is not None
    assert facts(made) == facts(anew)
    assert gzip.decompress(made.forms["gzip"].body) == anew.forms["identity"].body == node.true()


@pytest.fixture
def node(tmp_path) -> Node:
    return Node(tmp_path / "press.sqlite3", f"({place('a')}{place('b')})")


def test_only_what_was_touched_is_asked_for(node):
    old = node.assembled()
    node.print_part("a", [(3, "new")])
    node.assembled()
    kept_of_b = dict(old.prints)["part:b"]
    node.cuts.put(kept_of_b.number, None, 0)
    made = node.renewed(old)
    assert made is not None
    assert made.forms["identity"].body == b"(<a>new</><b>bbb</>)"


@pytest.mark.parametrize("name", ["page", "an unmet part", "a part not in memory"])
def test_what_takes_more_is_left_to_the_long_way(node, name):
    old = node.assembled()
    if name == "page":
        node.print_page("new")
        node.assembled()
    else:
        node.print_part("a", [(3, "new")])
    if name == "a part not in memory":
        new = dict(node.assembled().prints)["part:a"]
        node.cuts.put(new.number, None, 0)
    assert node.renewed(old) is None


def test_a_part_in_a_part_is_put_together_once_for_all_pages(node):
    node.print_part("a", [(1, f"[{place('c')}]"), (2, place("d"))])
    old = node.assembled()
    assert old.forms["identity"].body == b"(<a>[<c>ccc</>]<d>ddd</></><b>bbb</>)"
    node.print_part("c", [(1, "new")])
    assert node.renewed(old) is None, "nobody has met it"
    anew = node.assembled()
    made = node.renewed(old)
    assert made is not None
    assert made.forms["identity"].body == b"(<a>[<c>new</>]<d>ddd</></><b>bbb</>)"
    assert made.filled.taken[0] is anew.filled.taken[0] is node.assembled().filled.taken[0]
    assert len(made.filled.taken[0].segments) == 1


@pytest.mark.parametrize("name", ["part:a", "part:c", "part:d"])
def test_what_was_put_together_of_parts_in_parts_ends_with_each_of_them(node, name):
    node.print_part("c", [(1, place("d"))])
    node.print_part("a", [(1, place("c"))])
    old = node.assembled()
    assert old.forms["identity"].body == b"(<a><c><d>ddd</></></><b>bbb</>)"
    with node.store.transaction() as db:
        db.execute("UPDATE prints SET stale = 1 WHERE name = ?", [name])
    with pytest.raises(ToBePrinted, match=name):
        node.assembled()
    assert node.renewed(old) is None


def test_of_parts_in_parts_no_more_is_kept_than_so_many(node, monkeypatch):
    monkeypatch.setattr(assembling, "MOST_WHOLES", 2)
    for number in range(5):
        node.print_part("a", [(1, f"{number}{place('c')}")])
        node.print_part("b", [(1, f"{number}{place('d')}")])
        node.assembled()
        assert len(node.states.now.wholes) <= 2


def test_a_part_that_comes_to_hold_a_part_too(node):
    old = node.assembled()
    node.print_part("a", [(1, place("c"))])
    node.assembled()
    made = node.renewed(old)
    assert made is not None
    assert made.forms["identity"].body == node.true() == b"(<a><c>ccc</></><b>bbb</>)"


@pytest.mark.parametrize("which", ["the newer part", "what is left", "the page"])
def test_what_has_ended_or_not_begun_is_not_taken(node, which):
    end = clock.instant() + timedelta(hours=1)
    if which == "what is left":
        node.print_part("b", [(1, "b")], end)
    if which == "the page":
        node.print_page(f"({place('a')}{place('b')})", end)
    old = node.assembled()
    node.print_part("a", [(3, "new")], end if which == "the newer part" else None)
    node.assembled()
    assert node.renewed(old) is not None
    assert node.renewed(old, end) is None
    assert node.renewed(old, clock.instant() - timedelta(hours=1)) is None


def test_what_the_operator_closed_takes_the_long_way(node):
    old = replace(node.assembled(), left_out=frozenset({1}))
    old.state = node.state()
    node.print_part("a", [(3, "new")])
    node.assembled()
    assert node.renewed(old) is None


def test_what_was_put_together_of_parts_in_parts_ends_with_the_time_of_each(node):
    end = clock.instant() + timedelta(hours=1)
    node.print_part("c", [(1, "c")], end)
    node.print_part("a", [(1, place("c"))])
    node.assembled()
    assert node.assembled().until == end.timestamp()
    with clock.fixed(end), pytest.raises(ToBePrinted, match="part:c"):
        node.assembled()


def test_of_a_part_met_twice_none_is_left_when_one_of_its_prints_was_touched(node):
    old = node.assembled()
    was = dict(old.prints)["part:a"]
    node.print_part("a", [(3, "new")])
    new = dict(node.assembled().prints)["part:a"]
    both = replace(old, prints=(*old.prints, ("part:a", new)))
    both.state = old.state
    assert was.number != new.number
    assert node.state().left_of(both).keys() == {PAGE, "part:b"}


def test_what_was_put_together_ends_with_the_list_that_it_is_of(node):
    for number in range(5):
        node.print_part("a", [(1, f"{number}{place('c')}")])
        node.assembled()
    assert len(node.states.now.wholes) == 1
