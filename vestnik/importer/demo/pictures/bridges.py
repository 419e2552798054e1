"""Owns what is built on water and wind in the demo pictures: bridges, boats, turbines."""

from __future__ import annotations

import math

from PIL import Image, ImageDraw

from vestnik.importer.demo.pictures.canvas import Canvas, Colour, Point, mix
from vestnik.importer.demo.pictures.palettes import Palette


def _span(left: float, right: float, top: float, bottom: float) -> list[Point]:
    """The opening of an arch: half an ellipse on straight legs."""
    middle, half, spring = (left + right) / 2, (right - left) / 2, top + (right - left) * 0.36
    bow = [
        (
            middle - half * math.cos(turn * math.pi / 24),
            spring - (spring - top) * math.sin(turn * math.pi / 24),
        )
        for turn in range(25)
    ]
    return [(left, bottom), *bow, (right, bottom)]


def bridge(
    canvas: Canvas,
    palette: Palette,
    *,
    left: float,
    right: float,
    deck: float,
    water: float,
    spans: int,
) -> None:
    """A stone bridge from the deck to the water; its openings show what was painted before."""
    stone, shade = palette.stone, mix(palette.stone, palette.dark, 0.45)
    each = (right - left) / spans
    pier = each * 0.13
    thick = 34 + each * 0.05
    before = canvas.image.copy()
    # The far side is seen under the arches: the same bridge, darker and a little to the right.
    body = [(left, deck), (right, deck), (right, water), (left, water)]
    canvas.poly(body, shade)
    far = [
        _span(
            left + n * each + pier + 16, left + (n + 1) * each - pier + 16, deck + thick + 7, water
        )
        for n in range(spans)
    ]
    near = [
        _span(left + n * each + pier, left + (n + 1) * each - pier, deck + thick, water)
        for n in range(spans)
    ]
    k = canvas.scale
    front = Image.new("L", canvas.image.size)
    draw = ImageDraw.Draw(front)
    draw.polygon([(x * k, y * k) for x, y in body], fill=255)
    hole = Image.new("L", canvas.image.size)
    draw_hole = ImageDraw.Draw(hole)
    for n in range(spans):
        draw.polygon([(x * k, y * k) for x, y in near[n]], fill=0)
        draw_hole.polygon([(x * k, y * k) for x, y in far[n]], fill=255)
    canvas.image.paste(before, (0, 0), hole)
    canvas.image.paste(stone, (0, 0, *canvas.image.size), front)
    rng = canvas.rng
    for n in range(spans):
        middle = left + (n + 0.5) * each
        half = each / 2 - pier
        top = deck + thick
        for turn in range(1, 24):
            angle = turn * math.pi / 24
            rise = half * 0.72
            a = (middle - half * math.cos(angle), top + rise - rise * math.sin(angle))
            b = (middle - (half + 15) * math.cos(angle), top + rise - (rise + 17) * math.sin(angle))
            canvas.line([a, b], 2, shade)
        foot = left + n * each
        if n:
            canvas.poly(
                [
                    (foot - pier * 0.8, water),
                    (foot - pier * 0.55, water - each * 0.2),
                    (foot + pier * 0.55, water - each * 0.2),
                    (foot + pier * 0.8, water),
                ],
                mix(stone, palette.light, 0.25),
            )
    for _ in range(spans * 14):
        x, y = rng.uniform(left, right - 30), rng.uniform(deck + 8, deck + thick - 6)
        canvas.line([(x, y), (x + rng.uniform(10, 26), y)], 1.8, shade)
    canvas.box(left - 6, deck - 20, right + 6, deck + 3, mix(stone, palette.light, 0.35))
    canvas.box(left - 6, deck + 1, right + 6, deck + 5, shade)
    posts = spans * 6
    for n in range(posts + 1):
        x = left + (right - left) * n / posts
        canvas.line([(x, deck - 19), (x, deck)], 1.6, shade)


def boat(canvas: Canvas, palette: Palette, x: float, y: float, long: float, hull: Colour) -> None:
    """A rowing boat; (x, y) is the middle of its waterline."""
    high = long * 0.13
    canvas.poly(
        [
            (x - long / 2, y - high),
            (x + long / 2, y - high * 1.15),
            (x + long * 0.38, y + high * 0.35),
            (x - long * 0.4, y + high * 0.35),
        ],
        hull,
    )
    canvas.poly(
        [
            (x - long / 2, y - high),
            (x + long / 2, y - high * 1.15),
            (x + long * 0.47, y - high * 0.72),
            (x - long * 0.48, y - high * 0.6),
        ],
        mix(hull, palette.light, 0.45),
    )


def turbine(canvas: Canvas, fill: Colour, x: float, y: float, high: float, turn: float) -> None:
    canvas.poly(
        [
            (x - high * 0.018, y),
            (x - high * 0.009, y - high),
            (x + high * 0.009, y - high),
            (x + high * 0.018, y),
        ],
        fill,
    )
    for blade in range(3):
        angle = turn + blade * 2 * math.pi / 3
        across = angle + math.pi / 2
        reach, wide = high * 0.56, high * 0.026
        root = (x, y - high)
        canvas.poly(
            [
                root,
                (
                    root[0] + reach * 0.22 * math.cos(angle) + wide * math.cos(across),
                    root[1] + reach * 0.22 * math.sin(angle) + wide * math.sin(across),
                ),
                (root[0] + reach * math.cos(angle), root[1] + reach * math.sin(angle)),
            ],
            fill,
        )
    canvas.oval(x, y - high, high * 0.022, high * 0.022, fill)
