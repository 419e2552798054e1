"""Draws the pictures of the demo edition: a scene and an hour or season, the same for the same words."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from zlib import crc32

from vestnik.importer.demo.pictures import (
    cabinet,
    country,
    fields,
    kitchen,
    maps,
    river,
    rooms,
    skies,
    still,
    streets,
)
from vestnik.importer.demo.pictures.canvas import Canvas
from vestnik.importer.demo.pictures.faces import FACES
from vestnik.importer.demo.pictures.palettes import PALETTES, Palette
from vestnik.importer.demo.pictures.portraits import portrait

Scene = Callable[[Canvas, Palette], None]

SCENES: dict[str, Scene] = {
    "river-bridge": river.river_bridge,
    "repairs": river.repairs,
    "pier": river.pier,
    "ferry": river.ferry,
    "flood": river.flood,
    **{
        f"month-{what}": partial(river.months, what=what)
        for what in "snow ice melt bloom gold swim haze leaves rain stars".split()
    },
    "railway": fields.railway,
    "mountain-road": country.mountain_road,
    "storks": country.storks,
    "observatory": skies.observatory,
    "vineyard": fields.vineyard,
    "windmills": fields.windmills,
    "harbour": skies.harbour,
    "lighthouse": skies.lighthouse,
    "orchard": fields.orchard,
    "harvest": fields.harvest,
    "deer-forest": country.deer_forest,
    "snow-village": country.snow_village,
    "roofs": streets.roofs,
    "clockwork": rooms.clockwork,
    "library": rooms.library,
    "school": streets.school,
    "factory": rooms.factory,
    "market": streets.market,
    "stage": rooms.stage,
    "cyclists": streets.cyclists,
    "bus": streets.bus,
    "river-map": maps.river_map,
    "bread": kitchen.bread,
    "fruit": kitchen.fruit,
    "walnuts": kitchen.walnuts,
    "jars": kitchen.jars,
    "coffee": still.coffee,
    "fossil": cabinet.fossil,
    "calligraphy": still.calligraphy,
    "moth": cabinet.moth,
}


def names() -> frozenset[str]:
    """All that can be drawn: each scene with each palette, and the portraits."""
    scenes = {f"{scene} {palette}" for scene in SCENES for palette in PALETTES}
    return frozenset(scenes | {f"portrait {face}" for face in FACES})


def draw(words: str) -> bytes:
    """The JPEG that two words describe: "river-bridge dusk", or "portrait" and whose.

    A scene is 1 600 × 1 067 pixels, a portrait 960 × 1 200. Raises KeyError for what is not in `names()`.
    """
    what, which = words.split()
    seed = crc32(words.encode())
    if what == "portrait":
        sheet = Canvas(960, 1200, units=1000, seed=seed)
        portrait(sheet, FACES[which])
    else:
        sheet = Canvas(1600, 1067, units=1500, seed=seed)
        SCENES[what](sheet, PALETTES[which])
    return sheet.jpeg()
