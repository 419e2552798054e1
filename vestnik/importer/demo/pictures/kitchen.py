"""Owns the demo pictures of what is eaten."""

from __future__ import annotations

import math

from vestnik.importer.demo.pictures.canvas import Canvas, curve, mix
from vestnik.importer.demo.pictures.palettes import Palette
from vestnik.importer.demo.pictures.still import ball, leaf, shadow, table


def bread(c: Canvas, p: Palette) -> None:
    """Loaves, flour, a knife, a jug with ears of wheat."""
    table(c, p, cloth=True)
    crust, crumb = mix(mix(p.accent, p.ground, 0.55), p.dark, 0.18), mix(p.sun, p.stone, 0.35)
    shadow(c, p, 1150, 800, 300, 60)
    c.blob(
        [
            (1040, 480),
            (1070, 420),
            (1230, 420),
            (1260, 480),
            (1300, 640),
            (1270, 790),
            (1150, 812),
            (1030, 790),
            (1000, 640),
        ],
        p.hills[1],
    )
    c.blob(
        [(1190, 430), (1230, 420), (1260, 480), (1300, 640), (1270, 790), (1190, 806), (1230, 640)],
        mix(p.hills[1], p.dark, 0.3),
    )
    c.line(
        curve([(1284, 520), (1380, 540), (1380, 660), (1292, 690)]),
        24,
        mix(p.hills[1], p.dark, 0.2),
    )
    c.box(1050, 560, 1250, 576, p.light)
    for n in range(9):
        lean = (n - 4) * 0.16
        tip = (1150 + lean * 520, 130 + abs(n - 4) * 26)
        c.line(
            curve([(1150 + (n - 4) * 9, 425), (1150 + lean * 260, 280), tip], steps=6),
            4,
            mix(p.sun, p.accent, 0.4),
        )
        for grain in range(7):
            part = grain / 7
            gx, gy = tip[0] - lean * 90 * part, tip[1] + 92 * part
            for side in (-1, 1):
                c.oval(gx + side * 9, gy, 7, 13, mix(p.sun, p.accent, 0.28 + 0.1 * (side > 0)))
    shadow(c, p, 500, 850, 660, 90)
    c.blob(
        [
            (170, 800),
            (200, 640),
            (360, 560),
            (560, 552),
            (740, 600),
            (820, 740),
            (800, 836),
            (600, 872),
            (320, 868),
        ],
        mix(crust, p.dark, 0.25),
    )
    c.blob(
        [
            (180, 780),
            (212, 640),
            (366, 572),
            (556, 564),
            (726, 612),
            (796, 730),
            (760, 796),
            (580, 828),
            (330, 826),
        ],
        crust,
    )
    for n in range(5):
        x = 290 + n * 108
        c.blob(
            [(x, 800), (x + 20, 700), (x + 86, 600), (x + 104, 620), (x + 62, 710), (x + 44, 808)],
            crumb,
        )
        c.line(curve([(x + 14, 790), (x + 36, 700), (x + 92, 612)]), 5, mix(crust, p.dark, 0.4))
    for x, y in ((760, 880), (900, 900)):
        shadow(c, p, x + 80, y + 40, 220, 46)
        c.blob(
            [
                (x, y + 30),
                (x + 14, y - 50),
                (x + 90, y - 78),
                (x + 168, y - 48),
                (x + 180, y + 30),
                (x + 90, y + 44),
            ],
            crust,
        )
        c.blob(
            [
                (x + 12, y + 22),
                (x + 26, y - 40),
                (x + 90, y - 64),
                (x + 156, y - 38),
                (x + 166, y + 22),
                (x + 90, y + 32),
            ],
            crumb,
        )
        for _ in range(16):
            c.oval(
                x + c.rng.uniform(40, 150),
                y + c.rng.uniform(-40, 18),
                c.rng.uniform(3, 8),
                c.rng.uniform(2, 6),
                mix(crumb, crust, 0.35),
            )
    c.poly(
        [(360, 950), (700, 915), (720, 926), (690, 944), (366, 968)], mix(p.sky[0], p.light, 0.5)
    )
    c.poly([(200, 962), (362, 946), (366, 970), (206, 990)], p.dark)


def fruit(c: Canvas, p: Palette) -> None:
    """A bowl of fruit, a receipt, coins: the basket that prices are measured by."""
    x: float
    table(c, p)
    shadow(c, p, 640, 800, 760, 90)
    bowl = p.hills[1]
    c.slice(600, 590, 330, 0, 180, bowl)
    c.slice(600, 590, 330, 0, 70, mix(bowl, p.dark, 0.28))
    for x, y, r, fill in (
        (430, 560, 92, p.accent),
        (610, 530, 104, mix(p.sun, p.accent, 0.3)),
        (790, 560, 90, mix(p.accent, p.dark, 0.3)),
        (520, 450, 88, mix(p.hills[0], p.sun, 0.55)),
        (700, 440, 86, p.accent),
        (345, 585, 60, mix(p.sun, p.accent, 0.55)),
        (880, 588, 56, mix(p.hills[0], p.sun, 0.5)),
    ):
        ball(c, p, x, y, r, fill)
        c.line([(x, y - r * 0.9), (x + r * 0.12, y - r * 1.2)], 7, mix(p.dark, p.accent, 0.2))
    leaf(c, 712, 350, 110, -0.5, p.hills[2], p.hills[0])
    leaf(c, 530, 356, 90, -2.5, p.hills[2], p.hills[0])
    c.slice(600, 596, 330, 0, 180, bowl)
    c.slice(600, 596, 330, 0, 64, mix(bowl, p.dark, 0.24))
    c.box(262, 590, 938, 612, mix(bowl, p.light, 0.35))
    for n in range(11):
        c.oval(300 + n * 60, 664 + 10 * math.sin(n), 12, 12, mix(bowl, p.light, 0.5))
    c.box(500, 890, 700, 928, mix(bowl, p.dark, 0.3))
    for n in range(14):
        x = 300 + c.rng.gauss(0, 46)
        ball(c, p, x - 130 + (n % 5) * 30, 850 + (n // 5) * 34, 26, mix(p.dark, p.accent, 0.32))
    c.poly([(1060, 560), (1290, 600), (1250, 960), (1020, 930)], mix(p.light, p.dark, 0.15))
    c.poly([(1050, 548), (1280, 588), (1244, 940), (1010, 912)], p.light)
    for n in range(10):
        y = 600 + n * 29
        c.line([(1072 - n * 3, y), (1170 - n * 3, y + 16)], 5, mix(p.light, p.dark, 0.55))
        c.line([(1210 - n * 3, y + 24), (1250 - n * 3, y + 30)], 5, mix(p.light, p.dark, 0.55))
    for x, y, r in ((930, 940, 44), (1000, 968, 36), (1330, 930, 46), (1390, 900, 38)):
        c.oval(x, y + 8, r, r * 0.5, mix(p.sun, p.dark, 0.5))
        c.oval(x, y, r, r * 0.5, mix(p.sun, p.accent, 0.3))
        c.oval(x, y, r * 0.72, r * 0.34, mix(p.sun, p.accent, 0.12))


def walnuts(c: Canvas, p: Palette) -> None:
    """Walnuts on a wooden tray in the sun, a branch."""
    table(c, p, edge=330)
    c.poly([(200, 420), (1240, 380), (1380, 900), (110, 950)], mix(p.accent, p.dark, 0.5))
    c.poly([(225, 436), (1222, 398), (1350, 880), (142, 926)], mix(p.stone, p.accent, 0.25))
    for n in range(12):
        c.line(
            [(230 + n * 85, 436 - n * 3), (150 + n * 102, 920 - n * 4)],
            3,
            mix(p.stone, p.dark, 0.25),
        )
    shells = (mix(p.stone, p.accent, 0.42), mix(p.sun, p.accent, 0.42), mix(p.stone, p.dark, 0.3))
    for row in range(5):
        for n in range(10):
            if c.rng.random() < 0.12:
                continue
            x = 270 + n * 106 + (row % 2) * 46 - row * 10 + c.rng.uniform(-14, 14)
            y, r = 480 + row * 92 + c.rng.uniform(-12, 12) - n * 4, 42 + row * 3
            if x > 1230 + row * 22:
                continue
            fill = c.rng.choice(shells)
            shadow(c, p, x - 4, y + r * 0.7, r * 2, r * 0.7)
            turn = c.rng.uniform(-0.5, 0.5)
            if c.rng.random() < 0.24:
                c.oval(x, y, r, r * 0.82, mix(fill, p.dark, 0.3))
                c.oval(x, y - 3, r * 0.86, r * 0.68, mix(p.sun, p.stone, 0.55))
                for side in (-1, 1):
                    c.poly(
                        curve(
                            [
                                (x + side * r * 0.1, y - r * 0.5),
                                (x + side * r * 0.62, y - r * 0.4),
                                (x + side * r * 0.5, y),
                                (x + side * r * 0.64, y + r * 0.34),
                                (x + side * r * 0.14, y + r * 0.46),
                                (x + side * r * 0.24, y),
                            ],
                            closed=True,
                            steps=5,
                        ),
                        mix(p.accent, p.stone, 0.42),
                    )
                continue
            ball(c, p, x, y, r, fill, flat=0.9)
            for part in (-0.5, -0.18, 0.18, 0.5):
                c.line(
                    curve(
                        [
                            (x + r * part, y - r * 0.7),
                            (x + r * (part * 1.5 + turn * 0.3), y),
                            (x + r * part, y + r * 0.7),
                        ],
                        steps=5,
                    ),
                    3,
                    mix(fill, p.dark, 0.32),
                )
    for x, y, long, turn in (
        (1060, 300, 300, 0.5),
        (1020, 280, 320, -0.15),
        (1060, 260, 280, -0.8),
        (990, 300, 250, 1.2),
        (1010, 250, 240, -1.6),
    ):
        leaf(
            c,
            x,
            y,
            long,
            turn,
            p.hills[1] if turn > 0 else p.hills[2],
            mix(p.hills[1], p.light, 0.4),
        )
    for x, y in ((1020, 330), (1110, 380), (960, 270)):
        ball(c, p, x, y, 56, mix(p.hills[0], p.hills[1], 0.4), flat=1.06)


def jars(c: Canvas, p: Palette) -> None:
    """Jars of preserves on a shelf, strings of peppers."""
    wall = mix(p.sky[2], p.stone, 0.5)
    c.sky((mix(wall, p.dark, 0.14), wall, mix(wall, p.light, 0.3)))
    c.veil([(200, -10), (760, -10), (1160, 1010), (600, 1010)], p.sun, 0.25)
    wood = mix(p.accent, p.dark, 0.45)
    fills = (
        p.accent,
        mix(p.sun, p.accent, 0.5),
        p.hills[1],
        mix(p.accent, p.dark, 0.45),
        mix(p.sun, p.light, 0.2),
        mix(p.accent, p.sun, 0.28),
    )
    for shelf, floor in enumerate((470, 880)):
        c.box(0, floor, 1500, floor + 34, wood)
        c.box(0, floor, 1500, floor + 8, mix(wood, p.light, 0.3))
        c.veil(
            [(0, floor + 34), (1500, floor + 34), (1500, floor + 70), (0, floor + 70)], p.dark, 0.2
        )
        for n in range(8):
            x, wide, high = (
                60 + n * 182,
                62.0 + (n * 7 + shelf * 5) % 3 * 8,
                210.0 + (n * 5 + shelf * 3) % 4 * 26,
            )
            if shelf == 1:
                x += 40
            fill = fills[(n * 2 + shelf * 3) % len(fills)]
            glass = mix(p.sky[1], p.light, 0.5)
            shadow(c, p, x + wide, floor - 4, wide * 2.2, 22)
            c.blob(
                [
                    (x, floor),
                    (x - 4, floor - high * 0.6),
                    (x + 6, floor - high * 0.86),
                    (x + wide, floor - high * 0.92),
                    (x + 2 * wide - 6, floor - high * 0.86),
                    (x + 2 * wide + 4, floor - high * 0.6),
                    (x + 2 * wide, floor),
                    (x + wide, floor + 2),
                ],
                glass,
            )
            c.blob(
                [
                    (x + 8, floor - 8),
                    (x + 4, floor - high * 0.55),
                    (x + wide, floor - high * 0.76),
                    (x + 2 * wide - 4, floor - high * 0.55),
                    (x + 2 * wide - 8, floor - 8),
                    (x + wide, floor - 5),
                ],
                fill,
            )
            for _ in range(14):
                px, py = (
                    x + c.rng.uniform(22, 2 * wide - 22),
                    floor - c.rng.uniform(0.1, 0.6) * high,
                )
                r = c.rng.uniform(9, 18)
                c.oval(px, py, r, r, mix(fill, p.dark, 0.16))
                c.oval(px - 3, py - 3, r * 0.7, r * 0.7, mix(fill, p.light, 0.22))
            c.line(
                curve(
                    [
                        (x + 14, floor - 24),
                        (x + 10, floor - high * 0.5),
                        (x + 20, floor - high * 0.72),
                    ]
                ),
                8,
                p.light,
            )
            c.box(
                x + wide * 0.6 - 12,
                floor - high * 0.52,
                x + wide * 1.4 + 12,
                floor - high * 0.24,
                p.light,
            )
            for at in (0.46, 0.38, 0.31):
                c.line(
                    [
                        (x + wide * 0.6, floor - high * at),
                        (x + wide * (1.4 if at < 0.4 else 1.25), floor - high * at),
                    ],
                    4,
                    mix(p.light, p.dark, 0.6),
                )
            lid = p.sun if (n + shelf) % 2 else p.dark
            c.box(x + 10, floor - high * 1.0, x + 2 * wide - 10, floor - high * 0.87, lid)
            c.box(
                x + 10,
                floor - high * 1.0,
                x + 2 * wide - 10,
                floor - high * 0.97,
                mix(lid, p.light, 0.35),
            )
    for string in range(5):
        x = 1150 + string * 78
        c.line([(x, -10), (x, 240)], 4, mix(p.stone, p.dark, 0.4))
        for n in range(6):
            y, side = 10 + n * 40 + string % 2 * 20, 1 if n % 2 else -1
            c.poly(
                curve(
                    [
                        (x, y),
                        (x + side * 34, y + 8),
                        (x + side * 44, y + 44),
                        (x + side * 26, y + 88),
                        (x + side * 12, y + 46),
                    ],
                    closed=True,
                ),
                mix(p.accent, p.dark, 0.12 * (n % 3)),
            )
            c.line([(x, y), (x + side * 12, y + 4)], 9, p.hills[2])
