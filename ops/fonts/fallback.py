"""Owns the measures by which a reader's own font takes the room of one of ours until that is there.

    python fallback.py FOLDER_OF_WHOLE_FONTS

Prints, for each of our faces and each font that readers have, the four lines of a `@font-face`.
"""

import sys
from pathlib import Path
from typing import NamedTuple

import uharfbuzz as hb

FONTS = Path("/usr/share/fonts/truetype")
#: Widths are those of running Bulgarian text, not of an alphabet.
TEXT = (
    "Общинският съвет прие на второ четене бюджета за следващата година, съобщиха от "
    "пресцентъра на общината. „Парите за ремонт на улици са с 12 на сто повече“, каза кметът "
    "пред журналисти и добави, че работата по моста ще започне през март. Жителите на "
    "крайните квартали очакват първите автобуси още тази седмица, а децата ще пътуват "
    "безплатно. Според синоптиците утре ще духа слаб до умерен югозападен вятър, а по "
    "височините на Стара планина ще прехвърча сняг."
)


class Ours(NamedTuple):
    """One of our faces at one weight."""

    source: str
    weight: int
    optical_size: int | None
    theirs: dict[str, str]


#: Liberation has the widths of Arial and Times New Roman, to the unit.
SANS = {"Arial": "liberation/LiberationSans", "Roboto": "roboto/unhinted/RobotoTTF/Roboto"}
SERIF = {"Times New Roman": "liberation/LiberationSerif", "Noto Serif": "noto/NotoSerif"}
OURS = (
    Ours("SofiaSans[wght].ttf", 400, None, {name: f"{at}-Regular" for name, at in SANS.items()}),
    Ours("SofiaSans[wght].ttf", 700, None, {name: f"{at}-Bold" for name, at in SANS.items()}),
    Ours("SourceSerif4[opsz,wght].ttf", 400, 16, {n: f"{at}-Regular" for n, at in SERIF.items()}),
    Ours("SourceSerif4[opsz,wght].ttf", 700, 16, {n: f"{at}-Bold" for n, at in SERIF.items()}),
    Ours(
        "SourceSerif4-Italic[opsz,wght].ttf",
        400,
        16,
        {n: f"{at}-Italic" for n, at in SERIF.items()},
    ),
)


def font(path: Path, **axes: float) -> hb.Font:
    """The font of a file, at a place on its axes."""
    made = hb.Font(hb.Face(hb.Blob.from_file_path(path)))
    if axes:
        made.set_variations(axes)
    return made


def width(made: hb.Font) -> float:
    """How wide Bulgarian text is set, in ems a sign."""
    buffer = hb.Buffer()
    buffer.add_str(TEXT)
    buffer.guess_segment_properties()
    buffer.script, buffer.language = "Cyrl", "bg"
    hb.shape(made, buffer)
    return sum(at.x_advance for at in buffer.glyph_positions) / made.face.upem / len(TEXT)


def main(sources: Path) -> None:
    """Print the measures."""
    for ours in OURS:
        axes = {"wght": ours.weight}
        if ours.optical_size is not None:
            axes["opsz"] = ours.optical_size
        mine = font(sources / ours.source, **axes)
        extents = mine.get_font_extents("ltr")
        for name, file in ours.theirs.items():
            adjust = width(mine) / width(font(FONTS / f"{file}.ttf"))
            scale = mine.face.upem * adjust
            print(
                f"{ours.source} {ours.weight}: {name}\n"
                f"  size-adjust: {adjust:.2%}; ascent-override: {extents.ascender / scale:.2%}; "
                f"descent-override: {-extents.descender / scale:.2%}; "
                f"line-gap-override: {extents.line_gap / scale:.0%};"
            )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
