"""What differs between two texts, by word, and between two drafts, by field and block."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from vestnik.desk.keeping.contents import ROWS, Content
from vestnik.desk.keeping.threeway import identified
from vestnik.desk.keeping.wording import Words

#: Beyond so many words of one block the comparison, which is quadratic, is made by line.
MOST_WORDS = 4_000
#: Words left around a change; what lies between two changes further apart is folded.
AROUND = 12

_WORDS = re.compile(r"\s+|\w+(?:[-'\u2019]\w+)*|[^\w\s]")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: `how` is "same", "out", "in" or "fold" (words left out of the sight)."""

    how: str
    text: str


def by_word(before: str, after: str, *, fold: bool = False) -> list[Piece]:
    """The text after, with what went out and what came in. `fold`: long runs of the same are cut."""
    pattern = _WORDS if max(before.count(" "), after.count(" ")) < MOST_WORDS else _LINES
    old, new = pattern.findall(before), pattern.findall(after)
    pieces: list[Piece] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for how, old_from, old_to, new_from, new_to in _calm(matcher.get_opcodes(), old):
        if how == "equal":
            pieces.append(Piece("same", "".join(new[new_from:new_to])))
            continue
        pieces.append(Piece("out", "".join(old[old_from:old_to])))
        pieces.append(Piece("in", "".join(new[new_from:new_to])))
    pieces = [piece for piece in pieces if piece.text]
    return list(_folded(pieces)) if fold else pieces


def _calm(
    codes: Sequence[tuple[str, int, int, int, int]], old: list[str]
) -> Iterator[tuple[str, int, int, int, int]]:
    """Changes parted by nothing but a space are one change: word by word in turns nobody can read."""
    waiting: tuple[str, int, int, int, int] | None = None
    for place, code in enumerate(codes):
        how, old_from, old_to, new_from, new_to = code
        only_space = how == "equal" and not "".join(old[old_from:old_to]).strip()
        between = 0 < place < len(codes) - 1
        if how == "equal" and not (only_space and between):
            if waiting:
                yield waiting
                waiting = None
            yield code
        elif waiting:
            waiting = ("replace", waiting[1], old_to, waiting[3], new_to)
        else:
            waiting = ("replace", old_from, old_to, new_from, new_to)
    if waiting:
        yield waiting


def _folded(pieces: list[Piece]) -> Iterator[Piece]:
    for place, piece in enumerate(pieces):
        words = re.findall(r"\s*\S+\s*", piece.text)
        first, last = place == 0, place == len(pieces) - 1
        if piece.how != "same" or len(words) <= 3 * AROUND:
            yield piece
            continue
        if not first:
            yield Piece("same", "".join(words[:AROUND]))
        yield Piece("fold", "".join(words[0 if first else AROUND : None if last else -AROUND]))
        if not last:
            yield Piece("same", "".join(words[-AROUND:]))


def marked(pieces: list[Piece]) -> SafeString:
    """The pieces as HTML: deletions and insertions as such, so that they are heard as well as seen."""
    tags = {"same": "span", "out": "del", "in": "ins"}
    return format_html_join(
        "",
        "{}",
        (
            (
                format_html_join(
                    "", '<span class="kept-fold" title="{}">…</span> ', ((one.text.strip(),),)
                )
                if one.how == "fold"
                else format_html_join("", "<{0}>{1}</{0}>", ((tags[one.how], one.text),)),
            )
            for one in pieces
        ),
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """One field or block that differs. `how` is "changed", "added", "removed", "moved" or "markup"."""

    #: As `threeway.Conflict.key`.
    key: str
    label: str | Promise
    how: str
    before: str
    after: str

    @property
    def html(self) -> SafeString:
        """By word, with long runs of the same folded."""
        return marked(by_word(self.before, self.after, fold=True))

    @property
    def count(self) -> int:
        """How many words went out and came in."""
        pieces = by_word(self.before, self.after)
        return sum(len(re.findall(r"\w+", one.text)) for one in pieces if one.how in ("in", "out"))


def between(before: Content, after: Content, words: Words) -> list[Difference]:
    """All that differs, in the order in which one edits; photos and subjects by their names."""
    words.learn(before, after)
    found: list[Difference] = []
    for name in words.order():
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        if name in words.streams and name not in ROWS:
            found += _of_stream(name, before, after, words)
            continue
        said = words.of_field(name, old), words.of_field(name, new)
        how = "changed" if said[0] and said[1] else "added" if said[1] else "removed"
        if said[0] != said[1]:
            found.append(Difference(name, words.label(name), how, *said))
    return found


def _of_stream(name: str, before: Content, after: Content, words: Words) -> Iterator[Difference]:
    old = {block["id"]: block for block in identified(before.get(name) or [])}
    new = {block["id"]: block for block in identified(after.get(name) or [])}
    moved = _moved(list(old), list(new))
    # Each removed block stands where it stood.
    for key in _together(list(old), list(new)):
        was, now = old.get(key), new.get(key)
        said = words.of_block(name, was), words.of_block(name, now)
        at = f"{name}:{key}"
        label = words.block_label(name, now or was)
        if was is None or now is None:
            yield Difference(at, label, "added" if was is None else "removed", *said)
        elif said[0] != said[1]:
            yield Difference(at, label, "changed", *said)
        elif was["value"] != now["value"]:
            yield Difference(at, label, "markup", *said)
        elif key in moved:
            yield Difference(at, label, "moved", *said)


def _moved(old: list[str], new: list[str]) -> set[str]:
    both_old = [key for key in old if key in set(new)]
    both_new = [key for key in new if key in set(old)]
    matcher = SequenceMatcher(None, both_old, both_new, autojunk=False)
    still = {key for a, _b, size in matcher.get_matching_blocks() for key in both_old[a : a + size]}
    return set(both_new) - still


def _together(old: list[str], new: list[str]) -> list[str]:
    """All keys in the new order, removed ones behind what they followed."""
    result = list(new)
    known = set(new)
    place = 0
    for key in old:
        if key in known:
            place = result.index(key) + 1
        else:
            result.insert(place, key)
            place += 1
    return result
