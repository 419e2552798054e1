"""Turns the blocks that a page was found to hold into the blocks of a story's body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from typing import Any

from lxml import html as lxml_html

from vestnik.importer.reading.found import FoundBlock, FoundPhoto
from vestnik.kit.html import plain_text
from vestnik.photos.models import Photo

_HREF = re.compile(r'href="([^"]+)"')


def make_body(blocks: Sequence[FoundBlock]) -> list[tuple[str, Any]]:
    """The body as pairs of block name and value; photos are put into the library."""
    return [made for block in blocks if (made := _make(block)) is not None]


def make_photo(found: FoundPhoto) -> Photo:
    """A photo of the library whose picture is still missing."""
    return Photo.objects.create(
        title=(found.caption or found.credit or found.alt)[:250],
        caption=found.caption[:1_000],
        credit=found.credit[:200],
        file_photo=found.file_photo,
        description=found.alt[:250],
        origin_url=found.url[:1_000],
    )


def _make(block: FoundBlock) -> tuple[str, Any] | None:
    match block.kind:
        case "paragraph":
            return "paragraph", f"<p>{block.html}</p>"
        case "subhead":
            return "subhead", plain_text(block.html)[:160]
        case "quote":
            return "quote", {"text": plain_text(block.html), "attribution": ""}
        case "list":
            return "list", block.html
        case "table":
            rows = _rows(block.html)
            return ("table", {"data": rows, "table_header_choice": "row"}) if rows else None
        case "photo":
            if block.photo is None:
                return None
            return "photo", {"photo": make_photo(block.photo), "caption": ""}
        case "embed":
            found = _HREF.search(block.html)
            title = plain_text(block.html)[:200]
            return ("embed", {"url": unescape(found[1]), "title": title}) if found else None


def _rows(table: str) -> list[list[str]]:
    """The cells of a table as text, each row as wide as the widest."""
    rows = [
        [" ".join(cell.text_content().split()) for cell in row.iter("td", "th")]
        for row in lxml_html.fragment_fromstring(table, create_parent=True).iter("tr")
    ]
    width = max((len(row) for row in rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows if width]
