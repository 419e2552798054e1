"""Owns the demo pictures of stars and of the sea."""

from __future__ import annotations

from vestnik.importer.demo.pictures.bridges import boat
from vestnik.importer.demo.pictures.canvas import Canvas, curve, mix
from vestnik.importer.demo.pictures.nature import (
    clouds,
    land,
    marks,
    pine,
    ridge,
    ripples,
    stars,
)
from vestnik.importer.demo.pictures.palettes import Palette
from vestnik.importer.demo.pictures.town import house, person


def observatory(c: Canvas, p: Palette) -> None:
    """A dome on a hill under the Milky Way."""
    c.sky(p.sky, 0, 820)
    for n in range(90):
        part = n / 90
        x, y = 60 + part * 1500, 660 - part * 640
        c.glow(
            x + c.rng.gauss(0, 26),
            y + c.rng.gauss(0, 40),
            c.rng.uniform(60, 150),
            mix(p.sky[2], p.light, 0.4),
            0.15,
        )
    stars(c, p.light, count=420, bottom=760)
    for _ in range(260):
        part = c.rng.random()
        x, y = 60 + part * 1500 + c.rng.gauss(0, 60), 660 - part * 640 + c.rng.gauss(0, 50)
        c.oval(x, y, 1.3, 1.3, p.light)
    c.line([(250, 130), (470, 250)], 2.5, mix(p.light, p.sky[0], 0.3))
    c.oval(470, 250, 4, 4, p.light)
    far = ridge(c.rng, 720, 50)
    land(c, far, p.hills[0])
    near = ridge(c.rng, 810, 26, waves=1)
    land(c, near, p.hills[2])
    marks(c, near, p.hills[0], count=90, depth=150, length=70)
    c.glow(890, 640, 260, p.accent, 0.35)
    c.box(740, 640, 1040, 830, p.stone)
    c.poly([(930, 640), (1040, 640), (1040, 830), (930, 830)], mix(p.stone, p.dark, 0.4))
    c.box(720, 628, 1060, 648, mix(p.stone, p.light, 0.3))
    c.slice(890, 632, 150, 180, 360, mix(p.stone, p.light, 0.5))
    c.slice(890, 632, 150, 300, 360, mix(p.stone, p.dark, 0.2))
    c.poly([(846, 628), (836, 492), (880, 474), (914, 484), (906, 628)], p.dark)
    c.poly([(858, 600), (838, 480), (866, 470), (892, 592)], p.accent)
    c.poly([(838, 480), (866, 470), (864, 456), (834, 466)], p.light)
    c.box(860, 740, 916, 832, p.accent)
    c.veil([(860, 832), (916, 832), (1010, 950), (800, 950)], p.accent, 0.35)
    for x in (600, 640, 1150, 1210, 1260):
        pine(c, x, near(x) + 26, c.rng.uniform(90, 150), p.dark, p.hills[2])
    person(c, p, 706, 850, 84, p.dark)
    c.line([(738, 850), (752, 790)], 4, p.dark)
    c.line([(770, 850), (752, 790)], 4, p.dark)
    c.line([(730, 804), (782, 768)], 9, p.stone)


def harbour(c: Canvas, p: Palette) -> None:
    """A northern harbour in the long night, green light above it."""
    c.sky(p.sky, 0, 620)
    stars(c, p.light, count=150, bottom=420)
    green, violet = mix(p.sky[2], (110, 230, 170), 0.6), mix(p.sky[2], (170, 120, 220), 0.5)
    for band, fill in ((0, green), (1, violet), (2, green)):
        path = curve(
            [
                (-60, 330 - band * 60),
                (280, 180 + band * 30),
                (620, 300 - band * 40),
                (980, 140 + band * 40),
                (1560, 260 - band * 70),
            ],
            steps=9,
        )
        for x, y in path:
            for lift in range(3):
                c.glow(x, y - lift * 60, 96, fill, 0.3 - lift * 0.08)
    c.poly(
        [
            (-20, 620),
            (140, 430),
            (250, 500),
            (430, 330),
            (600, 470),
            (760, 400),
            (930, 540),
            (1130, 380),
            (1330, 520),
            (1520, 420),
            (1520, 640),
            (-20, 640),
        ],
        p.hills[1],
        rough=5,
    )
    for x, y, w in ((430, 330, 60), (1130, 380, 56), (140, 430, 40), (760, 400, 40)):
        c.poly(
            [
                (x, y),
                (x + w, y + w * 1.05),
                (x + w * 0.3, y + w * 0.8),
                (x, y + w * 1.4),
                (x - w * 0.4, y + w * 0.8),
                (x - w, y + w * 1.05),
            ],
            mix(p.light, p.hills[0], 0.35),
            rough=3,
        )
    land(c, ridge(c.rng, 612, 10), p.hills[2], bottom=680)
    for n in range(11):
        x = 30 + n * 138 + c.rng.uniform(-20, 20)
        wall = (p.accent, mix(p.accent, p.dark, 0.35), p.stone, mix(p.accent, p.sun, 0.4))[n % 4]
        house(
            c, x, 650, 88, 56 + (n % 3) * 8, wall, mix(p.light, p.hills[0], 0.25), p.light, side=22
        )
        for post in (6, 44, 82):
            c.line([(x + post, 650), (x + post, 684)], 5, p.dark)
    c.mirror(676, p.water, strength=0.36)
    ripples(c, mix(green, p.light, 0.25), top=680, bottom=1000, count=120)
    boat(c, p, 980, 850, 380, p.accent)
    c.box(1000, 734, 1094, 800, p.light)
    c.poly([(990, 738), (1104, 738), (1094, 722), (1000, 722)], p.accent)
    for x in (1022, 1060):
        c.box(x, 752, x + 24, 776, p.sun)
    c.line([(900, 806), (900, 620)], 7, p.stone)
    c.line([(900, 630), (820, 800)], 3, p.stone)
    c.line([(900, 630), (1010, 730)], 3, p.stone)


def lighthouse(c: Canvas, p: Palette) -> None:
    """A lighthouse, a bay, white sails."""
    x: float
    y: float
    c.sky(p.sky, 0, 560)
    clouds(c, p.light, count=6, top=80, bottom=360)
    land(c, ridge(c.rng, 520, 36), p.hills[0], bottom=600)
    c.sky((mix(p.water, p.sky[2], 0.55), p.water, mix(p.water, p.dark, 0.35)), 548, 1000)
    ripples(c, mix(p.water, p.light, 0.65), top=560, bottom=1000, count=190, length=110)
    for x, y, s in ((260, 610, 70), (520, 660, 110), (130, 700, 90)):
        c.poly([(x, y - s * 1.5), (x + s * 0.62, y - s * 0.14), (x, y - s * 0.14)], p.light)
        c.poly(
            [(x - 5, y - s * 1.3), (x - s * 0.42, y - s * 0.14), (x - 5, y - s * 0.14)],
            mix(p.accent, p.light, 0.15),
        )
        c.poly(
            [
                (x - s * 0.55, y - s * 0.1),
                (x + s * 0.7, y - s * 0.1),
                (x + s * 0.45, y + s * 0.08),
                (x - s * 0.4, y + s * 0.08),
            ],
            p.dark,
        )
    rock = [
        (760, 1010),
        (800, 900),
        (880, 820),
        (900, 740),
        (1010, 690),
        (1150, 660),
        (1330, 650),
        (1520, 690),
        (1520, 1010),
    ]
    c.poly(rock, p.hills[2], rough=9)
    c.poly(
        [
            (900, 740),
            (1010, 690),
            (1150, 660),
            (1330, 650),
            (1520, 690),
            (1520, 730),
            (1300, 700),
            (1120, 720),
            (980, 780),
        ],
        p.ground,
        rough=6,
    )
    for _ in range(46):
        x, y = c.rng.uniform(850, 1500), c.rng.uniform(770, 1000)
        c.line(
            [(x, y), (x + c.rng.uniform(20, 70), y + c.rng.uniform(-30, 10))],
            5,
            mix(p.hills[2], p.light, 0.22),
        )
    for n in range(6):
        low, high = 680 - n * 66, 680 - (n + 1) * 66
        wl, wh = 62 - n * 4, 62 - (n + 1) * 4
        fill = p.light if n % 2 else p.accent
        c.poly([(1200 - wl, low), (1200 - wh, high), (1200 + wh, high), (1200 + wl, low)], fill)
        c.poly(
            [(1200 + wl * 0.3, low), (1200 + wh * 0.3, high), (1200 + wh, high), (1200 + wl, low)],
            mix(fill, p.dark, 0.25),
        )
    c.box(1146, 270, 1254, 286, p.dark)
    c.glow(1200, 240, 170, p.sun, 0.8)
    c.box(1168, 214, 1232, 272, p.sun)
    for x in (1168, 1190, 1211, 1232):
        c.line([(x, 214), (x, 272)], 4, p.dark)
    c.poly([(1156, 216), (1244, 216), (1200, 168)], p.accent)
    house(c, 1300, 700, 120, 70, p.light, p.accent, p.dark, side=50)
    for _ in range(60):
        x = c.rng.uniform(730, 1000)
        c.oval(
            x,
            1005 - (x - 730) * 0.55 + c.rng.uniform(-14, 30),
            c.rng.uniform(4, 13),
            c.rng.uniform(3, 7),
            p.light,
        )
    for x, y in ((700, 240), (780, 300), (610, 330), (900, 200)):
        c.line(
            curve(
                [(x - 34, y - 12), (x - 14, y - 16), (x, y), (x + 14, y - 16), (x + 34, y - 12)],
                steps=6,
            ),
            5,
            p.light,
        )
