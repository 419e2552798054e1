"""Owns the demo pictures of the town's rooms and halls: tower, library, works, stage."""

from __future__ import annotations

import math

from vestnik.importer.demo.pictures.canvas import Canvas, Colour, curve, mix
from vestnik.importer.demo.pictures.nature import (
    birds,
    clouds,
    land,
    marks,
    poplar,
    ridge,
    stars,
    sun,
    tree,
)
from vestnik.importer.demo.pictures.palettes import Palette
from vestnik.importer.demo.pictures.town import houses, person


def gear(
    c: Canvas,
    x: float,
    y: float,
    r: float,
    teeth: int,
    fill: Colour,
    hole: Colour,
    turn: float = 0.0,
) -> None:
    """A spoked wheel with teeth."""
    rim = []
    for tooth in range(teeth):
        for part, reach in ((0.0, 0.9), (0.22, 0.9), (0.32, 1.0), (0.62, 1.0), (0.72, 0.9)):
            angle = turn + (tooth + part) * 2 * math.pi / teeth
            rim.append((x + r * reach * math.cos(angle), y + r * reach * math.sin(angle)))
    c.poly(rim, fill)
    c.oval(x, y, r * 0.74, r * 0.74, hole)
    for spoke in range(5):
        angle = turn + spoke * 2 * math.pi / 5
        c.line(
            [(x, y), (x + r * 0.78 * math.cos(angle), y + r * 0.78 * math.sin(angle))],
            r * 0.11,
            fill,
        )
    c.oval(x, y, r * 0.2, r * 0.2, fill)
    c.oval(x, y, r * 0.08, r * 0.08, hole)


def clockwork(c: Canvas, p: Palette) -> None:
    """The works of the tower clock, the town small in the window."""
    wall = mix(p.dark, p.hills[2], 0.45)
    c.sky((mix(wall, p.dark, 0.5), wall, mix(wall, p.accent, 0.2)))
    for row in range(15):
        for n in range(13):
            x = n * 130 - (row % 2) * 65
            c.box(
                x + 3,
                row * 70 + 3,
                x + 127,
                row * 70 + 67,
                mix(wall, p.dark, c.rng.uniform(0.05, 0.3)),
            )
    frame = [(1040, 120), (1120, 60), (1240, 36), (1360, 60), (1440, 120), (1440, 520), (1040, 520)]
    with c.inside(frame):
        c.sky(p.sky, 30, 420)
        c.glow(1300, 300, 260, p.sun, 0.8)
        c.oval(1320, 250, 40, 40, p.sun)
        land(c, ridge(c.rng, 380, 30), p.hills[0])
        land(c, ridge(c.rng, 430, 14), p.hills[1])
        houses(c, p, left=1020, right=1460, y=522, size=54, lit=0.3)
    for x in (1140, 1240, 1340):
        c.line([(x, 40), (x, 520)], 5, p.dark)
    c.line([(1040, 270), (1440, 270)], 5, p.dark)
    c.box(1020, 516, 1460, 540, mix(p.stone, p.dark, 0.3))
    c.veil([(1040, 520), (1440, 520), (1180, 1000), (420, 1000)], p.sun, 0.12)
    brass, copper = mix(p.sun, p.accent, 0.4), mix(p.accent, p.dark, 0.25)
    pale, shade = mix(p.sun, p.stone, 0.4), mix(wall, p.dark, 0.75)
    for x, y, r, teeth, fill, turn in (
        (430, 470, 330, 44, copper, 0.05),
        (830, 690, 200, 27, brass, 0.1),
        (770, 250, 140, 18, pale, 0.2),
        (1030, 860, 130, 17, copper, 0.3),
        (150, 880, 210, 28, brass, 0.02),
        (100, 120, 150, 20, pale, 0.0),
    ):
        gear(c, x + 14, y + 18, r, teeth, shade, mix(wall, p.dark, 0.45), turn)
        gear(c, x, y, r, teeth, fill, mix(wall, p.dark, 0.35), turn)
        for at in range(0, 120):
            angle = at * math.pi / 60
            if 3.4 < angle < 5.2:
                c.line(
                    [
                        (x + r * 0.79 * math.cos(angle), y + r * 0.79 * math.sin(angle)),
                        (x + r * 0.86 * math.cos(angle), y + r * 0.86 * math.sin(angle)),
                    ],
                    3,
                    mix(fill, p.light, 0.5),
                )
    c.line([(620, 0), (560, 700)], 12, p.dark)
    c.oval(552, 770, 86, 86, p.dark)
    c.oval(552, 770, 74, 74, brass)
    c.oval(530, 745, 30, 26, mix(brass, p.light, 0.5))


def library(c: Canvas, p: Palette) -> None:
    """Shelves to the ceiling, a lamp, a reader."""
    wood, deep = mix(p.accent, p.dark, 0.6), mix(p.dark, p.accent, 0.22)
    c.sky((deep, mix(deep, wood, 0.5), wood))
    shades = [
        p.accent,
        p.hills[0],
        p.hills[1],
        p.stone,
        p.sun,
        mix(p.hills[2], p.light, 0.2),
        mix(p.accent, p.dark, 0.35),
        mix(p.stone, p.accent, 0.4),
        mix(p.sun, p.accent, 0.5),
    ]
    for row in range(5):
        floor = 196 + row * 172
        c.box(0, floor - 160, 1500, floor, mix(deep, p.dark, 0.5))
        x = 0.0
        while x < 1500:
            wide, high = c.rng.uniform(16, 44), c.rng.uniform(96, 142)
            fill = mix(c.rng.choice(shades), p.dark, c.rng.uniform(0, 0.25))
            if c.rng.random() < 0.06:
                lean = c.rng.uniform(20, 40)
                c.poly(
                    [
                        (x + lean, floor - high),
                        (x + lean + wide, floor - high + 6),
                        (x + wide + 6, floor),
                        (x + 2, floor),
                    ],
                    fill,
                )
                x += wide + lean
                continue
            c.box(x, floor - high, x + wide - 2, floor, fill)
            trim = mix(fill, p.light, 0.55)
            c.box(x, floor - high * 0.84, x + wide - 2, floor - high * 0.8, trim)
            if wide > 26:
                c.box(x + 5, floor - high * 0.62, x + wide - 7, floor - high * 0.44, trim)
            x += wide
        c.box(0, floor, 1500, floor + 14, wood)
        c.box(0, floor + 12, 1500, floor + 20, mix(deep, p.dark, 0.6))
    for x in (365, 1135):
        c.box(x, 0, x + 26, 1000, wood)
        c.box(x + 18, 0, x + 26, 1000, mix(wood, p.dark, 0.4))
    c.glow(760, 590, 560, p.sun, 0.55)
    for step in range(9):
        c.line(
            [(1290 - step * 2, 960 - step * 100), (1392 - step * 2, 960 - step * 100)], 11, p.stone
        )
    c.line([(1296, 1000), (1272, 60)], 12, p.stone)
    c.line([(1396, 1000), (1372, 60)], 12, p.stone)
    c.poly([(330, 880), (1180, 880), (1240, 1000), (270, 1000)], mix(wood, p.light, 0.18))
    c.box(330, 872, 1180, 888, mix(wood, p.light, 0.34))
    c.line(curve([(900, 872), (902, 700), (860, 610), (790, 600)]), 12, p.dark)
    c.oval(902, 872, 62, 12, p.dark)
    c.poly([(700, 640), (740, 560), (820, 560), (860, 640)], p.hills[1])
    c.poly([(706, 640), (854, 640), (838, 660), (722, 660)], p.light)
    coat = p.accent
    c.blob([(470, 880), (486, 740), (540, 690), (610, 690), (664, 742), (690, 880)], coat)
    c.blob([(470, 880), (486, 740), (526, 700), (540, 800), (530, 880)], mix(coat, p.dark, 0.3))
    skin = mix(p.light, p.accent, 0.32)
    c.poly([(556, 700), (600, 700), (600, 660), (556, 660)], mix(skin, p.dark, 0.15))
    c.oval(584, 628, 46, 54, skin)
    c.blob(
        [
            (532, 640),
            (536, 588),
            (580, 564),
            (624, 584),
            (626, 606),
            (584, 600),
            (562, 640),
            (556, 690),
            (536, 680),
        ],
        p.dark,
    )
    c.poly([(610, 846), (760, 822), (770, 870), (620, 884)], p.light)
    c.poly([(770, 870), (760, 822), (880, 846), (890, 876)], mix(p.light, p.stone, 0.5))
    for n in range(4):
        c.line([(630, 850 + n * 7 - 3), (745, 832 + n * 9 - 3)], 2, mix(p.light, p.dark, 0.4))
    for n, (wide, fill) in enumerate(((150, p.hills[0]), (170, p.accent), (140, p.sun))):
        c.box(1000 - wide / 2 + n * 8, 872 - 30 * (n + 1), 1000 + wide / 2, 872 - 30 * n, fill)
        c.box(1000 + wide / 2 - 12, 868 - 30 * n - 22, 1000 + wide / 2, 868 - 30 * n, p.light)


def factory(c: Canvas, p: Palette) -> None:
    """The old sugar works: bricks, a chimney without smoke, a tree that grows from it."""
    x: float
    y: float
    c.sky(p.sky, 0, 700)
    sun(c, p, 1180, 360, 90)
    clouds(c, mix(p.sky[1], p.sky[2], 0.6), count=5, top=80, bottom=300)
    land(c, ridge(c.rng, 640, 40), p.hills[0])
    land(c, ridge(c.rng, 690, 20), p.hills[1])
    brick, deep = mix(p.accent, p.stone, 0.35), mix(p.accent, p.dark, 0.5)
    c.poly([(250, 770), (274, 120), (346, 120), (370, 770)], brick)
    c.poly([(326, 770), (318, 120), (346, 120), (370, 770)], deep)
    c.box(262, 104, 358, 128, deep)
    for y in (190, 320, 450):
        c.box(266 - (y - 100) * 0.03, y, 354 + (y - 100) * 0.03, y + 14, p.stone)
    for n in range(4):
        left = 400 + n * 210
        c.poly(
            [(left, 770), (left, 500), (left + 150, 410), (left + 210, 500), (left + 210, 770)],
            brick,
        )
        c.poly([(left + 150, 410), (left + 210, 500), (left + 210, 540), (left + 150, 450)], deep)
        c.poly(
            [(left + 160, 430), (left + 200, 492), (left + 200, 520), (left + 160, 460)], p.sky[2]
        )
        for x in (left + 34, left + 104):
            c.box(x, 580, x + 48, 720, p.dark)
            c.slice(x + 24, 582, 24, 180, 360, p.dark)
            if c.rng.random() < 0.75:
                c.box(x + 6, 588, x + 22, 650, p.sun)
                c.box(x + 27, 588, x + 42, 650, p.sun)
            c.line([(x + 24, 560), (x + 24, 720)], 4, brick)
            c.line([(x, 654), (x + 48, 654)], 4, brick)
    for _ in range(130):
        x, y = c.rng.uniform(404, 1220), c.rng.uniform(520, 760)
        c.box(x, y, x + 20, y + 6, mix(brick, p.dark, 0.18))
    c.box(1240, 600, 1500, 770, mix(p.stone, p.dark, 0.15))
    c.box(1240, 590, 1500, 604, deep)
    c.box(1300, 660, 1440, 770, p.dark)
    c.box(1312, 672, 1428, 770, mix(p.sun, p.accent, 0.3))
    c.poly([(-10, 770), (1510, 764), (1510, 1010), (-10, 1010)], p.ground)
    for lift in (0, 60):
        c.line([(560 - lift, 1010), (1290 + lift * 0.3, 770)], 9, p.stone)
    for n in range(16):
        part = (n / 16) ** 1.5
        x, y = 1300 - 800 * part, 772 + 240 * part
        c.line(
            [(x - 30 - 80 * part, y), (x + 50 + 70 * part, y + 6)],
            5 + 9 * part,
            mix(p.ground, p.dark, 0.45),
        )
    marks(c, lambda x: 775, mix(p.ground, p.light, 0.2), count=150, depth=220, length=40)
    for x in (90, 160, 216):
        poplar(c, x, 790, c.rng.uniform(240, 330), p.hills[2], mix(p.hills[2], p.light, 0.25))
    tree(c, 1130, 800, 56, p.hills[2], p.hills[1])
    for x, y, high, coat in (
        (1350, 800, 96, p.dark),
        (1400, 804, 92, p.accent),
        (760, 860, 120, p.light),
    ):
        person(c, p, x, y, high, coat, hat=x < 800)
    birds(c, p.dark, count=8, x=640, y=260)


def stage(c: Canvas, p: Palette) -> None:
    """A summer stage in a courtyard, strings of lamps, an orchestra."""
    x: float
    c.sky(p.sky, 0, 700)
    stars(c, p.light, count=90, bottom=360)
    houses(c, p, left=-60, right=1560, y=640, size=190, lit=0.45, rise=26)
    c.box(0, 630, 1500, 1000, mix(p.dark, p.hills[2], 0.4))
    c.glow(750, 560, 620, p.sun, 0.55)
    c.poly(
        [(390, 690), (420, 330), (750, 220), (1080, 330), (1110, 690)], mix(p.accent, p.dark, 0.35)
    )
    c.poly(
        [(440, 690), (466, 360), (750, 270), (1034, 360), (1060, 690)], mix(p.accent, p.sun, 0.35)
    )
    for n in range(9):
        x = 470 + n * 62
        c.poly(
            [(x, 690), (x + 20 + (4 - n) * 2, 350 - abs(abs(n - 4) - 4) * 18), (x + 44, 690)],
            mix(p.accent, p.sun, 0.22),
        )
    c.box(350, 686, 1150, 716, p.stone)
    c.box(350, 714, 1150, 772, mix(p.stone, p.dark, 0.5))
    for x, coat in (
        (520, p.dark),
        (610, p.hills[2]),
        (700, p.dark),
        (800, p.dark),
        (890, p.hills[2]),
        (980, p.dark),
    ):
        person(c, p, x, 690, 150, coat)
        c.blob(
            [
                (x + 4, 600),
                (x + 20, 588),
                (x + 30, 606),
                (x + 24, 620),
                (x + 34, 644),
                (x + 12, 656),
                (x - 4, 634),
                (x + 4, 618),
            ],
            mix(p.accent, p.dark, 0.3),
        )
        c.line([(x + 14, 600), (x + 40, 560)], 5, p.dark)
        c.line([(x - 26, 626), (x + 44, 606)], 2.5, p.light)
    person(c, p, 750, 716, 170, p.dark, lean=0.04)
    c.line([(770, 610), (816, 560)], 4, p.light)
    for row in range(4):
        y, r = 830 + row * 58, 24 + row * 7
        x = -20.0 + (row % 2) * 30
        while x < 1540:
            fill = mix(mix(p.dark, p.hills[2], 0.3), p.dark, row * 0.22)
            c.oval(x, y, r, r * 1.12, fill)
            c.blob(
                [
                    (x - r * 1.9, y + r * 3),
                    (x - r * 1.5, y + r * 1.2),
                    (x, y + r * 0.8),
                    (x + r * 1.5, y + r * 1.2),
                    (x + r * 1.9, y + r * 3),
                ],
                fill,
            )
            c.slice(x, y - 1, r, 220, 320, mix(fill, p.sun, 0.3))
            x += r * c.rng.uniform(3.2, 4)
    for rope in range(3):
        y = 120 + rope * 70
        path = curve(
            [(-20, y), (400, y + 120), (750, y + 30), (1100, y + 130), (1520, y - 10)], steps=9
        )
        c.line(path, 3, p.dark)
        for at in range(1, len(path), 3):
            c.glow(path[at][0], path[at][1] + 14, 46, p.sun, 0.7)
            c.oval(path[at][0], path[at][1] + 14, 9, 11, p.light)
