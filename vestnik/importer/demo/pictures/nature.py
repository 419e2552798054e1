"""Owns land, plants, birds and weather of the demo pictures."""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random

from vestnik.importer.demo.pictures.canvas import Canvas, Colour, Point, curve, mix
from vestnik.importer.demo.pictures.palettes import Palette

Height = Callable[[float], float]


def ridge(rng: Random, y: float, reach: float, *, waves: float = 2.2, detail: int = 4) -> Height:
    """The height of a line of hills at each place: waves of ever smaller ones."""
    parts = [
        (
            reach * 0.55**octave,
            waves * 2.05**octave * rng.uniform(0.85, 1.15) * 2 * math.pi / 1500,
            rng.uniform(0, 2 * math.pi),
        )
        for octave in range(detail)
    ]
    return lambda x: y - sum(size * math.sin(x * often + start) for size, often, start in parts)


def land(
    canvas: Canvas, height: Height, fill: Colour, *, bottom: float | None = None, step: int = 12
) -> None:
    """Everything below a line."""
    low = canvas.high + 10 if bottom is None else bottom
    across = range(-20, int(canvas.wide) + 40, step)
    top = [(float(x), height(x)) for x in across]
    canvas.poly([(-20, low), *top, (canvas.wide + 40, low)], fill)


def marks(
    canvas: Canvas,
    height: Height,
    fill: Colour,
    *,
    count: int,
    depth: float,
    length: float = 40,
    width: float = 3,
    lean: float = 0.0,
) -> None:
    """Cuts of the knife that follow the ground: what gives a flat hill its grass and its light."""
    rng = canvas.rng
    for _ in range(count):
        x, down = rng.uniform(0, canvas.wide), rng.random() ** 1.3 * depth + 8
        reach = rng.uniform(0.4, 1) * length
        y = height(x) + down
        rise = height(x + reach) - height(x)
        middle = (x + reach / 2, y + rise / 2 - lean * reach)
        canvas.line([(x, y), middle, (x + reach, y + rise)], width * rng.uniform(0.5, 1), fill)


def hills(canvas: Canvas, palette: Palette, top: float, *, reach: float = 60) -> Height:
    """Three ridges one behind the other with air between them; the height of the nearest."""
    nearest = ridge(canvas.rng, top, 0)
    for layer, fill in enumerate(palette.hills):
        y = top + layer * 75
        nearest = ridge(canvas.rng, y, reach * (1 - 0.22 * layer), waves=1.2 + 0.5 * layer)
        land(canvas, nearest, fill)
        marks(canvas, nearest, mix(fill, palette.light, 0.2), count=70, depth=90, length=60)
        if layer < 2:
            canvas.mist(y - 20, y + 130, palette.sky[2], 0.34)
    return nearest


def sun(canvas: Canvas, palette: Palette, x: float, y: float, r: float = 62) -> None:
    canvas.glow(x, y, r * 5, palette.sun, 0.7)
    canvas.oval(x, y, r, r, palette.sun)


def clouds(canvas: Canvas, fill: Colour, *, count: int, top: float, bottom: float) -> None:
    """Long flat clouds, each of a few round-ended strokes."""
    rng = canvas.rng
    for _ in range(count):
        x, y = rng.uniform(-100, canvas.wide), rng.uniform(top, bottom)
        length = rng.uniform(160, 420)
        for layer in range(3):
            high = 26 - layer * 5
            left = x + layer * rng.uniform(20, 60)
            right = x + length - layer * rng.uniform(10, 80)
            if right > left:
                canvas.stroke([(left, y - layer * 17), (right, y - layer * 17)], high, fill)


def stars(canvas: Canvas, fill: Colour, *, count: int, bottom: float) -> None:
    rng = canvas.rng
    for _ in range(count):
        x, y = rng.uniform(0, canvas.wide), rng.uniform(0, bottom)
        r = rng.choice((1.1, 1.4, 1.8, 2.8))
        if r > 2:
            canvas.glow(x, y, 18, fill, 0.4)
        canvas.oval(x, y, r, r, fill)


def snowfall(canvas: Canvas, fill: Colour, count: int = 260) -> None:
    rng = canvas.rng
    for _ in range(count):
        r = rng.choice((1.6, 2.2, 3, 4.5))
        canvas.oval(rng.uniform(0, canvas.wide), rng.uniform(0, canvas.high), r, r, fill)


def rain(canvas: Canvas, fill: Colour, count: int = 260) -> None:
    rng = canvas.rng
    for _ in range(count):
        x, y, reach = rng.uniform(0, 1600), rng.uniform(-40, canvas.high), rng.uniform(24, 70)
        canvas.line([(x, y), (x - reach * 0.22, y + reach)], 1.6, mix(fill, (128, 128, 128), 0.2))


def ripples(
    canvas: Canvas, fill: Colour, *, top: float, bottom: float, count: int, length: float = 70
) -> None:
    """Light on water: strokes that grow towards the viewer."""
    rng = canvas.rng
    for _ in range(count):
        near = rng.random() ** 1.4
        y = top + (bottom - top) * near
        x, reach = rng.uniform(-50, canvas.wide), length * (0.3 + near) * rng.uniform(0.4, 1.2)
        thick = 1.2 + 3.6 * near
        canvas.poly(
            [
                (x, y),
                (x + reach / 2, y - thick / 2),
                (x + reach, y),
                (x + reach / 2, y + thick / 2),
            ],
            fill,
        )


def poplar(canvas: Canvas, x: float, y: float, high: float, fill: Colour, light: Colour) -> None:
    wide = high * 0.13
    canvas.line([(x, y), (x, y - high * 0.2)], high * 0.025, mix(fill, (30, 20, 20), 0.4))
    canvas.blob(
        [
            (x, y - high),
            (x + wide, y - high * 0.5),
            (x + wide * 0.6, y - high * 0.1),
            (x - wide * 0.6, y - high * 0.1),
            (x - wide, y - high * 0.5),
        ],
        fill,
    )
    for part in (0.75, 0.58, 0.42, 0.28):
        canvas.line(
            [(x - wide * 0.4, y - high * part), (x - wide * 0.05, y - high * (part + 0.1))],
            high * 0.014,
            light,
        )


def tree(canvas: Canvas, x: float, y: float, r: float, fill: Colour, light: Colour) -> None:
    """A round tree lit from the left."""
    rng = canvas.rng
    trunk = mix(fill, (35, 22, 22), 0.55)
    canvas.poly(
        [(x - r * 0.1, y), (x - r * 0.05, y - r), (x + r * 0.05, y - r), (x + r * 0.1, y)], trunk
    )
    middle = y - r * 1.35
    rim: list[Point] = []
    for at in range(11):
        turn, reach = at * 2 * math.pi / 11, r * rng.uniform(0.88, 1.08)
        rim.append((x + reach * math.cos(turn), middle + reach * 0.9 * math.sin(turn)))
    canvas.blob(rim, fill)
    for _ in range(int(8 + r / 3)):
        turn, reach = rng.uniform(2.4, 4.6), r * rng.uniform(0.15, 0.82)
        px, py = x + reach * math.cos(turn), middle + reach * 0.85 * math.sin(turn)
        canvas.oval(px, py, r * 0.075, r * 0.05, light)


def pine(canvas: Canvas, x: float, y: float, high: float, fill: Colour, light: Colour) -> None:
    canvas.box(x - high * 0.02, y - high * 0.2, x + high * 0.02, y, mix(fill, (35, 22, 22), 0.6))
    for layer in range(5):
        low = y - high * (0.1 + layer * 0.17)
        wide, up = high * (0.22 - layer * 0.035), high * 0.27
        canvas.poly(
            [
                (x - wide, low),
                (x - wide * 0.2, low - up),
                (x, low - up * 1.1),
                (x + wide * 0.2, low - up),
                (x + wide, low),
                (x, low - up * 0.16),
            ],
            fill,
        )
        canvas.poly(
            [(x - wide, low), (x - wide * 0.2, low - up), (x - wide * 0.2, low - up * 0.45)], light
        )


def bare_tree(
    canvas: Canvas, x: float, y: float, reach: float, turn: float, width: float, fill: Colour
) -> None:
    """Branches that fork until they are twigs; `turn` is in radians, up is -pi/2."""
    rng = canvas.rng
    end = (x + reach * math.cos(turn), y + reach * math.sin(turn))
    canvas.line([(x, y), end], width, fill)
    if reach > 16:
        for side in (-1, 1):
            canvas.rng.random()
            bare_tree(
                canvas,
                *end,
                reach * rng.uniform(0.62, 0.8),
                turn + side * rng.uniform(0.22, 0.55),
                width * 0.68,
                fill,
            )


def birds(
    canvas: Canvas, fill: Colour, *, count: int, x: float, y: float, size: float = 16
) -> None:
    """A flock far away."""
    rng = canvas.rng
    for _ in range(count):
        px, py = x + rng.gauss(0, size * 6), y + rng.gauss(0, size * 2.2)
        wing = size * rng.uniform(0.6, 1.1)
        lift = wing * rng.uniform(0.3, 0.6)
        canvas.line(
            curve(
                [
                    (px - wing, py - lift),
                    (px - wing * 0.4, py - lift * 0.9),
                    (px, py),
                    (px + wing * 0.4, py - lift * 0.9),
                    (px + wing, py - lift),
                ],
                steps=5,
            ),
            2.6,
            fill,
        )


def stork(
    canvas: Canvas, x: float, y: float, size: float, palette: Palette, *, left: bool = True
) -> None:
    """A white stork on its feet, which stand at (x, y)."""
    s = -size if left else size
    h = size

    def at(dx: float, dy: float) -> Point:
        return x + dx * s, y + dy * h

    red = palette.accent
    for foot, hip in ((-0.06, -0.02), (0.1, 0.06)):
        canvas.line([at(foot, 0), at(foot + 0.02, -0.32), at(hip, -0.58)], h * 0.03, red)
    canvas.blob(
        [
            at(-0.52, -0.6),
            at(-0.3, -0.76),
            at(0.05, -0.86),
            at(0.26, -0.8),
            at(0.3, -0.66),
            at(0.1, -0.54),
            at(-0.2, -0.54),
        ],
        palette.light,
    )
    canvas.line(
        curve([at(0.2, -0.74), at(0.33, -0.92), at(0.28, -1.12), at(0.35, -1.28)]),
        h * 0.12,
        palette.light,
    )
    canvas.oval(*at(0.37, -1.29), h * 0.085, h * 0.075, palette.light)
    canvas.poly([at(0.42, -1.34), at(0.84, -1.2), at(0.42, -1.25)], red)
    canvas.oval(*at(0.39, -1.31), h * 0.016, h * 0.016, palette.dark)
    canvas.poly(
        curve(
            [
                at(-0.58, -0.55),
                at(-0.42, -0.68),
                at(-0.1, -0.72),
                at(0.06, -0.64),
                at(-0.12, -0.57),
                at(-0.35, -0.54),
            ],
            closed=True,
        ),
        palette.dark,
    )


def reeds(
    canvas: Canvas,
    fill: Colour,
    *,
    left: float,
    right: float,
    bottom: float,
    high: float,
    count: int,
) -> None:
    rng = canvas.rng
    for _ in range(count):
        x, reach, lean = (
            rng.uniform(left, right),
            high * rng.uniform(0.5, 1),
            rng.uniform(-0.2, 0.2),
        )
        top = (x + lean * reach, bottom - reach)
        canvas.line(
            curve([(x, bottom), (x + lean * reach * 0.3, bottom - reach * 0.6), top], steps=4),
            3.2,
            fill,
        )
        if rng.random() < 0.35:
            canvas.line([top, (top[0] - lean * 14, top[1] + 34)], 9, mix(fill, (90, 50, 30), 0.5))
