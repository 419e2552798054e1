"""Owns finding the story's leaves on the page: those whose words the chosen extraction has."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from vestnik.importer.reading import furniture
from vestnik.importer.reading.choosing import Reference
from vestnik.importer.reading.leaves import Leaf, words
from vestnik.importer.reading.lines import ends_sentence, key

_ENOUGH = 0.75
_ENOUGH_LIST = 0.5
_NOISE = re.compile(
    r"(?:^|[\s_-])(?:related|recirc\w*|recommend\w*|promo\w*|newsletter|subscri\w*|share|sharing|social|advert\w*|ads?|sponsor\w*"
    r"|comments?|disqus|breadcrumbs?|nav|menu|footer|sidebar|widget|paywall|tags?|trending|popular|most-read|readmore|read-more"
    r"|more-news|teaser[s]?|outbrain|taboola|author-?(?:bio|box|info)|bio|byline|cookie|consent|popup|modal)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NOISE_TAGS = frozenset(("nav", "aside", "footer", "form", "dialog"))
_NEAR_LEVELS = 4
_LARGEST_GAP = 12
_POINTING = 0.6


def select(leaves: list[Leaf], reference: Reference, loose: Reference, url: str) -> list[Leaf]:
    """The leaves that are the story, with its photos, embeds and subheads, in reading order.

    What only the `loose` reference has counts where it stands among the rest, as its sibling.
    `url` is the page's own: a paragraph that only links to the same site is a pointer, not text.
    """
    host = urlsplit(url).netloc.removeprefix("www.")
    core = _core(leaves, reference, host)
    if not core:
        return []
    holders = _holders(core)
    parents = {leaf.element.getparent() if leaf.tag else leaf.element for leaf in core}
    siblings = [
        leaf for leaf in leaves
        if core[0].order - 3 <= leaf.order <= core[-1].order + 3 and leaf.text
        and leaf.element.getparent() in parents & holders and _in_reference(leaf, loose)
    ]  # fmt: skip
    first = min(leaf.order for leaf in (*core[:1], *siblings))
    last = max(leaf.order for leaf in (*core[-1:], *siblings))
    chosen: list[Leaf] = []
    taken: set[str] = set()
    for leaf in leaves[first : last + 1]:
        if leaf.kind in ("photo", "embed"):
            if _near(leaf.element, holders) and not is_noise(leaf.element, holders):
                chosen.append(leaf)
            continue
        identity = key(leaf.text)
        if identity in taken and len(identity) > 15:
            continue
        amid = core[:2][-1].order < leaf.order < core[-2:][0].order
        known = _in_reference(leaf, reference) or leaf in siblings
        if (known or (amid and _belongs(leaf, holders))) and not _is_noise_text(leaf, host):
            taken.add(identity)
            chosen.append(leaf)
    return _trimmed(chosen)


def is_noise(element: HtmlElement, holders: set[HtmlElement]) -> bool:
    """Whether the element lies in a part of the page that is marked as not the story's."""
    for above in (element, *element.iterancestors()):
        if above in holders:
            return False
        if above.tag in _NOISE_TAGS or _NOISE.search(
            f"{above.get('class', '')} {above.get('id', '')}"[:500]
        ):
            return True
    return False


def surroundings(leaf: Leaf) -> set[HtmlElement]:
    """The elements that the leaf lies in: a word in their class says nothing against the story."""
    return {leaf.element, *leaf.element.iterancestors()}


def _core(leaves: list[Leaf], reference: Reference, host: str) -> list[Leaf]:
    found: list[Leaf] = []
    taken: set[str] = set()
    for leaf in leaves:
        if leaf.kind in ("photo", "embed") or len(leaf.text) < 25 or key(leaf.text) in taken:
            continue
        if _in_reference(leaf, reference) and not _is_noise_text(leaf, host):
            taken.add(key(leaf.text))
            found.append(leaf)
    return _without_stragglers(found)


def _without_stragglers(core: list[Leaf]) -> list[Leaf]:
    """The core without short outliers away from the prose, as a caption repeated in a menu."""
    prose = [leaf for leaf in core if len(leaf.text) >= 60 and ends_sentence(leaf.text)]
    if len(prose) < 2:
        return core
    around = surroundings(prose[0])
    begin, end = core.index(prose[0]), core.index(prose[-1])
    while begin and _continues(core[begin - 1], core[begin], around):
        begin -= 1
    while end + 1 < len(core) and _continues(core[end + 1], core[end], around):
        end += 1
    return core[begin : end + 1]


def _continues(outer: Leaf, inner: Leaf, around: set[HtmlElement]) -> bool:
    return abs(outer.order - inner.order) <= _LARGEST_GAP and not is_noise(outer.element, around)


def _holders(core: list[Leaf]) -> set[HtmlElement]:
    """Elements above at least two of the story's leaves: what lies in them lies in the story."""
    counts: dict[HtmlElement, int] = {}
    for leaf in core:
        parent = (
            leaf.element.getparent()
            if leaf.tag in ("p", "h2", "h3", "h4", "ul", "ol", "table")
            else leaf.element
        )
        for above in ([parent, *parent.iterancestors()] if parent is not None else [])[
            : _NEAR_LEVELS + 1
        ]:
            counts[above] = counts.get(above, 0) + 1
    most = max(counts.values(), default=0)
    return {
        element for element, count in counts.items() if count >= max(2, most // 4) or count == most
    }


def _near(element: HtmlElement, holders: set[HtmlElement]) -> bool:
    above = element.getparent()
    for _ in range(_NEAR_LEVELS + 3):
        if above is None:
            return False
        if above in holders:
            return True
        above = above.getparent()
    return False


def _belongs(leaf: Leaf, holders: set[HtmlElement]) -> bool:
    """Whether a leaf that no extractor took is the story's by where and what it is."""
    if leaf.kind == "subhead" and leaf.links >= len(leaf.text) / 2:
        return False
    # Extractors leave out headings, quotations and whole paragraphs; where they stand tells more.
    prose = (
        leaf.tag == "p"
        and len(leaf.text) >= 80
        and ends_sentence(leaf.text)
        and leaf.links < len(leaf.text) / 3
    )
    inside = prose or leaf.kind in ("subhead", "quote")
    return inside and _near(leaf.element, holders) and not is_noise(leaf.element, holders)


def _in_reference(leaf: Leaf, reference: Reference) -> bool:
    if leaf.kind not in ("list", "table"):
        return reference.share(leaf.text) >= _ENOUGH
    items = [words(item) for item in leaf.element.iter("li", "tr")]
    whole = sum(map(len, items)) or 1
    known = sum(len(item) for item in items if reference.share(item) >= _ENOUGH)
    return max(known / whole, reference.share(leaf.text)) >= _ENOUGH_LIST


def _is_noise_text(leaf: Leaf, host: str) -> bool:
    """Whether the words are furniture, or little but links to other pages of the same site."""
    text = leaf.text
    if leaf.kind not in ("paragraph", "subhead", "quote"):
        return False
    if len(text) < 160 and furniture.is_furniture(text):
        return True
    if leaf.links < _POINTING * len(text) or (leaf.links < 0.9 * len(text) and ends_sentence(text)):
        return False
    return any(_of_site(link, host) for link in re.findall(r'href="([^"]*)"', leaf.markup))


def _of_site(link: str, host: str) -> bool:
    parts = urlsplit(link) if not link.startswith("//") else urlsplit("http:" + link)
    return not parts.netloc or parts.netloc.removeprefix("www.") == host


def _trimmed(chosen: list[Leaf]) -> list[Leaf]:
    """Without subheads that head nothing: the last ones, and those followed by another end."""
    while chosen and chosen[-1].kind == "subhead":
        chosen.pop()
    return chosen
