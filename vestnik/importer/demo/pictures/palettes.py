"""Owns the colours of the demo pictures: one small palette for each hour and season."""

from __future__ import annotations

from dataclasses import dataclass

from vestnik.importer.demo.pictures.canvas import Colour, colour


@dataclass(frozen=True, slots=True)
class Palette:
    """What the colours are for: three skies from above, three hills from afar, and the rest."""

    sky: tuple[Colour, Colour, Colour]
    hills: tuple[Colour, Colour, Colour]
    ground: Colour
    dark: Colour
    stone: Colour
    light: Colour
    accent: Colour
    water: Colour
    sun: Colour


def _palette(codes: str) -> Palette:
    made = [colour(code) for code in codes.split()]
    return Palette((made[0], made[1], made[2]), (made[3], made[4], made[5]), *made[6:])


PALETTES: dict[str, Palette] = {
    name: _palette(codes)
    for name, codes in {
        "dawn": "9fb4c7 efc9b4 fbe6c8  c3a9b4 8f86a0 5a6385 6f7a80 2b3350 d9b79c fff2d8 df6f52 a9b1c2 fff0cf",
        "day": "8cc3d1 c3dfda f5efd8  9dbfb0 6ba08a 3f7a69 8aa860 1f4442 e3d3ae fcf4dd dd6b3b 7fb3bd fff6d5",
        "dusk": "27365f 9c6a86 f2b37a  7f6789 514a70 2f3258 3b3a55 171a33 a98a86 ffdf9c ea6a47 4d5479 ffd78a",
        "night": "0d1731 1c315a 3c5a86  27416a 1b2f53 12213f 16263f 0a1124 63779a f7e6ad e8a04a 1a2f55 f9efc8",
        "winter": "a9c0d2 d3dfe6 f4efe6  b3c6d3 86a2b8 587990 f3f5f4 27394e c9c6bf fbfbf7 c4523a 9db7c6 fff3dc",
        "autumn": "b7c4bd e9d9b4 f9ecd0  c7a57c b0733f 7d4b33 c08a4a 3a2a2c ddc29a fff4d6 c43f2c a3a58f fff0c4",
        "spring": "a9d5da d8e9dd fbf2df  a5c9a9 74ad8b 468a72 9fc06a 24504b e8dac0 fffaf0 e5819a 8fc0c0 fff6d6",
        "summer": "5fb0c6 a9d6cf f7edc4  8bb8a0 5d9c77 2f7560 e3b54c 17403f ecd5a2 fff6d8 e2592f 5da3b0 fff1b8",
        "storm": "4a5a6b 7f8d94 c4c4b6  7b8a8a 556a6c 364c52 5f6d58 1b2830 b5ab98 eef0e4 d98a2f 6b7c84 f2ead0",
        "ember": "5b2a33 b6513d f0a45a  94504a 6a3740 43293a 5a3038 22151f c08b66 ffe0a3 f06b3a 6d3d47 ffd98a",
        "rose": "c9b6c8 ecd0cc fbeadb  c1a0ad 98788f 6b557a 8c7a6f 33284a e6cbb8 fff5e8 d2596a b6a5bb fff0dc",
        "sea": "7ebfd0 bfe0dd fdf2d8  8fb7b8 4f93a0 20667d e8cf9b 123b50 f0e0c0 fffaea e2603c 2f7f97 fff2c8",
    }.items()
}
