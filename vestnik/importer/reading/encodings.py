"""Owns the way from the bytes of a page to its text: decoded rightly, or refused.

Declarations are claims, not facts: each is tried beside the other encodings of the region, and the
statistics of letters decide (`letters.score`). The names follow Python's codecs; labels are read as
the WHATWG Encoding Standard does (ISO-8859-1 means windows-1252).
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Literal

from vestnik.importer.reading import mojibake
from vestnik.importer.reading.found import Refused
from vestnik.kit import letters

How = Literal["declared", "bom", "decided"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SINGLE_BYTE = (
    "windows-1251", "iso-8859-5", "koi8-r", "koi8-u", "mac-cyrillic", "cp866",
    "windows-1252", "windows-1250", "windows-1254", "mac-roman",
)  # fmt: skip
_LABELS = {
    "ascii": "windows-1252", "iso8859-1": "windows-1252", "cp1252": "windows-1252",
    "cp1251": "windows-1251", "cp1250": "windows-1250", "cp1254": "windows-1254",
    "iso8859-9": "windows-1254", "iso8859-5": "iso-8859-5", "gb2312": "gb18030",
    "gbk": "gb18030", "euc_kr": "cp949", "shift_jis": "cp932", "mac-roman": "mac-roman",
    "utf-8-sig": "utf-8", "utf-7": "utf-8",
}  # fmt: skip
_MULTI_BYTE = frozenset({"gb18030", "cp949", "cp932", "big5", "big5hkscs", "euc_jp", "johab"})
_ACCEPTABLE = -4.9
"""Below this mean score nobody wrote the text: right Bulgarian is near -3, capitals near -4.2."""
_DECLARED_BONUS = 1.5
"""How much log likelihood a declaration is worth in all: less than one misread capital."""
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE
)
_XML_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})[\"']")
_MAGIC = (
    b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ",
    b"\x7fELF", b"MZ\x90", b"RIFF", b"\xd0\xcf\x11\xe0", b"OggS", b"ID3", b"SQLite format 3",
    b"{\\rtf", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd",
)  # fmt: skip
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\r\f\v\x1b"))


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a page, in which encoding it was, and how that is known.

    `damaged` says that some bytes had no meaning and stand as U+FFFD in the text.
    """

    text: str
    encoding: str
    how: How
    damaged: bool = False
    repaired: bool = False


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of `data`; `declared` is what came with it, as an HTTP header's charset.

    Raises `Refused` with code "empty", "binary" or "encoding".
    """
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Refused("empty")
    if data.startswith(_MAGIC):
        raise Refused("binary")
    with_bom = _by_bom(data)
    if with_bom:
        return with_bom
    data = data.removeprefix(codecs.BOM_UTF8)
    wide = _wide(data)
    if wide:
        return wide
    if b"\x00" in data or len(data) - len(data.translate(None, _CONTROLS)) > len(data) / 200:
        raise Refused("binary")
    claims = _claims(data, declared)
    return _narrow(data, claims)


def _by_bom(data: bytes) -> Decoded | None:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                text = _complete(data[len(bom) :], encoding).decode(encoding)
            except UnicodeDecodeError:
                continue
            if encoding == "utf-8" or _looks_written(text):
                return Decoded(text, encoding, "bom")
    return None


def _complete(data: bytes, encoding: str) -> bytes:
    """`data` without a last character that was cut through."""
    if encoding == "utf-8":
        for back in range(1, min(4, len(data)) + 1):
            if data[-back] >= 0xC0:
                width = 2 if data[-back] < 0xE0 else 3 if data[-back] < 0xF0 else 4
                return data[:-back] if back < width else data
            if data[-back] < 0x80:
                break
        return data
    width = 4 if "32" in encoding else 2
    return data[: len(data) - len(data) % width]


def _wide(data: bytes) -> Decoded | None:
    """UTF-16 or UTF-32 without a byte order mark: known by the zeros of spaces and line ends."""
    if b"\x00" not in data[:100_000]:
        return None
    for encoding in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
        try:
            text = _complete(data, encoding).decode(encoding)
        except UnicodeDecodeError:
            continue
        if _looks_written(text):
            return Decoded(text, encoding, "decided")
    return None


def _looks_written(text: str) -> bool:
    head = text[:50_000]
    usual = sum(
        sign in "\t\n\r" or " " <= sign <= "~" or "\xa0" <= sign <= "ӿ" or "‐" <= sign <= "₿"
        for sign in head
    )
    return usual >= 0.97 * len(head)


def _claims(data: bytes, declared: str | None) -> list[str]:
    """The encodings that the page is said to be in, strongest first, each once."""
    head = data[:4096]
    found = [declared or ""]
    found += [match.group(1).decode("ascii") for match in _XML_ENCODING.finditer(head)]
    found += [match.group(1).decode("ascii") for match in _META_CHARSET.finditer(data[:65536])]
    names = [name for label in found if (name := codec_name(label))]
    return list(dict.fromkeys(names))


def codec_name(label: str) -> str:
    """The name used here for an encoding's label; "" when unknown or not a charset of text."""
    label = label.strip().strip("\"'").lower().removeprefix("x-").removeprefix("cs")
    try:
        info = codecs.lookup(label)
    except (LookupError, ValueError):
        return ""
    if not getattr(info, "_is_text_encoding", True):
        return ""
    return _LABELS.get(info.name, info.name)


def _narrow(data: bytes, claims: list[str]) -> Decoded:
    if data.isascii():
        return Decoded(
            data.decode("ascii"), "utf-8", "declared" if "utf-8" in claims else "decided"
        )
    as_utf8 = _as_utf8(data, claims)
    if as_utf8:
        return as_utf8
    words = letters.sample(data)
    scores: dict[str, float] = {}
    for encoding in dict.fromkeys([*claims, *_SINGLE_BYTE]):
        if encoding in _MULTI_BYTE or encoding.startswith("utf"):
            continue
        likelihood, signs = letters.weigh(words.decode(encoding, "replace"))
        scores[encoding] = (likelihood + _DECLARED_BONUS * (encoding in claims)) / max(1, signs)
    best = max(scores, key=lambda encoding: scores[encoding])
    if scores[best] < _ACCEPTABLE:
        return _declared_multi_byte(data, claims)
    text = data.decode(best, "replace")
    how: How = "declared" if best in claims else "decided"
    return Decoded(text, best, how, damaged="\ufffd" in text)


def _declared_multi_byte(data: bytes, claims: list[str]) -> Decoded:
    for encoding in claims:
        if encoding in _MULTI_BYTE:
            text = data.decode(encoding, "replace")
            signs = sum(sign > "\x7f" for sign in text)
            if text.count("\ufffd") <= signs / 100:
                return Decoded(text, encoding, "declared", damaged="\ufffd" in text)
    raise Refused("encoding")


def _as_utf8(data: bytes, claims: list[str]) -> Decoded | None:
    how: How = "declared" if "utf-8" in claims else "decided"
    try:
        text = _complete(data, "utf-8").decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        right = sum(sign > "\x7f" for sign in text) - (wrong := text.count("\ufffd"))
        # A page in UTF-8 with a few foreign bytes (an advertisement, a cut cookie) stays UTF-8;
        # whoever uses the text refuses it when the damage lies in the story itself.
        return Decoded(text, "utf-8", how, damaged=True) if right > 50 * wrong else None
    mended = mojibake.mend(text)
    if mended is None:
        return Decoded(text, "utf-8", how)
    if mended == "":
        raise Refused("encoding", "The text was already garbled when the page was saved.")
    return Decoded(mended, "utf-8", "decided", repaired=True)
