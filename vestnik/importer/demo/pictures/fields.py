"""Owns the demo pictures of worked land: vines, orchards, stubble, the railway through them."""

from __future__ import annotations

import math

from vestnik.importer.demo.pictures.bridges import turbine
from vestnik.importer.demo.pictures.canvas import Canvas, mix
from vestnik.importer.demo.pictures.nature import (
    birds,
    clouds,
    hills,
    land,
    marks,
    poplar,
    ridge,
    sun,
    tree,
)
from vestnik.importer.demo.pictures.palettes import Palette
from vestnik.importer.demo.pictures.town import house, houses, person


def railway(c: Canvas, p: Palette) -> None:
    """A morning train beside a small station."""
    c.sky(p.sky, 0, 600)
    sun(c, p, 300, 330)
    hills(c, p, 380, reach=60)
    land(c, ridge(c.rng, 610, 8), p.ground)
    marks(c, lambda x: 620, mix(p.ground, p.dark, 0.25), count=120, depth=330, length=50)
    for x in (60, 110, 170, 1380, 1440):
        poplar(c, x, 640, c.rng.uniform(150, 230), p.hills[2], mix(p.hills[2], p.light, 0.3))
    house(c, 1040, 700, 210, 130, p.stone, p.accent, mix(p.dark, p.hills[1], 0.3), side=90)
    c.box(1090, 640, 1140, 700, p.dark)
    c.poly([(1000, 700), (1460, 700), (1500, 740), (960, 740)], mix(p.stone, p.dark, 0.2))
    c.poly([(-10, 830), (1510, 720), (1510, 770), (-10, 920)], mix(p.stone, p.dark, 0.3))
    for n in range(38):
        x = n * 42 - 20
        y = 876 - x * 0.0865
        c.line(
            [(x, y + 20 - x * 0.008), (x + 24, y - 26 + x * 0.012)], 9, mix(p.dark, p.stone, 0.25)
        )
    for lift in (-18, 16):
        c.line([(-10, 872 + lift * 1.3), (1510, 746 + lift * 0.7)], 5, p.light)
    for n in range(3):
        left, right = 90 + n * 262, 340 + n * 262
        base_l, base_r = 838 - left * 0.083, 838 - right * 0.083
        tall_l, tall_r = 150 - left * 0.055, 150 - right * 0.055
        c.poly(
            [(left, base_l), (right, base_r), (right, base_r - tall_r), (left, base_l - tall_l)],
            p.accent if n < 2 else mix(p.accent, p.dark, 0.15),
        )
        c.poly(
            [
                (left, base_l - tall_l * 0.42),
                (right, base_r - tall_r * 0.42),
                (right, base_r - tall_r * 0.36),
                (left, base_l - tall_l * 0.36),
            ],
            p.light,
        )
        c.poly(
            [
                (left - 3, base_l - tall_l),
                (right + 3, base_r - tall_r),
                (right - 6, base_r - tall_r - 13),
                (left + 6, base_l - tall_l - 13),
            ],
            mix(p.stone, p.dark, 0.35),
        )
        for w in range(5):
            x0, x1 = left + 18 + w * 46, left + 50 + w * 46
            y0, y1 = 838 - x0 * 0.083, 838 - x1 * 0.083
            t0, t1 = 150 - x0 * 0.055, 150 - x1 * 0.055
            c.poly(
                [
                    (x0, y0 - t0 * 0.84),
                    (x1, y1 - t1 * 0.84),
                    (x1, y1 - t1 * 0.5),
                    (x0, y0 - t0 * 0.5),
                ],
                mix(p.dark, p.hills[0], 0.4),
            )
        for wheel in (40, 84, 166, 210):
            x = left + wheel
            c.oval(x, 840 - x * 0.083, 15, 15, p.dark)
    c.poly(
        [(876, 766), (912, 760), (934, 736), (926, 700), (902, 668), (876, 664)],
        mix(p.accent, p.dark, 0.15),
    )
    c.poly([(888, 676), (904, 680), (922, 704), (890, 708)], mix(p.dark, p.hills[0], 0.4))
    c.oval(921, 738, 7, 7, p.sun)
    for x, coat in ((1120, p.dark), (1180, p.hills[2]), (1206, p.accent), (1300, p.stone)):
        person(c, p, x, 728, 74, coat)
    birds(c, p.dark, count=6, x=900, y=200)


def vineyard(c: Canvas, p: Palette) -> None:
    """Rows of vines that run down to a village."""
    c.sky(p.sky, 0, 460)
    sun(c, p, 1180, 220, 70)
    hills(c, p, 300, reach=60)
    houses(c, p, left=520, right=900, y=486, size=50, rise=4)
    land(c, ridge(c.rng, 482, 12), mix(p.ground, p.light, 0.15))
    far = (740.0, 440.0)
    for n in range(-9, 13):
        foot = 740 + n * 210
        c.poly(
            [
                (far[0] + n * 20, 500),
                (far[0] + n * 20 + 9, 500),
                (foot + 120, 1010),
                (foot - 10, 1010),
            ],
            mix(p.ground, p.dark, 0.42),
        )
        leaves = (
            p.accent,
            p.hills[1],
            mix(p.ground, p.sun, 0.3),
            mix(p.accent, p.ground, 0.5),
            p.hills[2],
        )
        for step in range(34):
            part = (step / 34) ** 1.7
            x = far[0] + n * 20 + 4 + (foot + 55 - far[0] - n * 20) * part
            y, r = 503 + 510 * part, 6 + 62 * part
            if not -120 < x < 1620:
                continue
            for _ in range(9):
                px, py = x + c.rng.uniform(-0.8, 0.8) * r, y - c.rng.uniform(0.1, 1.5) * r
                fill = mix(c.rng.choice(leaves), p.dark if py > y - r * 0.5 else p.light, 0.16)
                turn = c.rng.uniform(-0.5, 0.5) * r * 0.3
                c.poly(
                    [
                        (px - r * 0.26, py + turn),
                        (px, py - r * 0.2),
                        (px + r * 0.26, py - turn),
                        (px, py + r * 0.2),
                    ],
                    fill,
                )
            if step % 5 == 3 and part > 0.12:
                for _ in range(9):
                    c.oval(
                        x + c.rng.uniform(-0.16, 0.16) * r,
                        y - r * c.rng.uniform(0.2, 0.7),
                        r * 0.085,
                        r * 0.085,
                        mix(p.dark, p.hills[2], 0.2),
                    )
    for x, y, high, coat in (
        (430, 800, 190, p.light),
        (1040, 700, 130, p.accent),
        (1010, 702, 126, p.hills[2]),
    ):
        person(c, p, x, y, high, coat, hat=True)
    c.poly([(490, 770), (560, 770), (550, 826), (500, 826)], mix(p.stone, p.dark, 0.3))
    for _ in range(14):
        c.oval(c.rng.uniform(496, 554), c.rng.uniform(752, 772), 11, 11, mix(p.dark, p.accent, 0.3))


def windmills(c: Canvas, p: Palette) -> None:
    """Wind turbines on a ridge, a field of sunflowers before them."""
    x: float
    c.sky(p.sky, 0, 640)
    clouds(c, mix(p.sky[1], p.light, 0.5), count=4, top=60, bottom=300)
    near = hills(c, p, 470, reach=45)
    for n, (x, high) in enumerate(((180, 300), (430, 250), (690, 360), (980, 270), (1270, 330))):
        turbine(c, p.light, x, near(x) - 40, high, n * 0.9 + 0.3)
    land(c, ridge(c.rng, 690, 12), mix(p.hills[2], p.ground, 0.25))
    for row in range(9):
        y = 730 + row * row * 4.2
        size = 9 + row * 5.2
        x = -20 + (row % 2) * size * 1.6
        while x < 1530:
            px = x + c.rng.uniform(-size, size) * 0.4
            c.line([(px, y + size * 3), (px, y)], size * 0.22, mix(p.hills[2], p.dark, 0.3))
            c.oval(px + size * 0.7, y + size * 1.5, size * 0.7, size * 0.3, p.hills[1])
            for petal in range(10):
                turn = petal * math.pi / 5
                c.oval(
                    px + size * 0.8 * math.cos(turn),
                    y + size * 0.75 * math.sin(turn),
                    size * 0.36,
                    size * 0.34,
                    p.ground,
                )
            c.oval(px, y, size * 0.62, size * 0.58, mix(p.dark, p.accent, 0.3))
            c.oval(
                px - size * 0.1,
                y - size * 0.1,
                size * 0.36,
                size * 0.32,
                mix(p.dark, p.accent, 0.55),
            )
            x += size * 3.1


def orchard(c: Canvas, p: Palette) -> None:
    """An orchard in flower with beehives under the trees."""
    x: float
    y: float
    c.sky(p.sky, 0, 560)
    clouds(c, p.light, count=5, top=70, bottom=300)
    hills(c, p, 360, reach=55)
    meadow = ridge(c.rng, 600, 14)
    land(c, meadow, p.ground)
    marks(c, meadow, mix(p.ground, p.dark, 0.25), count=240, depth=380, length=26, width=4)
    bloom, pale = mix(p.accent, p.light, 0.5), p.light
    for row, (y, r, step) in enumerate(((640, 46, 150), (720, 74, 240), (860, 118, 390))):
        x = 60.0 + row * 40
        while x < 1540:
            c.veil(
                [
                    (x - r * 1.1, y + 4),
                    (x, y - r * 0.15),
                    (x + r * 1.6, y + 4),
                    (x + r * 0.4, y + r * 0.25),
                ],
                p.dark,
                0.22,
            )
            tree(c, x, y, r, mix(bloom, p.accent, 0.2 * (row == 0)), pale)
            for _ in range(int(r * 0.7)):
                turn, reach = c.rng.uniform(0, 6.3), r * c.rng.random() ** 0.5
                px, py = x + reach * math.cos(turn), y - r * 1.35 + reach * 0.88 * math.sin(turn)
                c.oval(px, py, r * 0.05 + 1, r * 0.045 + 1, c.rng.choice((pale, bloom, p.accent)))
            x += step * c.rng.uniform(0.9, 1.1)
    for n, (x, y) in enumerate(((330, 870), (520, 850), (700, 890), (930, 850), (1120, 880))):
        fill = (p.sky[0], p.accent, p.sun, p.hills[1], p.stone)[n]
        c.box(x, y - 84, x + 92, y, fill)
        c.poly(
            [(x + 92, y - 84), (x + 122, y - 96), (x + 122, y - 12), (x + 92, y)],
            mix(fill, p.dark, 0.3),
        )
        c.poly([(x - 8, y - 84), (x + 96, y - 84), (x + 130, y - 98), (x + 30, y - 98)], p.light)
        c.line([(x, y - 42), (x + 92, y - 42)], 3, mix(fill, p.dark, 0.35))
        c.box(x + 26, y - 16, x + 66, y - 8, p.dark)
    for _ in range(44):
        x, y = c.rng.uniform(260, 1260), c.rng.uniform(640, 860)
        c.oval(x, y, 4.5, 3, mix(p.dark, p.sun, 0.25))
        c.oval(x - 2, y - 4, 3, 2, p.light)


def harvest(c: Canvas, p: Palette) -> None:
    """Stubble, round bales, a dry wind over the plain."""
    c.sky(p.sky, 0, 560)
    sun(c, p, 760, 330, 120)
    near = hills(c, p, 450, reach=34)
    for x in range(60, 1500, 130):
        tree(
            c,
            x + c.rng.uniform(-30, 30),
            near(x) + 60,
            26,
            mix(p.hills[2], p.dark, 0.2),
            p.hills[1],
        )
    c.poly([(-10, 640), (1510, 620), (1510, 1010), (-10, 1010)], p.ground)
    for n in range(-22, 24):
        c.poly(
            [
                (750 + n * 32, 632),
                (750 + n * 32 + 9, 632),
                (750 + n * 150 + 52, 1010),
                (750 + n * 150, 1010),
            ],
            mix(p.ground, p.light, 0.28),
        )
    rows = (
        (200, 690, 34),
        (470, 672, 26),
        (860, 680, 30),
        (1210, 676, 28),
        (1010, 740, 56),
        (330, 800, 82),
        (1270, 880, 124),
    )
    for x, y, r in rows:
        c.veil(
            [
                (x - r, y + r * 0.8),
                (x + r * 1.1, y + r * 0.75),
                (x + r * 2.6, y + r * 1.1),
                (x + r * 0.6, y + r * 1.2),
            ],
            p.dark,
            0.35,
        )
        side = mix(p.ground, p.accent, 0.42)
        c.poly(
            [(x, y - r), (x + r * 1.15, y - r * 0.95), (x + r * 1.15, y + r * 0.88), (x, y + r)],
            side,
        )
        c.oval(x + r * 1.15, y - r * 0.03, r * 0.6, r * 0.92, side)
        c.oval(x, y, r * 0.66, r, mix(p.ground, p.light, 0.4))
        for ring in (0.76, 0.52, 0.28):
            c.oval(x, y, r * 0.66 * ring, r * ring, mix(p.ground, p.dark, 0.3))
            c.oval(x, y, r * 0.66 * ring - 3, r * ring - 3.5, mix(p.ground, p.light, 0.4))
    birds(c, p.dark, count=10, x=1100, y=220)
