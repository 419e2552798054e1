"""Owns the mending of text that was decoded wrongly before the page was saved as UTF-8.

«РђСЂРјРµРЅРёСЏ» and "ÐÑÐ¼ÐµÐ½Ð¸Ñ" are UTF-8 read as windows-1251 and windows-1252; "Àðìåíèÿ"
is windows-1251 read as windows-1252. The step back is taken only where every sign allows it.
"""

from __future__ import annotations

import re

from vestnik.kit import letters

_VIAS = ("windows-1252", "windows-1251", "latin-1", "mac-roman", "koi8-r", "cp866")
_CLEARLY_BETTER = 1.2
_WRITTEN = -4.2
_SUSPECT_SHARE = 0.3
_TRACES = (
    re.compile("[ÂÃÄÅÐÑâ][\x80-\xbf‚-›€ƒˆ˜Œ-ž™]"),  # UTF-8 read as windows-1252
    re.compile("[РС][\x80-\xbfЂ-Џђ-џ‚-›€Ґґ№™]"),  # UTF-8 read as windows-1251
    re.compile("[а-яА-Я][\u2500-\u25ff]"),  # UTF-8 read as KOI8-R
    re.compile("[À-ÿ]{3,}"),  # a Cyrillic encoding read as windows-1252
)
_CAPITALS = re.compile("[А-Я]")
_SIGN = re.compile("[^\x00-\x7f]")


def mend(text: str) -> str | None:
    """The text as it was meant; None when nothing is wrong with it, "" when it cannot be mended."""
    head = text[:400_000]
    signs = len(_SIGN.findall(head))
    if signs < 8:
        return None
    garbled = _garbled(head, signs)
    # windows-1251 read as KOI8-R is Cyrillic with its case turned over: honest capitals stay.
    if not garbled and _share(_CAPITALS, head, signs) < 2 * _SUSPECT_SHARE:
        return None
    before = letters.score(_sample(text))
    for via in _VIAS:
        raw = _back(text, via)
        if raw is None:
            continue
        for encoding in ("utf-8", "windows-1251", "iso-8859-5", "koi8-r"):
            try:
                meant = raw.decode(encoding)
            except UnicodeDecodeError:
                continue
            after = letters.score(_sample(meant))
            if after > max(before + _CLEARLY_BETTER, _WRITTEN) and not _garbled(
                meant[:400_000], signs
            ):
                return meant
    return "" if garbled else None


def _garbled(text: str, signs: int) -> bool:
    return max(_share(trace, text, signs) for trace in _TRACES) > _SUSPECT_SHARE


def _share(trace: re.Pattern[str], text: str, signs: int) -> float:
    return sum(map(len, trace.findall(text))) / signs


def _sample(text: str) -> str:
    return text[:60_000] if not text[:60_000].isascii() else text[:600_000]


def _back(text: str, via: str) -> bytes | None:
    """The bytes that gave `text` when read as `via`; readers let undefined bytes through as C1."""
    table = {}
    for byte in range(0x80, 0x100):
        sign = bytes([byte]).decode(via, "ignore") or chr(byte)
        table[ord(sign)] = chr(byte)
    moved = text.translate(table)
    if any(sign > "\xff" for sign in moved):
        return None
    if any(ord(sign) not in table for sign in set(text) if sign > "\x7f"):
        return None
    return moved.encode("latin-1")
