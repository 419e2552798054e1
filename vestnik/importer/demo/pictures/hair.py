"""Owns the hair of the portraits, behind the head and before it, and their beards."""

from __future__ import annotations

import math

from vestnik.importer.demo.pictures.canvas import Canvas, Point, colour, curve, mix
from vestnik.importer.demo.pictures.faces import At, Face


def hair_behind(c: Canvas, face: Face, at: At) -> None:
    hair = mix(colour(face.hair), colour("140c14"), 0.25)
    match face.style:
        case "bob":
            c.blob(
                [
                    at(0, -1.34),
                    at(0.86, -1.14),
                    at(1.3, -0.4),
                    at(1.32, 0.4),
                    at(1.22, 0.92),
                    at(0.6, 1.1),
                    at(-0.6, 1.1),
                    at(-1.22, 0.92),
                    at(-1.32, 0.4),
                    at(-1.3, -0.4),
                    at(-0.86, -1.14),
                ],
                hair,
            )
        case "curls":
            for n in range(30):
                turn = math.pi * (0.78 + n / 29 * 1.44)
                px, py = at(1.24 * math.cos(turn), -0.22 + 1.08 * math.sin(turn))
                c.oval(px, py, 66, 66, hair)
            for side in (-1, 1):
                for n in range(5):
                    c.oval(*at(side * (1.2 - 0.02 * n), -0.1 + n * 0.24), 60, 62, hair)
        case "braid":
            c.blob(
                [
                    at(0, -1.26),
                    at(0.8, -1.08),
                    at(1.12, -0.4),
                    at(1.04, 0.2),
                    at(-1.04, 0.2),
                    at(-1.12, -0.4),
                    at(-0.8, -1.08),
                ],
                hair,
            )
        case "bun":
            c.oval(*at(0.1, -1.34), 100, 92, hair)
            c.blob(
                [
                    at(0, -1.22),
                    at(0.8, -1.06),
                    at(1.1, -0.4),
                    at(1.04, 0.16),
                    at(-1.04, 0.16),
                    at(-1.1, -0.4),
                    at(-0.8, -1.06),
                ],
                hair,
            )
        case _:
            pass


def hair_before(c: Canvas, face: Face, at: At) -> None:
    hair = colour(face.hair)
    light, dark = mix(hair, colour("ffe0b0"), 0.22), mix(hair, colour("140c14"), 0.25)

    def strands(paths: list[list[Point]]) -> None:
        for path in paths:
            c.line(curve(path), 4.5, light)

    match face.style:
        case "bob":
            c.poly(
                curve(
                    [
                        at(-1.2, 0.72),
                        at(-1.28, -0.3),
                        at(-0.84, -1.1),
                        at(0, -1.3),
                        at(0.84, -1.1),
                        at(1.28, -0.3),
                        at(1.2, 0.72),
                        at(0.96, 0.5),
                        at(0.98, -0.12),
                        at(0.7, -0.62),
                        at(0.1, -0.72),
                        at(-0.5, -0.48),
                        at(-0.94, -0.14),
                        at(-0.98, 0.5),
                    ],
                    closed=True,
                ),
                hair,
            )
            strands(
                [
                    [at(0.2, -1.2), at(-0.5, -0.9), at(-0.98, -0.3), at(-1.12, 0.4)],
                    [at(0.34, -1.18), at(-0.3, -0.86), at(-0.78, -0.42)],
                    [at(0.46, -1.14), at(0.92, -0.76), at(1.14, -0.1), at(1.1, 0.44)],
                ]
            )
        case "short" | "quiff":
            lift = 0.2 if face.style == "quiff" else 0.0
            c.poly(
                curve(
                    [
                        at(-0.98, -0.02),
                        at(-1.06, -0.5),
                        at(-0.8, -1.04 - lift),
                        at(-0.1, -1.24 - lift),
                        at(0.66, -1.12 - lift),
                        at(1.06, -0.56),
                        at(0.98, -0.02),
                        at(0.9, -0.34),
                        at(0.72, -0.66),
                        at(0.3, -0.74),
                        at(-0.2, -0.66),
                        at(-0.64, -0.74),
                        at(-0.88, -0.36),
                    ],
                    closed=True,
                ),
                hair,
            )
            strands(
                [
                    [at(-0.7, -0.86), at(-0.3, -1.06 - lift), at(0.1, -1.02 - lift)],
                    [at(-0.3, -0.78), at(0.16, -0.98 - lift), at(0.6, -0.9 - lift)],
                    [at(0.2, -0.8), at(0.54, -0.88), at(0.8, -0.72)],
                ]
            )
        case "curls":
            for n in range(15):
                turn = math.pi * (1.04 + n / 14 * 0.92)
                px, py = at(0.9 * math.cos(turn), -0.46 + 0.6 * math.sin(turn))
                c.oval(px, py, 52, 50, hair)
                c.line(curve([(px - 24, py + 8), (px - 10, py - 22), (px + 18, py - 16)]), 5, light)
        case "bald":
            for side in (-1, 1):
                c.poly(
                    curve(
                        [
                            at(side * 0.98, 0.14),
                            at(side * 1.1, -0.2),
                            at(side * 1.02, -0.56),
                            at(side * 0.82, -0.78),
                            at(side * 0.88, -0.4),
                            at(side * 0.92, -0.1),
                        ],
                        closed=True,
                    ),
                    hair,
                )
            c.line(
                curve([at(-0.5, -0.84), at(-0.2, -0.92), at(0.1, -0.93)]),
                9,
                mix(colour(face.skin), colour("ffffff"), 0.4),
            )
            for n in range(2):
                c.line(
                    curve(
                        [at(-0.4, -0.5 + n * 0.1), at(0, -0.53 + n * 0.1), at(0.4, -0.5 + n * 0.1)]
                    ),
                    4,
                    mix(colour(face.skin), colour("7a3342"), 0.3),
                )
        case "braid":
            c.poly(
                curve(
                    [
                        at(-1.0, 0.1),
                        at(-1.1, -0.44),
                        at(-0.78, -1.06),
                        at(0, -1.24),
                        at(0.78, -1.06),
                        at(1.1, -0.44),
                        at(1.0, 0.1),
                        at(0.92, -0.26),
                        at(0.56, -0.68),
                        at(0.16, -0.98),
                        at(-0.3, -0.68),
                        at(-0.84, -0.3),
                    ],
                    closed=True,
                ),
                hair,
            )
            strands(
                [
                    [at(0.14, -1.1), at(-0.36, -0.92), at(-0.86, -0.44)],
                    [at(0.2, -1.08), at(0.6, -0.9), at(0.92, -0.48)],
                    [at(0.08, -1.18), at(-0.5, -1.04), at(-0.98, -0.5)],
                ]
            )
            for n in range(7):
                px, py = at(-1.02 + 0.03 * n, 0.5 + n * 0.28)
                r = 54 - n * 3
                c.poly(
                    curve(
                        [
                            (px - r, py - 20),
                            (px, py - 44),
                            (px + r, py - 20),
                            (px + r * 0.5, py + 40),
                            (px, py + 54),
                            (px - r * 0.5, py + 40),
                        ],
                        closed=True,
                    ),
                    hair if n % 2 else mix(hair, dark, 0.4),
                )
                c.line(
                    curve([(px - r * 0.6, py - 16), (px - 4, py + 6), (px + 2, py + 36)]),
                    4.5,
                    light,
                )
            c.box(
                at(-0.94, 2.5)[0],
                at(0, 2.36)[1],
                at(-0.72, 2.5)[0],
                at(0, 2.46)[1],
                colour(face.shirt),
            )
        case "bun":
            c.poly(
                curve(
                    [
                        at(-0.98, 0.08),
                        at(-1.08, -0.44),
                        at(-0.76, -1.02),
                        at(0, -1.2),
                        at(0.78, -1.02),
                        at(1.08, -0.44),
                        at(0.98, 0.08),
                        at(0.92, -0.3),
                        at(0.5, -0.74),
                        at(-0.1, -0.86),
                        at(-0.62, -0.62),
                        at(-0.92, -0.24),
                    ],
                    closed=True,
                ),
                hair,
            )
            strands(
                [
                    [at(-0.9, -0.5), at(-0.4, -0.96), at(0.1, -1.14)],
                    [at(-0.6, -0.66), at(-0.2, -0.92), at(0.14, -1.1)],
                    [at(0.9, -0.5), at(0.6, -0.92), at(0.2, -1.14)],
                    [at(-0.14, -1.4), at(0.1, -1.52), at(0.34, -1.38)],
                    [at(-0.08, -1.28), at(0.12, -1.38), at(0.32, -1.26)],
                ]
            )
        case "cap":
            felt = colour(face.coat)
            c.poly(
                curve(
                    [
                        at(-1.06, -0.4),
                        at(-1.2, -0.86),
                        at(-0.6, -1.3),
                        at(0.3, -1.36),
                        at(1.1, -1.0),
                        at(1.14, -0.5),
                        at(0.5, -0.62),
                        at(-0.4, -0.62),
                    ],
                    closed=True,
                ),
                mix(felt, light, 0.25),
            )
            c.poly(
                curve(
                    [
                        at(-1.1, -0.42),
                        at(-0.4, -0.66),
                        at(0.5, -0.66),
                        at(1.16, -0.46),
                        at(0.9, -0.32),
                        at(0, -0.44),
                        at(-0.9, -0.28),
                    ],
                    closed=True,
                ),
                mix(felt, dark, 0.4),
            )
            for side in (-1, 1):
                c.poly(
                    curve(
                        [
                            at(side * 0.9, -0.4),
                            at(side * 1.06, -0.36),
                            at(side * 1.04, 0.02),
                            at(side * 0.94, 0.06),
                        ],
                        closed=True,
                    ),
                    hair,
                )
        case _:
            pass


def beard(c: Canvas, face: Face, at: At) -> None:
    hair, skin = colour(face.hair), colour(face.skin)
    if face.beard == "moustache":
        c.poly(
            curve(
                [
                    at(-0.48, 0.62),
                    at(-0.24, 0.48),
                    at(0, 0.5),
                    at(0.24, 0.48),
                    at(0.5, 0.61),
                    at(0.2, 0.62),
                    at(0, 0.58),
                    at(-0.2, 0.63),
                ],
                closed=True,
            ),
            hair,
        )
        return
    fill = mix(hair, skin, 0.62) if face.beard == "stubble" else hair
    low = 1.16 if face.beard == "stubble" else 1.34
    outer = [
        at(-0.98, 0.0),
        at(-0.86, 0.5),
        at(-0.62, 0.92),
        at(-0.2, low),
        at(0.2, low),
        at(0.62, 0.92),
        at(0.86, 0.5),
        at(0.98, 0.0),
    ]
    inner = [
        at(0.84, 0.26),
        at(0.62, 0.5),
        at(0.36, 0.48),
        at(0.0, 0.5),
        at(-0.36, 0.48),
        at(-0.62, 0.5),
        at(-0.84, 0.26),
    ]
    c.poly([*curve(outer), *curve(inner)], fill)
    c.poly(
        curve([at(-0.27, 0.64), at(0, 0.6), at(0.27, 0.64), at(0, 0.75)], closed=True),
        mix(colour("b5525a"), skin, 0.25),
    )
    c.line(
        curve([at(-0.27, 0.645), at(0, 0.66), at(0.28, 0.64)]), 5, mix(hair, colour("401820"), 0.6)
    )
    if face.beard == "full":
        for n in range(24):
            turn = -0.8 + n * 0.068
            c.line(
                [at(turn, 0.98 - turn * turn * 0.4), at(turn * 0.86, 1.16 - turn * turn * 0.5)],
                3.5,
                mix(hair, colour("ffffff"), 0.16),
            )
