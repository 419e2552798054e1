"""The colours that stand in a photo's place until it is there: few, so that they are classes.

A style attribute is not allowed on our pages, so a photo's dominant colour is rounded to one of
these; `tone-0` and on in the stylesheet are the same list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Final

RGB = tuple[int, int, int]

#: Greys from dark to light, then eight hues in three lightnesses each, muted as photos are.
TONES: Final[tuple[str, ...]] = (
    "161616", "3a3a3a", "606060", "888888", "b0b0b0", "dadada", "f4f4f4", "26231f",
    "4a2622", "8a4a40", "c99a90", "4a321c", "8c6a40", "cdb38c", "45401c", "827a3c",
    "c4be8e", "2a4020", "5a7a48", "a3bf96", "1c403a", "467a70", "94bdb4", "1e3a50",
    "4a7696", "9abbd0", "262e58", "5462a0", "a2abd4", "482648", "84507e", "c49cbe",
)  # fmt: skip


def dominant(pixels: Iterable[RGB]) -> int:
    """The number of the tone to which most of the pixels are nearest; 3 where there are none."""
    votes = Counter(_nearest(pixel) for pixel in pixels)
    return votes.most_common(1)[0][0] if votes else 3


def _nearest(pixel: RGB) -> int:
    lab = _lab(pixel)
    return min(
        range(len(TONES)),
        key=lambda tone: sum((a - b) ** 2 for a, b in zip(lab, _tones()[tone], strict=True)),
    )


@cache
def _tones() -> list[tuple[float, float, float]]:
    return [_lab((int(t[:2], 16), int(t[2:4], 16), int(t[4:], 16))) for t in TONES]


def _lab(pixel: RGB) -> tuple[float, float, float]:
    """OKLab (Ottosson, 2020): distances in it are those that eyes see."""
    red, green, blue = (_linear(part / 255) for part in pixel)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
