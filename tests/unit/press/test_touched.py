"""What in memory is held for right is right in the store, whatever happened to its prints."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from vestnik.press import touched
from vestnik.press.gate.holding import States
from vestnik.press.gate.ready import Ready
from vestnik.press.meaning import Mark
from vestnik.press.store import Kept, Store

NAMES = [f"part:{letter}" for letter in "abcdef"]
KEYS = ["story:1", "story:2", "table:stories"]


def mark(*keys: str) -> Mark:
    return Mark(1, 0.0, "StoryChanged", "story:1", frozenset(keys), False, False, False)


def printed(store: Store, name: str, *keys: str) -> int:
    content = {"items": [], "before": [], "after": []}
    place = store.place() or ""
    assert store.put(name, content, keys=keys, until=None, milliseconds=1, place=place)
    return store.look([name])[name].number


def pieces(prints: Iterable[tuple[str, Kept]]) -> list[tuple[str, int]]:
    return [(name, kept.number) for name, kept in prints]


def made_of(store: Store, names: list[str]) -> Ready:
    prints = tuple((name, kept) for name, kept in store.look(names).items() if not kept.stale)
    return Ready(200, "", {}, [], prints, 0.0, float("inf"), True)


@pytest.fixture
def store(tmp_path) -> Store:
    store = Store(tmp_path / "press.sqlite3")
    assert store.move_to("1", [], since=None)
    return store


def since(store: Store, place: int) -> set[int] | None:
    found = store.touched_since(place)
    return None if found is None else set(found.numbers)


@pytest.mark.parametrize(
    "happens",
    [
        lambda store: store.move_to("2", [mark("story:1")], since="1"),
        lambda store: store.move_to("2", [], since="1", everything=True),
        lambda store: store.move_to("2", [], since="1", anew=True),
        lambda store: store.drop("part:a"),
        lambda store: printed(store, "part:a", "story:1"),
        lambda store: store.connection().execute(
            "UPDATE prints SET stale = 1 WHERE name = 'part:a'"
        ),
        lambda store: store.connection().execute("DELETE FROM prints WHERE name = 'part:a'"),
    ],
    ids=["mark", "everything", "anew", "drop", "print again", "mark by hand", "delete by hand"],
)
def test_whatever_ends_a_print_is_written(store, happens):
    number = printed(store, "part:a", "story:1")
    place = store.touched_place()

    happens(store)

    assert number in (since(store, place) or set())


def test_an_emptied_store_is_known_by_nobody(store):
    number = printed(store, "part:a", "story:1")
    place = store.touched_place()

    store.forget_all()

    assert since(store, place) in (None, {number})
    assert since(store, store.touched_place()) == set()


def test_what_belongs_to_a_print_goes_with_it(store):
    printed(store, "part:a", "story:1")
    number = printed(store, "part:a", "story:2")
    left = [
        store.connection().execute(f"SELECT print_id FROM {table}").fetchall()
        for table in ("contents", "used")
    ]
    assert left == [[(number,)]] * 2

    store.drop("part:a")

    left = [
        store.connection().execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]
        for table in ("contents", "used")
    ]
    assert left == [0, 0]


def test_what_was_marked_is_not_written_again_when_it_is_printed_again(store):
    number = printed(store, "part:a", "story:1")
    place = store.touched_place()
    store.move_to("2", [mark("story:1")], since="1")
    store.move_to("3", [mark("story:1")], since="2")
    printed(store, "part:a", "story:1")

    assert list(store.touched_since(place).numbers) == [number]


def test_who_has_read_too_little_is_told_so(store, monkeypatch):
    place = store.touched_place()
    with store.transaction() as db:
        db.executemany(
            "INSERT INTO touched (print_id) VALUES (?)", [(one,) for one in range(touched.MOST + 1)]
        )

    assert since(store, place) is None
    assert len(since(store, place + 1) or ()) == touched.MOST
    assert store.connection().execute("SELECT COUNT(*) FROM touched").fetchone() == (touched.MOST,)


def test_a_place_in_another_file_is_none_in_this_one(store, tmp_path):
    other = Store(tmp_path / "other.sqlite3")

    assert since(store, other.touched_place()) is None


def test_what_a_change_does_not_touch_stays_and_is_not_compared(store, monkeypatch):
    states = States()
    printed(store, "part:a", "story:1")
    printed(store, "part:b", "story:2")
    states.renew(lambda: 1, store, tuple)
    answers = {name: made_of(store, [name]) for name in ("part:a", "part:b")}
    for one in answers.values():
        one.state = states.now
    states.now.held.update(store.look(["part:a", "part:b"]))

    store.move_to("2", [mark("story:1")], since="1")
    states.renew(lambda: 2, store, tuple)

    assert {name: states.now.keeps(one) for name, one in answers.items()} == {
        "part:a": False,
        "part:b": True,
    }
    assert set(states.now.held) == {"part:b"}


@pytest.mark.parametrize("what", ["around", "file", "many"])
def test_all_is_compared_anew_when_more_than_prints_changed(store, what, monkeypatch):
    states = States()
    printed(store, "part:a", "story:1")
    printed(store, "part:b", "story:2")
    states.renew(lambda: 1, store, lambda: "killed: none")
    answer = made_of(store, ["part:a"])
    answer.state = states.now
    if what == "file":
        store.path.unlink()
        store.move_to("1", [], since=None)
        printed(store, "part:a", "story:1")
    if what == "many":
        monkeypatch.setattr(States, "MOST", 0)
        store.move_to("2", [mark("story:2")], since="1")
    around = "killed: one" if what == "around" else "killed: none"

    states.renew(lambda: 2, store, lambda: around)

    assert not states.now.keeps(answer)


def test_an_answer_of_no_prints_is_kept_in_no_other_state(store):
    states = States()
    states.renew(lambda: 1, store, tuple)
    printed(store, "part:a")
    answer = made_of(store, [])
    answer.state = states.now
    store.drop("part:a")
    states.renew(lambda: 2, store, tuple)

    assert not states.now.keeps(answer)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("stores")


class Press(RuleBasedStateMachine):
    """Prints come, are marked and go, in any order; answers are made in any state and kept."""

    numbers = iter(range(10**9))
    folder: object = None

    @initialize()
    def begin(self) -> None:
        self.store = Store(Press.folder / f"{next(self.numbers)}.sqlite3")
        self.place = 0
        self.store.move_to("0", [], since=None)
        self.states = States()
        self.renew()
        self.slow = self.states.now
        self.answers: list[Ready] = []

    @rule(name=st.sampled_from(NAMES), keys=st.sets(st.sampled_from(KEYS)))
    def is_printed(self, name: str, keys: set[str]) -> None:
        printed(self.store, name, *keys)

    @rule(
        keys=st.sets(st.sampled_from(KEYS), min_size=1),
        everything=st.booleans(),
        anew=st.booleans(),
    )
    def changes(self, keys: set[str], everything: bool, anew: bool) -> None:
        before, self.place = str(self.place), self.place + 1
        self.store.move_to(
            str(self.place), [mark(*keys)], since=before, everything=everything, anew=anew
        )

    @rule(name=st.sampled_from(NAMES))
    def is_dropped(self, name: str) -> None:
        self.store.drop(name)

    @rule()
    def is_emptied(self) -> None:
        self.store.forget_all()
        self.store.move_to(str(self.place), [], since=None)

    @rule(names=st.lists(st.sampled_from(NAMES), min_size=1, unique=True), late=st.booleans())
    def is_answered(self, names: list[str], late: bool) -> None:
        # Also by who began in a state that is over by now.
        answer = made_of(self.store, names)
        answer.state = self.slow if late else self.states.now
        answer.state.held.update(
            {name: kept for name, kept in self.store.look(names).items() if not kept.stale}
        )
        self.answers = [*self.answers[-20:], answer]

    @rule()
    def is_slow(self) -> None:
        self.slow = self.states.now

    def renew(self) -> None:
        self.states.renew(object, self.store, tuple)

    @rule()
    def a_reader_comes(self) -> None:
        self.renew()
        for answer in self.answers:
            if self.states.now.keeps(answer):
                assert self.store.still_right(pieces(answer.prints))
            left = self.states.now.left_of(answer) or {}
            assert self.store.still_right(pieces(left.items()))
        assert self.store.still_right(pieces(self.states.now.held.items()))

    def teardown(self) -> None:
        self.a_reader_comes()


def test_what_is_kept_is_right(folder):
    Press.folder = folder
    run = Press.TestCase()
    run.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
    run.runTest()
