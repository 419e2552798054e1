"""Owns reading photos and embeds out of markup: address, caption, credit, what is embedded."""

from __future__ import annotations

import re
from html import escape

from lxml.html import HtmlElement

from vestnik.importer.reading import captions, sanitise
from vestnik.importer.reading.found import FoundPhoto
from vestnik.importer.reading.leaves import words
from vestnik.importer.reading.metadata import absolute
from vestnik.importer.reading.tree import is_tracker

_CREDIT = re.compile(
    r"credit|copyright|source|photographer|snimka|fotograf|agency|rights|(?:bild|photo|image|img|foto)-?aut(?:h)?or",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"caption|legend|bildtext|opis|podnadpis|image-?(?:text|desc|title)|photo-?(?:text|desc|title)",
    re.IGNORECASE,
)
_CREDIT_TEXT = re.compile(
    r"^(?:©|\(c\)|(?:снимк[аи]|фото|photo|foto|bild|credit|image credit)\s*:)\s*\S.{1,80}$",
    re.IGNORECASE,
)
_SOURCES = (
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-full-src",
    "src",
    "data-srcset",
    "srcset",
)
_ICON = re.compile(
    r"icon|logo|avatar|sprite|spacer|blank\.|pixel|placeholder|emoji|gravatar|1x1", re.IGNORECASE
)
_SMALLEST = 120


def photo(element: HtmlElement, base: str) -> FoundPhoto | None:
    """The photo of a figure, picture or img; None when it is an icon or has no web address."""
    image = (
        element if element.tag in ("img", "amp-img") else next(element.iter("img", "amp-img"), None)
    )
    if image is None or _is_icon(image):
        return None
    url = _address(image, base) or next(
        (url for source in element.iter("source") if (url := _address(source, base))), ""
    )
    holder = element if element.tag == "figure" else _captioned_parent(element)
    caption, credit = _words_under(holder, image) if holder is not None else ("", "")
    alt = image.get("alt", "")
    if not url and not caption and not credit:
        return None
    return captions.photo(caption, url=url, alt=alt, credit=credit)


def embed(element: HtmlElement, base: str) -> str:
    """One link to what the element embeds, as sanitised html; "" when it is nothing to keep."""
    address = ""
    for name in ("src", "data-src", "data-lazy-src"):
        address = address or absolute(element.get(name, ""), base)
    for source in element.iter("source"):
        address = address or absolute(source.get("src", ""), base)
    if not address or is_tracker(address):
        return ""
    return sanitise.inline(
        f'<a href="{escape(address)}">{escape(element.get("title") or address)}</a>'
    )


def _is_icon(image: HtmlElement) -> bool:
    for name in ("width", "height"):
        digits = re.match(r"\d+", image.get(name, ""))
        if digits and int(digits.group()) < _SMALLEST / 2:
            return True
    source = image.get("src", "") + image.get("data-src", "")
    if re.search(r"\.svg(?:\?|$)|[?&]w=\d{1,2}(?:&|$)|load(?:er|ing)[^/]*\.gif", source[:2000]):
        return True
    return bool(
        _ICON.search(image.get("class", "") + " " + image.get("src", "")[:300].rsplit("/", 1)[-1])
    )


def _address(image: HtmlElement, base: str) -> str:
    for name in _SOURCES:
        value = image.get(name, "")
        if "srcset" in name:
            value = re.split(r",\s+", value.strip())[-1].split(" ")[0]
        if value and not value.startswith("data:"):
            url = absolute(value, base)
            if url and not is_tracker(url):
                return url
    return ""


def _captioned_parent(element: HtmlElement) -> HtmlElement | None:
    """The nearest small box around a bare picture that has a caption in it."""
    above = element.getparent()
    for _ in range(3):
        if above is None or above.tag in ("body", "article", "main"):
            return None
        if len(list(above.iter("img"))) > 1 or len(above.text_content()) > 600:
            return None
        marked = any(
            _CAPTION.search(_marks(e)) or _CREDIT.search(_marks(e)) for e in above.iterdescendants()
        )
        if (
            marked
            or _repeating(above, element) is not None
            or next(above.iter("figcaption"), None) is not None
        ):
            return above
        above = above.getparent()
    return None


def _words_under(holder: HtmlElement, image: HtmlElement) -> tuple[str, str]:
    credits = [e for e in holder.iterdescendants() if isinstance(e.tag, str) and _is_credit(e)]
    credit_element = min(credits, key=lambda e: len(words(e)), default=None)
    credit = words(credit_element) if credit_element is not None else ""
    box = next(holder.iter("figcaption"), None)
    if box is None:
        box = next(
            (e for e in holder.iterdescendants() if _CAPTION.search(_marks(e)) and words(e)), None
        )
    if box is None:
        box = _repeating(holder, image)
    caption = words(box) if box is not None else ""
    if credit and len(credit) > 120:
        credit = ""
    if credit and caption.endswith(credit):
        caption = caption[: -len(credit)].rstrip(" |/–—-(©,;:")
        caption = re.sub(
            r"\s*(?:снимка|фото|photo|foto|bild|credit|image|©)\s*[:/]?$",
            "",
            caption,
            flags=re.IGNORECASE,
        )
    elif credit:
        caption = caption.replace(credit, "").strip()
    return caption, credit


def _repeating(holder: HtmlElement, element: HtmlElement) -> HtmlElement | None:
    """The element below a picture that shows the picture's own title or alternative text."""
    image = element if element.tag == "img" else next(element.iter("img"), None)
    own = (
        {" ".join(image.get(name, "").split()) for name in ("title", "alt")} - {""}
        if image is not None
        else set()
    )
    return next(
        (e for e in holder.iter("small", "span", "p", "div", "em") if own and words(e) in own), None
    )


def _is_credit(element: HtmlElement) -> bool:
    if element.tag in ("img", "source", "picture", "figcaption") or not words(element):
        return False
    if element.tag in ("cite", "footer") or _CREDIT.search(_marks(element)):
        return True
    return element.tag in ("small", "span", "div", "p", "em") and bool(
        _CREDIT_TEXT.match(words(element))
    )


def _marks(element: HtmlElement) -> str:
    return f"{element.get('class', '')} {element.get('itemprop', '')}"
