"""Owns the demo pictures of the town's streets and of who is in them."""

from __future__ import annotations

import math

from vestnik.importer.demo.pictures.canvas import Canvas, curve, mix
from vestnik.importer.demo.pictures.nature import (
    birds,
    clouds,
    hills,
    land,
    marks,
    poplar,
    ridge,
    ripples,
    stars,
    sun,
    tree,
)
from vestnik.importer.demo.pictures.palettes import Palette
from vestnik.importer.demo.pictures.town import houses, lamp, person, tower


def roofs(c: Canvas, p: Palette) -> None:
    """Roof behind roof, the tower above them, pigeons."""
    c.sky(p.sky, 0, 640)
    sun(c, p, 330, 300, 66)
    hills(c, p, 380, reach=60)
    for row in range(5):
        y = 560 + row * 105
        if row == 2:
            tower(c, p, 1010, y + 20, 128, 400)
        houses(c, p, left=-60 - row * 30, right=1560, y=y, size=84 + row * 30, lit=0.22, rise=20)
        if row < 4:
            c.mist(y - 150, y + 10, p.sky[2], 0.3 - row * 0.06)
    birds(c, p.light, count=14, x=760, y=210, size=18)


def school(c: Canvas, p: Palette) -> None:
    """A village school in the morning, children on the way in."""
    c.sky(p.sky, 0, 640)
    clouds(c, p.light, count=5, top=60, bottom=280)
    hills(c, p, 430, reach=50)
    land(c, ridge(c.rng, 690, 8), p.ground)
    marks(c, lambda x: 700, mix(p.ground, p.dark, 0.22), count=140, depth=280, length=36)
    wall, shade = mix(p.stone, p.sun, 0.3), mix(p.stone, p.dark, 0.28)
    c.box(330, 380, 1170, 740, wall)
    c.box(330, 700, 1170, 740, shade)
    c.poly([(296, 384), (420, 286), (1080, 286), (1204, 384)], p.accent)
    for n in range(26):
        c.line([(424 + n * 26, 290), (310 + n * 35, 380)], 2, mix(p.accent, p.dark, 0.2))
    c.box(640, 330, 860, 740, mix(wall, p.light, 0.5))
    c.poly([(620, 336), (750, 226), (880, 336)], p.accent)
    c.poly([(650, 330), (750, 246), (850, 330)], mix(wall, p.light, 0.5))
    c.oval(750, 300, 26, 26, p.dark)
    c.oval(750, 300, 22, 22, p.light)
    c.line([(750, 300), (750, 284)], 4, p.dark)
    c.line([(750, 300), (762, 304)], 4, p.dark)
    c.line([(750, 232), (750, 130)], 6, p.dark)
    c.poly([(753, 132), (830, 142), (822, 160), (832, 178), (753, 172)], p.hills[1])
    for x in (372, 472, 572, 900, 1000, 1100):
        for y in (424, 570):
            c.box(x - 30, y, x + 30, y + 96, p.light)
            c.box(x - 25, y + 5, x + 25, y + 91, mix(p.hills[2], p.dark, 0.25))
            c.line([(x, y), (x, y + 96)], 4, p.light)
            c.line([(x - 30, y + 40), (x + 30, y + 40)], 4, p.light)
            c.box(x - 36, y + 96, x + 36, y + 104, shade)
            if y > 500:
                for _ in range(5):
                    c.oval(
                        x + c.rng.uniform(-28, 28),
                        y + 92,
                        7,
                        6,
                        c.rng.choice((p.accent, p.light, p.sun)),
                    )
    for y in (400,):
        for x in (700, 750, 800):
            c.box(x - 18, y, x + 18, y + 80, mix(p.hills[2], p.dark, 0.25))
    c.box(694, 560, 806, 740, p.hills[2])
    c.line([(750, 560), (750, 740)], 4, p.dark)
    c.poly([(660, 740), (840, 740), (880, 772), (620, 772)], shade)
    c.poly([(680, 772), (820, 772), (1010, 1010), (420, 1010)], mix(p.stone, p.light, 0.35))
    tree(c, 190, 800, 120, p.hills[2], mix(p.hills[2], p.light, 0.35))
    tree(c, 1330, 790, 130, p.hills[2], mix(p.hills[2], p.light, 0.35))
    for x, y, high, coat in (
        (640, 860, 110, p.accent),
        (700, 880, 122, p.hills[1]),
        (790, 830, 96, p.sun),
        (850, 930, 140, p.accent),
        (560, 940, 138, p.dark),
        (735, 800, 84, p.dark),
    ):
        person(c, p, x, y, high, coat)
        c.box(
            x - high * 0.1,
            y - high * 0.72,
            x + high * 0.1,
            y - high * 0.44,
            mix(coat, p.light, 0.5),
        )
    birds(c, p.dark, count=6, x=1080, y=170)


def market(c: Canvas, p: Palette) -> None:
    """Market stalls under striped awnings."""
    c.sky(p.sky, 0, 500)
    houses(c, p, left=-40, right=1560, y=540, size=170, lit=0.15, rise=16)
    c.box(0, 530, 1500, 1000, mix(p.stone, p.light, 0.25))
    for row in range(9):
        for n in range(16):
            x = n * 110 - (row % 2) * 55
            c.line([(x, 760 + row * 30), (x + 80, 760 + row * 30)], 3, mix(p.stone, p.dark, 0.16))
    fruits = (
        p.accent,
        mix(p.accent, p.sun, 0.5),
        p.hills[1],
        p.sun,
        mix(p.accent, p.dark, 0.4),
        mix(p.hills[1], p.sun, 0.5),
    )
    for stall in range(3):
        left = -40 + stall * 540
        fill = (p.accent, p.hills[2], mix(p.sun, p.accent, 0.45))[stall]
        c.box(left + 30, 396, left + 450, 700, mix(fill, p.dark, 0.62))
        for x in (left + 30, left + 450):
            c.line([(x, 380), (x, 880)], 9, mix(p.stone, p.dark, 0.6))
        person(c, p, left + 240, 760, 300, (p.hills[1], p.accent, p.dark)[stall], hat=stall == 1)
        for n in range(12):
            x0, x1 = left + n * 40, left + (n + 1) * 40
            shade = fill if n % 2 else p.light
            c.poly(
                [
                    (x0 + (240 - n * 40) * 0.22, 300),
                    (x1 + (200 - n * 40) * 0.22, 300),
                    (x1, 404),
                    (x0, 404),
                ],
                shade,
            )
            c.slice((x0 + x1) / 2, 404, 20, 0, 180, mix(shade, p.dark, 0.12))
        c.box(left + 10, 700, left + 470, 880, mix(p.stone, p.accent, 0.25))
        for n in range(4):
            x = left + 16 + n * 114
            c.poly([(x, 690), (x + 106, 690), (x + 106, 772), (x, 772)], mix(p.stone, p.dark, 0.35))
            kind = fruits[(stall * 2 + n) % len(fruits)]
            for layer in range(3):
                for at in range(5 - layer):
                    px = x + 14 + layer * 9 + at * 20 + c.rng.uniform(-3, 3)
                    c.oval(px, 690 - layer * 17, 13, 13, mix(kind, p.dark, 0.22))
                    c.oval(px - 2, 688 - layer * 17, 10.5, 10.5, kind)
                    c.oval(px - 5, 684 - layer * 17, 3, 3, mix(kind, p.light, 0.6))
            c.box(x + 30, 724, x + 76, 752, p.light)
            c.line([(x + 38, 738), (x + 66, 738)], 4, p.dark)
    for x, y, high, coat in (
        (330, 960, 300, p.dark),
        (430, 970, 280, p.accent),
        (1010, 960, 310, p.hills[2]),
    ):
        person(c, p, x, y, high, coat, hat=x == 330)
    c.poly([(470, 850), (540, 850), (530, 930), (480, 930)], mix(p.sun, p.accent, 0.35))
    c.line(curve([(476, 852), (505, 800), (534, 852)]), 6, mix(p.sun, p.dark, 0.35))
    for x in (490, 508, 524):
        c.line([(505, 850), (x, 806)], 9, p.hills[1])


def cyclists(c: Canvas, p: Palette) -> None:
    """A cycle path along the river, three riders."""
    c.sky(p.sky, 0, 560)
    clouds(c, p.light, count=5, top=70, bottom=280)
    hills(c, p, 330, reach=60)
    houses(c, p, left=780, right=1540, y=560, size=66, lit=0.1, rise=6)
    c.box(0, 552, 1500, 600, p.hills[2])
    c.sky((mix(p.water, p.sky[2], 0.5), p.water), 596, 720)
    ripples(c, mix(p.water, p.light, 0.6), top=600, bottom=715, count=90)
    c.poly([(-10, 715), (1510, 700), (1510, 1010), (-10, 1010)], p.ground)
    c.poly([(-10, 820), (1510, 806), (1510, 930), (-10, 950)], mix(p.stone, p.light, 0.3))
    for n in range(15):
        c.line([(n * 110, 886), (n * 110 + 54, 885)], 6, p.light)
    marks(c, lambda x: 720, mix(p.ground, p.dark, 0.25), count=130, depth=80, length=26, width=4)
    for x in (90, 520, 1010, 1400):
        poplar(c, x, 770, 430, p.hills[2], mix(p.hills[2], p.light, 0.3))
    for x, coat, size in ((330, p.accent, 1.0), (700, p.hills[1], 0.94), (1160, p.sun, 1.04)):
        y, s = 880.0, 62 * size
        for wheel in (-1.35, 1.35):
            c.oval(x + wheel * s, y, s, s, p.dark)
            c.oval(x + wheel * s, y, s * 0.88, s * 0.88, mix(p.stone, p.light, 0.3))
            for spoke in range(6):
                turn = spoke * math.pi / 6
                c.line(
                    [
                        (x + wheel * s - s * 0.9 * math.cos(turn), y - s * 0.9 * math.sin(turn)),
                        (x + wheel * s + s * 0.9 * math.cos(turn), y + s * 0.9 * math.sin(turn)),
                    ],
                    2,
                    mix(p.stone, p.dark, 0.4),
                )
        c.line(
            [
                (x - 1.35 * s, y),
                (x - 0.55 * s, y - 1.25 * s),
                (x + 0.95 * s, y - 1.25 * s),
                (x, y - 0.1 * s),
                (x - 1.35 * s, y),
            ],
            7,
            mix(coat, p.dark, 0.4),
        )
        c.line([(x - 0.55 * s, y - 1.25 * s), (x, y - 0.1 * s)], 7, mix(coat, p.dark, 0.4))
        c.line(
            [(x + 1.35 * s, y), (x + 0.85 * s, y - 1.6 * s), (x + 1.15 * s, y - 1.75 * s)],
            7,
            p.dark,
        )
        c.line([(x - 0.85 * s, y - 1.42 * s), (x - 0.3 * s, y - 1.42 * s)], 10, p.dark)
        c.line(
            [(x - 0.5 * s, y - 1.5 * s), (x + 0.35 * s, y - 0.9 * s), (x + 0.05 * s, y + 0.1 * s)],
            22,
            p.dark,
        )
        c.blob(
            [
                (x - 0.75 * s, y - 1.5 * s),
                (x - 0.5 * s, y - 2.5 * s),
                (x + 0.15 * s, y - 2.9 * s),
                (x + 0.45 * s, y - 2.6 * s),
                (x + 0.1 * s, y - 1.9 * s),
                (x - 0.2 * s, y - 1.42 * s),
            ],
            coat,
        )
        c.line(
            [(x + 0.2 * s, y - 2.55 * s), (x + 0.7 * s, y - 2.05 * s), (x + 1.1 * s, y - 1.75 * s)],
            15,
            mix(coat, p.dark, 0.25),
        )
        c.oval(x + 0.42 * s, y - 3.2 * s, 0.34 * s, 0.4 * s, mix(p.light, p.accent, 0.32))
        c.slice(
            x + 0.4 * s, y - 3.27 * s, 0.42 * s, 175, 365, p.light if coat != p.sun else p.accent
        )
    birds(c, p.dark, count=6, x=300, y=170)


def bus(c: Canvas, p: Palette) -> None:
    """Bus number 2 at its stop, late."""
    c.sky(p.sky, 0, 700)
    stars(c, p.light, count=60, bottom=300)
    houses(c, p, left=-60, right=1560, y=720, size=200, lit=0.5, rise=30)
    c.box(0, 710, 1500, 770, mix(p.stone, p.dark, 0.35))
    c.box(0, 764, 1500, 1000, mix(p.dark, p.hills[2], 0.3))
    c.glow(740, 700, 520, p.sun, 0.35)
    body = p.accent
    c.poly(
        curve(
            [
                (286, 862),
                (282, 700),
                (284, 540),
                (300, 486),
                (350, 468),
                (700, 464),
                (1100, 464),
                (1170, 480),
                (1206, 540),
                (1222, 700),
                (1226, 862),
            ]
        ),
        body,
    )
    c.box(300, 690, 1218, 716, p.light)
    for n in range(6):
        x = 340 + n * 124
        c.box(x, 520, x + 104, 670, mix(p.sun, p.light, 0.3))
        if n in (0, 2, 3):
            c.oval(x + 50, 614, 20, 24, p.dark)
            c.blob(
                [(x + 14, 670), (x + 24, 640), (x + 50, 630), (x + 76, 640), (x + 88, 670)],
                p.hills[2],
            )
    c.poly(
        [(1094, 520), (1160, 520), (1190, 560), (1196, 700), (1094, 700)], mix(p.sun, p.light, 0.45)
    )
    c.oval(1140, 600, 20, 24, p.dark)
    c.blob([(1100, 700), (1112, 640), (1140, 622), (1168, 640), (1180, 700)], p.hills[2])
    c.line([(1150, 690), (1184, 640)], 6, p.dark)
    c.box(960, 490, 1070, 514, p.dark)
    for n in range(3):
        c.oval(990 + n * 25, 502, 6, 6, p.sun)
    for x in (450, 1060):
        c.oval(x, 862, 62, 62, p.dark)
        c.oval(x, 862, 30, 30, p.stone)
    c.oval(1214, 790, 15, 19, p.light)
    c.veil([(1218, 780), (1218, 802), (1520, 930), (1520, 720)], p.sun, 0.3)
    for x, high, coat in ((130, 270, p.dark), (200, 240, p.hills[1])):
        person(c, p, x, 940, high, coat, hat=x == 130)
    c.line([(70, 940), (70, 560)], 10, p.stone)
    c.oval(70, 540, 46, 46, p.sun)
    c.oval(70, 540, 38, 38, p.dark)
    c.line(curve([(54, 526), (70, 516), (86, 528), (78, 546), (56, 562)]), 8, p.sun)
    c.line([(54, 562), (88, 562)], 8, p.sun)
    lamp(c, p, 1380, 940, 420)
    ripples(c, mix(p.sun, p.dark, 0.5), top=900, bottom=1000, count=40, length=120)
