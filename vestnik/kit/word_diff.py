"""Owns the difference of two texts by word, for whoever shows what was and what is."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, Literal, NamedTuple

#: Comparisons of two words (or sentences) that one difference may cost at most; what would cost more is shown
#: as one change. `SequenceMatcher` alone takes minutes for a long block with a change in each line: its work
#: grows with the third power of the length.
MOST_COMPARISONS: Final = 2_000_000
#: A sentence, and a word or a sign, each with the space behind it. Space by itself is no token: it would be
#: half of all tokens, and each would fit to each. `^` takes the space before the first.
_SENTENCES: Final = re.compile(r"(\S[^\n]*?(?:[.!?…][^\w\s]*(?=\s)|(?=\n)|\Z)|^)(\s*)")
_WORDS: Final = re.compile(r"(\w+(?:[-'’]\w+)*|[^\w\s]|^)(\s*)")

#: What is compared, and the space behind it, which is not.
_Token = tuple[str, str]


class Piece(NamedTuple):
    """A run of words that stayed, went out or came in."""

    how: Literal["same", "out", "in"]
    text: str


def by_word(before: str, after: str) -> list[Piece]:
    """The words of both texts in order; a change of several words is one piece out and one in."""
    work = _Work(MOST_COMPARISONS)
    pieces = _Pieces()
    for old, new, same in work.runs(_tokens(_SENTENCES, before), _tokens(_SENTENCES, after)):
        if same:
            pieces.keep(old, new)
            continue
        words = _tokens(_WORDS, _text(old)), _tokens(_WORDS, _text(new))
        for gone, came, stayed in work.runs(*words):
            if stayed:
                pieces.keep(gone, came)
            else:
                pieces.change(_text(gone), _text(came))
    return pieces.all()


def _tokens(pattern: re.Pattern[str], text: str) -> list[_Token]:
    return [(said, space) for said, space in pattern.findall(text) if said or space]


def _text(tokens: Sequence[_Token]) -> str:
    return "".join(said + space for said, space in tokens)


class _Pieces:
    """The pieces of one difference, gathered from left to right."""

    def __init__(self) -> None:
        self._done: list[Piece] = []
        self._same, self._out, self._in = "", "", ""

    def keep(self, old: Sequence[_Token], new: Sequence[_Token]) -> None:
        """The same words on both sides; the space behind one may be another."""
        for (said, was), (_said, now) in zip(old, new, strict=True):
            self._stay(said)
            if was == now:
                self._stay(was)
            else:
                self.change(was, now)

    def change(self, out: str, came: str) -> None:
        """Some words in the place of others."""
        self._out += out
        self._in += came

    def all(self) -> list[Piece]:
        """The pieces, none of them empty."""
        self._end_change()
        self._end_same()
        return self._done

    def _stay(self, text: str) -> None:
        if text:
            self._end_change()
            self._same += text

    def _end_change(self) -> None:
        if not self._out and not self._in:
            return
        # The space behind both was not changed.
        space = _common_space(self._out, self._in)
        out, came = (text[: len(text) - len(space)] for text in (self._out, self._in))
        if out or came:
            self._end_same()
        if out:
            self._done.append(Piece("out", out))
        if came:
            self._done.append(Piece("in", came))
        self._same, self._out, self._in = self._same + space, "", ""

    def _end_same(self) -> None:
        if self._same:
            self._done.append(Piece("same", self._same))
            self._same = ""


def _common_space(one: str, other: str) -> str:
    length = _alike(one[len(one.rstrip()) :][::-1], other[len(other.rstrip()) :][::-1])
    return one[len(one) - length :]


class _Work:
    """What two lists of tokens have in common, as long as comparisons are left."""

    def __init__(self, most: int) -> None:
        self._left = most

    def runs(
        self, old: list[_Token], new: list[_Token]
    ) -> Iterator[tuple[list[_Token], list[_Token], bool]]:
        """Stretches of both lists from left to right, each with whether the two say the same."""
        one, other = [said for said, _space in old], [said for said, _space in new]
        at, to = 0, 0
        for start, begin, size in [*self._matches(one, other), (len(one), len(other), 0)]:
            if start > at or begin > to:
                yield old[at:start], new[to:begin], False
            at, to = start + size, begin + size
            if size:
                yield old[start:at], new[begin:to], True

    def _matches(self, old: list[str], new: list[str]) -> Iterator[tuple[int, int, int]]:
        """Places in both and lengths of what is the same."""
        at, to = 0, 0
        # First what stands once in each: it needs no choice, and parts the rest into short gaps.
        for here, there in [*_anchors(old, new), (len(old), len(new))]:
            for start, begin, size in self._in_gap(old[at:here], new[to:there]):
                yield at + start, to + begin, size
            if here < len(old):
                yield here, there, 1
            at, to = here + 1, there + 1

    def _in_gap(self, old: list[str], new: list[str]) -> Iterator[tuple[int, int, int]]:
        head = _alike(old, new)
        tail = _alike(old[head:][::-1], new[head:][::-1])
        if head:
            yield 0, 0, head
        left, right = old[head : len(old) - tail], new[head : len(new) - tail]
        if self._may_compare(left, right):
            matcher = SequenceMatcher(None, left, right, autojunk=False)
            for start, begin, size in matcher.get_matching_blocks()[:-1]:
                yield head + start, head + begin, size
        if tail:
            yield len(old) - tail, len(new) - tail, tail

    def _may_compare(self, old: list[str], new: list[str]) -> bool:
        counts = Counter(new)
        # Each match parts both lists in two, which are gone through again.
        cost = sum(counts[said] for said in old) * (min(len(old), len(new)) + 1)
        if not 0 < cost <= self._left:
            return False
        self._left -= cost
        return True


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """How many are the same from the beginning on."""
    for place, (one, other) in enumerate(zip(old, new, strict=False)):
        if one != other:
            return place
    return min(len(old), len(new))


def _anchors(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Places of what stands once in each, the longest row of them that is in order in both."""
    once = {said for said, count in Counter(old).items() if count == 1}
    once &= {said for said, count in Counter(new).items() if count == 1}
    there = {said: place for place, said in enumerate(new) if said in once}
    pairs = [(place, there[said]) for place, said in enumerate(old) if said in once]
    # The ends of the best rows by their length, and before each pair the one that it follows.
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for place, (_here, at) in enumerate(pairs):
        length = bisect_left(ends, at)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [at]
        last[length : length + 1] = [place]
    row: list[tuple[int, int]] = []
    place = last[-1] if last else -1
    while place >= 0:
        row.append(pairs[place])
        place = before[place]
    return row[::-1]
