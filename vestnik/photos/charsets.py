"""Decides in which encoding the text of a picture is that does not say so, and reads it in another.

IPTC-IIM can declare its encoding and often does not; EXIF cannot. Bulgarian pictures come from forty
years of programs: windows-1251, MacCyrillic, Latin-1 of agencies abroad, UTF-8.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from vestnik.kit import letters

UTF_8: Final = "utf-8"

#: What undeclared text is tried as, and what an editor can choose; the likelier first.
CHOICES: Final = (
    UTF_8, "windows-1251", "mac-cyrillic", "windows-1252", "mac-roman", "iso-8859-5", "cp866",
    "iso-8859-2",
)  # fmt: skip

#: Log odds before anything is read: what Windows wrote is commoner than all the others together.
_COMMON: Final = {"windows-1251": 2.0, "windows-1252": 1.0}
#: What a sign costs that stands where nobody writes it: a closing one before a word, half a pair.
_ODD: Final = 4.0
_CLOSED_BEFORE: Final = re.compile(r"(?<!\S)[»”’…¿¡¬–—÷№€](?=[^\W\d])")

_ESCAPE: Final = b"\x1b"
#: ISO 2022 announcers of IPTC-IIM 1:90: final letters of the 96-sign sets.
_SETS: Final = {b"A": "iso-8859-1", b"B": "iso-8859-2", b"L": "iso-8859-5", b"M": "iso-8859-9"}


def declared(announcer: bytes) -> str:
    """The encoding that dataset 1:90 announces; "" when it is none that is known here."""
    announcer = announcer.strip()
    if announcer.startswith(_ESCAPE + b"%") and announcer[2:3] in (b"G", b"/"):
        return UTF_8
    if announcer[:1] == _ESCAPE and announcer[1:2] in (b"-", b".", b"/"):
        return _SETS.get(announcer[2:3], "")
    return ""


def decide(data: Iterable[bytes], announced: str = "") -> str:
    """The encoding of texts that were written together. What was announced holds if it can be."""
    together = b" \n ".join(data)
    for encoding in (announced, UTF_8):
        if encoding and _fits(together, encoding):
            return encoding
    return max(CHOICES[1:], key=lambda encoding: _likelihood(together, encoding))


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _likelihood(data: bytes, encoding: str) -> float:
    """Mean log likelihood of a sign outside ASCII; a caption is short, so habits of writing count too."""
    text = data.decode(encoding, "replace")
    total, signs = letters.weigh(text)
    odd = len(_CLOSED_BEFORE.findall(text)) + _half_quotes(text)
    return (total + _COMMON.get(encoding, 0.0) - _ODD * odd) / max(1, signs)


def _half_quotes(text: str) -> int:
    """How many quotation marks have no other half: „ “, “ ”, « »."""
    low, high, right = (text.count(mark) for mark in "„“”")
    double = min(abs(low - high) + right, abs(high - right) + low)
    single = max(0, text.count("‘") - text.count("’"))
    return double + single + abs(text.count("«") - text.count("»"))


def text_of(data: bytes, encoding: str) -> str:
    """The bytes as text; what has no meaning in the encoding stands as U+FFFD."""
    return data.decode(encoding if encoding in (*CHOICES, *_SETS.values()) else UTF_8, "replace")
