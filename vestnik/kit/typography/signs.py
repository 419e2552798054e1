"""Owns dashes, minus signs and the spaces that may not break.

A pattern sees text as it was written and text already set alike, so that setting twice changes
nothing more: where it asks for a space or a dash, any form of it will do.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

NO_BREAK: Final = "\N{NO-BREAK SPACE}"
NARROW: Final = "\N{NARROW NO-BREAK SPACE}"
_SPACE: Final = f"[ {NO_BREAK}{NARROW}]"


@dataclass(frozen=True, slots=True)
class Spaces:
    """Where a language lets no line end. Each match ends with the space or begins with it."""

    before: re.Pattern[str]
    """A space, and what must follow or precede it."""
    after: re.Pattern[str]
    """A word and the space behind it."""
    narrow: re.Pattern[str]
    """A space that is narrow besides."""


# Dashes

_SPACED_HYPHEN = re.compile(rf"(?:(?<={_SPACE})|^)-(?={_SPACE})", re.MULTILINE)
_NUMBER = r"\d{1,4}(?:[.,:]\d{1,2})?"
_RANGE = re.compile(
    rf"(?<![\w.,:/\-–−+@#°])({_NUMBER})-({_NUMBER})(?!\w|[.,:/]\d|[-–−](?!\w*[а-я]))"
)
_CENTURIES = re.compile(rf"(?<![\w–-])[IVXLC]+-(?=[IVXLC]+{_SPACE}(?:в\.|век))")
_MINUS = re.compile(
    rf"(?:(?<=[\s(\"„“”«])|^)-(?={_NUMBER}(?:{_SPACE}?(?:до|и|[-–]){_SPACE}[-−]?{_NUMBER})?"
    rf"{_SPACE}?(?:°|градус|degree|%|‰|процент|per cent))",
    re.MULTILINE,
)


def set_dashes(characters: list[str], text: str) -> None:
    """Put into `characters` the en dashes and minus signs that `text`, as written, stands for."""
    if "-" not in text:
        return
    for found in _SPACED_HYPHEN.finditer(text):
        characters[found.start()] = "–"
    for found in _RANGE.finditer(text):
        if _is_range(found[1], found[2]):
            characters[found.end(1)] = "–"
    for found in _CENTURIES.finditer(text):
        characters[found.end() - 1] = "–"
    for found in _MINUS.finditer(text):
        characters[found.start()] = "\N{MINUS SIGN}"


def _is_range(first: str, last: str) -> bool:
    """Whether a hyphen between the two means "to": not in a telephone number, a score, a type."""
    if ":" in first and ":" in last:
        return True
    if first[0] == "0" or last[0] == "0":
        return False
    low, high = (float(number.replace(",", ".").replace(":", ".")) for number in (first, last))
    if len(first) == 4 and len(last) == 2:
        return first.isdigit() and (low + 1) % 100 == high  # the season 2023-24
    if low >= high:
        return False
    if first.isdigit() and last.isdigit() and len(last) > 2:
        are_years = low >= 1000 and high <= 2100
        return are_years or (low % 5 == 0 and high % 5 == 0)  # 200-300 people, no Boeing 737-800
    return True


# Spaces


def set_spaces(characters: list[str], text: str, spaces: Spaces) -> None:
    """Put into `characters` the spaces that may not break."""
    for found in spaces.before.finditer(text):
        characters[found.start()] = NO_BREAK
    for found in spaces.after.finditer(text):
        characters[found.end() - 1] = NO_BREAK
    for at in _thousands(text):
        characters[at] = NARROW
    for found in spaces.narrow.finditer(text):
        characters[found.end() - 1] = NARROW


_GROUPED = re.compile(rf"(?<![\w.,:])(?<!\d{_SPACE})[1-9]\d{{0,2}}(?:{_SPACE}\d{{3}})+(?!\w)")


def _thousands(text: str) -> Iterator[int]:
    """The spaces in 10 000 000; none in 0888 123 456, and none in "2025 150"."""
    for found in _GROUPED.finditer(text):
        for at in range(found.start(), found.end()):
            if not text[at].isdigit():
                yield at


def _patterns(
    *,
    units: str,
    letters: str,
    names: str,
    numbered: str,
    capitals: str,
    numerals: str,
    further: str,
) -> tuple[re.Pattern[str], re.Pattern[str]]:
    before = (
        rf"(?<=\d )(?=(?:{units})(?!\w))",
        rf"(?:(?<=^[{letters}] )|(?<=[^\w\-–‑.’'][{letters}] ))(?=\S)",
        rf"(?<=\S )(?=[-–—]{_SPACE})",  # no line begins with a dash
        r"(?<=^[-–—] )(?=\S)",  # a dialogue
        rf"(?<=(?<!\w)[{capitals}]\. )(?=[{capitals}])",  # И. Вазов
        rf"(?<=[^\W\d_] )(?={numerals}(?![\w–-]|\.\w|{_SPACE}(?:в\.|век)))",  # Борис III
        r"(?<=[IVXLC] )(?=в\.|век)",
    )
    after = (
        rf"(?<![\w-])(?i:{names}) (?=[{capitals}\"„“”«]|(?:{names})\W)",
        rf"(?<![\w-])(?:{numbered}) (?=\d)",
        further,
    )
    return (
        # The space comes first, so that no condition is tried anywhere else.
        re.compile(f" (?:{'|'.join(before)})", re.MULTILINE),
        re.compile("|".join(after)),
    )


def _bulgarian() -> Spaces:
    units = (
        r"гг?\.|ч\.?|мин\.?|сек\.?|лв\.|ст\.|в\.|стр\.|кв\.|куб\.|%|‰|€|\$|£|°C?|км(?:/ч)?|см|мм|м|кг"
        r"|гр?|мг|т|л|мл|ха|дка|kW|MW|кВт|МВт|GB|MB|ГБ|МБ"
        r"|хил|млн|млрд|трлн|евро|лева|долара|градуса|процента|щ\.|USD|EUR|BGN"
        r"|януари|февруари|март|април|май|юни|юли|август|септември|октомври|ноември|декември"
    )
    names = (
        r"г-н|г-жа|г-ца|г-жица|д-р|инж\.|проф\.|акад\.|доц\.|арх\.|адв\.|ген\.|полк\.|кап\.|св\."
        r"|гр\.|с\.|ул\.|бул\.|пл\.|кв\.|обл\.|общ\.|яз\.|вр\.|р\.|ж\.к\."
        r"|Хр\.|Ив\.|Ал\.|Ст\.|пр\.|сл\."
    )
    before, after = _patterns(
        units=units,
        letters="АВЕИКОСУЯЍавеикосуяѝ",
        names=names,
        numbered=r"№|§|чл\.|ал\.|стр\.|т\.|гл\.|фиг\.|табл\.|бр\.|бл\.|вх\.|ет\.|ап\.|тел\.",
        capitals="А-ЯA-Z",
        numerals="[IVX]{1,5}",
        further=r"(?<!\w)(?:хил|млн|млрд|трлн)\. (?=лв|евро|долара|души|тона)|(?<!\w)щ\. (?=д\.)",
    )
    narrow = (
        rf"(?<!\w)[А-ЯA-Z]\.{_SPACE}(?=[А-ЯA-Z]\.)"  # И. В. Вазов
        rf"|(?<!\w)т\.{_SPACE}(?=(?:е|н|нар|г)\.)"  # т. е., т. нар.
        rf"|(?<!\w)(?:м|с)\.{_SPACE}(?=г\.)"  # м. г., с. г.
        rf"|(?<!\w)н\.{_SPACE}(?=е\.)"  # н. е.
    )
    return Spaces(before, after, re.compile(narrow))


def _english() -> Spaces:
    units = (
        r"%|€|\$|£|°[CF]?|km(?:/h)?|m|cm|mm|kg|g|mg|t|l|ha|mph|ft|am|pm|a\.m\.|p\.m\.|MW|kW|GB|MB"
        r"|million|billion|trillion|euros?|leva|dollars"
        r"|January|February|March|April|May|June|July|August|September|October|November|December"
    )
    before, after = _patterns(
        units=units,
        letters="aAI",
        names=r"Mr\.?|Mrs\.?|Ms\.?|Dr\.?|Prof\.|Sir|St\.?|Gen\.|Col\.|Capt\.|Lt\.",
        numbered=r"No\.|Nos\.|p\.|pp\.|[Cc]h\.|[Ff]ig\.|[Aa]rt\.|§|[Pp]age|[Cc]hapter",
        capitals="A-Z",
        numerals="[IVX]{2,5}",  # "when I" is no king
        further=r"(?<!\w)(?:c\.|ca\.) (?=\d)",
    )
    return Spaces(before, after, re.compile(rf"(?<!\w)[A-Z]\.{_SPACE}(?=[A-Z]\.)"))


BULGARIAN: Final = _bulgarian()
ENGLISH: Final = _english()
