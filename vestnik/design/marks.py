"""Marks in printed HTML that only the press reads, and takes out before a reader gets the page.

Each is a comment that begins with a keyed word: no text from outside can hold one.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from vestnik.kit.hashing import keyed_name


@dataclass(frozen=True, slots=True)
class Reference:
    """A place for a part: at most `limit` of its items, none of the stories in `without`."""

    name: str
    limit: int
    without: frozenset[int]


def reference(name: str, limit: int, without: Collection[int]) -> str:
    """The mark of a place for a part."""
    return f"<!--{_word()}|{name}|{limit}|{','.join(map(str, without))}-->"


def opening(story: int) -> str:
    """The mark before a story in a list, which can be left out as a whole up to its `closing()`."""
    return f"<!--{_word()}[{story}-->"


def closing() -> str:
    """The mark behind a story in a list."""
    return f"<!--{_word()}]-->"


def stories_marked(body: str) -> frozenset[int]:
    """The ids of the stories that stand between marks."""
    return frozenset(int(found) for found in re.findall(rf"<!--{_word()}\[(\d+)-->", body))


def without_stories(body: str, stories: Collection[int]) -> str:
    """The body with these stories left out, each from its mark to the closing one."""
    for story in stories:
        body = re.sub(
            re.escape(opening(story)) + ".*?" + re.escape(closing()), "", body, flags=re.DOTALL
        )
    return body


def for_the_newsroom(body: str) -> str:
    """The body without marks, but with a plain comment before each story: `<!--story:42-->`."""
    body = re.sub(rf"<!--{_word()}\[(\d+)-->", r"<!--story:\1-->", body)
    return "".join(one for one in split(body) if isinstance(one, str))


def split(body: str) -> list[str | Reference]:
    """The body cut at its references, which stand where they stood, and without all other marks."""
    pieces: list[str | Reference] = []
    text: list[str] = []
    at = 0
    for found in _marks().finditer(body):
        text.append(body[at : found.start()])
        at = found.end()
        if found["name"] is not None:
            pieces.append("".join(text))
            without = frozenset(int(pk) for pk in found["without"].split(",") if pk)
            pieces.append(Reference(found["name"], int(found["limit"]), without))
            text = []
    pieces.append("".join((*text, body[at:])))
    return [piece for piece in pieces if piece]


_word_in_use = ""


def keyed_by(secret: str) -> None:
    """Derive the marks' word from the site's secret; each process does it once, at its start."""
    global _word_in_use
    _word_in_use = keyed_name(secret.encode(), "part reference")
    _marks.cache_clear()


def _word() -> str:
    if not _word_in_use:
        raise RuntimeError("keyed_by() was not called.")
    return _word_in_use


@cache
def _marks() -> re.Pattern[str]:
    return re.compile(
        rf"<!--{_word()}(?:\|(?P<name>[\w:-]+)\|(?P<limit>\d+)\|(?P<without>[\d,]*)|\[\d+|\])-->"
    )
