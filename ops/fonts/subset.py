"""Owns how the site's font files are made from the whole fonts: `README.md` beside it says how to run it.

    python subset.py FOLDER_OF_WHOLE_FONTS FOLDER_FOR_THE_FILES

With PYTHONHASHSEED=0 the same versions of fontTools and brotli give the same bytes.
"""

import sys
from pathlib import Path
from typing import NamedTuple

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph
from fontTools.varLib.instancer import instantiateVariableFont

Ranges = tuple[tuple[int, int], ...]

#: Cyrillic for Bulgarian and for names from its neighbours, with all that stands between words: a
#: page without a Latin letter needs no other file of a family.
CYRILLIC: Ranges = (
    (0x20, 0x40), (0x5B, 0x60), (0x7B, 0x7E), (0xA0, 0xBF), (0xD7, 0xD7), (0xF7, 0xF7),
    (0x300, 0x301), (0x400, 0x45F), (0x490, 0x491), (0x2009, 0x2009), (0x200B, 0x200B),
    (0x2010, 0x2015), (0x2018, 0x201E), (0x2020, 0x2022), (0x2026, 0x2026), (0x202F, 0x202F),
    (0x2030, 0x2030), (0x2032, 0x2033), (0x2039, 0x203A), (0x2044, 0x2044), (0x20AC, 0x20AC),
    (0x20BD, 0x20BD), (0x2116, 0x2116), (0x2122, 0x2122), (0x2190, 0x2193), (0x2212, 0x2212),
)  # fmt: skip
LATIN: Ranges = (
    (0x41, 0x5A), (0x61, 0x7A), (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0xFF), (0x131, 0x131),
    (0x152, 0x153), (0x2BC, 0x2BC), (0x2C6, 0x2C6), (0x2DA, 0x2DA), (0x2DC, 0x2DC),
)  # fmt: skip
#: Letters of the other Latin alphabets of Europe and its neighbours.
LATIN_NAMES: Ranges = (
    (0x100, 0x130), (0x132, 0x151), (0x154, 0x17F), (0x218, 0x21B), (0x259, 0x259),
    (0x1E9E, 0x1E9E),
)  # fmt: skip

#: Language forms, joined accents, kerning, ligatures and figures of one width; small capitals,
#: fractions and the like would double the files.
FEATURES = ("ccmp", "locl", "mark", "mkmk", "kern", "liga", "calt", "pnum", "tnum")


class Face(NamedTuple):
    """A whole font and what of its axes stays: a range, or one value."""

    source: str
    axes: dict[str, float | tuple[float, float]]
    family: str
    files: dict[str, Ranges]


# A changed font may not carry the reserved name "Source", hence the name of the serif.
# One optical size, that of the text; captions and interface are in the sans. Italic is for words
# within a text and has one weight: its bold, which hardly occurs, is left to the browser.
FACES = (
    Face(
        "SofiaSans[wght].ttf",
        {"wght": (400, 800)},
        "Sofia Sans",
        {
            "sofia-sans-cyrillic": CYRILLIC,
            "sofia-sans-latin": LATIN,
            "sofia-sans-names": LATIN_NAMES,
        },
    ),
    Face(
        "SourceSerif4[opsz,wght].ttf",
        {"wght": (400, 700), "opsz": 16},
        "Vestnik Serif",
        {
            "vestnik-serif-cyrillic": CYRILLIC,
            "vestnik-serif-latin": LATIN,
            "vestnik-serif-names": LATIN_NAMES,
        },
    ),
    Face(
        "SourceSerif4-Italic[opsz,wght].ttf",
        {"wght": 400, "opsz": 16},
        "Vestnik Serif",
        {
            "vestnik-serif-italic-cyrillic": CYRILLIC,
            "vestnik-serif-italic-latin": (*LATIN, *LATIN_NAMES),
        },
    ),
)


def unicode_range(ranges: Ranges) -> str:
    """`ranges` as CSS has them: "U+20-40, U+AB"."""
    return ", ".join(
        f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in ranges
    )


def add_narrow_space(font: TTFont) -> None:
    """Give `font` the narrow no-break space if it has none: a sixth of an em, as its dashes leave."""
    if 0x202F in font.getBestCmap():
        return
    font["glyf"][name := "uni202F"] = Glyph()
    font.setGlyphOrder(list(font["glyf"].glyphOrder))
    font.getReverseGlyphMap(rebuild=True)
    font["hmtx"][name] = (font["head"].unitsPerEm // 6, 0)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[0x202F] = name


def cut(face: Face, folder: Path, ranges: Ranges) -> TTFont:
    """The part of `face` that draws `ranges`."""
    font = TTFont(folder / face.source, recalcTimestamp=False)
    font = instantiateVariableFont(font, face.axes)
    # Widths are in gvar too; without this table a glyph can be added.
    if "HVAR" in font:
        del font["HVAR"]
    add_narrow_space(font)
    if "gvar" in font:
        # The subsetter wants an entry for glyphs that no longer vary, too.
        moves = font["gvar"].variations
        font["gvar"].variations = {name: moves.get(name, []) for name in font.getGlyphOrder()}
    options = Options()
    options.layout_features = list(FEATURES)
    options.name_IDs = [0, 1, 2, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    options.hinting = False
    options.drop_tables += ["DSIG", "STAT", "BASE"]
    options.flavor = "woff2"
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[at for first, last in ranges for at in range(first, last + 1)])
    subsetter.subset(font)
    for entry in font["name"].names:
        if entry.nameID in (1, 4, 6):
            separator = "" if entry.nameID == 6 else " "
            entry.string = face.family.replace(" ", separator)
    font.flavor = "woff2"
    return font


def main(sources: Path, target: Path) -> None:
    """Write every file and say its size and the `unicode-range` that belongs to it."""
    for face in FACES:
        for name, ranges in face.files.items():
            path = target / f"{name}.woff2"
            cut(face, sources, ranges).save(path)
            print(f"{path.name}  {path.stat().st_size} bytes\n    {unicode_range(ranges)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
