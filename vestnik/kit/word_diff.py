"""Owns the difference of two short texts by word, for whoever shows what was wrong and what is right."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, Literal, NamedTuple

#: Longer texts are not compared word by word, which costs the product of their lengths.
MOST_WORDS: Final = 2_000
_WORDS: Final = re.compile(r"\s+|\w+(?:[-'’]\w+)*|[^\w\s]")


class Piece(NamedTuple):
    """A run of words that stayed, went out or came in."""

    how: Literal["same", "out", "in"]
    text: str


def by_word(before: str, after: str) -> list[Piece]:
    """The words of both texts in order; a change of several words is one piece out and one in."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if max(len(old), len(new)) > MOST_WORDS:
        return [piece for piece in (Piece("out", before), Piece("in", after)) if piece.text]
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return list(_together(codes, old, new))


def _together(
    codes: Sequence[tuple[str, int, int, int, int]], old: list[str], new: list[str]
) -> Iterator[Piece]:
    out: list[str] = []
    came: list[str] = []
    for place, (how, old_from, old_to, new_from, new_to) in enumerate(codes):
        words = "".join(old[old_from:old_to])
        # Changes parted by nothing but a space are read as one.
        parts = how == "equal" and (words.strip() or not out + came or place == len(codes) - 1)
        if not parts:
            out.append(words)
            came.append("".join(new[new_from:new_to]))
            continue
        yield from _change(out, came)
        out, came = [], []
        yield Piece("same", words)
    yield from _change(out, came)


def _change(out: list[str], came: list[str]) -> Iterator[Piece]:
    if gone := "".join(out):
        yield Piece("out", gone)
    if new := "".join(came):
        yield Piece("in", new)
