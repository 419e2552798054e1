"""Owns the table of the demo's still lifes, and those of paper and ink."""

from __future__ import annotations

import math

from vestnik.importer.demo.pictures.canvas import Canvas, Colour, Point, curve, mix
from vestnik.importer.demo.pictures.palettes import Palette


def table(c: Canvas, p: Palette, *, edge: float = 690, cloth: bool = False) -> None:
    """A wall, light from the left, and the table that things stand on."""
    c.sky(
        (
            mix(p.sky[0], p.hills[0], 0.35),
            mix(p.sky[1], p.sky[0], 0.3),
            mix(p.sky[1], p.sky[2], 0.5),
        ),
        0,
        edge,
    )
    c.veil([(120, -10), (620, -10), (1060, edge), (560, edge)], p.sun, 0.22)
    c.veil([(720, -10), (830, -10), (1270, edge), (1160, edge)], p.sun, 0.16)
    top = p.light if cloth else mix(p.accent, p.stone, 0.62)
    c.box(0, edge, 1500, 1001, top)
    c.box(0, edge, 1500, edge + 6, mix(top, p.light, 0.4))
    if cloth:
        for n in range(-8, 26):
            c.veil(
                [
                    (400 + n * 46, edge),
                    (416 + n * 46, edge),
                    (n * 150 - 560, 1001),
                    (n * 150 - 614, 1001),
                ],
                p.accent,
                0.32,
            )
        for row in range(7):
            y = edge + 8 + row * row * 6.4 + row * 9
            c.veil(
                [(0, y), (1500, y), (1500, y + 7 + row * 2.4), (0, y + 7 + row * 2.4)],
                p.accent,
                0.32,
            )
    else:
        for row in range(5):
            y = edge + 40 + row * row * 11 + row * 22
            c.line([(0, y), (1500, y)], 3, mix(top, p.dark, 0.22))
        for _ in range(60):
            x, y = c.rng.uniform(0, 1500), c.rng.uniform(edge + 16, 1000)
            c.line([(x, y), (x + c.rng.uniform(40, 150), y)], 2, mix(top, p.dark, 0.12))


def shadow(c: Canvas, p: Palette, x: float, y: float, wide: float, high: float) -> None:
    c.veil(
        [
            (
                x + wide * 0.5 * math.cos(a * math.pi / 14) + wide * 0.25,
                y + high * 0.5 * math.sin(a * math.pi / 14),
            )
            for a in range(28)
        ],
        p.dark,
        0.3,
    )


def ball(
    c: Canvas, p: Palette, x: float, y: float, r: float, fill: Colour, *, flat: float = 1.0
) -> None:
    """A fruit: its own shade below, its light above on the left."""
    c.oval(x, y, r, r * flat, mix(fill, p.dark, 0.26))
    c.oval(x - r * 0.09, y - r * 0.09 * flat, r * 0.88, r * 0.88 * flat, fill)
    c.oval(x - r * 0.34, y - r * 0.4 * flat, r * 0.3, r * 0.22 * flat, mix(fill, p.light, 0.5))


def leaf(
    c: Canvas, x: float, y: float, long: float, turn: float, fill: Colour, vein: Colour
) -> None:
    def at(part: float, across: float) -> Point:
        return (
            x + long * (part * math.cos(turn) - across * math.sin(turn)),
            y + long * (part * math.sin(turn) + across * math.cos(turn)),
        )

    c.poly(
        curve(
            [at(0, 0), at(0.3, 0.2), at(0.7, 0.16), at(1, 0), at(0.7, -0.16), at(0.3, -0.2)],
            closed=True,
        ),
        fill,
    )
    c.line([at(0, 0), at(0.96, 0)], long * 0.03, vein)
    for part in (0.25, 0.45, 0.65):
        c.line([at(part, 0), at(part + 0.14, 0.12)], long * 0.018, vein)
        c.line([at(part, 0), at(part + 0.14, -0.12)], long * 0.018, vein)


def coffee(c: Canvas, p: Palette) -> None:
    """A newspaper, a cup, glasses, morning."""
    table(c, p, edge=-10)
    c.veil([(0, 120), (900, -10), (1500, -10), (1500, 300), (300, 1010), (0, 1010)], p.sun, 0.2)
    c.poly([(150, 190), (820, 90), (980, 820), (300, 950)], mix(p.dark, p.accent, 0.4))
    c.poly([(130, 170), (810, 74), (964, 800), (280, 925)], p.light)
    c.poly([(150, 176), (470, 130), (624, 862), (286, 922)], mix(p.light, p.stone, 0.25))
    ink = mix(p.dark, p.light, 0.12)

    def on(part: float, down: float) -> Point:
        return 130 + 680 * part + 152 * down, 170 - 96 * part + 742 * down

    c.poly([on(0.05, 0.04), on(0.95, 0.04), on(0.95, 0.13), on(0.05, 0.13)], ink)
    c.poly([on(0.05, 0.155), on(0.95, 0.155), on(0.95, 0.16), on(0.05, 0.16)], ink)
    c.poly([on(0.05, 0.19), on(0.62, 0.19), on(0.62, 0.235), on(0.05, 0.235)], ink)
    c.poly([on(0.05, 0.25), on(0.5, 0.25), on(0.5, 0.29), on(0.05, 0.29)], ink)
    photo = [on(0.05, 0.33), on(0.62, 0.33), on(0.62, 0.62), on(0.05, 0.62)]
    c.poly(photo, p.sky[1])
    with c.inside(photo):
        c.oval(*on(0.46, 0.41), 34, 34, p.sun)
        c.blob(
            [
                on(0, 0.62),
                on(0.12, 0.46),
                on(0.26, 0.52),
                on(0.4, 0.44),
                on(0.7, 0.58),
                on(0.7, 0.8),
                on(0, 0.8),
            ],
            p.hills[0],
        )
        c.blob(
            [on(0, 0.66), on(0.2, 0.54), on(0.4, 0.58), on(0.7, 0.5), on(0.7, 0.8), on(0, 0.8)],
            p.hills[2],
        )
    for column, rows in ((0.05, range(26, 38)), (0.36, range(26, 38)), (0.67, range(8, 38))):
        for row in rows:
            down = row * 0.025
            wide = 0.27 if row % 7 else 0.15
            c.line([on(column, down), on(column + wide, down)], 5, mix(p.light, p.dark, 0.5))
    shadow(c, p, 1150, 560, 470, 420)
    c.oval(1150, 500, 230, 220, mix(p.light, p.dark, 0.12))
    c.oval(1150, 494, 226, 216, p.light)
    c.oval(1150, 494, 170, 160, mix(p.light, p.stone, 0.5))
    c.line(curve([(1270, 440), (1390, 400), (1410, 500), (1300, 540)]), 30, p.accent)
    c.oval(1150, 494, 142, 136, mix(p.accent, p.dark, 0.2))
    c.oval(1150, 486, 142, 136, p.accent)
    c.oval(1150, 486, 122, 116, p.light)
    c.oval(1150, 492, 112, 104, mix(p.dark, p.accent, 0.32))
    c.oval(1120, 470, 56, 44, mix(p.dark, p.accent, 0.55))
    c.oval(1116, 466, 34, 26, mix(p.sun, p.accent, 0.4))
    c.line([(1010, 700), (1300, 640)], 14, mix(p.sky[0], p.light, 0.4))
    c.oval(1010, 702, 40, 20, mix(p.sky[0], p.light, 0.4))
    for x, y in ((1070, 860), (1250, 830)):
        c.oval(x, y, 84, 62, p.dark)
        c.oval(x, y, 72, 50, mix(p.stone, p.light, 0.5))
        c.poly([(x - 40, y + 20), (x + 10, y - 36), (x + 24, y - 32), (x - 22, y + 30)], p.light)
    c.line(curve([(1148, 848), (1160, 836), (1172, 840)]), 12, p.dark)
    c.line([(1332, 816), (1480, 850)], 12, p.dark)


def calligraphy(c: Canvas, p: Palette) -> None:
    """Ink, reed pens, three sheets with written lines."""
    x: float
    table(c, p, edge=-10)
    for x, y, turn, fill in (
        (180, 130, -0.12, p.light),
        (820, 90, 0.1, mix(p.light, p.stone, 0.3)),
        (460, 220, 0.02, p.light),
    ):
        cos, sin = math.cos(turn), math.sin(turn)
        sheet = [
            (x + dx * cos - dy * sin, y + dx * sin + dy * cos)
            for dx, dy in ((0, 0), (520, 0), (520, 690), (0, 690))
        ]
        c.veil([(px + 16, py + 20) for px, py in sheet], p.dark, 0.3)
        c.poly(sheet, fill)
    ink = p.dark
    for n in range(5):
        y = 340 + n * 118
        words = c.rng.randrange(2, 4)
        x = 520.0
        for _ in range(words):
            wide = c.rng.uniform(90, 150)
            path = curve(
                [
                    (x, y + 30),
                    (x + wide * 0.2, y - 34),
                    (x + wide * 0.4, y + 34),
                    (x + wide * 0.62, y - 22),
                    (x + wide * 0.8, y + 36),
                    (x + wide, y + 4),
                ],
                steps=40,
            )
            for px, py in path:
                c.poly(
                    [(px - 7, py + 7), (px + 7, py - 9), (px + 11, py - 5), (px - 3, py + 11)], ink
                )
            if n % 2 == 0:
                c.poly(
                    [
                        (x + wide * 0.5, y - 52),
                        (x + wide * 0.5 + 12, y - 64),
                        (x + wide * 0.5 + 24, y - 52),
                        (x + wide * 0.5 + 12, y - 40),
                    ],
                    p.accent,
                )
            x += wide + 34
    for at, (x, y) in enumerate(((250, 280), (240, 430), (1100, 250), (1080, 430), (1060, 600))):
        path = curve(
            [(x, y), (x + 60, y - 70), (x + 130, y + 30), (x + 70, y + 80), (x + 20, y + 30)],
            steps=50,
        )
        for px, py in path:
            c.poly(
                [(px - 9, py + 9), (px + 9, py - 11), (px + 14, py - 6), (px - 4, py + 14)],
                p.accent if at % 2 else ink,
            )
    shadow(c, p, 1230, 900, 240, 80)
    c.blob(
        [(1110, 900), (1116, 760), (1160, 730), (1290, 730), (1334, 760), (1340, 900), (1226, 920)],
        mix(p.hills[1], p.dark, 0.2),
    )
    c.oval(1225, 748, 84, 30, mix(p.hills[1], p.light, 0.3))
    c.oval(1225, 750, 66, 22, ink)
    c.line([(1240, 750), (1440, 420)], 16, mix(p.sun, p.accent, 0.4))
    c.line([(900, 960), (380, 900)], 18, mix(p.sun, p.accent, 0.5))
    c.poly([(382, 890), (384, 911), (322, 896)], mix(p.sun, p.dark, 0.6))
    for x, y, r in ((1010, 860, 16), (980, 890, 9), (1032, 900, 6)):
        c.oval(x, y, r, r * 0.8, ink)
