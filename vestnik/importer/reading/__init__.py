"""The pure reader of saved pages: bytes in, what was found out about their story out."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from vestnik.importer.reading.encodings import decode
from vestnik.importer.reading.found import (
    MAX_BYTES,
    FoundBlock,
    FoundPage,
    FoundPhoto,
    FoundSource,
    FoundTeaser,
    Refused,
)
from vestnik.importer.reading.htmlpage import read_html
from vestnik.importer.reading.textpage import read_text

__all__ = [
    "FoundBlock",
    "FoundPage",
    "FoundPhoto",
    "FoundSource",
    "FoundTeaser",
    "Refused",
    "read_page",
]

_MARKUP = re.compile(
    r"<(?:!doctype\s+html|html|head|body|meta|title|article|div|p|h1)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"</(?:html|head|body|title|article|div|p|h1|a|span)\s*>", re.IGNORECASE)


def read_page(
    data: bytes,
    *,
    name: str = "",
    declared_encoding: str | None = None,
    language: str = "bg",
    zone: str = "Europe/Sofia",
) -> FoundPage:
    """What was found out about the story of one saved page.

    `name` is the file's name, whose ending may say that a page is text; `declared_encoding` is
    what came with the bytes (an HTTP charset); `language` is assumed where too little text tells
    another; times without an offset are taken in `zone`. Raises `Refused`.
    """
    if len(data) > MAX_BYTES:
        raise Refused("huge")
    decoded = decode(data, declared_encoding)
    site_zone = ZoneInfo(zone)
    if _is_html(decoded.text, name):
        page = read_html(decoded, zone=site_zone, default_language=language)
    else:
        page = read_text(decoded, zone=site_zone, default_language=language)
    if decoded.damaged and "\ufffd" in page.headline + page.deck + "".join(
        b.html for b in page.body
    ):
        raise Refused("encoding")
    return page


def _is_html(text: str, name: str) -> bool:
    if _MARKUP.search(text[:20_000]) is None:
        return False
    return not name.lower().endswith(".txt") or len(_CLOSING.findall(text)) >= 2
