"""Owns the demo pictures of mountains, woods and marshes, and of a village under snow."""

from __future__ import annotations

import math

from vestnik.importer.demo.pictures.canvas import Canvas, Colour, Point, curve, mix
from vestnik.importer.demo.pictures.nature import (
    birds,
    clouds,
    hills,
    land,
    marks,
    pine,
    reeds,
    ridge,
    ripples,
    snowfall,
    stars,
    stork,
    sun,
)
from vestnik.importer.demo.pictures.palettes import Palette
from vestnik.importer.demo.pictures.town import house, person


def mountain_road(c: Canvas, p: Palette) -> None:
    """A road that climbs between bare mountains, with no one on it."""
    c.sky(p.sky, 0, 520)
    peaks: list[list[Point]] = [
        [
            (-20, 520),
            (130, 330),
            (240, 400),
            (430, 150),
            (560, 290),
            (700, 210),
            (900, 420),
            (1080, 260),
            (1240, 360),
            (1400, 220),
            (1520, 340),
            (1520, 640),
            (-20, 640),
        ],
        [
            (-20, 640),
            (180, 440),
            (330, 520),
            (520, 370),
            (760, 560),
            (980, 430),
            (1200, 560),
            (1360, 450),
            (1520, 560),
            (1520, 760),
            (-20, 760),
        ],
    ]
    for layer, peak in enumerate(peaks):
        fill = p.hills[layer]
        c.poly(peak, fill, rough=7)
        for at in range(1, len(peak) - 3):
            x, y = peak[at]
            if y < min(peak[at - 1][1], peak[at + 1][1]):
                right, low = peak[at + 1]
                c.poly(
                    [
                        (x, y),
                        (right, low),
                        ((x + right) / 2, low + 70),
                        (x + 6, y + 120),
                        (x - 14, y + 60),
                    ],
                    mix(fill, p.dark, 0.28),
                    rough=6,
                )
                if layer == 0 and y < 280:
                    c.poly(
                        [
                            (x, y),
                            (x + 52, y + 58),
                            (x + 20, y + 50),
                            (x + 2, y + 84),
                            (x - 18, y + 52),
                            (x - 48, y + 64),
                        ],
                        p.light,
                        rough=3,
                    )
        c.mist(380 + layer * 130, 640 + layer * 120, p.sky[2], 0.42)
    slope = ridge(c.rng, 700, 36, waves=1.4)
    land(c, slope, p.hills[2])
    marks(c, slope, mix(p.hills[2], p.light, 0.22), count=200, depth=280, length=80)
    road = curve(
        [
            (520, 1010),
            (640, 900),
            (900, 840),
            (980, 790),
            (880, 750),
            (760, 726),
            (770, 700),
            (850, 682),
        ]
    )
    back = curve(
        [
            (858, 684),
            (800, 704),
            (806, 722),
            (940, 744),
            (1080, 790),
            (1020, 860),
            (880, 920),
            (900, 1010),
        ]
    )
    c.poly([*road, *back], mix(p.stone, p.light, 0.2))
    dashes = curve([(710, 1010), (780, 905), (975, 845), (1040, 792), (915, 748), (790, 716)])
    for at in range(0, len(dashes) - 3, 5):
        c.line(dashes[at : at + 2], 5, p.light)
    for n in range(9):
        x = 300 - n * 44
        pine(
            c,
            x,
            slope(x) + 60 + n * 34,
            110 + n * 18,
            mix(p.hills[2], p.dark, 0.45),
            mix(p.hills[2], p.dark, 0.1),
        )
    for n in range(6):
        x = 1180 + n * 62
        pine(
            c,
            x,
            slope(x) + 80 + n * 32,
            120 + n * 20,
            mix(p.hills[2], p.dark, 0.45),
            mix(p.hills[2], p.dark, 0.1),
        )
    birds(c, p.dark, count=3, x=620, y=130, size=20)


def storks(c: Canvas, p: Palette) -> None:
    """A pair in their nest on a pole above the rice fields."""
    x: float
    y: float
    c.sky(p.sky, 0, 700)
    sun(c, p, 1150, 300, 84)
    clouds(c, mix(p.sky[2], p.light, 0.6), count=5, top=140, bottom=420)
    hills(c, p, 600, reach=40)
    c.mirror(760, p.water, strength=0.5)
    for y in (800, 850, 915):
        c.poly([(0, y), (1500, y - 20), (1500, y - 12), (0, y + 12)], p.hills[2])
    ripples(c, mix(p.water, p.light, 0.5), top=770, bottom=1000, count=80)
    c.line([(520, 1010), (520, 560)], 20, mix(p.stone, p.dark, 0.5))
    c.line([(400, 640), (640, 640)], 12, mix(p.stone, p.dark, 0.5))
    for y, sag in ((640, 60), (652, 70)):
        c.line(curve([(-10, y - 20), (200, y + sag), (410, y - 6)]), 3, p.dark)
        c.line(curve([(630, y - 6), (1050, y + sag), (1510, y - 60)]), 3, p.dark)
    c.blob(
        [(340, 520), (400, 590), (520, 606), (640, 590), (700, 520), (640, 500), (400, 500)],
        mix(p.dark, p.stone, 0.35),
    )
    for _ in range(130):
        x, y = c.rng.uniform(330, 690), c.rng.uniform(505, 595)
        turn = c.rng.uniform(-0.5, 0.5)
        reach = c.rng.uniform(30, 90)
        if abs(x - 520) < 190 - (y - 505) * 0.7:
            c.line(
                [(x - reach / 2, y - turn * 20), (x + reach / 2, y + turn * 20)],
                4,
                c.rng.choice((p.dark, mix(p.stone, p.dark, 0.2), mix(p.stone, p.dark, 0.5))),
            )
    stork(c, 400, 522, 250, p, left=False)
    stork(c, 668, 518, 232, p)
    for x in (512, 556):
        c.oval(x, 494, 17, 15, p.light)
        c.poly([(x + 12, 488), (x + 38, 496), (x + 12, 499)], p.dark)
    reeds(c, p.hills[2], left=900, right=1510, bottom=1010, high=210, count=90)


def deer_forest(c: Canvas, p: Palette) -> None:
    """A pine forest in layers of mist, a deer where the light comes in."""
    c.sky(p.sky)
    c.glow(760, 380, 520, p.sun, 0.75)
    for layer in range(5):
        part = layer / 4
        fill: Colour = mix(mix(p.hills[0], p.sky[2], 0.35), p.dark, part**1.2)
        base = 560 + layer * 95
        x = -40.0
        while x < 1560:
            if not (layer > 1 and 430 + 30 * layer < x < 1080 - 20 * layer):
                pine(
                    c,
                    x,
                    base + c.rng.uniform(-10, 16),
                    c.rng.uniform(300, 420) + layer * 105,
                    fill,
                    mix(fill, p.light, 0.1 * (1 - part)),
                )
            x += c.rng.uniform(70, 120) + layer * 34
        c.mist(base - 240, base + 60, p.sky[2], 0.5 * (1 - part) + 0.05)
    floor = ridge(c.rng, 850, 16)
    land(c, floor, mix(p.ground, p.dark, 0.35))
    marks(c, floor, mix(p.ground, p.light, 0.15), count=150, depth=150, length=46)
    x, y = 760.0, 872.0
    body = mix(p.accent, p.dark, 0.3)
    for dx in (-64, -44, 52, 70):
        c.poly([(x + dx - 6, y - 88), (x + dx + 7, y - 88), (x + dx + 3, y), (x + dx - 3, y)], body)
    c.blob(
        [
            (x - 88, y - 130),
            (x - 40, y - 152),
            (x + 40, y - 148),
            (x + 88, y - 156),
            (x + 92, y - 110),
            (x + 40, y - 82),
            (x - 60, y - 80),
            (x - 92, y - 100),
        ],
        body,
    )
    c.poly(
        curve(
            [
                (x + 62, y - 140),
                (x + 92, y - 200),
                (x + 104, y - 236),
                (x + 132, y - 230),
                (x + 122, y - 176),
                (x + 96, y - 112),
            ]
        ),
        body,
    )
    c.blob(
        [
            (x + 98, y - 244),
            (x + 120, y - 254),
            (x + 144, y - 240),
            (x + 178, y - 222),
            (x + 170, y - 210),
            (x + 134, y - 214),
            (x + 108, y - 222),
        ],
        body,
    )
    c.poly([(x + 104, y - 246), (x + 82, y - 268), (x + 112, y - 256)], body)
    for side in (-1, 1):
        root = (x + 118 + side * 4, y - 252)
        c.line(
            curve(
                [
                    root,
                    (root[0] + side * 30 - 6, root[1] - 40),
                    (root[0] + side * 22 - 6, root[1] - 92),
                ],
                steps=5,
            ),
            5,
            p.dark,
        )
        c.line(
            [(root[0] + side * 29 - 6, root[1] - 42), (root[0] + side * 52 - 6, root[1] - 66)],
            4,
            p.dark,
        )
        c.line(
            [(root[0] + side * 27 - 6, root[1] - 66), (root[0] + side * 44 - 6, root[1] - 96)],
            4,
            p.dark,
        )
    c.blob([(x - 96, y - 128), (x - 106, y - 112), (x - 92, y - 96)], p.light)


def snow_village(c: Canvas, p: Palette) -> None:
    """A village under snow, smoke over its roofs."""
    c.sky(p.sky, 0, 620)
    stars(c, p.light, count=110, bottom=330)
    c.glow(330, 210, 220, p.light, 0.5)
    c.oval(330, 210, 50, 50, p.light)
    c.oval(352, 198, 44, 44, mix(p.sky[0], p.sky[1], 0.45))
    hills(c, p, 420, reach=70)
    snow = mix(p.light, p.sky[2], 0.35)
    for layer, (y, size) in enumerate(((640, 84), (760, 118))):
        slope = ridge(c.rng, y, 22, waves=1.1)
        land(c, slope, mix(snow, p.hills[0], 0.4 - 0.25 * layer))
        x = 60.0 + layer * 50
        while x < 1440:
            wide, high = size * c.rng.uniform(0.9, 1.2), size * c.rng.uniform(0.55, 0.75)
            base = slope(x) + 44
            house(
                c,
                x,
                base,
                wide,
                high,
                mix(p.stone, p.dark, 0.3),
                snow,
                p.accent if c.rng.random() < 0.3 else p.light,
                side=size * 0.45,
            )
            top = base - high * 1.55
            for puff in range(7):
                c.veil(
                    [
                        (
                            x + wide * 0.73 + puff * 9 + 14 * math.cos(a / 3),
                            top - 10 - puff * 24 + (8 + puff * 3) * math.sin(a / 3),
                        )
                        for a in range(19)
                    ],
                    p.sky[2],
                    0.3 - puff * 0.035,
                )
            x += wide * c.rng.uniform(1.9, 2.6)
        for _ in range(7):
            px = c.rng.uniform(0, 1500)
            pine(c, px, slope(px) + 40, size * c.rng.uniform(1, 1.5), p.hills[2], snow)
    front = ridge(c.rng, 905, 20, waves=0.8)
    land(c, front, snow)
    marks(c, front, mix(snow, p.hills[0], 0.35), count=60, depth=90, length=120, width=4)
    for n in range(16):
        x = 470 + n * 30
        c.oval(
            x, front(x) + 46 - n * 3.4 + (n % 2) * 10, 8 - n * 0.25, 4, mix(snow, p.hills[1], 0.5)
        )
    person(c, p, 962, front(962) + 10, 96, p.accent, hat=True)
    snowfall(c, p.light, 200)
