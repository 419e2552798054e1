"""Answers around one part that changes often: what stands before and behind it is joined, packed and summed up
once, so that each newer part costs little more than to join three pieces.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from vestnik.design.marks import Reference
from vestnik.press.gate.assembling import MOST_WHOLES, CutPart, Cuts, Way
from vestnik.press.gate.encoding import DEFLATE_END, GZIP_HEAD, checksum
from vestnik.press.gate.holding import Holding
from vestnik.press.gate.ready import MOST_SEGMENTS, Ready, span, with_bodies
from vestnik.press.pieces import Filled, Segment, Taken, joined
from vestnik.press.store import Kept

Prints = tuple[tuple[str, Kept], ...]


class Stretch:
    """Segments as one, in every form that an answer needs of them."""

    __slots__ = ("body", "deflated", "digests", "segments")

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.segments = list(segments)
        self.body = joined(segments)
        self.deflated = b"".join([segment.deflated for segment in segments])
        self.digests = b"".join([segment.digest for segment in segments])


class Moving:
    """What a way of a part gives in one state of the node, for all pages that take it so."""

    __slots__ = ("began", "names", "numbers", "prints", "stretch", "taken", "until")

    def __init__(self, taken: Taken, prints: Prints) -> None:
        self.taken, self.prints = taken, prints
        self.stretch = Stretch(taken.segments)
        self.names = frozenset([name for name, _ in prints])
        self.numbers = frozenset([kept.number for _, kept in prints])
        self.began, self.until = span(prints)


@dataclass(slots=True)
class Frame:
    """An answer without what one reference of its page took: the one at `at` of those that take something.

    `prints` are the others', by name, the page's first.
    """

    wanted: Reference
    at: int
    before: Stretch
    after: Stretch
    #: Checksum and SHA-256 (of digests) of what stands before.
    checksum: int
    sha: Any
    prints: Prints
    names: frozenset[str]
    numbers: frozenset[int]
    began: float
    until: float

    @property
    def size(self) -> int:
        """Bytes that it takes."""
        return sum(len(one.body) + len(one.deflated) for one in (self.before, self.after))


def frame_of(found: Ready, at: int) -> Frame | None:
    """The frame of an answer around what its reference at `at` took; None where it has parts elsewhere too."""
    filled = found.filled
    if filled is None or found.left_out:
        return None
    moving = filled.taken[at]
    others = {name for one in (*filled.taken[:at], *filled.taken[at + 1 :]) for name in one.names}
    if not others.isdisjoint(moving.names):
        return None
    prints = (found.prints[0], *[one for one in found.prints[1:] if one[0] in others])
    cuts: tuple[list[Segment], list[Segment]] = ([], [])
    number, wanted = -1, None
    for one in filled.page:
        if isinstance(one, Segment):
            cuts[number >= at].append(one)
            continue
        number += 1
        if number == at:
            wanted = one
        else:
            cuts[number > at].extend(filled.taken[number].segments)
    if wanted is None or len(cuts[0]) + len(cuts[1]) + len(moving.segments) > MOST_SEGMENTS:
        return None
    before, after = Stretch(cuts[0]), Stretch(cuts[1])
    began, until = span(prints)
    return Frame(
        wanted=wanted,
        at=at,
        before=before,
        after=after,
        checksum=checksum(before.body, 0),
        sha=sha256(before.digests),
        prints=prints,
        names=frozenset([name for name, _ in prints]),
        numbers=frozenset([kept.number for _, kept in prints]),
        began=began,
        until=until,
    )


def framed(old: Ready, frame: Frame, state: Holding, cuts: Cuts, now: float) -> Ready | None:
    """The answer with the part in its frame as it is at `now`, in seconds since 1970, in a state that follows
    its own; None where that takes more than what is at hand, or more than this part is another.
    """
    if not frame.numbers.isdisjoint(state.touched) or not frame.began <= now < frame.until:
        return None
    name = f"part:{frame.wanted.name}"
    kept = state.held.get(name)
    part = None if kept is None else cuts.get(kept.number)
    if kept is None or not isinstance(part, CutPart):
        return None
    moving = _moving(name, kept, part.cut(frame.wanted, frozenset()), state)
    if moving is None or not moving.began <= now < moving.until:
        return None
    if not frame.names.isdisjoint(moving.names):
        return None
    return _joined(old, frame, moving)


def _moving(name: str, kept: Kept, way: Way, state: Holding) -> Moving | None:
    found = state.moving.get(way)
    if found is None:
        if way.taken is not None:
            found = Moving(way.taken, ((name, kept),))
        else:
            whole = state.wholes.get(way)
            if whole is None:
                return None
            found = Moving(whole.taken, ((name, kept), *whole.prints))
        if len(state.moving) >= MOST_WHOLES:
            state.moving.clear()
        state.moving[way] = found
    return found


def _joined(old: Ready, frame: Frame, moving: Moving) -> Ready:
    before, after, stretch = frame.before, frame.after, moving.stretch
    size = len(before.body) + len(stretch.body) + len(after.body)
    crc = checksum(after.body, checksum(stretch.body, frame.checksum))
    end = struct.pack("<II", crc, size & 0xFFFFFFFF)
    packed = b"".join(
        (GZIP_HEAD, before.deflated, stretch.deflated, after.deflated, DEFLATE_END, end)
    )
    sha = frame.sha.copy()
    sha.update(stretch.digests)
    sha.update(after.digests)
    assert old.filled is not None
    page, taken = old.filled.page, old.filled.taken
    found = Ready(
        status=old.status,
        etag=sha.hexdigest()[:24],
        forms={},
        shared=old.shared,
        prints=frame.prints + moving.prints,
        began=max(frame.began, moving.began),
        until=min(frame.until, moving.until),
        counted=old.counted,
        filled=Filled(page, (*taken[: frame.at], moving.taken, *taken[frame.at + 1 :])),
        numbers=frame.numbers | moving.numbers,
    )
    found.frame = frame
    with_bodies(found, before.segments + stretch.segments + after.segments, size, packed)
    return found
