"""Owns reading a page saved as HTML: its metadata, its story and the photos around it."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from lxml.html import HtmlElement

from vestnik.importer.reading import (
    agencies,
    asides,
    captions,
    choosing,
    dates,
    figures,
    furniture,
    language,
    selecting,
    sources,
    structured,
    tree,
)
from vestnik.importer.reading import metadata as page_metadata
from vestnik.importer.reading.bodies import build
from vestnik.importer.reading.encodings import Decoded
from vestnik.importer.reading.found import FoundPage, FoundPhoto, Refused
from vestnik.importer.reading.leaves import Leaf, leaves, words
from vestnik.importer.reading.lines import ends_sentence, key

_DECK_CLASS = re.compile(
    r"(?:^|[\s_-])(?:deck|dek|standfirst|sub-?(?:title|head(?:line|ing)?)|lead|lede|perex|summary|excerpt|intro|abstract|teaser-?text|vorspann"
    r"|podzaglavie|chapeau|sapo|article-?(?:description|subtitle|lead|summary))(?:$|[\s_-])",
    re.IGNORECASE,
)
_LONGEST_DECK = 600
_SHORTEST_TEXT = 20
_PROSE = 80
_LONGEST_ASIDE = 160
_LONGEST_PIECE = 5
"""Words in one piece of a strip of date, author and counts."""
_ABOVE = 40
"""So many leaves above the text a lead photo is looked for."""
_JUST_ABOVE = 6
_QUOTED = 0.5
"""A description of which this part is the body's own words was cut from it by a machine."""


def read_html(decoded: Decoded, *, zone: ZoneInfo, default_language: str) -> FoundPage:
    """What an HTML page holds. Raises `Refused` with "unreadable" or "no_text"."""
    root = tree.parse(decoded.text)
    head = page_metadata.read(root, zone)
    dropped = tree.strip_code(root)
    pieces = leaves(root)
    strict, loose = map(choosing.Reference.of, choosing.choose(root, head.article_body))
    chosen = selecting.select(pieces, strict, loose, head.url)
    if not chosen:
        raise Refused("no_text")
    chosen = [
        leaf
        for leaf in chosen
        if key(leaf.text) != key(head.headline) or leaf.kind in ("photo", "embed")
    ]
    deck = _deck(root, chosen, head)
    if deck:
        chosen = [
            leaf
            for leaf in chosen
            if key(leaf.text) != key(deck) or leaf.kind in ("photo", "embed")
        ]
    lead, lead_leaf = _lead_photo(pieces, chosen, head)
    chosen = [leaf for leaf in chosen if leaf is not lead_leaf]
    notes = asides.Asides(zone)
    chosen = _without_asides(chosen, notes)
    body = build(chosen, head.url, lead)
    if sum(len(text) for text in body.texts) < _SHORTEST_TEXT:
        raise Refused("no_text")
    plain = "\n".join(body.texts)
    authors = head.authors or tuple(dict.fromkeys(notes.authors))
    people_names = tuple(name for name in authors if agencies.find(name) is None)
    carried = [*body.carried, *(name for name in authors if agencies.find(name))]
    declared = head.language.replace("_", "-").split("-")[0].lower() if head.language else None
    return FoundPage(
        kind="html", url=head.url, encoding=decoded.encoding, encoding_how=decoded.how,
        language=declared if language.agrees(declared, plain) else language.guess(plain, default_language),
        headline=head.headline, deck=deck, lead_photo=lead, body=tuple(body.blocks), authors=people_names,
        published=head.published or notes.published,
        published_exact=head.exact if head.published else notes.exact,
        updated=head.updated or notes.updated, not_after=None if head.published else notes.latest_day(),
        sources=sources.as_sources(carried, sources.cited("\n".join([deck, plain]))),
        dateline=body.dateline, kicker=head.kicker, section_name=head.section,
        topics=head.topics or tuple(dict.fromkeys(notes.topics)),
        dropped=dropped,
    )  # fmt: skip


def _without_asides(chosen: list[Leaf], notes: asides.Asides) -> list[Leaf]:
    """The leaves without the short lines before and behind the prose that are not of the story.

    Pages without useful marks have the date, the author and the topics in plain paragraphs.
    """
    prose = [
        leaf.order for leaf in chosen
        if leaf.kind == "paragraph" and len(leaf.text) >= _PROSE and ends_sentence(leaf.text)
    ]  # fmt: skip
    if not prose:
        return chosen

    def is_aside(leaf: Leaf) -> bool:
        if prose[0] <= leaf.order <= prose[-1] or leaf.kind not in ("paragraph", "subhead"):
            return False
        if len(leaf.text) > _LONGEST_ASIDE:
            return False
        if notes.aside(leaf.text) or furniture.is_furniture(leaf.text):
            return True
        label = leaf.text.partition(":")[0]
        return bool(leaf.links and furniture.is_share(label)) or _is_strip(leaf.text, notes)

    return [leaf for leaf in chosen if not is_aside(leaf)]


def _is_strip(text: str, notes: asides.Asides) -> bool:
    """Whether the line is a strip such as „12.11.2023 | 08:15 ч. | 1 коментар“."""
    pieces = [piece.strip() for piece in re.split(r"[|•·]", text) if piece.strip()]
    if len(pieces) < 2 or max(len(piece.split()) for piece in pieces) > _LONGEST_PIECE:
        return False
    dated = dates.in_line(text)
    if dated is None:
        return False
    whole = (
        f"{dated.day:%d.%m.%Y} {dated.clock or '':%H:%M}"
        if dated.clock
        else f"{dated.day:%d.%m.%Y}"
    )
    return notes.aside(whole)


def _deck(root: HtmlElement, chosen: list[Leaf], head: page_metadata.Head) -> str:
    """The deck as the page shows it; a description that only quotes the body is none."""
    first = [leaf for leaf in chosen if leaf.kind not in ("photo", "embed")][:3]
    shown = _shown_deck(root, head.headline, head.description)
    if shown:
        return shown
    claim = head.description
    if not 20 <= len(claim) <= _LONGEST_DECK or claim.rstrip(" ]").endswith(("…", "...")):
        return ""
    if choosing.Reference.of(leaf.text for leaf in chosen).share(claim) >= _QUOTED:
        return ""
    own = key(claim)
    if own == key(head.site) or (key(head.headline) and key(head.headline) in own):
        return ""
    for leaf in first:
        text = key(leaf.text)
        if text == own and leaf is first[0] and leaf.tag not in ("p", "div", "td"):
            return leaf.text
        if text.startswith(own[:60]) or own.startswith(text[:60]):
            return ""
    return claim


def _shown_deck(root: HtmlElement, headline: str, description: str) -> str:
    """The text of an element by the headline that is marked as a deck, or is the description."""
    title = next((h1 for h1 in root.iter("h1") if key(words(h1)) == key(headline)), None)
    if title is None:
        return ""
    following = title.xpath(
        "following::*[self::p or self::h2 or self::h3 or self::div or self::span][position()<=25]"
    )
    for element in following:
        text = words(element)
        if (
            not 20 <= len(text) <= _LONGEST_DECK
            or next(element.iter("img", "figure", "time", "ul"), None) is not None
        ):
            continue
        marks = f"{element.get('class', '')} {element.get('itemprop', '')}"
        wrapper = element.getparent()
        if wrapper is not None and key(words(wrapper)) == key(text):
            marks += f" {wrapper.get('class', '')}"
        if captions.is_caption(text) or key(text) == key(headline):
            continue
        if _DECK_CLASS.search(marks) or (element.tag == "h2" and element.getprevious() is title):
            return text
        if (
            element.tag != "span"
            and key(text) == key(description)
            and not _among_paragraphs(element)
        ):
            return text
    return ""


def _among_paragraphs(element: HtmlElement) -> bool:
    parent = element.getparent()
    if parent is None or element.tag != "p":
        return False
    return any(child.tag == "p" and len(words(child)) > 80 for child in element.itersiblings())


def _lead_photo(
    pieces: list[Leaf], chosen: list[Leaf], head: page_metadata.Head
) -> tuple[FoundPhoto | None, Leaf | None]:
    """The photo above the text, and its leaf when it stands on the page."""
    main = _main_picture(head)
    first = next((leaf.order for leaf in chosen if leaf.kind not in ("photo", "embed")), 0)
    title = max(
        (
            leaf.order
            for leaf in pieces[:first]
            if leaf.tag == "h1" or key(leaf.text) == key(head.headline) != ""
        ),
        default=-1,
    )
    around = selecting.surroundings(pieces[first])
    above = [
        leaf for leaf in pieces[max(0, first - _ABOVE) : first]
        if leaf.kind == "photo" and not selecting.is_noise(leaf.element.getparent(), around)
    ]  # fmt: skip
    able = [(leaf, photo) for leaf in above if (photo := figures.photo(leaf.element, head.url))]
    inside = [leaf for leaf in chosen if leaf.kind == "photo" and leaf not in above]
    same = [
        (leaf, photo) for leaf in (*above, *inside)
        if (photo := figures.photo(leaf.element, head.url)) and _same_picture(photo.url, main)
    ]  # fmt: skip
    below_title = [(leaf, photo) for leaf, photo in able if leaf.order > title >= 0]
    captioned = [
        (leaf, photo) for leaf, photo in able
        if (photo.caption or photo.credit) and leaf.order > title - _JUST_ABOVE >= -_JUST_ABOVE
    ]  # fmt: skip
    figure = [
        (leaf, photo)
        for leaf, photo in below_title
        if leaf.tag in ("figure", "picture") or not main
    ]
    for leaf, photo in (*same, *captioned, *figure):
        return photo, leaf
    for leaf in inside[:1]:
        photo = figures.photo(leaf.element, head.url) if leaf in chosen[:3] else None
        if photo:
            return photo, leaf
    if not main:
        return None, None
    image = next(
        image
        for image in head.images
        if page_metadata.absolute(str(image["url"]), head.url) == main
    )
    credit = structured.text(image.get("creditText")) or structured.text(image.get("author"))
    return captions.photo(structured.text(image.get("caption")), url=main, credit=credit), None


def _main_picture(head: page_metadata.Head) -> str:
    """The address of the picture that the page's metadata shows for it."""
    return next(
        (
            url
            for image in head.images
            if (url := page_metadata.absolute(str(image["url"]), head.url))
        ),
        "",
    )


def _same_picture(first: str, second: str) -> bool:
    def stem(url: str) -> str:
        name = url.split("?")[0].rstrip("/").rsplit("/", 1)[-1]
        return re.sub(
            r"(?:[-_]\d{2,4}x\d{2,4}|[-_](?:scaled|large|medium|big|thumb))?\.\w+$", "", name
        )

    return bool(first and second) and len(stem(first)) > 4 and stem(first) == stem(second)
