"""Owns the portraits of the demo edition's authors: faces cut from coloured paper."""

from __future__ import annotations

import math

from vestnik.importer.demo.pictures.canvas import Canvas, Colour, Point, colour, curve, mix
from vestnik.importer.demo.pictures.faces import At, Face
from vestnik.importer.demo.pictures.hair import beard, hair_before, hair_behind


def portrait(c: Canvas, face: Face) -> None:
    px: float
    py: float
    back, disc, skin = colour(face.back), colour(face.disc), colour(face.skin)
    hair, coat, shirt = colour(face.hair), colour(face.coat), colour(face.shirt)
    ink = mix(colour("241a22"), hair, 0.15)
    shade = mix(skin, colour("7a3342"), 0.28)
    deep = mix(skin, colour("5c2233"), 0.48)
    w, h = 168 * face.wide, 226 * face.long
    x, y = 500.0, 540.0

    def at(dx: float, dy: float) -> Point:
        return x + dx * w, y + dy * h

    c.box(-5, -5, 1005, 1255, back)
    c.oval(500, 560, 400, 400, disc)
    for n in range(34):
        turn = n * 2 * math.pi / 34
        c.line(
            [
                (500 + 418 * math.cos(turn), 560 + 418 * math.sin(turn)),
                (500 + 440 * math.cos(turn), 560 + 440 * math.sin(turn)),
            ],
            5,
            disc,
        )
    hair_behind(c, face, at)
    # Shoulders
    body = [
        (60, 1270),
        (96, 1090),
        (190, 990),
        (330, 935),
        (430, 880),
        (570, 880),
        (670, 935),
        (810, 990),
        (904, 1090),
        (940, 1270),
    ]
    outline = curve(body)
    c.poly(outline, coat)
    with c.inside(outline):
        c.poly(
            curve([(620, 880), (740, 1000), (770, 1270), (1000, 1270), (1000, 900)]),
            mix(coat, ink, 0.24),
        )
        for n in range(26):
            px = 110 + n * 32
            c.line(
                [(px, 1250), (px + 14, 1120 - 60 * math.sin(n * 0.9))], 3, mix(coat, shirt, 0.16)
            )
    neck = [
        at(-0.5, 0.6),
        at(-0.52, 1.25),
        at(-0.78, 1.56),
        at(0, 1.86),
        at(0.78, 1.56),
        at(0.52, 1.25),
        at(0.5, 0.6),
    ]
    c.poly(curve(neck), skin)
    c.poly(
        curve(
            [
                at(-0.48, 0.86),
                at(0.0, 1.28),
                at(0.5, 0.8),
                at(0.54, 1.3),
                at(0.78, 1.56),
                at(0.1, 1.5),
                at(-0.44, 1.12),
            ],
            closed=True,
        ),
        shade,
    )
    _collar(c, face, at)
    # Head
    for side in (-1, 1):
        c.blob(
            [
                at(side * 0.94, -0.12),
                at(side * 1.16, -0.16),
                at(side * 1.17, 0.1),
                at(side * 1.02, 0.3),
                at(side * 0.9, 0.2),
            ],
            shade if side > 0 else skin,
        )
        c.stroke([at(side * 1.04, -0.05), at(side * 1.09, 0.04), at(side * 1.02, 0.14)], 5, deep)
        if face.earring:
            c.oval(*at(side * 1.06, 0.4), 15, 19, colour(face.earring))
    head = curve(
        [
            at(0, -1.04),
            at(0.62, -0.9),
            at(0.97, -0.36),
            at(0.95, 0.24),
            at(0.7, 0.76),
            at(0.26, 1.06),
            at(-0.26, 1.06),
            at(-0.7, 0.76),
            at(-0.95, 0.24),
            at(-0.97, -0.36),
            at(-0.62, -0.9),
        ],
        closed=True,
    )
    c.poly(head, skin)
    with c.inside(head):
        c.poly(
            curve(
                [
                    at(0.42, -1.2),
                    at(0.5, -0.5),
                    at(0.66, -0.05),
                    at(0.54, 0.5),
                    at(0.2, 0.96),
                    at(0.1, 1.3),
                    at(1.4, 1.3),
                    at(1.4, -1.2),
                ],
                closed=True,
            ),
            shade,
        )
        for side in (-1, 1):
            px, py = at(side * 0.56, 0.36)
            c.glow(px, py, 62, colour("d2555a"), 0.26)
        c.poly(
            curve([at(-1, -1.1), at(-0.3, -0.86), at(0.4, -0.8), at(1, -0.6), at(1, -1.2)]),
            mix(skin, deep, 0.4),
        )
    _features(c, face, at, ink, shade, deep)
    if face.beard:
        beard(c, face, at)
    hair_before(c, face, at)
    if face.glasses:
        rim = colour(face.glasses)
        for side in (-1, 1):
            px, py = at(side * 0.42, 0.0)
            ring = [
                (px + 64 * math.cos(a * math.pi / 20), py + 54 * math.sin(a * math.pi / 20))
                for a in range(42)
            ]
            c.veil(ring, colour("ffffff"), 0.16)
            c.line(ring, 10, rim)
            c.line([at(side * 0.8, -0.02), at(side * 1.04, -0.08)], 9, rim)
        c.line(curve([at(-0.05, -0.02), at(0, -0.06), at(0.05, -0.02)]), 9, rim)


def _features(c: Canvas, face: Face, at: At, ink: Colour, shade: Colour, deep: Colour) -> None:
    hair = colour(face.hair)
    brow = mix(hair, ink, 0.35) if face.style != "bald" else mix(hair, deep, 0.35)
    for side in (-1, 1):
        c.poly(
            curve(
                [
                    at(side * 0.2, -0.2),
                    at(side * 0.42, -0.29),
                    at(side * 0.66, -0.2),
                    at(side * 0.42, -0.245),
                ],
                closed=True,
            ),
            brow,
        )
        eye = curve(
            [
                at(side * 0.26, 0.02),
                at(side * 0.42, -0.055),
                at(side * 0.59, 0.01),
                at(side * 0.42, 0.06),
            ],
            closed=True,
        )
        c.poly(eye, colour("fffaf0"))
        with c.inside(eye):
            px, py = at(side * 0.42 + 0.015, 0.0)
            c.oval(px, py, 18, 18, mix(ink, colour("6b4a2f"), 0.35))
            c.oval(px, py, 9, 9, ink)
            c.oval(px - 6, py - 6, 4.5, 4.5, colour("ffffff"))
        c.line(
            curve([at(side * 0.24, 0.03), at(side * 0.42, -0.065), at(side * 0.62, -0.01)]), 7, ink
        )
        c.line(
            curve([at(side * 0.32, 0.1), at(side * 0.43, 0.12), at(side * 0.54, 0.09)]),
            3.5,
            shade if side < 0 else deep,
        )
        if face.lines:
            for n in range(2):
                c.line(
                    [
                        at(side * (0.68 + n * 0.01), 0.0 + n * 0.05),
                        at(side * 0.78, -0.03 + n * 0.09),
                    ],
                    3.5,
                    deep,
                )
            c.line(
                curve([at(side * 0.3, 0.36), at(side * 0.44, 0.5), at(side * 0.46, 0.62)]), 4, deep
            )
    c.poly(
        curve(
            [
                at(0.02, -0.14),
                at(0.1, 0.14),
                at(0.2, 0.36),
                at(0.04, 0.43),
                at(-0.06, 0.42),
                at(0.03, 0.3),
            ],
            closed=True,
        ),
        shade,
    )
    c.stroke([at(-0.16, 0.38), at(-0.05, 0.43), at(0.06, 0.43), at(0.17, 0.38)], 6, deep)
    lip = mix(deep, colour("b23a48"), 0.5)
    c.poly(
        curve(
            [
                at(-0.3, 0.64),
                at(-0.08, 0.605),
                at(0, 0.62),
                at(0.08, 0.605),
                at(0.31, 0.63),
                at(0.0, 0.665),
            ],
            closed=True,
        ),
        lip,
    )
    c.poly(
        curve([at(-0.2, 0.665), at(0.0, 0.675), at(0.21, 0.655), at(0.0, 0.73)], closed=True),
        mix(lip, colour("f0a090"), 0.35),
    )
    c.line(
        curve([at(-0.33, 0.625), at(-0.1, 0.655), at(0.1, 0.655), at(0.34, 0.615)]),
        4.5,
        mix(lip, ink, 0.55),
    )
    c.line(curve([at(-0.1, 0.84), at(0.02, 0.86), at(0.14, 0.83)]), 4, shade)


def _collar(c: Canvas, face: Face, at: At) -> None:
    shirt, coat = colour(face.shirt), colour(face.coat)
    dark = mix(shirt, colour("3a2233"), 0.24)
    match face.collar:
        case "shirt":
            c.poly(
                [at(-0.62, 1.42), at(0, 1.98), at(0.62, 1.42), at(0.5, 2.4), at(-0.5, 2.4)], shirt
            )
            c.poly([at(0.04, 1.95), at(0.62, 1.42), at(0.5, 2.4), at(0.04, 2.4)], dark)
            for side in (-1, 1):
                c.poly(
                    [
                        at(side * 0.56, 1.3),
                        at(side * 0.02, 1.94),
                        at(side * 0.52, 2.14),
                        at(side * 0.84, 1.52),
                    ],
                    shirt if side < 0 else mix(shirt, dark, 0.5),
                )
                c.poly(
                    [
                        at(side * 0.78, 1.44),
                        at(side * 0.98, 1.62),
                        at(side * 0.62, 2.6),
                        at(side * 0.24, 3.2),
                        at(side * 0.2, 2.6),
                        at(side * 0.54, 2.1),
                    ],
                    mix(coat, colour("1c1420"), 0.2 + 0.15 * (side > 0)),
                )
        case "turtle":
            c.poly(
                curve(
                    [
                        at(-0.66, 1.2),
                        at(0, 1.34),
                        at(0.66, 1.2),
                        at(0.8, 1.68),
                        at(0, 1.96),
                        at(-0.8, 1.68),
                    ],
                    closed=True,
                ),
                mix(coat, shirt, 0.18),
            )
            for n in range(9):
                part = -0.64 + n * 0.16
                c.line(
                    [at(part, 1.3 - part * part * 0.15), at(part * 1.1, 1.78 - part * part * 0.2)],
                    4,
                    mix(coat, colour("101010"), 0.2),
                )
        case "scarf":
            c.poly(
                curve(
                    [
                        at(-0.86, 1.24),
                        at(-0.1, 1.5),
                        at(0.8, 1.2),
                        at(1.06, 1.58),
                        at(0.3, 1.98),
                        at(-0.6, 1.94),
                        at(-1.06, 1.62),
                    ],
                    closed=True,
                ),
                shirt,
            )
            c.poly(
                curve(
                    [
                        at(-0.1, 1.76),
                        at(0.36, 1.74),
                        at(0.5, 2.6),
                        at(0.44, 3.3),
                        at(-0.06, 3.3),
                        at(0.02, 2.5),
                    ],
                    closed=True,
                ),
                shirt,
            )
            c.poly(
                curve(
                    [
                        at(0.2, 1.76),
                        at(0.36, 1.74),
                        at(0.5, 2.6),
                        at(0.44, 3.3),
                        at(0.26, 3.3),
                        at(0.3, 2.5),
                    ],
                    closed=True,
                ),
                dark,
            )
            for n in range(6):
                c.line(
                    curve(
                        [
                            at(-0.86 + n * 0.3, 1.42 + n % 2 * 0.05),
                            at(-0.7 + n * 0.3, 1.66),
                            at(-0.74 + n * 0.3, 1.86),
                        ]
                    ),
                    4,
                    dark,
                )
        case _:
            c.poly(
                curve(
                    [
                        at(-0.8, 1.46),
                        at(-0.4, 1.82),
                        at(0, 1.92),
                        at(0.4, 1.82),
                        at(0.8, 1.46),
                        at(0.92, 1.56),
                        at(0.4, 2.02),
                        at(0, 2.12),
                        at(-0.4, 2.02),
                        at(-0.92, 1.56),
                    ],
                    closed=True,
                ),
                shirt,
            )
