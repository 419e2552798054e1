"""An answer in memory of which nothing but parts was printed anew: most of it stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from vestnik.press.gate.assembling import CutPart, Cuts
from vestnik.press.gate.framing import frame_of
from vestnik.press.gate.holding import Holding
from vestnik.press.gate.ready import Ready, put_together
from vestnik.press.pieces import Filled, Segment, Taken
from vestnik.press.store import Kept

Prints = list[tuple[str, Kept]]


def renewed(
    old: Ready, left: Mapping[str, Kept], state: Holding, cuts: Cuts, now: datetime
) -> Ready | None:
    """The answer with its other parts as they are now; None where that takes more than what is at hand here.

    `left`: those of its prints that are right, by name; `cuts` as in `Assembling`. It was made in the same
    surroundings (`Holding.left_of` says so), and the log could be read.
    """
    filled = old.filled
    # A page printed anew is cut anew.
    if filled is None or old.left_out or old.prints[0][0] not in left:
        return None
    prints: Prints = [old.prints[0]]
    taken: list[Taken] = []
    moved: list[int] = []
    at = 0
    for one in filled.page:
        if isinstance(one, Segment):
            continue
        found: Taken | None = filled.taken[at]
        at += 1
        assert found is not None
        if all(name in left for name in found.names):
            prints.extend([(name, left[name]) for name in found.names])
            taken.append(found)
            continue
        name = found.names[0]
        kept = left.get(name) or state.held.get(name)
        part = None if kept is None else cuts.get(kept.number)
        if kept is None or not isinstance(part, CutPart):
            return None
        prints.append((name, kept))
        way = part.cut(one, frozenset())
        if way.taken is None:
            whole = state.wholes.get(way)
            if whole is None:
                return None
            prints.extend(whole.prints)
            taken.append(whole.taken)
        else:
            taken.append(way.taken)
        moved.append(at - 1)
    for _, kept in prints:
        if now < kept.made or (kept.until is not None and kept.until <= now):
            return None
    made = put_together(old, Filled(filled.page, tuple(taken)), tuple(prints))
    if len(moved) == 1:
        # What changed alone will change alone again.
        made.frame = frame_of(made, moved[0])
    return made
