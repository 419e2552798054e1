"""The merge of two drafts that began as one: by field, and in the body by block. Pure: contents in and out.

A content is a revision's: plain values by field, the body a list of blocks with ids. What one side alone has
changed is taken; what both have changed the same way too; everything else is a conflict, which holds both.
Nothing that a side has written is dropped without being shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Block = Mapping[str, Any]


class Side(StrEnum):
    """What is taken where the two sides differ. BOTH is for blocks that both sides have."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing that both sides changed. None stands for a block that is not there, on that side or before.

    `key` is unique in its merge. `block` is the id of a block, "" for a field as a whole. A conflict of
    order (`reordered`) holds the two orders of blocks, as lists of ids.
    """

    field: str
    base: Any
    mine: Any
    theirs: Any
    block: str = ""
    reordered: bool = False

    @property
    def key(self) -> str:
        if self.reordered:
            return f"{self.field}~"
        return f"{self.field}:{self.block}" if self.block else self.field

    @property
    def choices(self) -> tuple[Side, ...]:
        """What may be chosen; both only where both can stand one after the other."""
        both = self.block and self.mine is not None and self.theirs is not None
        return (Side.MINE, Side.THEIRS, Side.BOTH) if both else (Side.MINE, Side.THEIRS)

    def swapped(self) -> Conflict:
        """The same, seen from the other side."""
        return Conflict(self.field, self.base, self.theirs, self.mine, self.block, self.reordered)


@dataclass(frozen=True, slots=True)
class Shape:
    """How fields are merged: `streams` are lists of blocks, `sets` lists without order; others as a whole."""

    streams: frozenset[str] = frozenset()
    sets: frozenset[str] = frozenset()


@dataclass(slots=True)
class Merge:
    """A merge: what is settled, and what somebody must choose."""

    settled: dict[str, Any] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    #: Fields whose value was taken from that side alone, or to which it gave blocks.
    taken: dict[Side, set[str]] = field(
        default_factory=lambda: {Side.MINE: set(), Side.THEIRS: set()}
    )
    _streams: dict[str, _Stream] = field(default_factory=dict)

    def resolved(self, choices: Mapping[str, Side]) -> dict[str, Any]:
        """The content after these choices, by key of conflict. KeyError where one is missing."""
        content = dict(self.settled)
        for conflict in self.conflicts:
            choice = choices[conflict.key]
            if choice not in conflict.choices:
                raise KeyError(conflict.key)
            if conflict.field not in self._streams:
                content[conflict.field] = _chosen(conflict, choice)[0]
        for name, stream in self._streams.items():
            content[name] = stream.resolved(
                {c.key: choices[c.key] for c in self.conflicts if c.field == name}
            )
        return content


def merge(
    base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any], shape: Shape
) -> Merge:
    """Merge two contents that began as `base`. A field that a content does not have counts as None."""
    merged = Merge()
    for name in dict.fromkeys((*theirs, *mine)):
        before, ours, other = base.get(name), mine.get(name), theirs.get(name)
        if ours == other or before == ours:
            merged.settled[name] = other
            if ours != other:
                merged.taken[Side.THEIRS].add(name)
        elif before == other:
            merged.settled[name] = ours
            merged.taken[Side.MINE].add(name)
        elif name in shape.sets:
            merged.settled[name] = _merged_sets(before or (), ours or (), other or ())
            merged.taken[Side.MINE].add(name)
            merged.taken[Side.THEIRS].add(name)
        elif name in shape.streams:
            stream = _Stream(name, before or (), ours or (), other or ())
            merged._streams[name] = stream
            merged.conflicts += stream.conflicts
            for side in stream.gave:
                merged.taken[side].add(name)
        else:
            merged.conflicts.append(Conflict(name, before, ours, other))
    return merged


def _chosen(conflict: Conflict, choice: Side) -> list[Any]:
    if choice is Side.BOTH:
        return [conflict.mine, conflict.theirs]
    return [conflict.mine if choice is Side.MINE else conflict.theirs]


def _merged_sets(base: Sequence[Any], mine: Sequence[Any], theirs: Sequence[Any]) -> list[Any]:
    """In both, or added by one; what one side took out is out."""
    kept = [one for one in theirs if one in mine or one not in base]
    return kept + [one for one in mine if one not in theirs and one not in base]


def identified(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, each with an id of its own: by its place where it has none or another has the same."""
    seen: set[str] = set()
    found: list[Block] = []
    for place, block in enumerate(blocks):
        name = str(block.get("id") or "")
        while not name or name in seen:
            name = f"{name or 'place'}-{place}"
        seen.add(name)
        found.append({**block, "id": name})
    return found


class _Stream:
    """The merge of three lists of blocks: which are kept, in which order, what is in conflict."""

    def __init__(
        self, name: str, base: Sequence[Block], mine: Sequence[Block], theirs: Sequence[Block]
    ) -> None:
        self.name = name
        self.base = {block["id"]: block for block in identified(base)}
        self.sides = {
            Side.MINE: {block["id"]: block for block in identified(mine)},
            Side.THEIRS: {block["id"]: block for block in identified(theirs)},
        }
        self.blocks: dict[str, Block] = {}
        self.conflicts: list[Conflict] = []
        self.gave: set[Side] = set()
        for block in dict.fromkeys((*self.sides[Side.MINE], *self.sides[Side.THEIRS])):
            self._decide(block)
        self.orders = self._orders()

    def _decide(self, block: str) -> None:
        """Keep the block as one side has it, leave it out, or see a conflict."""
        before = self.base.get(block)
        mine = self.sides[Side.MINE].get(block)
        theirs = self.sides[Side.THEIRS].get(block)
        if mine == theirs or before == mine:
            kept, giver = theirs, Side.THEIRS
        elif before == theirs:
            kept, giver = mine, Side.MINE
        else:
            self.conflicts.append(Conflict(self.name, before, mine, theirs, block))
            return
        if mine != theirs:
            self.gave.add(giver)
        if kept is not None:
            self.blocks[block] = kept

    def _orders(self) -> dict[Side, list[str]]:
        """The order of all blocks that may be kept, by each side's wish; alike where there is one wish."""
        mine, theirs = (
            [
                block
                for block in self.sides[side]
                if block in self.blocks or self._in_conflict(block)
            ]
            for side in (Side.MINE, Side.THEIRS)
        )
        common = set(mine) & set(theirs)
        wished = {
            Side.MINE: [block for block in mine if block in common],
            Side.THEIRS: [block for block in theirs if block in common],
        }
        if wished[Side.MINE] != wished[Side.THEIRS]:
            before = [block for block in self.base if block in common]
            unmoved = [side for side in wished if self._keeps(wished[side], before)]
            if len(unmoved) == 1:
                mover = Side.THEIRS if unmoved[0] is Side.MINE else Side.MINE
                wished = dict.fromkeys(wished, wished[mover])
                self.gave.add(mover)
            else:
                self.conflicts.append(
                    Conflict(
                        self.name, before, wished[Side.MINE], wished[Side.THEIRS], reordered=True
                    )
                )
        return {side: _woven(skeleton, mine, theirs) for side, skeleton in wished.items()}

    @staticmethod
    def _keeps(wished: list[str], before: list[str]) -> bool:
        there = set(before)
        return [block for block in wished if block in there] == before

    def _in_conflict(self, block: str) -> bool:
        return any(conflict.block == block for conflict in self.conflicts)

    def resolved(self, choices: Mapping[str, Side]) -> list[Block]:
        """The blocks after these choices; of two that stand for one, the second gets an id of its own."""
        order = self.orders[choices.get(f"{self.name}~", Side.MINE)]
        by_block = {conflict.block: conflict for conflict in self.conflicts if conflict.block}
        found: list[Block] = []
        for block in order:
            if block in self.blocks:
                found.append(self.blocks[block])
                continue
            conflict = by_block[block]
            chosen = _chosen(conflict, choices[conflict.key])
            found += [one for one in chosen if one is not None]
        return identified(found)


def _woven(skeleton: list[str], mine: list[str], theirs: list[str]) -> list[str]:
    """The common blocks in their order, and behind each what a side alone has there."""
    common = set(skeleton)
    runs: dict[str, list[list[str]]] = {}
    for order in (mine, theirs):
        behind = ""
        found: dict[str, list[str]] = {}
        for block in order:
            if block in common:
                behind = block
            else:
                found.setdefault(behind, []).append(block)
        for place, run in found.items():
            runs.setdefault(place, []).append(run)
    woven = [block for run in sorted(runs.get("", [])) for block in run]
    for place in skeleton:
        woven.append(place)
        # By the ids, so that it does not depend on who merges.
        woven += [block for run in sorted(runs.get(place, [])) for block in run]
    return woven
