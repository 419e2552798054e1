"""Owns what HTML from outside may keep: cleaning, plain text, and the cutting of markup.

Cleaning is done by nh3 (html5ever and ammonia, the parser of a browser), never by patterns:
the patterns here only touch HTML that it has already written.
"""

import html as entities
import re
from collections.abc import Set
from typing import Final

import nh3

_INLINE: Final = frozenset({"a", "abbr", "b", "br", "code", "em", "i", "strong", "sub", "sup"})
_BLOCK: Final = _INLINE | {
    "blockquote", "caption", "h2", "h3", "h4", "li", "ol", "p", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "ul",
}  # fmt: skip
# What is inside these is not text of the page, so it goes with the tag.
_DROPPED_WITH_CONTENT: Final = {
    "applet", "embed", "frameset", "head", "iframe", "math", "noembed", "noframes", "noscript",
    "object", "script", "style", "svg", "template", "textarea", "title", "xmp",
}  # fmt: skip
_ATTRIBUTES: Final = {
    "a": {"href"},
    "abbr": {"title"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_SEPARATING: Final = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li",
    "main", "menu", "nav", "ol", "option", "p", "pre", "section", "select", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip

_CELLS: Final = frozenset({"td", "th"})

MARKUP: Final = re.compile(
    r"""<!--.*?(?:-->|\Z)|</?[a-zA-Z](?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^'">])*+(?:>|\Z)""",
    re.DOTALL,
)
"""One tag or comment, whatever its quoted attributes contain.

One that is not closed goes to the end, as in a browser; so whatever begins matches, and no text
takes more than linear time.
"""

_SPACES = re.compile(r"[ \t\r\n\f]+")
_SPACES_IN_LINE = re.compile(r"[ \t\r\n]+")
_LINE_ENDS = re.compile(r" ?\f[ \f]*")
_WEB_ADDRESS = re.compile(r"https?://[^/\\]|mailto:[^/]|tel:\+?[\d(]", re.IGNORECASE)
_OWN_ADDRESS = re.compile(r"/(?![/\\])")
# Browsers drop these from an address before they read it: "java\nscript:", "/\t/host".
_IGNORED_IN_ADDRESS = re.compile(r"^[\x00-\x20]+|[\x00-\x20]+$|[\t\r\n]")
_ESCAPED_IN_ADDRESS = {ord(sign): f"%{ord(sign):02X}" for sign in ' "<>`\\'}


def clean_inline(html: str) -> str:
    """`html` as one line of running text: links, emphasis, sub and sup, code, abbr, line breaks.

    Links stay where they lead to the web, to a mail address, to a telephone or into this site
    ("/..."); of any other only the text stays. Blocks become a space.
    """
    return _clean(_spaced(html, _SEPARATING), _INLINE_CLEANER)


def clean_block(html: str) -> str:
    """`html` as paragraphs, lists, tables, quotations and subheads (h2 to h4), else as inline.

    Text that stood in no such block stays outside of any.
    """
    return _clean(_spaced(html, _SEPARATING - _BLOCK), _BLOCK_CLEANER)


def plain_text(html: str) -> str:
    """The text of `html`, one line for each block and line break, no empty lines.

    It is text, not HTML: signs like < stand for themselves and must be escaped when printed.
    """
    # A form feed marks the line ends: of all signs but space itself, the only one that a parser
    # leaves where it is between the rows of a table.
    marked = _spaced(html, _SEPARATING - _CELLS | {"br"}, "\f")
    text = entities.unescape(_TEXT_CLEANER.clean(_encodable(_spaced(marked, _CELLS))))
    return _LINE_ENDS.sub("\n", _SPACES_IN_LINE.sub(" ", text)).strip(" \n")


def _spaced(html: str, tags: Set[str], space: str = " ") -> str:
    """`html` with `space` before each tag of `tags`, so that no words grow together without it."""
    found = re.compile(rf"(?=</?(?:{'|'.join(sorted(tags))})[\s/>])", re.IGNORECASE)
    return found.sub(space, html)


def _clean(html: str, cleaner: nh3.Cleaner) -> str:
    cleaned = _encodable(html)
    # A tag that goes may have held apart what a parser then reads otherwise (<p><button><p>), so
    # the result is cleaned again until it stays: normally the second time.
    for _ in range(4):
        before = cleaned
        cleaned = _SPACES.sub(" ", _without_dead_links(cleaner.clean(before))).strip(" ")
        if cleaned == before:
            break
    return cleaned


def _without_dead_links(html: str) -> str:
    """nh3's output without links that lead nowhere or stand in others; their text stays."""
    pieces: list[str] = []
    is_kept: list[bool] = []
    position = 0
    for tag in MARKUP.finditer(html):
        pieces.append(html[position : tag.start()])
        position = tag.end()
        if tag[0].startswith("<a "):
            is_kept.append("href=" in tag[0] and not any(is_kept))
            pieces.append(tag[0] if is_kept[-1] else "")
        elif tag[0] == "</a>":
            pieces.append(tag[0] if is_kept.pop() else "")
        else:
            pieces.append(tag[0])
    return "".join(pieces) + html[position:]


def _allowed_attribute(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "href":
        return _allowed_address(value)
    if attribute in ("colspan", "rowspan", "start"):
        return value if re.fullmatch(r"[0-9]{1,4}", value) else None
    if attribute == "scope":
        return value if value in ("row", "col", "rowgroup", "colgroup") else None
    return value


def _allowed_address(value: str) -> str | None:
    address = _IGNORED_IN_ADDRESS.sub("", value)
    if not (_WEB_ADDRESS.match(address) or _OWN_ADDRESS.match(address)):
        return None
    return address.translate(_ESCAPED_IN_ADDRESS)


def _encodable(html: str) -> str:
    # Half a surrogate pair, as broken JSON brings it, cannot be passed to nh3.
    return html.encode("utf-8", "replace").decode()


def _cleaner(tags: Set[str]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(tags),
        clean_content_tags=set(_DROPPED_WITH_CONTENT),
        attributes={tag: names for tag, names in _ATTRIBUTES.items() if tag in tags},
        attribute_filter=_allowed_attribute,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
    )


_INLINE_CLEANER: Final = _cleaner(_INLINE)
_BLOCK_CLEANER: Final = _cleaner(_BLOCK)
_TEXT_CLEANER: Final = _cleaner(frozenset())
