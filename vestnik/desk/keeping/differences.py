"""What differs between two texts, by word, and between two drafts, by field and block."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from vestnik.desk.keeping.contents import ROWS, Content
from vestnik.desk.keeping.threeway import identified
from vestnik.desk.keeping.wording import Words
from vestnik.kit.word_diff import Piece, by_word

#: Words left around a change; what lies between two changes further apart is folded.
AROUND = 12


def folded(pieces: list[Piece]) -> Iterator[tuple[str, str]]:
    """The pieces, with long runs of what stayed cut: "fold" is what is left out of the sight."""
    for place, (how, text) in enumerate(pieces):
        words = re.findall(r"\s*\S+\s*", text)
        first, last = place == 0, place == len(pieces) - 1
        if how != "same" or len(words) <= 3 * AROUND:
            yield how, text
            continue
        if not first:
            yield "same", "".join(words[:AROUND])
        yield "fold", "".join(words[0 if first else AROUND : None if last else -AROUND])
        if not last:
            yield "same", "".join(words[-AROUND:])


def marked(pieces: Iterable[tuple[str, str]]) -> SafeString:
    """The pieces as HTML: deletions and insertions as such, so that they are heard as well as seen."""
    tags = {"same": "span", "out": "del", "in": "ins"}
    return format_html_join(
        "",
        "{}",
        (
            (
                format_html_join(
                    "", '<span class="kept-fold" title="{}">…</span> ', ((text.strip(),),)
                )
                if how == "fold"
                else format_html_join("", "<{0}>{1}</{0}>", ((tags[how], text),)),
            )
            for how, text in pieces
        ),
    )


# Without slots: the words are compared once, and kept.
@dataclass(frozen=True)
class Difference:
    """One field or block that differs. `how` is "changed", "added", "removed", "moved" or "markup"."""

    #: As `threeway.Conflict.key`.
    key: str
    label: str | Promise
    how: str
    before: str
    after: str

    @cached_property
    def pieces(self) -> list[Piece]:
        """What went out and what came in, by word."""
        return by_word(self.before, self.after)

    @property
    def html(self) -> SafeString:
        """By word, with long runs of the same folded."""
        return marked(folded(self.pieces))

    @property
    def count(self) -> int:
        """How many words went out and came in."""
        changed = (one.text for one in self.pieces if one.how != "same")
        return sum(len(re.findall(r"\w+", text)) for text in changed)


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
