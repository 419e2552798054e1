"""An answer in memory of which nothing but parts was printed anew: most of it stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from vestnik.press.gate.assembling import CutPart, Cuts
from vestnik.press.gate.ready import Ready, put_together
from vestnik.press.pieces import Filled, Segment, flat_of
from vestnik.press.store import Kept


def renewed(
    old: Ready, left: Mapping[str, Kept], held: Mapping[str, Kept], cuts: Cuts, now: datetime
) -> Ready | None:
    """The answer with its other parts as they are now; None where that takes more than what is at hand here.

    `left`: those of its prints that are right, `held`: others that are, by name; `cuts` as in `Assembling`. It
    was made in the same surroundings (`Holding.left_of` says so), and the log could be read.
    """
    filled = old.filled
    if filled is None or filled.deep or old.left_out:
        return None
    prints: list[tuple[str, Kept]] = []
    newer: dict[str, CutPart] = {}
    for name, kept in old.prints:
        if name not in left:
            # Parts alone are held: a page printed anew is cut anew.
            there = held.get(name)
            part = None if there is None else cuts.get(there.number)
            if there is None or not isinstance(part, CutPart):
                return None
            kept, newer[name] = there, part
        if now < kept.made or (kept.until is not None and kept.until <= now):
            return None
        prints.append((name, kept))
    anew = _anew(filled, newer)
    return None if anew is None else put_together(old, anew, tuple(prints))


def _anew(filled: Filled, newer: Mapping[str, CutPart]) -> Filled | None:
    taken: list[tuple[Segment, ...]] = []
    at = 0
    for one in filled.page:
        if isinstance(one, Segment):
            continue
        part = newer.get(f"part:{one.name}")
        found = filled.taken[at] if part is None else flat_of(part.cut(one, frozenset()))
        if found is None:
            return None
        taken.append(found)
        at += 1
    return Filled(filled.page, tuple(taken))
