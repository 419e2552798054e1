"""Owns how text is set for readers: quotation marks, dashes and spaces that may not break.

For display only: what is stored stays as it was written. Each change puts one character in the
place of one other, of which neither is a letter or a digit. So setting is cheap to undo, setting
twice changes nothing more, and a run of text is set as one whatever inline tags lie inside it.

Bulgarian: „…“ with «…» inside; English: “…” and ’. Other languages stay as they are.
"""

import re
from collections.abc import Set
from dataclasses import dataclass
from html import unescape
from typing import Final

from vestnik.kit.html import MARKUP

NO_BREAK: Final = "\N{NO-BREAK SPACE}"

_QUOTES: Final = frozenset("\"„“”«»'‘’")
_OPENING_BEFORE: Final = frozenset("([{/-–—")
_NEVER_AFTER_OPENING: Final = frozenset(",;:!?)]}")  # a dot may begin "...and then"


@dataclass(frozen=True, slots=True)
class _Style:
    pairs: tuple[tuple[str, str], ...]
    """Opening and closing mark, by depth; deeper ones take turns."""
    openers: Set[str]
    closers: Set[str]
    by_place: Set[str]
    """Marks that open or close according to what stands beside them."""
    no_break_spaces: re.Pattern[str] | None
    has_single_quotes: bool


def _bulgarian_spaces() -> re.Pattern[str]:
    units = (
        r"гг?\.|ч\.|мин\.|сек\.|лв\.|ст\.|в\.|стр\.|кв\.|куб\.|%|‰|€|\$|°|км|см|мм|м|кг|т|л|ха|дка"
        r"|хил|млн|млрд|евро|лева"
    )
    before_names = ("г-н", "г-жа", "г-ца", "д-р", "инж.", "проф.", "акад.", "гр.", "ул.", "бул.")
    before_numbers = ("№", "чл.", "ал.", "стр.", "т.")
    conditions = (
        rf"(?<=\d )(?=(?:{units})(?!\w))",
        r"(?<=\d )(?=\d{3}(?!\d))",  # 10 000
        r"(?<=[IVXLC] )(?=в\.|век)",
        r"(?:(?<=^[АВИКОСУЯавикосуя] )|(?<=[^\w\-–‑.][АВИКОСУЯавикосуя] ))(?=\S)",
        r"(?<=(?<!\w)[А-ЯA-Z]\. )(?=[А-ЯA-Z])",  # И. Вазов
        *(rf"(?<=(?<!\w){re.escape(word)} )(?=[А-Я])" for word in before_names),
        *(rf"(?<=(?<!\w){re.escape(word)} )(?=\d)" for word in before_numbers),
    )
    # The space comes first, so that no condition is tried anywhere else.
    return re.compile(f" (?:{'|'.join(conditions)})", re.MULTILINE)


_STYLES: Final = {
    "bg": _Style(
        pairs=(("„", "“"), ("«", "»")),
        openers=frozenset("„«"),
        closers=frozenset("»"),
        by_place=frozenset('"“”'),
        no_break_spaces=_bulgarian_spaces(),
        has_single_quotes=False,
    ),
    "en": _Style(
        pairs=(("“", "”"),),
        openers=frozenset("“"),
        closers=frozenset("”"),
        by_place=frozenset('"'),
        no_break_spaces=None,
        has_single_quotes=True,
    ),
}

_PARAGRAPH_END = re.compile(r"(\n[^\S\n]*\n)")
_SPACED_HYPHEN = re.compile(r"(?<=[ \xa0])-(?=[ \xa0])")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_ADDRESS = re.compile(
    r"""(?:https?://|ftp://|www\.)(?:[^\s"'„“”«»‘’<>]|'(?=[\w&=/?#%+-]))+"""
    r"""|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+""",
    re.IGNORECASE,
)
# A hyphen in 32-ма stays: readers who look for "32-ма" on the page do not find U+2011 (observed
# in Chromium), and not every font has it.

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
    if not _QUOTES.isdisjoint(text):
        _set_quotes(characters, style)
    for found in _APOSTROPHE.finditer(text):
        characters[found.start()] = "’"
    if style.has_single_quotes and "'" in text:
        _set_single_quotes(characters)
    for found in _SPACED_HYPHEN.finditer(text):
        characters[found.start()] = "–"
    if style.no_break_spaces is not None:
        for found in style.no_break_spaces.finditer(text):
            characters[found.start()] = NO_BREAK
    for address in _ADDRESS.finditer(text):
        characters[address.start() : address.end()] = address[0]
    return "".join(characters)


def _set_quotes(characters: list[str], style: _Style) -> None:
    """Give each double mark the form of its place and depth; where that is unclear, none.

    Whether a mark opens or closes is judged by what stands beside it, quotation marks apart,
    and not by its form, so that marks already set are judged as they were before.
    """
    beside = _beside_quotes(characters)
    open_places: list[int] = []
    closed_by: dict[int, int] = {}
    alone: dict[int, str] = {}
    for place, mark in enumerate(characters):
        if mark not in style.openers | style.closers | style.by_place:
            continue
        before, after = beside[place]
        would_open = _would_open(before, after)
        if (mark in style.openers and not after.isspace()) or (
            mark in style.by_place and would_open
        ):
            open_places.append(place)
        elif mark not in style.openers and not would_open and not before.isspace():
            if open_places:
                closed_by[open_places.pop()] = place
            elif mark in style.by_place and not before.isdigit() and not after.isalnum():
                alone[place] = style.pairs[0][1]  # 15" are inches; in others the opener is missing
    for place in open_places:
        if characters[place] != "«":
            alone[place] = style.pairs[0][0]
    closings = set(closed_by.values())
    depth = 0
    for place in sorted(closed_by.keys() | closings):
        if place in closings:
            depth -= 1
        opening, closing = style.pairs[depth % len(style.pairs)]
        characters[place] = closing if place in closings else opening
        if place in closed_by:
            depth += 1
    for place, mark in alone.items():
        characters[place] = mark


def _set_single_quotes(characters: list[str]) -> None:
    beside = _beside_quotes(characters)
    singles = [place for place, mark in enumerate(characters) if mark == "'"]
    can_close = _places_closed_later(singles, beside)
    is_open = False
    for place in singles:
        before, after = beside[place]
        if _would_open(before, after):
            is_open = not after.isdigit() and place in can_close
            characters[place] = "‘" if is_open else "’"  # '90s, 'tis
        elif not before.isspace() and (is_open or not before.isdigit()):
            characters[place] = "’"
            is_open = is_open and after.isalnum()


def _places_closed_later(singles: list[int], beside: list[tuple[str, str]]) -> set[int]:
    """The places of `singles` after which one closes before another would open."""
    closed: set[int] = set()
    is_closed_later = False
    for place in reversed(singles):
        if is_closed_later:
            closed.add(place)
        before, after = beside[place]
        if _would_open(before, after):
            is_closed_later = False
        elif not before.isspace() and not after.isalnum():
            is_closed_later = True
    return closed


def _would_open(before: str, after: str) -> bool:
    return (
        (before.isspace() or before in _OPENING_BEFORE)
        and not after.isspace()
        and after not in _NEVER_AFTER_OPENING
    )


def _beside_quotes(characters: list[str]) -> list[tuple[str, str]]:
    """For each place the nearest characters before and after that are no quotation marks."""
    befores: list[str] = []
    nearest = " "
    for character in characters:
        befores.append(nearest)
        nearest = nearest if character in _QUOTES else character
    afters: list[str] = []
    nearest = " "
    for character in reversed(characters):
        afters.append(nearest)
        nearest = nearest if character in _QUOTES else character
    return list(zip(befores, reversed(afters), strict=True))
