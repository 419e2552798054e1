"""Owns the authors of the demo edition, who do not exist: the look of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from vestnik.importer.demo.pictures.canvas import Point

At = Callable[[float, float], Point]
"""A place on a face: 1 is the edge of the head on the right, and its chin."""


@dataclass(frozen=True, slots=True)
class Face:
    """One face. Colours are six digits; `wide` and `long` stretch the head about the usual one."""

    back: str
    disc: str
    skin: str
    hair: str
    coat: str
    style: str
    collar: str = "round"
    shirt: str = "fff6e4"
    beard: str = ""
    glasses: str = ""
    earring: str = ""
    wide: float = 1.0
    long: float = 1.0
    lines: bool = False


FACES: dict[str, Face] = {
    "bob": Face(
        "2f6f6d", "4b938c", "edbf9a", "3a2226", "e0663f", "bob", "scarf", "f6d79a", earring="f6d79a"
    ),
    "beard": Face(
        "d9a441", "ecc46c", "e3a983", "2c2a33", "33506b", "short", "shirt", beard="full", wide=1.06
    ),
    "curls": Face(
        "7b3f58",
        "a35f74",
        "d99b74",
        "5a2f22",
        "2c5a5e",
        "curls",
        "round",
        "e8b95a",
        glasses="2a1a22",
    ),
    "silver": Face(
        "3d5a80",
        "6d8fb0",
        "e8b694",
        "d9d6d0",
        "5b4038",
        "bald",
        "shirt",
        "e9dcc5",
        beard="moustache",
        glasses="3a2c2a",
        wide=1.03,
        long=1.03,
        lines=True,
    ),
    "braid": Face(
        "c8574a", "e08468", "f1c6a4", "b5652c", "28483f", "braid", "turtle", "f2e3c2", wide=0.97
    ),
    "young": Face(
        "58805b",
        "86a97a",
        "c98d66",
        "241c22",
        "d8a53c",
        "quiff",
        "round",
        "fff3da",
        beard="stubble",
        long=1.02,
    ),
    "bun": Face(
        "46426b",
        "716ca0",
        "eec3a6",
        "8d8790",
        "a8434f",
        "bun",
        "scarf",
        "e9dfd2",
        glasses="a8434f",
        lines=True,
        wide=0.98,
    ),
    "cap": Face(
        "b9832f",
        "d8aa57",
        "dba37c",
        "4a3a30",
        "3b4a40",
        "cap",
        "shirt",
        "d9c7a0",
        beard="full",
        lines=True,
    ),
}
