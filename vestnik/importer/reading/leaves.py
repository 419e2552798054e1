"""Owns taking a page's tree apart into leaves: paragraphs, lists, photos, … in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Literal

from lxml.html import HtmlElement, tostring

LeafKind = Literal["paragraph", "subhead", "quote", "list", "photo", "table", "embed"]

_BLOCK = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "iframe",
        "audio",
        "video",
        "embed",
        "img",
        "picture",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "amp-img",
    ]
)
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_EMBEDS = frozenset(("iframe", "video", "audio", "embed"))
_MEDIA = "descendant::img | descendant::picture | descendant::iframe | descendant::video | descendant::table"
_DEEPEST = 200
_LONGEST = 100_000
"""Letters; nobody writes a longer paragraph, and what is longer is data."""
_SPACES = re.compile(r"[\s\u00a0]+")


@dataclass(eq=False, slots=True)
class Leaf:
    """One piece of the page: its element (that of the parent for loose text), markup and words."""

    kind: LeafKind
    element: HtmlElement
    markup: str
    text: str
    tag: str = ""
    order: int = 0
    quote: HtmlElement | None = None
    """The quotation that the leaf is part of."""
    links: int = field(default=0)
    """Letters of the text that stand inside links."""


def leaves(root: HtmlElement) -> list[Leaf]:
    """All leaves of the tree in document order."""
    body = root.find("body")
    found = [
        leaf for leaf in _walk(root if body is None else body, 0)
        if 0 < len(leaf.text) <= _LONGEST or leaf.kind in ("photo", "embed")
    ]  # fmt: skip
    for order, leaf in enumerate(found):
        leaf.order = order
    return found


def words(element: HtmlElement) -> str:
    """The element's text with single spaces."""
    return _SPACES.sub(" ", str(element.text_content())).strip()


def _walk(element: HtmlElement, depth: int) -> Iterator[Leaf]:
    """Leaves of a container: its blocks, and the runs of inline content between them."""
    if depth > _DEEPEST:
        yield _run(element, [escape(words(element), quote=False)], words(element), 0)
        return
    markup: list[str] = []
    texts: list[str] = []
    linked = 0
    if element.text:
        markup.append(escape(element.text, quote=False))
        texts.append(element.text)
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        block = tag in _BLOCK or (tag and _holds_block(child))
        broken = tag == "br" and _breaks_paragraph(child)
        if (block or broken) and texts:
            yield from _flush(element, markup, texts, linked)
            markup, texts, linked = [], [], 0
        if block:
            yield from _block(child, tag, depth)
        elif tag and not broken:
            markup.append(tostring(child, encoding="unicode", with_tail=False))
            inner = " " if tag == "br" else str(child.text_content())
            texts.append(inner)
            linked += (
                len(inner) if tag == "a" else sum(len(a.text_content()) for a in child.iter("a"))
            )
        if child.tail:
            markup.append(escape(child.tail, quote=False))
            texts.append(child.tail)
    yield from _flush(element, markup, texts, linked)


def _flush(
    element: HtmlElement, markup: list[str], texts: list[str], linked: int
) -> Iterator[Leaf]:
    text = _SPACES.sub(" ", "".join(texts)).strip()
    if text:
        yield _run(element, markup, text, linked)


def _run(element: HtmlElement, markup: list[str], text: str, linked: int) -> Leaf:
    tag = str(element.tag)
    kind: LeafKind = "subhead" if tag in _HEADINGS else "paragraph"
    return Leaf(kind, element, "".join(markup), text, tag, links=linked)


def _block(element: HtmlElement, tag: str, depth: int) -> Iterator[Leaf]:
    if tag in ("img", "picture", "amp-img"):
        yield Leaf("photo", element, "", "", tag)
    elif tag == "figure":
        yield from _figure(element, depth)
    elif tag in _EMBEDS:
        yield Leaf("embed", element, "", "", tag)
    elif tag == "blockquote" and not element.xpath(_MEDIA):
        for leaf in _walk(element, depth + 1):
            if leaf.kind == "paragraph":
                leaf.kind, leaf.quote = "quote", element
            yield leaf
    elif tag in ("ul", "ol") and not element.xpath(_MEDIA) and _is_list(element):
        linked = sum(len(a.text_content()) for a in element.iter("a"))
        markup = tostring(element, encoding="unicode", with_tail=False)
        yield Leaf("list", element, markup, words_of_items(element), tag, links=linked)
    elif tag == "table" and _is_data(element):
        markup = tostring(element, encoding="unicode", with_tail=False)
        yield Leaf("table", element, markup, words_of_items(element), tag)
    elif tag != "hr":
        yield from _walk(element, depth + 1)


def words_of_items(element: HtmlElement) -> str:
    """The text of a list or table, with a space between items and cells."""
    return _SPACES.sub(" ", " ".join(str(part) for part in element.itertext())).strip()


def _figure(element: HtmlElement, depth: int) -> Iterator[Leaf]:
    if (
        next(element.iter("img", "picture", "amp-img"), None) is None
        or len(list(element.iter("figure"))) > 1
    ):
        yield from _walk(element, depth + 1)
    else:
        yield Leaf("photo", element, "", "", "figure")


def _is_list(element: HtmlElement) -> bool:
    return all(child.tag == "li" for child in element if isinstance(child.tag, str)) and not any(
        inner.tag in _HEADINGS or inner.tag in ("article", "section") for inner in element.iter()
    )


def _is_data(table: HtmlElement) -> bool:
    rows = list(table.iter("tr"))
    if len(rows) < 2 or len(list(table.iter("table"))) > 1 or table.xpath("descendant::img"):
        return False
    widest = max(sum(1 for cell in row if cell.tag in ("td", "th")) for row in rows)
    long_cells = sum(len(cell.text_content()) > 400 for cell in table.iter("td"))
    return widest >= 2 and long_cells == 0


def _holds_block(element: HtmlElement) -> bool:
    return any(inner.tag in _BLOCK for inner in element.iterdescendants())


def _breaks_paragraph(br: HtmlElement) -> bool:
    """Whether this <br> is one of two in a row, which pages use for the end of a paragraph."""
    following = br.getnext()
    if following is not None and following.tag == "br" and not (br.tail or "").strip():
        return True
    previous = br.getprevious()
    return previous is not None and previous.tag == "br" and not (previous.tail or "").strip()
