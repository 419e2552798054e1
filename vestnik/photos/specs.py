"""Which renditions the public pages use, by name: the only ones that leave the newsroom.

A *use* is a place for a photo on a page, with one cut and several widths. AVIF and WebP are made in
each width; JPEG, for browsers older than both and for machines, in one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

AVIF, WEBP, JPEG = "avif", "webp", "jpeg"

#: How renditions are made. Another one makes them anew when a photo is next written or used.
RECIPE: Final = "1"


@dataclass(frozen=True, slots=True)
class Use:
    """One cut of a photo: `ratio` is width by height, None for the photo's own; widths in pixels."""

    ratio: tuple[int, int] | None
    widths: tuple[int, ...]
    jpeg: int


@dataclass(frozen=True, slots=True)
class Spec:
    """One rendition: a cut, a width that is never passed, a format."""

    use: str
    width: int
    format: str

    @property
    def name(self) -> str:
        return f"{self.use}-{self.width}-{self.format}"

    @property
    def file_name(self) -> str:
        return f"{self.name}.{'jpg' if self.format == JPEG else self.format}"

    @property
    def filter(self) -> str:
        """The same as Wagtail's filter spec, by which the row is found."""
        ratio = USES[self.use].ratio
        cut = f"width-{self.width}"
        if ratio is not None:
            cut = f"fill-{self.width}x{round(self.width * ratio[1] / ratio[0])}"
        return f"{cut}|format-{self.format}"


#: `wide` is the photo uncut (lead, body, gallery), `card` lies in lists, `square` is a portrait or a
#: thumbnail, `share` what other sites show beside a link.
USES: Final[dict[str, Use]] = {
    "wide": Use(None, (480, 800, 1200, 1800), jpeg=1200),
    "card": Use((3, 2), (320, 640, 960), jpeg=640),
    "square": Use((1, 1), (160, 320), jpeg=320),
    "share": Use((40, 21), (), jpeg=1200),
}


def _all() -> Iterator[Spec]:
    for name, use in USES.items():
        for format in (AVIF, WEBP):
            for width in use.widths:
                yield Spec(name, width, format)
        yield Spec(name, use.jpeg, JPEG)


#: Rendition name → what it is. Templates ask by use, machines by name.
PUBLIC: Final[dict[str, Spec]] = {spec.name: spec for spec in _all()}

#: Wagtail's filter spec → what it is: how a row says which rendition it is.
BY_FILTER: Final[dict[str, Spec]] = {spec.filter: spec for spec in PUBLIC.values()}
PUBLIC_SPECS = frozenset(BY_FILTER)


def wanted(width: int, height: int) -> list[Spec]:
    """The renditions that a photo of this size needs: none twice, none enlarged.

    Of the widths beyond what its cut has, the first is made (in the size that there is).
    """
    needed = []
    for spec in PUBLIC.values():
        use = USES[spec.use]
        ratio = use.ratio
        there = width if ratio is None else min(width, height * ratio[0] // ratio[1])
        smaller = [step for step in use.widths if step < spec.width]
        if spec.format == JPEG or not smaller or smaller[-1] < there:
            needed.append(spec)
    return needed
