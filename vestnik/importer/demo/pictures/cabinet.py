"""Owns the demo pictures of natural history: a fossil, a moth."""

from __future__ import annotations

import math

from vestnik.importer.demo.pictures.canvas import Canvas, Colour, Point, curve, mix
from vestnik.importer.demo.pictures.palettes import Palette


def fossil(c: Canvas, p: Palette) -> None:
    """A stone with an ammonite, a hammer and a brush beside it."""
    c.sky((mix(p.dark, p.hills[2], 0.5), p.hills[2], mix(p.hills[2], p.stone, 0.25)))
    c.glow(640, 480, 700, p.sun, 0.45)
    rock = [
        (170, 560),
        (230, 260),
        (470, 110),
        (780, 90),
        (1010, 220),
        (1090, 480),
        (1030, 760),
        (770, 920),
        (430, 910),
        (220, 780),
    ]
    c.poly([(x + 30, y + 34) for x, y in rock], p.dark, rough=10)
    c.poly(rock, mix(p.stone, p.hills[1], 0.3), rough=10)
    c.poly(
        [
            (230, 280),
            (470, 130),
            (770, 112),
            (980, 230),
            (1040, 470),
            (990, 700),
            (760, 850),
            (450, 850),
            (250, 720),
            (196, 560),
        ],
        p.stone,
        rough=8,
    )
    for _ in range(70):
        x, y = c.rng.uniform(240, 1000), c.rng.uniform(150, 850)
        c.line(
            [(x, y), (x + c.rng.uniform(10, 44), y + c.rng.uniform(-9, 9))],
            3,
            mix(p.stone, p.dark, 0.16),
        )
    spiral: list[tuple[float, float, float]] = []
    for step in range(330):
        turn = step * 0.0666
        r = 300 * math.exp(-0.098 * turn)
        spiral.append((620 + r * math.cos(turn - 0.4), 490 + r * math.sin(turn - 0.4), r))
    shell = mix(p.accent, p.stone, 0.5)
    c.oval(620, 490, 318, 318, mix(p.stone, p.dark, 0.3))
    for x, y, r in spiral:
        c.oval(x, y, r * 0.3 + 3, r * 0.3 + 3, mix(p.accent, p.dark, 0.5))
    for n, (x, y, r) in enumerate(spiral):
        c.oval(x, y, r * 0.27, r * 0.27, mix(shell, p.light, 0.12 + 0.14 * math.sin(n * 0.07)))
    for n in range(0, 320, 4):
        x, y, r = spiral[n]
        turn = math.atan2(y - 490, x - 620)
        c.line(
            curve(
                [
                    (x - r * 0.22 * math.cos(turn), y - r * 0.22 * math.sin(turn)),
                    (x + r * 0.06 * math.cos(turn + 0.9), y + r * 0.06 * math.sin(turn + 0.9)),
                    (x + r * 0.25 * math.cos(turn), y + r * 0.25 * math.sin(turn)),
                ],
                steps=4,
            ),
            max(2, r * 0.022),
            mix(shell, p.dark, 0.42),
        )
    c.poly([(1170, 300), (1204, 296), (1260, 930), (1220, 936)], mix(p.accent, p.dark, 0.2))
    c.poly(
        [
            (1080, 250),
            (1120, 214),
            (1260, 206),
            (1340, 262),
            (1260, 276),
            (1250, 312),
            (1130, 318),
            (1120, 276),
        ],
        mix(p.sky[0], p.dark, 0.35),
    )
    c.poly([(1090, 244), (1120, 214), (1260, 206), (1330, 254)], mix(p.sky[0], p.light, 0.35))
    c.poly([(1370, 420), (1394, 420), (1400, 700), (1364, 700)], mix(p.sun, p.accent, 0.35))
    c.box(1356, 690, 1408, 740, mix(p.sky[0], p.dark, 0.3))
    for n in range(9):
        c.poly(
            [(1356 + n * 6, 740), (1364 + n * 6, 740), (1352 + n * 8, 860)],
            mix(p.stone, p.dark, 0.2 + 0.05 * (n % 3)),
        )


def moth(c: Canvas, p: Palette) -> None:
    """A great moth in the light of a lamp, small ones around it."""
    c.sky(p.sky)
    c.glow(750, 470, 760, p.sun, 0.55)
    for ring in range(4):
        r = 200 + ring * 95
        for n in range(26 + ring * 8):
            turn = n * 2 * math.pi / (26 + ring * 8) + ring * 0.1
            x, y = 750 + r * 1.25 * math.cos(turn), 480 + r * math.sin(turn)
            c.oval(x, y, 2.6, 2.6, p.light)
    body, pale = mix(p.accent, p.dark, 0.35), mix(p.sun, p.light, 0.25)

    def wings(x: float, y: float, s: float, main: Colour) -> None:
        for side in (-1, 1):

            def at(dx: float, dy: float, side: int = side) -> Point:
                return x + side * dx * s, y + dy * s

            hind = [
                at(6, 10),
                at(60, 40),
                at(120, 90),
                at(132, 160),
                at(96, 196),
                at(50, 170),
                at(14, 90),
            ]
            fore = [
                at(4, -16),
                at(70, -84),
                at(170, -150),
                at(270, -168),
                at(300, -130),
                at(262, -40),
                at(210, 40),
                at(130, 66),
                at(50, 40),
            ]
            c.blob(hind, mix(main, p.dark, 0.22))
            c.blob([at(40, 60), at(96, 100), at(108, 150), at(80, 168), at(46, 130)], main)
            c.blob(fore, main)
            c.blob(
                [
                    at(30, -24),
                    at(90, -80),
                    at(180, -132),
                    at(252, -142),
                    at(266, -120),
                    at(230, -50),
                    at(180, 10),
                    at(110, 36),
                    at(50, 16),
                ],
                mix(main, pale, 0.4),
            )
            for part in (0.3, 0.5, 0.7, 0.88):
                c.line(
                    curve(
                        [
                            at(300 * part, -168 * part),
                            at(268 * part, -50 * part),
                            at(180 * part, 60 * part),
                        ],
                        steps=6,
                    ),
                    3.4 * s,
                    mix(main, p.dark, 0.45),
                )
            for ex, ey, er in ((176, -62, 30), (84, 128, 22)):
                c.oval(*at(ex, ey), er * s, er * s, p.dark)
                c.oval(*at(ex, ey), er * 0.74 * s, er * 0.74 * s, pale)
                c.oval(*at(ex, ey), er * 0.46 * s, er * 0.46 * s, p.accent)
                c.oval(*at(ex - 4, ey - 5), er * 0.18 * s, er * 0.18 * s, p.light)
            c.line(curve([at(4, -50), at(26, -96), at(60, -120)], steps=6), 4 * s, p.dark)
            for n in range(6):
                c.line([at(10 + n * 9, -70 - n * 9), at(22 + n * 9, -66 - n * 9)], 2.4 * s, p.dark)
        c.blob(
            [
                (x, y - 64 * s),
                (x + 20 * s, y - 36 * s),
                (x + 22 * s, y + 20 * s),
                (x + 13 * s, y + 110 * s),
                (x, y + 138 * s),
                (x - 13 * s, y + 110 * s),
                (x - 22 * s, y + 20 * s),
                (x - 20 * s, y - 36 * s),
            ],
            body,
        )
        for n in range(6):
            c.line(
                [(x - 16 * s, y + (20 + n * 17) * s), (x + 16 * s, y + (20 + n * 17) * s)],
                4 * s,
                pale,
            )
        c.oval(x, y - 46 * s, 21 * s, 20 * s, mix(body, p.light, 0.25))

    wings(750, 480, 1.75, mix(p.accent, p.sun, 0.3))
    for x, y, s in (
        (170, 230, 0.36),
        (1320, 250, 0.42),
        (220, 800, 0.42),
        (1290, 790, 0.34),
        (420, 140, 0.2),
        (1110, 130, 0.22),
    ):
        wings(x, y, s, mix(p.hills[0], p.sun, 0.35))
