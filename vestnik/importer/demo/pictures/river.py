"""Owns the demo pictures of the river: the bridge in all its states, the boat, the months of a year."""

from __future__ import annotations

import math

from vestnik.importer.demo.pictures.bridges import boat, bridge
from vestnik.importer.demo.pictures.canvas import Canvas, Point, curve, mix
from vestnik.importer.demo.pictures.nature import (
    bare_tree,
    birds,
    clouds,
    hills,
    land,
    marks,
    poplar,
    rain,
    reeds,
    ridge,
    ripples,
    snowfall,
    stars,
    sun,
    tree,
)
from vestnik.importer.demo.pictures.palettes import Palette
from vestnik.importer.demo.pictures.town import houses, lamp, person, tower


def river_bridge(c: Canvas, p: Palette) -> None:
    """The whole bridge, the town behind it, the evening in the water."""
    c.sky(p.sky, 0, 620)
    sun(c, p, 1120, 400, 54)
    clouds(c, mix(p.sky[1], p.sky[2], 0.5), count=5, top=120, bottom=300)
    hills(c, p, 400, reach=55)
    houses(c, p, left=-30, right=420, y=560, size=84, lit=0.6, rise=10)
    tower(c, p, 476, 580, 70, 230)
    houses(c, p, left=548, right=1540, y=572, size=72, lit=0.5, rise=10)
    c.box(0, 568, 1500, 660, mix(p.hills[2], p.dark, 0.2))
    for n in range(9):
        tree(
            c,
            40 + n * 180 + c.rng.uniform(-40, 40),
            606,
            26,
            p.hills[2],
            mix(p.hills[2], p.light, 0.2),
        )
    bridge(c, p, left=-60, right=1560, deck=600, water=725, spans=6)
    for n in range(7):
        lamp(c, p, 75 + n * 225, 581, 58)
    for x, coat in (
        (330, p.accent),
        (352, p.hills[1]),
        (880, p.light),
        (1010, p.dark),
        (1032, p.accent),
    ):
        person(c, p, x, 583, 46, coat)
    c.mirror(724, p.water, strength=0.42)
    ripples(c, mix(p.sun, p.water, 0.25), top=728, bottom=1000, count=90)
    ripples(c, mix(p.water, p.dark, 0.5), top=728, bottom=1000, count=60, length=110)
    birds(c, p.dark, count=7, x=760, y=210)


def repairs(c: Canvas, p: Palette) -> None:
    """Half the bridge is gone; a crane swings a stone over the gap."""
    c.sky(p.sky, 0, 640)
    clouds(c, p.light, count=6, top=80, bottom=330)
    hills(c, p, 430, reach=50)
    houses(c, p, left=880, right=1560, y=640, size=80, rise=8)
    c.box(0, 630, 1500, 680, p.hills[2])
    bridge(c, p, left=-260, right=600, deck=560, water=740, spans=3)
    bridge(c, p, left=1090, right=1670, deck=560, water=740, spans=2)
    for x in (640, 700, 760, 820, 880, 940, 1000, 1060):
        c.line([(x, 570), (x, 760)], 5, p.dark)
    for y in (580, 640, 700):
        c.line([(600, y), (1090, y)], 5, p.dark)
    for n in range(7):
        c.line([(640 + n * 60, 700), (700 + n * 60, 640)], 3, p.dark)
    c.box(590, 560, 1100, 574, p.accent)
    steel = mix(p.accent, p.sun, 0.35)
    for step in range(17):
        y = 560 - step * 26
        c.line([(330, y), (362, y - 26)], 4, steel)
        c.line([(362, y), (330, y - 26)], 4, steel)
    for x in (330, 362):
        c.line([(x, 562), (x, 120)], 7, steel)
    c.box(306, 546, 386, 562, p.dark)
    c.poly([(322, 118), (370, 118), (346, 60)], steel)
    for y in (112, 140):
        c.line([(180, y), (1010, y)], 6, steel)
    for n in range(32):
        c.line([(180 + n * 26, 112), (206 + n * 26, 140)], 3, steel)
        c.line([(206 + n * 26, 112), (180 + n * 26, 140)], 3, steel)
    c.line([(346, 62), (900, 112)], 3, p.dark)
    c.line([(346, 62), (200, 112)], 3, p.dark)
    c.box(180, 140, 250, 190, p.dark)
    c.box(372, 136, 412, 176, p.light)
    c.line([(845, 140), (845, 420)], 3, p.dark)
    c.line([(845, 420), (790, 462)], 3, p.dark)
    c.line([(845, 420), (900, 462)], 3, p.dark)
    c.poly([(772, 460), (918, 460), (906, 524), (784, 524)], p.stone)
    c.poly([(870, 460), (918, 460), (906, 524), (876, 524)], mix(p.stone, p.dark, 0.35))
    for x, coat in ((660, p.sun), (960, p.light), (1020, p.sun)):
        person(c, p, x, 560, 56, coat)
    c.mirror(742, p.water, strength=0.55)
    ripples(c, mix(p.light, p.water, 0.4), top=746, bottom=1000, count=110)
    c.poly([(0, 1000), (0, 880), (210, 900), (400, 960), (470, 1000)], p.ground, rough=4)
    reeds(c, mix(p.hills[2], p.dark, 0.3), left=-10, right=330, bottom=1000, high=170, count=60)


def pier(c: Canvas, p: Palette) -> None:
    """One pier from below, with a crack; low water, winter."""
    c.sky(p.sky, 0, 700)
    near = ridge(c.rng, 560, 40)
    land(c, near, p.hills[0])
    for n in range(11):
        bare_tree(c, 30 + n * 150 + c.rng.uniform(-30, 30), 640, 34, -math.pi / 2, 5, p.hills[1])
    land(c, ridge(c.rng, 640, 14), p.ground)
    bridge(c, p, left=-330, right=1830, deck=150, water=800, spans=2)
    for _ in range(150):
        row = c.rng.randrange(4, 16)
        y = 150 + row * 40
        x = c.rng.uniform(640, 840) if row > 6 else c.rng.uniform(420, 1060)
        c.line([(x, y), (x + c.rng.uniform(24, 60), y)], 3, mix(p.stone, p.dark, 0.3))
    crack = [(762, 300), (748, 362), (776, 420), (752, 492), (768, 560), (742, 640), (756, 700)]
    c.line(crack, 8, p.dark)
    c.line([(776, 420), (812, 470), (806, 520)], 5, p.dark)
    c.line([(752, 492), (716, 540)], 4, p.dark)
    c.box(700, 596, 812, 606, p.accent)
    c.box(700, 440, 812, 450, p.accent)
    c.mirror(800, p.water, strength=0.5)
    ripples(c, p.light, top=806, bottom=1000, count=80)
    c.poly([(0, 1000), (0, 905), (160, 880), (380, 910), (520, 1000)], p.light, rough=4)
    c.poly([(1500, 1000), (1500, 890), (1330, 880), (1180, 925), (1090, 1000)], p.light, rough=4)
    person(c, p, 290, 930, 190, p.accent, hat=True)
    c.line([(330, 800), (372, 930)], 6, p.dark)
    c.line([(330, 800), (300, 930)], 6, p.dark)
    c.box(314, 778, 348, 802, p.dark)
    snowfall(c, p.light, 160)


def ferry(c: Canvas, p: Palette) -> None:
    """The rowing boat with its passengers, early, in mist."""
    c.sky(p.sky, 0, 560)
    sun(c, p, 420, 330, 70)
    hills(c, p, 360, reach=45)
    houses(c, p, left=980, right=1520, y=545, size=58, lit=0.35, rise=6)
    land(c, ridge(c.rng, 548, 8), mix(p.hills[2], p.hills[1], 0.3))
    for x in (60, 130, 260, 640, 700, 900, 940):
        poplar(c, x, 562, c.rng.uniform(110, 190), p.hills[2], p.hills[1])
    c.mist(380, 570, p.sky[2], 0.75)
    c.mirror(568, p.water, strength=0.35, sway=4)
    ripples(c, mix(p.sun, p.water, 0.2), top=575, bottom=1000, count=130)
    boat_y = 770
    seats = (
        (560, p.accent),
        (640, p.hills[1]),
        (716, p.light),
        (792, p.hills[2]),
        (868, p.accent),
        (944, p.stone),
    )
    for n, (x, coat) in enumerate(seats):
        person(c, p, x, boat_y + 22, 185 + (n % 3) * 12, coat, hat=n in (1, 4))
    person(c, p, 1085, boat_y + 10, 250, p.dark, lean=-0.06, hat=True)
    c.line([(1020, 640), (1215, 900)], 8, mix(p.stone, p.dark, 0.3))
    c.poly([(1196, 868), (1216, 858), (1262, 930), (1234, 944)], mix(p.stone, p.dark, 0.3))
    boat(c, p, 800, boat_y, 720, mix(p.accent, p.dark, 0.25))
    c.veil([(500, 803), (1090, 803), (1030, 868), (570, 868)], mix(p.accent, p.dark, 0.5), 0.3)
    ripples(c, mix(p.sun, p.light, 0.3), top=800, bottom=900, count=26, length=130)
    reeds(c, p.dark, left=-20, right=240, bottom=1010, high=230, count=50)


def flood(c: Canvas, p: Palette) -> None:
    """High water under a heavy sky, a street that has become a quay."""
    c.sky(p.sky, 0, 640)
    clouds(c, mix(p.sky[0], p.dark, 0.25), count=9, top=30, bottom=260)
    hills(c, p, 400, reach=50)
    houses(c, p, left=-40, right=1560, y=660, size=120, lit=0.3, rise=14)
    c.mirror(650, p.water, strength=0.5, sway=5)
    ripples(c, mix(p.water, p.light, 0.45), top=655, bottom=1000, count=160, length=120)
    lamp(c, p, 300, 760, 190)
    lamp(c, p, 1180, 720, 150)
    c.line([(640, 880), (640, 690)], 9, p.dark)
    c.poly([(560, 640), (720, 640), (720, 712), (560, 712)], p.accent)
    c.poly([(570, 650), (710, 650), (710, 702), (570, 702)], p.light)
    c.poly([(585, 688), (612, 664), (640, 680), (668, 660), (695, 688)], p.dark)
    for n in range(14):
        row, place = divmod(n, 7)
        x, y = 930 + place * 86 + row * 40, 930 - row * 42
        c.blob(
            [(x - 50, y), (x - 44, y - 26), (x, y - 38), (x + 44, y - 26), (x + 50, y), (x, y + 8)],
            mix(p.stone, p.dark, 0.15 + 0.1 * (n % 2)),
        )
    rain(c, p.light, 300)


def months(c: Canvas, p: Palette, *, what: str) -> None:
    """The same bend of the river from the same place; `what` is the month's own."""
    x: float
    y: float
    rng = c.rng
    c.sky(p.sky, 0, 560)
    if what == "stars":
        stars(c, p.light, count=190, bottom=420)
        c.glow(1080, 190, 250, p.light, 0.5)
        c.oval(1080, 190, 58, 58, p.light)
    elif what != "rain":
        sun(c, p, 1080, 250 if what != "haze" else 360, 58)
    if what in ("rain", "melt"):
        clouds(c, mix(p.sky[0], p.light, 0.35), count=7, top=60, bottom=280)
    near = hills(c, p, 380, reach=58)
    if what in ("snow", "ice"):
        marks(c, near, mix(p.light, p.hills[2], 0.25), count=60, depth=60, length=46, width=4)
    for x in range(40, 1500, 64):
        fill = mix(p.hills[2], p.dark, 0.12)
        if what in ("snow", "ice", "stars"):
            bare_tree(c, x + rng.uniform(-18, 18), near(x) + 50, 24, -math.pi / 2, 4, fill)
        elif what == "bloom":
            tree(
                c, x + rng.uniform(-18, 18), near(x) + 56, 24, mix(p.accent, p.light, 0.45), p.light
            )
        elif what == "leaves":
            tree(
                c,
                x + rng.uniform(-18, 18),
                near(x) + 56,
                26,
                rng.choice((p.accent, p.ground, mix(p.accent, p.sun, 0.5))),
                p.sun,
            )
        else:
            tree(c, x + rng.uniform(-18, 18), near(x) + 56, 25, fill, mix(fill, p.light, 0.25))
    field = mix(p.ground, p.light, 0.75) if what in ("snow", "ice") else p.ground
    c.poly([(-10, 650), (500, 612), (1510, 640), (1510, 1010), (-10, 1010)], field, rough=3)
    houses(
        c,
        p,
        left=90,
        right=470,
        y=660,
        size=66,
        lit=0.7 if what in ("stars", "rain") else 0.15,
        rise=8,
    )
    tower(c, p, 520, 662, 50, 150, 8.4)
    water: list[Point] = [
        (1120, 664),
        (900, 690),
        (930, 730),
        (1130, 780),
        (1180, 850),
        (980, 930),
        (640, 1030),
    ]
    if what == "melt":
        water = [
            (1120, 660),
            (760, 682),
            (640, 720),
            (720, 770),
            (560, 812),
            (360, 850),
            (300, 910),
            (120, 960),
            (-40, 1030),
        ]
    bank = [*curve([(1520, 640), *water]), (1520, 1030)]
    with c.inside(bank):
        c.sky((mix(p.water, p.sky[2], 0.6), p.water, mix(p.water, p.dark, 0.3)), 655, 1010)
        ripples(c, mix(p.water, p.light, 0.6), top=665, bottom=1000, count=150, length=100)
        if what == "ice":
            for _ in range(46):
                x, y = rng.uniform(800, 1500), rng.uniform(680, 1000)
                r = 8 + (y - 660) * 0.16
                c.poly(
                    [
                        (x - r * 1.5, y),
                        (x - r * 0.6, y - r * 0.4),
                        (x + r, y - r * 0.3),
                        (x + r * 1.6, y + r * 0.1),
                        (x + r * 0.3, y + r * 0.5),
                    ],
                    p.light,
                )
    if what == "gold":
        for n in range(24):
            c.line([(20 + n * 34, 1000), (240 + n * 20, 690)], 4, mix(p.ground, p.dark, 0.22))
        for x, y, r in ((160, 900, 60), (430, 830, 46), (640, 770, 34), (330, 740, 28)):
            c.oval(x, y, r, r * 0.86, mix(p.ground, p.accent, 0.35))
            c.oval(x - r * 0.25, y, r * 0.6, r * 0.8, mix(p.ground, p.light, 0.45))
    else:
        for _ in range(120):
            x, y = rng.uniform(0, 760), rng.uniform(700, 1000)
            reach = 10 + (y - 650) * 0.09
            c.line([(x, y), (x + rng.uniform(-6, 6), y - reach)], 3, mix(field, p.hills[2], 0.4))
    if what == "bloom":
        for _ in range(150):
            x, y = rng.uniform(0, 780), rng.uniform(760, 1000)
            c.oval(x, y, 4.5, 4, rng.choice((p.accent, p.light, p.sun)))
        birds(c, p.dark, count=9, x=520, y=190)
    if what == "haze":
        c.mist(420, 700, p.sky[2], 0.7)
        c.mist(700, 960, p.sky[2], 0.7, down=True)
        birds(c, p.dark, count=16, x=500, y=200, size=13)
    if what == "leaves":
        birds(c, p.dark, count=12, x=420, y=170)
    if what == "rain":
        rain(c, p.light, 240)
    if what == "snow":
        snowfall(c, p.light, 320)
    if what == "swim":
        c.poly(
            [(690, 1010), (760, 950), (960, 890), (1010, 930), (830, 1010)],
            mix(p.sun, p.ground, 0.3),
        )
        for x, y, fill in ((800, 950, p.accent), (900, 915, p.light)):
            c.poly([(x - 60, y - 70), (x, y - 108), (x + 60, y - 70)], fill)
            c.line([(x, y - 104), (x, y + 8)], 4, p.dark)
        for x, y in ((1390, 900), (1200, 930), (1290, 800)):
            c.oval(x, y, 11, 12, mix(p.light, p.accent, 0.3))
            c.oval(x, y + 13, 26, 4, p.light)
    for x in (1240, 1330, 1400):
        if what in ("snow", "ice", "stars", "rain"):
            bare_tree(c, x, 720 + (x - 1240) * 0.1, 62, -math.pi / 2, 9, p.dark)
        else:
            poplar(
                c,
                x,
                720 + (x - 1240) * 0.1,
                250 - (x - 1240) * 0.3,
                p.accent if what == "leaves" else p.hills[2],
                mix(p.hills[2], p.light, 0.35),
            )
