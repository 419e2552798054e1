"""Owns parsing a page's markup within bounds: no entities, no network, no endless depth or size."""

from __future__ import annotations

import re
from collections import Counter

from lxml import etree, html

from vestnik.importer.reading.found import Refused

MOST_ELEMENTS = 60_000
"""More elements than any page has whose text a person wrote; refused for the time they would cost."""

_LONG_VALUE = re.compile(r"(?<==\")[^\"<>]{20000,}(?=\")|(?<==')[^'<>]{20000,}(?=')")
_ENDLESS_TAG = re.compile(r"<[a-zA-Z][^<>]{65536}")
_CODE = (
    "script",
    "style",
    "template",
    "noscript",
    "svg",
    "math",
    "canvas",
    "link",
    "base",
    "object",
    "applet",
)
_TRACKER = re.compile(
    r"(?:^|[/.@])(?:google-analytics|googletagmanager|googlesyndication|doubleclick|googleadservices|facebook\.com/tr"
    r"|connect\.facebook|scorecardresearch|quantserve|chartbeat|gemius|hotjar|adnxs|criteo|taboola|outbrain|yandex\.ru/watch"
    r"|mc\.yandex|counter\.|tyxo|hit\.|pixel\.|stats\.|analytics\.|matomo|piwik|omtrdc|demdex|krxd|bluekai|adform|smartadserver"
    r"|rubiconproject|pubmatic|openx|teads|ioam|vgwort|etracker|xiti|webtrekk|parsely|mediavoice|adocean|easyads)",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def parse(text: str) -> html.HtmlElement:
    """The page's tree. Raises `Refused` with "unreadable" for markup that no page needs."""
    text = _LONG_VALUE.sub("", text.replace("\x00", ""))
    if _ENDLESS_TAG.search(text):
        # libxml2 compares each attribute with all before it: minutes for a tag of some megabytes.
        raise Refused("unreadable", "The page has a tag without end.")
    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=False, remove_pis=True, remove_comments=True
    )
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise Refused("unreadable") from error
    if any(
        "xcessive depth" in str(entry.message) for entry in parser.error_log.filter_from_fatals()
    ):
        raise Refused("unreadable", "The page's markup is nested too deeply.")
    if any(count > MOST_ELEMENTS for count, _ in enumerate(root.iter(), start=1)):
        raise Refused("unreadable", "The page has too many elements.")
    return root


def is_tracker(address: str) -> bool:
    """Whether the address belongs to a counter, an advertiser or another watcher of readers."""
    return bool(_TRACKER.search(address[:2000]))


def strip_code(root: html.HtmlElement) -> tuple[str, ...]:
    """Take everything out of the tree that runs, styles, watches or is not shown; say what."""
    counts: Counter[str] = Counter()
    for element in list(root.iter(*_CODE, "img", "iframe", "form", "input", "button", "select")):
        reason = _reason(element)
        if reason and element.getparent() is not None:
            counts[reason] += 1
            element.drop_tree() if element.tag != "form" else element.drop_tag()
    for element in list(root.iter("div", "span", "p", "section", "aside", "ul", "figure")):
        hidden = "hidden" in element.attrib or _HIDDEN.search(element.get("style", ""))
        if hidden and element.getparent() is not None and len(element.text_content()) < 300:
            counts["hidden elements"] += 1
            element.drop_tree()
    return tuple(f"{reason}: {count}" for reason, count in sorted(counts.items()))


def _reason(element: html.HtmlElement) -> str:
    tag = str(element.tag)
    source = element.get("src") or element.get("data-src") or ""
    if tag == "script":
        return "scripts"
    if tag in ("img", "iframe"):
        tiny = {element.get("width", "").rstrip("px"), element.get("height", "").rstrip("px")} & {
            "0",
            "1",
            "2",
        }
        if tiny or is_tracker(source):
            return "trackers"
        if source.strip().lower().startswith(("javascript:", "vbscript:")):
            return "unsafe addresses"
        return ""
    return "form controls" if tag in ("form", "input", "button", "select") else "code and styles"
