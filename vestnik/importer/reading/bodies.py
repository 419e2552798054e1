"""Owns making blocks of the story's leaves, and taking agencies and dateline off its edges."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape, unescape

from lxml.html import HtmlElement

from vestnik.importer.reading import captions, figures, sanitise, sources
from vestnik.importer.reading.found import BlockKind, FoundBlock, FoundPhoto
from vestnik.importer.reading.leaves import Leaf
from vestnik.importer.reading.lines import key
from vestnik.importer.reading.metadata import absolute

_TAG = re.compile(r"<[^>]*>")
_HREF = re.compile(r'href="([^"]*)"')
_LONGEST_CAPTION = 500
_LONGEST_MARKUP = 100_000


@dataclass(slots=True)
class Body:
    """Blocks in order, the plain text of each that has words, and what stood at the edges."""

    blocks: list[FoundBlock] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    carried: list[str] = field(default_factory=list)
    dateline: str = ""


def build(chosen: list[Leaf], base: str, lead: FoundPhoto | None) -> Body:
    """The body made of the chosen leaves; links become absolute against `base`.

    The `lead` photo, and words that only repeat a photo's caption, are not part of it.
    """
    body = Body()
    seen_captions = {key(lead.caption)} if lead and lead.caption else set()
    worded = [leaf for leaf in chosen if leaf.kind not in ("photo", "embed")]
    seen_photos = {lead.url} if lead else set()
    quote: HtmlElement | None = None
    for leaf in chosen:
        if leaf.quote is not None and leaf.quote is quote and body.blocks[-1].kind == "quote":
            _continue_quote(body, leaf, base)
            continue
        quote = leaf.quote
        if leaf.kind == "photo":
            photo = figures.photo(leaf.element, base)
            if photo and (photo.url or photo.caption) not in seen_photos:
                seen_photos.add(photo.url or photo.caption)
                seen_captions.add(key(photo.caption))
                body.blocks.append(FoundBlock("photo", "", photo))
        elif _repeats_caption(leaf, body.blocks, seen_captions):
            continue
        elif leaf.kind == "embed":
            link = figures.embed(leaf.element, base)
            if link:
                body.blocks.append(FoundBlock("embed", link))
        else:
            _add(body, leaf, base, first=leaf is worded[0], last=leaf is worded[-1])
    return body


def _repeats_caption(leaf: Leaf, blocks: list[FoundBlock], seen: set[str]) -> bool:
    """Whether the leaf is a photo's caption; one without a caption before it takes it over."""
    if leaf.kind != "paragraph" or len(leaf.text) > _LONGEST_CAPTION:
        return False
    caption, credit = captions.split(leaf.text)
    if key(caption) and key(caption) in seen:
        return True
    before = blocks[-1].photo if blocks else None
    if before and credit and not before.caption and not before.credit:
        whole = captions.photo(leaf.text, url=before.url, alt=before.alt)
        blocks[-1] = FoundBlock("photo", "", whole)
        seen.add(key(whole.caption))
        return True
    return leaf.tag == "figcaption"


def plain(markup: str) -> str:
    """The words of sanitised markup."""
    return " ".join(unescape(_TAG.sub("", markup.replace("<br>", " "))).split())


def _continue_quote(body: Body, leaf: Leaf, base: str) -> None:
    more = sanitise.inline(_absolute_links(leaf.markup, base))
    body.blocks[-1] = FoundBlock("quote", f"{body.blocks[-1].html}<br>{more}")
    body.texts.append(plain(more))


def _add(body: Body, leaf: Leaf, base: str, *, first: bool, last: bool) -> None:
    markup = _absolute_links(leaf.markup, base)
    if len(markup) > _LONGEST_MARKUP:
        # The sanitiser's time grows with the square of the character references in one run.
        markup = escape(leaf.text, quote=False)
    if leaf.kind in ("list", "table"):
        body.blocks.append(FoundBlock(leaf.kind, sanitise.block(markup)))
        body.texts.append(leaf.text)
        return
    markup = sanitise.inline(markup)
    text = plain(markup)
    opening = sources.dateline(text) if first else None
    if opening:
        body.dateline, edge = opening
        body.carried += edge.names
        markup = _cut(markup, len(edge.taken), from_end=False)
        text = plain(markup)
    closing = sources.sign_off(text, last=last) if leaf.kind != "subhead" else None
    if closing:
        body.carried += closing.names
        markup = _cut(markup, len(text) - len(closing.rest), from_end=True) if closing.rest else ""
        text = plain(markup)
    if not text:
        return
    kind: BlockKind = leaf.kind
    body.texts.append(text)
    body.blocks.append(FoundBlock(kind, markup))


def _cut(markup: str, letters: int, *, from_end: bool) -> str:
    """`markup` without that many letters of its text at one edge, elements left whole."""
    pieces = re.split(r"(<[^>]*>)", markup)
    order = range(len(pieces) - 1, -1, -1) if from_end else range(len(pieces))
    for index in order:
        if pieces[index].startswith("<") or letters <= 0:
            continue
        text = unescape(pieces[index])
        kept = (text[:-letters] if letters < len(text) else "") if from_end else text[letters:]
        letters -= len(text)
        pieces[index] = escape(kept, quote=False)
    return sanitise.inline("".join(pieces))


def _absolute_links(markup: str, base: str) -> str:
    def replace(match: re.Match[str]) -> str:
        address = unescape(match[1]).strip()
        if address.lower().startswith("mailto:"):
            return f'href="{escape(address)}"'
        return f'href="{escape(absolute(address, base))}"'

    return _HREF.sub(replace, markup)
