"""Owns the sheet that demo pictures are painted on: flat shapes, veils, glows, paper and grain.

Coordinates are units of a sheet 1 500 wide (a portrait's is 1 000), whatever the size in pixels. It is
painted twice as large and made smaller at the end, which smooths every edge at once.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from random import Random

from PIL import Image, ImageChops, ImageDraw

Point = tuple[float, float]
Colour = tuple[int, int, int]

OVERSIZE = 2
#: How a gradient is made larger: the cheap way, where no eye tells it from the dear one.
_PLAIN, _SMOOTH = Image.Resampling.NEAREST, Image.Resampling.BILINEAR


def colour(code: str) -> Colour:
    """The colour of six hexadecimal digits."""
    return int(code[0:2], 16), int(code[2:4], 16), int(code[4:6], 16)


def mix(one: Colour, other: Colour, part: float) -> Colour:
    """`one` with a part of `other` in it: 0 is the first, 1 the second."""
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(one, other, strict=True))
    return red, green, blue


def curve(points: Sequence[Point], *, closed: bool = False, steps: int = 10) -> list[Point]:
    """A smooth line through the points (Catmull and Rom's)."""
    count = len(points)
    last = count if closed else count - 1
    line: list[Point] = []
    for at in range(last):
        if closed:
            a, b, c, d = (points[(at + step) % count] for step in (-1, 0, 1, 2))
        else:
            a, b = points[max(at - 1, 0)], points[at]
            c, d = points[at + 1], points[min(at + 2, count - 1)]
        for step in range(steps):
            t = step / steps
            weights = (
                -0.5 * t + t * t - 0.5 * t**3,
                1 - 2.5 * t * t + 1.5 * t**3,
                0.5 * t + 2 * t * t - 1.5 * t**3,
                -0.5 * t * t + 0.5 * t**3,
            )
            four = (a, b, c, d)
            line.append(
                (
                    sum(w * p[0] for w, p in zip(weights, four, strict=True)),
                    sum(w * p[1] for w, p in zip(weights, four, strict=True)),
                )
            )
    if not closed:
        line.append(points[-1])
    return line


class Canvas:
    """One sheet. `rng` gives all chance in a picture, so that a seed always paints the same one."""

    def __init__(self, width: int, height: int, *, units: float, seed: int) -> None:
        self.pixels = (width, height)
        self.scale = width * OVERSIZE / units
        self.wide, self.high = units, units * height / width
        self.rng = Random(seed)
        self.image = Image.new("RGB", (width * OVERSIZE, height * OVERSIZE))
        self._draw = ImageDraw.Draw(self.image)

    # Flat shapes

    def poly(self, points: Sequence[Point], fill: Colour, *, rough: float = 0.0) -> None:
        """A filled shape; `rough` is how far a hand that cuts it strays from the line, in units."""
        if rough:
            points = list(self._rough(points, rough))
        k = self.scale
        self._draw.polygon([(x * k, y * k) for x, y in points], fill=fill)

    def blob(self, points: Sequence[Point], fill: Colour) -> None:
        """A filled shape with a smooth outline through the points."""
        self.poly(curve(points, closed=True), fill)

    def box(self, left: float, top: float, right: float, bottom: float, fill: Colour) -> None:
        k = self.scale
        self._draw.rectangle((left * k, top * k, right * k, bottom * k), fill=fill)

    def oval(self, x: float, y: float, rx: float, ry: float, fill: Colour) -> None:
        """An ellipse about its centre."""
        k = self.scale
        self._draw.ellipse(((x - rx) * k, (y - ry) * k, (x + rx) * k, (y + ry) * k), fill=fill)

    def slice(self, x: float, y: float, r: float, start: float, end: float, fill: Colour) -> None:
        """A piece of a disc between two angles in degrees, clockwise from the right."""
        k = self.scale
        self._draw.pieslice(
            ((x - r) * k, (y - r) * k, (x + r) * k, (y + r) * k), start, end, fill=fill
        )

    def line(self, points: Sequence[Point], width: float, fill: Colour) -> None:
        k = self.scale
        self._draw.line(
            [(x * k, y * k) for x, y in points],
            fill=fill,
            width=max(1, round(width * k)),
            joint="curve",
        )

    def stroke(self, points: Sequence[Point], width: float, fill: Colour) -> None:
        """A smooth line with round ends."""
        self.line(curve(points), width, fill)
        for x, y in (points[0], points[-1]):
            self.oval(x, y, width / 2, width / 2, fill)

    # Light and air

    def sky(self, stops: Sequence[Colour], top: float = 0.0, bottom: float | None = None) -> None:
        """Colours that flow into each other from `top` to `bottom`."""
        k = self.scale
        first, last = round(top * k), round((self.high if bottom is None else bottom) * k)
        column = Image.new("RGB", (1, len(stops)))
        column.putdata(list(stops))
        flow = column.resize((1, max(1, last - first)), Image.Resampling.BICUBIC)
        self.image.paste(flow.resize((self.image.width, max(1, last - first)), _PLAIN), (0, first))

    def glow(self, x: float, y: float, r: float, fill: Colour, strength: float = 0.6) -> None:
        """Light that fades from a point."""
        k = self.scale
        side = max(2, round(2 * r * k))
        fade = Image.radial_gradient("L").point(
            [round(255 * strength * (1 - min(1.0, level / 180)) ** 2) for level in range(256)]
        )
        at = (round((x - r) * k), round((y - r) * k))
        self.image.paste(
            fill, (*at, at[0] + side, at[1] + side), fade.resize((side, side), _SMOOTH)
        )

    def mist(
        self, top: float, bottom: float, fill: Colour, strength: float = 0.5, *, down: bool = False
    ) -> None:
        """A veil that is thickest at the bottom and fades upwards, or the other way round."""
        k = self.scale
        box = (0, round(top * k), self.image.width, round(bottom * k))
        levels = range(255, -1, -1) if down else range(256)
        fade = Image.linear_gradient("L").point([round(level * strength) for level in levels])
        self.image.paste(
            fill,
            box,
            fade.resize((1, box[3] - box[1]), _SMOOTH).resize((box[2], box[3] - box[1]), _PLAIN),
        )

    def veil(self, points: Sequence[Point], fill: Colour, strength: float) -> None:
        """A shape that one can see through."""
        k = self.scale
        spots = [(x * k, y * k) for x, y in points]
        left, top = (math.floor(min(axis)) for axis in zip(*spots, strict=True))
        right, bottom = (math.ceil(max(axis)) + 1 for axis in zip(*spots, strict=True))
        mask = Image.new("L", (right - left, bottom - top))
        ImageDraw.Draw(mask).polygon(
            [(x - left, y - top) for x, y in spots], fill=round(255 * strength)
        )
        self.image.paste(fill, (left, top, right, bottom), mask)

    @contextmanager
    def inside(self, points: Sequence[Point]) -> Iterator[None]:
        """What is painted meanwhile is seen only inside the shape."""
        k = self.scale
        before = self.image.copy()
        yield
        mask = Image.new("L", self.image.size)
        ImageDraw.Draw(mask).polygon([(x * k, y * k) for x, y in points], fill=255)
        self.image.paste(Image.composite(self.image, before, mask))

    def mirror(self, line: float, fill: Colour, *, strength: float = 0.45, sway: float = 3) -> None:
        """Water below a line: what stands above it upside down, tinted, broken by ripples."""
        k = self.scale
        at, width = round(line * k), self.image.width
        depth = self.image.height - at
        above = self.image.crop((0, max(0, at - depth), width, at))
        below = above.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        if below.height < depth:
            below = below.resize((width, depth))
        below = Image.blend(below, Image.new("RGB", below.size, fill), strength)
        row, step = 0, max(2, round(3 * k))
        while row < depth:
            high = min(step + round(step * row / depth), depth - row)
            shift = round(self.rng.uniform(-sway, sway) * k * (0.3 + 1.7 * row / depth))
            piece = below.crop((0, row, width, row + high))
            self.image.paste(ImageChops.offset(piece, shift, 0), (0, at + row))
            row += high

    # The finished sheet

    def finished(self) -> Image.Image:
        """The picture at its size, on paper: a soft mottling and a fine grain."""
        small = self.image.reduce(OVERSIZE)
        for coarse, reach in ((26, 4), (1, 5)):
            size = (self.pixels[0] // coarse + 1, self.pixels[1] // coarse + 1)
            chance = Image.frombytes("L", size, self.rng.randbytes(size[0] * size[1]))
            paper = chance.point([128 + round((level - 128) * reach / 128) for level in range(256)])
            if coarse > 1:
                paper = paper.resize((size[0] * coarse, size[1] * coarse), Image.Resampling.BICUBIC)
            paper = paper.crop((0, 0, *self.pixels))
            small = ImageChops.overlay(small, Image.merge("RGB", (paper, paper, paper)))
        return small

    def jpeg(self) -> bytes:
        out = io.BytesIO()
        self.finished().save(out, "JPEG", quality=88, subsampling=0)
        return out.getvalue()

    def _rough(self, points: Sequence[Point], reach: float) -> Iterator[Point]:
        for at, (x, y) in enumerate(points):
            after_x, after_y = points[(at + 1) % len(points)]
            pieces = max(1, int(math.hypot(after_x - x, after_y - y) / 22))
            for piece in range(pieces):
                part = piece / pieces
                stray = self.rng.uniform(-reach, reach) if piece else 0.0
                yield x + (after_x - x) * part + stray, y + (after_y - y) * part + stray
