"""Owns the drawn map of the river."""

from __future__ import annotations

import math

from vestnik.importer.demo.pictures.canvas import Canvas, curve, mix
from vestnik.importer.demo.pictures.palettes import Palette


def river_map(c: Canvas, p: Palette) -> None:
    """A drawn map: the river from its springs to the plain, villages, woods, contour lines."""
    x: float
    y: float
    paper = mix(p.light, p.stone, 0.35)
    c.sky((paper, mix(paper, p.light, 0.4), paper))
    for centre_x, centre_y, size in (
        (330, 220, 300),
        (1180, 260, 250),
        (700, 880, 230),
        (1380, 860, 180),
    ):
        for ring in range(8):
            r = size * (1 - ring / 9)
            rim = [
                (
                    centre_x
                    + r * (1.25 + 0.12 * math.sin(a * 3 + ring * 0.4)) * math.cos(a * math.pi / 18),
                    centre_y
                    + r * (0.8 + 0.1 * math.cos(a * 2.2 + ring * 0.3)) * math.sin(a * math.pi / 18),
                )
                for a in range(36)
            ]
            edge = curve(rim, closed=True, steps=4)
            c.poly(edge, mix(paper, p.hills[0], 0.1 + 0.07 * ring))
            c.line([*edge, edge[0]], 2, mix(p.hills[1], paper, 0.25))
    course = curve(
        [
            (150, 60),
            (300, 250),
            (240, 420),
            (470, 520),
            (640, 430),
            (820, 520),
            (900, 660),
            (1120, 640),
            (1260, 740),
            (1560, 700),
        ],
        steps=22,
    )
    for n in range(len(course) - 1):
        c.line(course[n : n + 2], 10 + n * 0.19, p.water)
        c.oval(*course[n], 5 + n * 0.095, 5 + n * 0.095, p.water)
    for branch in (
        [(560, -20), (590, 160), (560, 300), (640, 430)],
        [(1010, -20), (960, 200), (1060, 420), (1010, 560), (960, 650)],
        [(360, 1020), (420, 800), (390, 640), (470, 520)],
        [(1180, 1020), (1150, 880), (1210, 800), (1230, 730)],
    ):
        c.line(curve(branch), 8, p.water)
    for _ in range(110):
        x, y = c.rng.choice(((190, 640), (880, 180), (1330, 560), (640, 720)))
        x, y = x + c.rng.gauss(0, 62), y + c.rng.gauss(0, 48)
        c.poly([(x - 10, y), (x, y - 26), (x + 10, y)], p.hills[2])
    for x, y, r in (
        (470, 520, 9),
        (640, 430, 9),
        (240, 420, 9),
        (1120, 640, 9),
        (1260, 740, 9),
        (590, 160, 9),
        (960, 200, 9),
    ):
        c.oval(x, y, r + 6, r + 6, paper)
        c.oval(x, y, r, r, p.accent)
    for n in range(9):
        dx, dy = c.rng.uniform(-70, 70), c.rng.uniform(-52, 52)
        c.box(
            850 + dx,
            560 + dy,
            872 + dx,
            578 + dy,
            p.accent if n % 2 else mix(p.accent, p.dark, 0.35),
        )
        c.poly([(846 + dx, 560 + dy), (861 + dx, 546 + dy), (876 + dx, 560 + dy)], p.dark)
    c.line([(790, 640), (960, 560)], 9, p.dark)
    rail = curve(
        [(-20, 760), (300, 720), (640, 620), (900, 600), (1180, 480), (1520, 420)], steps=12
    )
    c.line(rail, 3, p.dark)
    for n in range(0, len(rail) - 1):
        (x, y), (to_x, to_y) = rail[n], rail[n + 1]
        turn = math.atan2(to_y - y, to_x - x) + math.pi / 2
        c.line(
            [
                (x - 8 * math.cos(turn), y - 8 * math.sin(turn)),
                (x + 8 * math.cos(turn), y + 8 * math.sin(turn)),
            ],
            3,
            p.dark,
        )
    x, y = 1330.0, 150.0
    c.oval(x, y, 92, 92, mix(p.dark, paper, 0.2))
    c.oval(x, y, 86, 86, paper)
    for turn in range(8):
        angle, reach = turn * math.pi / 4, 80 if turn % 2 == 0 else 46
        side = angle + math.pi / 8
        tip = (x + reach * math.cos(angle), y + reach * math.sin(angle))
        c.poly(
            [(x, y), (x + 20 * math.cos(side), y + 20 * math.sin(side)), tip],
            p.accent if turn % 2 == 0 else p.dark,
        )
        side = angle - math.pi / 8
        c.poly(
            [(x, y), (x + 20 * math.cos(side), y + 20 * math.sin(side)), tip],
            p.dark if turn % 2 == 0 else p.stone,
        )
    for inset, width in ((16, 3), (28, 8)):
        c.line(
            [
                (inset, inset),
                (1500 - inset, inset),
                (1500 - inset, c.high - inset),
                (inset, c.high - inset),
                (inset, inset),
            ],
            width,
            p.dark,
        )
    for n in range(5):
        c.box(90 + n * 50, 920, 140 + n * 50, 934, p.dark if n % 2 else p.light)
