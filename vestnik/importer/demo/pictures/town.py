"""Owns houses, towers, lamps and people of the demo pictures."""

from __future__ import annotations

import math

from vestnik.importer.demo.pictures.canvas import Canvas, Colour, mix
from vestnik.importer.demo.pictures.palettes import Palette


def house(
    canvas: Canvas,
    x: float,
    y: float,
    wide: float,
    high: float,
    wall: Colour,
    roof: Colour,
    window: Colour,
    *,
    shade: Colour | None = None,
    side: float = 0.0,
) -> None:
    """A house whose front stands on (x, y) at its left corner; `side` is how much of its flank shows."""
    shade = shade or mix(wall, (30, 25, 45), 0.35)
    gable = high * 0.52
    if side:
        canvas.poly(
            [
                (x + wide, y),
                (x + wide, y - high),
                (x + wide + side, y - high),
                (x + wide + side, y),
            ],
            shade,
        )
        canvas.poly(
            [
                (x + wide / 2, y - high - gable),
                (x + wide / 2 + side, y - high - gable),
                (x + wide + side + 8, y - high + 3),
                (x + wide + 6, y - high + 3),
            ],
            mix(roof, (25, 20, 35), 0.15),
        )
    canvas.poly(
        [
            (x, y),
            (x, y - high),
            (x + wide / 2, y - high - gable),
            (x + wide, y - high),
            (x + wide, y),
        ],
        wall,
    )
    eave = wide * 0.06
    thick = max(5.0, high * 0.09)
    canvas.poly(
        [
            (x - eave, y - high + 4),
            (x + wide / 2, y - high - gable - 2),
            (x + wide + eave, y - high + 4),
            (x + wide + eave - 2, y - high + 4 + thick),
            (x + wide / 2, y - high - gable + thick * 1.25),
            (x - eave + 2, y - high + 4 + thick),
        ],
        roof,
    )
    columns = 2 if wide > 50 else 1
    rows = 2 if high > 95 else 1
    for column in range(columns):
        for row in range(rows):
            cx = x + wide * (column + 1) / (columns + 1)
            cy = y - high * (0.28 + row * 0.42) if rows > 1 else y - high * 0.48
            w, h = wide * 0.075 + 2, high * 0.1 + 2
            canvas.box(cx - w, cy - h, cx + w, cy + h, window)
            canvas.line([(cx, cy - h), (cx, cy + h)], 1.6, shade)
    canvas.box(
        x + wide * 0.68, y - high - gable * 0.95, x + wide * 0.78, y - high - gable * 0.3, shade
    )


def houses(
    canvas: Canvas,
    palette: Palette,
    *,
    left: float,
    right: float,
    y: float,
    size: float,
    lit: float = 0.0,
    rise: float = 0.0,
) -> None:
    """A row of houses, some windows lit; `rise` is how unevenly they stand."""
    rng = canvas.rng
    walls = [
        palette.stone,
        mix(palette.stone, palette.light, 0.5),
        mix(palette.stone, palette.accent, 0.22),
        mix(palette.stone, palette.hills[1], 0.35),
    ]
    roofs = [
        palette.accent,
        mix(palette.accent, palette.dark, 0.25),
        mix(palette.accent, palette.dark, 0.45),
    ]
    x = left
    while x < right:
        wide, high = size * rng.uniform(0.75, 1.15), size * rng.uniform(0.6, 1.1)
        window = palette.light if rng.random() < lit else mix(palette.dark, palette.hills[1], 0.25)
        down = rng.uniform(-rise, rise)
        house(
            canvas,
            x,
            y + down,
            wide,
            high,
            rng.choice(walls),
            rng.choice(roofs),
            window,
            side=size * rng.uniform(0.2, 0.6),
        )
        x += wide * rng.uniform(1.05, 1.5)


def tower(
    canvas: Canvas,
    palette: Palette,
    x: float,
    y: float,
    wide: float,
    high: float,
    hour: float = 10.2,
) -> None:
    """The clock tower of Belorechie; (x, y) is the middle of its foot."""
    wall, shade = palette.stone, mix(palette.stone, palette.dark, 0.35)
    half = wide / 2
    canvas.poly(
        [(x - half, y), (x - half * 0.9, y - high), (x + half * 0.9, y - high), (x + half, y)], wall
    )
    canvas.poly(
        [
            (x + half * 0.25, y),
            (x + half * 0.25, y - high),
            (x + half * 0.9, y - high),
            (x + half, y),
        ],
        shade,
    )
    top = y - high
    canvas.box(
        x - half * 1.1, top - wide * 0.1, x + half * 1.1, top, mix(wall, palette.light, 0.35)
    )
    room = wide * 0.62
    canvas.box(
        x - half * 0.86,
        top - room,
        x + half * 0.86,
        top - wide * 0.1,
        mix(wall, palette.accent, 0.15),
    )
    for step in (-0.5, 0, 0.5):
        canvas.slice(x + step * half * 1.1, top - room * 0.45, wide * 0.105, 180, 360, palette.dark)
        canvas.box(
            x + step * half * 1.1 - wide * 0.105,
            top - room * 0.46,
            x + step * half * 1.1 + wide * 0.105,
            top - wide * 0.1,
            palette.dark,
        )
    canvas.poly(
        [
            (x - half * 1.15, top - room),
            (x - half * 0.3, top - room - wide * 0.5),
            (x, top - room - wide * 0.95),
            (x + half * 0.3, top - room - wide * 0.5),
            (x + half * 1.15, top - room),
        ],
        palette.accent,
    )
    canvas.poly(
        [
            (x, top - room - wide * 0.95),
            (x + half * 0.3, top - room - wide * 0.5),
            (x + half * 1.15, top - room),
            (x + half * 0.3, top - room),
        ],
        mix(palette.accent, palette.dark, 0.3),
    )
    canvas.line(
        [(x, top - room - wide * 0.9), (x, top - room - wide * 1.3)], wide * 0.025, palette.dark
    )
    clock(canvas, palette, x, top + wide * 0.52, wide * 0.34, hour)
    for down in (0.42, 0.62, 0.8):
        canvas.box(
            x - wide * 0.05,
            y - high * (1 - down),
            x + wide * 0.05,
            y - high * (1 - down) + wide * 0.2,
            palette.dark,
        )


def clock(canvas: Canvas, palette: Palette, x: float, y: float, r: float, hour: float) -> None:
    canvas.oval(x, y, r * 1.12, r * 1.12, palette.dark)
    canvas.oval(x, y, r, r, palette.light)
    for mark in range(12):
        turn = mark * math.pi / 6
        canvas.line(
            [
                (x + r * 0.8 * math.cos(turn), y + r * 0.8 * math.sin(turn)),
                (x + r * 0.93 * math.cos(turn), y + r * 0.93 * math.sin(turn)),
            ],
            r * 0.06,
            palette.dark,
        )
    for turn, reach, width in ((hour / 12, 0.52, 0.09), (hour % 1, 0.8, 0.06)):
        angle = turn * 2 * math.pi - math.pi / 2
        canvas.line(
            [(x, y), (x + r * reach * math.cos(angle), y + r * reach * math.sin(angle))],
            r * width,
            palette.dark,
        )
    canvas.oval(x, y, r * 0.09, r * 0.09, palette.accent)


def lamp(
    canvas: Canvas, palette: Palette, x: float, y: float, high: float, *, lit: bool = True
) -> None:
    canvas.line([(x, y), (x, y - high)], high * 0.05, palette.dark)
    if lit:
        canvas.glow(x, y - high, high * 0.9, palette.light, 0.75)
    canvas.oval(x, y - high, high * 0.1, high * 0.12, palette.light if lit else palette.stone)


def person(
    canvas: Canvas,
    palette: Palette,
    x: float,
    y: float,
    high: float,
    coat: Colour,
    *,
    lean: float = 0.0,
    hat: bool = False,
) -> None:
    """Somebody seen from afar, standing on (x, y)."""
    skin, dark = mix(palette.light, palette.accent, 0.3), palette.dark
    top = y - high
    for foot in (-0.07, 0.07):
        canvas.line(
            [(x + foot * high, y), (x + foot * high * 0.6, y - high * 0.4)], high * 0.085, dark
        )
    canvas.blob(
        [
            (x - high * 0.15, y - high * 0.3),
            (x - high * 0.14 + lean * high * 0.5, y - high * 0.7),
            (x + lean * high, y - high * 0.83),
            (x + high * 0.14 + lean * high * 0.5, y - high * 0.7),
            (x + high * 0.15, y - high * 0.3),
        ],
        coat,
    )
    head = (x + lean * high * 1.15, top + high * 0.09)
    canvas.oval(*head, high * 0.075, high * 0.09, skin)
    canvas.slice(head[0], head[1] - high * 0.012, high * 0.088, 180, 360, dark)
    if hat:
        canvas.line(
            [
                (head[0] - high * 0.13, head[1] - high * 0.02),
                (head[0] + high * 0.13, head[1] - high * 0.02),
            ],
            high * 0.03,
            dark,
        )
