"""Owns cutting a page saved as text into its lines, one block of the page each."""

from __future__ import annotations

import re

_SENTENCE_END = re.compile(r"[.!?…][\s“”\"»’')\]]*$")
_ABBREVIATED = re.compile(
    r"(?:\b(?:г|год|лв|ст|млн|млрд|хил|др|т\.н|ч|мин|р|ул|кв|U\.S|Inc|Jr|a\.m|p\.m)\.)$"
)
_SPACES = re.compile(r"[\s\u00a0\u200b\u200c\u200d\ufeff\u2060]+")
_WRAPPED_AT = (50, 110)
_TITLE_SUFFIX = re.compile(r"^\s*(?:[|•·»«–—-]|::|/)\s*\S.{0,60}$")


def cut(text: str) -> list[str]:
    """The blocks of the page in order, each one line without inner breaks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n\n")
    blocks = [block for block in re.split(r"\n[ \t\u00a0]*\n", text) if block.strip()]
    rows = [[row for row in block.split("\n") if row.strip()] for block in blocks]
    found: list[str] = []
    for block in rows:
        if len(block) > 1 and _hard_wrapped(block):
            found.append(" ".join(block))
        else:
            found += block
    clean = [_SPACES.sub(" ", line).strip() for line in found]
    return [line for line in clean if line]


def ends_sentence(line: str) -> bool:
    """Whether the line ends as a sentence does, quotes and brackets aside."""
    return bool(_SENTENCE_END.search(line))


def ends_abbreviated(line: str) -> bool:
    """Whether the full stop at the end belongs to an abbreviation („до 2027 г.“)."""
    return bool(_ABBREVIATED.search(line))


def key(line: str) -> str:
    """The letters and digits of the line: what two spellings of one headline share."""
    return "".join(sign for sign in line.casefold() if sign.isalnum())


def same(first: str, second: str) -> bool:
    """Whether both lines are one headline, maybe with a site's name behind it."""
    if key(first) == key(second):
        return bool(key(first))
    long, short = (first, second) if len(first) > len(second) else (second, first)
    if len(short.split()) < 3 or not long.casefold().startswith(short.casefold()):
        return False
    return bool(_TITLE_SUFFIX.match(long[len(short) :]))


def _hard_wrapped(block: list[str]) -> bool:
    """Whether the rows are one paragraph broken by a mail client or an editor."""
    low, high = _WRAPPED_AT
    inner = [len(row.strip()) for row in block[:-1]]
    if not all(low <= length <= high for length in inner):
        return False
    breaks = sum(ends_sentence(row) for row in block[:-1])
    return max(inner) - min(inner) <= 25 and breaks <= len(inner) / 2
