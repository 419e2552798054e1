"""Owns how text is set for readers: quotation marks, dashes and spaces that may not break.

For display only: what is stored stays as it was written. Each change puts one character in the
place of one other, of which neither is a letter or a digit. So setting is cheap to undo, setting
twice changes nothing more, and a run of text is set as one whatever inline tags lie inside it.
Three dots therefore stay three, and no space is added where the writer left none.

Bulgarian: „…“ with «…» inside; English: “…” and ’. Other languages stay as they are. `quotes` has
the marks, `signs` the dashes and spaces.
"""

import re
from dataclasses import dataclass
from html import unescape
from typing import Final

from vestnik.kit.html import MARKUP
from vestnik.kit.typography.quotes import QUOTES, Marks, set_quotes, set_single_quotes
from vestnik.kit.typography.signs import BULGARIAN, ENGLISH, Spaces, set_dashes, set_spaces


@dataclass(frozen=True, slots=True)
class _Style:
    marks: Marks
    spaces: Spaces


_STYLES: Final = {
    "bg": _Style(
        Marks(
            pairs=(("„", "“"), ("«", "»")),
            openers=frozenset("„«"),
            closers=frozenset("»"),
            by_place=frozenset('"“”'),
            has_single_quotes=False,
        ),
        BULGARIAN,
    ),
    "en": _Style(
        Marks(
            pairs=(("“", "”"),),
            openers=frozenset("“"),
            closers=frozenset("”"),
            by_place=frozenset('"'),
            has_single_quotes=True,
        ),
        ENGLISH,
    ),
}

_PARAGRAPH_END = re.compile(r"(\n[^\S\n]*\n)")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_ADDRESS = re.compile(
    r"""(?:https?://|ftp://|www\.)(?:[^\s"'„“”«»‘’<>]|'(?=[\w&=/?#%+-]))+"""
    r"""|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+""",
    re.IGNORECASE,
)
_KEPT_TOGETHER = re.compile(
    r"(?<![\w–-])(?:"
    r"\d{1,4}-(?:[а-я]{1,3})"  # 32-ма
    r"|\d{1,4}–\d{1,4}(?:-[а-я]{1,8})?"  # 5–6, 10–12-годишни
    r"|(?:г-н|г-жа|г-ца|г-жица|д-р|д-ра|г-да|м-р|ж-к|км/ч|м/с|лв\./\w+)"
    r")(?![\w–-])",
    re.IGNORECASE,
)

_HIDDEN: Final = "\N{OBJECT REPLACEMENT CHARACTER}"
_UNTOUCHED: Final = frozenset(
    {"code", "kbd", "math", "pre", "samp", "script", "style", "svg", "textarea", "tt", "var"}
)
_INLINE: Final = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time",
    "tt", "u", "var", "wbr",
})  # fmt: skip
_TAG_NAME = re.compile(r"</?([a-zA-Z][^\s/>]*)")
_CHARACTER = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);|.", re.DOTALL)


def typeset_text(text: str, language: str) -> str:
    """Plain `text` as readers should see it. Addresses of pages and mail stay as they are.

    Quotation marks pair within a paragraph, which ends at an empty line.
    """
    style = _style_of(language)
    if style is None:
        return text
    return "".join(_set_paragraph(part, style) for part in _PARAGRAPH_END.split(text))


def typeset_html(html: str, language: str) -> str:
    """Well-formed `html` with its text set as by `typeset_text`; tags and attributes untouched.

    Text in code, pre and their like stays as it is. Quotation marks pair across inline tags,
    not across blocks.
    """
    style = _style_of(language)
    if style is None:
        return html
    blocks: list[list[_Piece]] = [[]]
    hiding = 0
    position = 0
    for tag in MARKUP.finditer(html):
        blocks[-1] += _pieces(html[position : tag.start()], is_hidden=hiding > 0)
        position = tag.end()
        name = _tag_name(tag[0])
        if name in _UNTOUCHED:
            hiding = max(0, hiding - 1) if tag[0].startswith("</") else hiding + 1
        if name and name not in _INLINE and name != "br":
            blocks.append([])
        blocks[-1].append((tag[0], "\n" if name == "br" else ""))
    blocks[-1] += _pieces(html[position:], is_hidden=hiding > 0)
    return "".join(_set_block(block, style) for block in blocks)


def unbroken_html(html: str) -> str:
    """Typeset `html` in which 32-ма, 5–6 and г-н stay on one line: in spans of class "unbroken".

    A hyphen that does not break (U+2011) would be shorter, but readers who look for "32-ма" on
    the page do not find it (observed in Chromium), and not every font has it; a word joiner goes
    along when text is copied.
    """
    pieces: list[str] = []
    hiding = 0
    position = 0
    for tag in MARKUP.finditer(html):
        pieces += (_unbroken(html[position : tag.start()], is_hidden=hiding > 0), tag[0])
        position = tag.end()
        if _tag_name(tag[0]) in _UNTOUCHED:
            hiding = max(0, hiding - 1) if tag[0].startswith("</") else hiding + 1
    pieces.append(_unbroken(html[position:], is_hidden=hiding > 0))
    return "".join(pieces)


def _unbroken(text: str, *, is_hidden: bool) -> str:
    if is_hidden or not ("-" in text or "–" in text or "/" in text):
        return text
    addresses = [found.span() for found in _ADDRESS.finditer(text)]

    def keep(found: re.Match[str]) -> str:
        if any(start <= found.start() < end for start, end in addresses):
            return found[0]
        return f'<span class="unbroken">{found[0]}</span>'

    return _KEPT_TOGETHER.sub(keep, text)


_Piece = tuple[str, str]
"""What stands in the source (a tag, an entity, a character) and the character it shows, if any."""


def _style_of(language: str) -> _Style | None:
    return _STYLES.get(language.lower().partition("-")[0])


def _tag_name(tag: str) -> str:
    found = _TAG_NAME.match(tag)
    return found[1].lower() if found else ""


def _pieces(source: str, *, is_hidden: bool) -> list[_Piece]:
    if "&" not in source and not is_hidden:
        return list(zip(source, source, strict=True))
    pieces: list[_Piece] = []
    for found in _CHARACTER.finditer(source):
        shown = unescape(found[0]) if found[0][0] == "&" else found[0]
        pieces.append((found[0], _HIDDEN if is_hidden or len(shown) != 1 else shown))
    return pieces


def _set_block(block: list[_Piece], style: _Style) -> str:
    before = "".join(shown for _, shown in block)
    after = "".join(_set_paragraph(part, style) for part in _PARAGRAPH_END.split(before))
    characters = iter(after)
    pieces: list[str] = []
    for source, shown in block:
        new = next(characters) if shown else shown
        pieces.append(source if new == shown else new)
    return "".join(pieces)


def _set_paragraph(text: str, style: _Style) -> str:
    characters = list(text)
    if not QUOTES.isdisjoint(text):
        set_quotes(characters, style.marks)
    for found in _APOSTROPHE.finditer(text):
        characters[found.start()] = "’"
    if style.marks.has_single_quotes and "'" in text:
        set_single_quotes(characters)
    set_dashes(characters, text)
    set_spaces(characters, text, style.spaces)
    for address in _ADDRESS.finditer(text):
        characters[address.start() : address.end()] = address[0]
    return "".join(characters)
