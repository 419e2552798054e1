"""Looks at a walk without any fault, and tells which mutants it would have shown.

A change marks the prints that recorded one of its keys. A mutant lacks some keys of the change, or of the
print: where what is left has no key in common, the print would have been kept as it was. If it comes out
otherwise when it is printed again, the mutant would have been found there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.press import mutants
from tests.press.mutants import kind_of
from vestnik.changes import announcing, reading
from vestnik.kit import clock
from vestnik.press.store import Store

#: Who contributed a key: (mutant's beginning, moment) for a change, reader for a print.
By = dict[str, set[Any]]


class Seen:
    """What happened: each mutant with the rules in which it had something to forget, and was to be found."""

    def __init__(self) -> None:
        self.made: dict[str, set[str]] = defaultdict(set)
        self.different: dict[str, set[str]] = defaultdict(set)
        #: Kinds of keys that prints recorded.
        self.noted: dict[str, set[str]] = defaultdict(set)
        self._of_change: dict[frozenset[str], By] = {}
        self._of_print: dict[str, By] = {}
        self._last_print: By = {}
        self._missed: dict[str, set[str]] = {}

    def as_json(self) -> dict[str, dict[str, list[str]]]:
        told = {"made": self.made, "different": self.different, "noted": self.noted}
        return {
            name: {what: sorted(rules) for what, rules in kinds.items()}
            for name, kinds in told.items()
        }

    # A change

    def written(self, keys: frozenset[str], by: By) -> None:
        self._of_change[keys] = by

    def marked(self, name: str, hits: set[str], change: frozenset[str]) -> None:
        """A print was marked since it recorded these of the keys of a change."""
        missed = set(_without_announcement(hits, self._of_change.get(change, {})))
        missed |= set(_without_record(hits, self._of_print.get(name, {})))
        self._missed[name] = self._missed.get(name, missed) & missed

    # A print

    def recorded(self, by: By) -> None:
        self._last_print = by
        for key, readers in by.items():
            self.noted[kind_of(key)].add(mutants.rule_in_hand)
            for reader in readers:
                self.made[f"noted:{reader}:{kind_of(key)}"].add(mutants.rule_in_hand)

    def printed(self, name: str, otherwise: bool) -> None:
        """A surface was printed again, with another content than before or not."""
        self._of_print[name] = self._last_print
        for mutant in self._missed.pop(name, set()) if otherwise else ():
            self.different[mutant].add(mutants.rule_in_hand)
        self._missed.pop(name, None)


def _without_announcement(hits: set[str], by: By) -> Iterator[str]:
    """The mutants of writes without which none of the keys would be in the change."""
    writes = [by.get(key, set()) for key in hits]
    for name, moment in set().union(*writes):
        if all({one for one, _ in who} == {name} for who in writes):
            yield f"{name}:all"
        if all(who == {(name, moment)} for who in writes):
            yield f"{name}:{moment}"
        for kind in {kind_of(key) for key in hits}:
            if all(
                kind_of(key) == kind and {one for one, _ in by.get(key, set())} == {name}
                for key in hits
            ):
                yield f"{name}:{kind}"


def _without_record(hits: set[str], by: By) -> Iterator[str]:
    """The mutants of readers without which none of the keys would be in the print."""
    for reader in set().union(*(by.get(key, set()) for key in hits)):
        for kind in {kind_of(key) for key in hits}:
            if all(kind_of(key) == kind and by.get(key) == {reader} for key in hits):
                yield f"noted:{reader}:{kind}"


def look() -> Seen:
    """Change nothing in this process, and tell what happens."""
    seen = Seen()
    _look_at_readers(seen)
    _look_at_writes(seen)
    _look_at_store(seen)
    for name in mutants.READINGS:
        setattr(clock, name, _watched(seen, name, getattr(clock, name)))
    return seen


def _look_at_readers(seen: Seen) -> None:
    recording = reading.recording
    reading.Recording = mutants.with_keys(lambda reader, kind: True)

    @contextmanager
    def watched() -> Iterator[reading.Recording]:
        with recording() as made:
            yield made
        seen.recorded(dict(made.keys.by))

    reading.recording = watched


def _look_at_writes(seen: Seen) -> None:
    write = announcing._write
    by: dict[str, set[tuple[str, str]]] = defaultdict(set)

    def decide(model: Any, how: str, before: Any, after: Any) -> tuple[Any, Any]:
        name = f"announced:{model.__name__}:{how}"
        for moment, given in (("before", before), ("after", after)):
            if given is None:
                by[f"table:{model._meta.db_table}"].add((name, moment))
                seen.made[f"{name}:all"].add(mutants.rule_in_hand)
            for key in set().union(*(given or {}).values()):
                by[key].add((name, moment))
                for what in ("all", moment, kind_of(key)):
                    seen.made[f"{name}:{what}"].add(mutants.rule_in_hand)
        return before, after

    def written(gather: Any) -> None:
        for _event, keys in gather.rows():
            seen.written(frozenset(keys), {key: by[key] for key in keys if key in by})
        by.clear()
        write(gather)

    mutants.at_each_write(decide)
    announcing._write = written


def _look_at_store(seen: Seen) -> None:
    mark, put, drop, move = Store._mark, Store.put, Store.drop, Store.move_to

    def marked(self: Store, db: Any, one: Any) -> None:
        for key in one.keys:
            for (name,) in db.execute(_WHO_USES, [key]).fetchall():
                hits[name].add(key)
        change = frozenset(key for key in one.keys if not key.startswith("table:"))
        for name, keys in hits.items():
            seen.marked(name, keys, change)
        hits.clear()
        mark(self, db, one)

    def moved(
        self: Store, place: str, marks: Any, *, everything: bool = False, **more: Any
    ) -> bool:
        if everything:
            for one in marks:
                change = one.keys - {"*"}
                for name in self.names():
                    seen.marked(name, set(change), frozenset(change))
        return move(self, place, marks, everything=everything, **more)

    def kept(self: Store, name: str, content: Any, **more: Any) -> bool:
        old = self.get(name)
        done = put(self, name, content, **more)
        # A print that was lost meanwhile would not have been shown by a mutant either.
        seen.printed(name, old is not None and _plain(old.content) != _plain(content))
        return done

    def dropped(self: Store, name: str) -> None:
        drop(self, name)
        if mutants.rule_in_hand:
            seen.printed(name, otherwise=False)

    hits: dict[str, set[str]] = defaultdict(set)
    Store._mark, Store.put, Store.drop, Store.move_to = marked, kept, dropped, moved


_WHO_USES = (
    "SELECT prints.name FROM prints JOIN used ON used.print_id = prints.id"
    " JOIN keys ON keys.id = used.key_id WHERE keys.name = ?"
)


def _plain(content: Any) -> Any:
    """A print's content as it is however it came: lists for tuples."""
    if isinstance(content, dict):
        return {name: _plain(value) for name, value in content.items()}
    return [_plain(item) for item in content] if isinstance(content, list | tuple) else content


def _watched(seen: Seen, name: str, read: Callable[..., Any]) -> Callable[..., Any]:
    def watched(*args: Any, **kwargs: Any) -> Any:
        if reading.current() is not None:
            seen.made[f"time:{name}"].add(mutants.rule_in_hand)
            seen.different[f"time:{name}"].add(mutants.rule_in_hand)
        return read(*args, **kwargs)

    return watched
