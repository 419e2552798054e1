"""Turns what a picture says of itself into the library's words: caption, credit, rights, dates.

The raw values come from the child process (`darkroom/embedded.py`). XMP goes before IPTC-IIM, and
that before EXIF: the newer, the more exact.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from vestnik.photos import charsets, moments
from vestnik.photos.packet import SOURCE_TYPES as SOURCE_TYPE_ADDRESS
from vestnik.photos.source_types import SOURCE_TYPES

#: Field of the photo → names in the picture (the first that says something), most characters.
_FIELDS: Final[dict[str, tuple[tuple[str, ...], int]]] = {
    "caption": (("caption",), 1_000),
    "credit": (("credit", "source"), 200),
    "creator": (("creator",), 200),
    "copyright_notice": (("copyright",), 300),
    "usage_terms": (("usage_terms", "instructions"), 2_000),
    "description": (("description",), 255),
    "people": (("people",), 500),
    "place": (("city", "country"), 200),
}
#: Several values of these are one list, of all others one text.
_LISTS: Final = frozenset({"creator"})
#: What cameras write where a person would describe the picture.
_CAMERA_WORDS: Final = re.compile(
    r"olympus digital camera|samsung (?:digital camera|camera pictures)|minolta digital camera|"
    r"konica minolta digital camera|sony dsc|digital camera|dcf|kodak digital still camera|"
    r"default|untitled|oppo|hdr?pl|exif_hdl.*|cof|dav|ptr|sdr",
    re.IGNORECASE,
)
_UNSEEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
_KINDS: Final = frozenset(code for code, _ in SOURCE_TYPES)


@dataclass(frozen=True, slots=True)
class Reading:
    """`values` by the photo's field; `undeclared` by field: the bytes of what was decided, and as what."""

    values: dict[str, Any] = field(default_factory=dict)
    undeclared: dict[str, Any] = field(default_factory=dict)


def read(said: Mapping[str, Any], zone: ZoneInfo) -> Reading:
    """What a picture says. `zone` is that of times that name none."""
    xmp: Mapping[str, str] = said.get("xmp") or {}
    iim, exif = _bytes(said.get("iim")), _bytes(said.get("exif"))
    announced = charsets.declared(b"".join(iim.pop("charset", [])))
    encodings = {
        "iim": charsets.decide(_texts(iim), announced),
        "exif": charsets.decide(_texts(exif)),
    }
    certain = {"iim": announced == charsets.UTF_8 == encodings["iim"], "exif": False}
    values: dict[str, Any] = {}
    undeclared: dict[str, Any] = {}
    for name, (names, most) in _FIELDS.items():
        for inside in names:
            text = clean(xmp.get(inside, ""), most)
            for origin, found in (("iim", iim), ("exif", exif)):
                raw = found.get(inside, [])
                if text or not raw:
                    continue
                text = joined(name, raw, encodings[origin])
                if text and not certain[origin] and not all(one.isascii() for one in raw):
                    undeclared[name] = entry(raw, encodings[origin])
            if text and not (name == "caption" and _CAMERA_WORDS.fullmatch(text)):
                values[name] = text
                break
    kind = xmp.get("source_type", "").rstrip("/").removeprefix(SOURCE_TYPE_ADDRESS)
    kind = kind.removeprefix("https://cv.iptc.org/newscodes/digitalsourcetype/")
    if kind in _KINDS:
        values["source_type"] = kind
    values |= _dates(xmp, iim, exif, zone)
    return Reading(values, {name: undeclared[name] for name in undeclared if name in values})


def entry(raw: list[bytes], encoding: str) -> dict[str, Any]:
    """Bytes as they are kept beside the photo, with the encoding in which they were read."""
    return {"as": encoding, "bytes": [base64.b64encode(one).decode("ascii") for one in raw]}


def again(name: str, kept: Mapping[str, Any], encoding: str) -> str:
    """The text of a field's kept bytes in an encoding."""
    return joined(name, [base64.b64decode(one) for one in kept["bytes"]], encoding)


def joined(name: str, raw: list[bytes], encoding: str) -> str:
    """Raw values of one field as its text."""
    texts = [charsets.text_of(one, encoding) for one in raw]
    return clean((", " if name in _LISTS else "\n").join(texts), _FIELDS[name][1])


def clean(text: str, most: int) -> str:
    """Text without signs that nobody sees, not longer than its field."""
    text = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _bytes(found: Any) -> dict[str, list[bytes]]:
    return {
        name: [base64.b64decode(one) for one in values] for name, values in (found or {}).items()
    }


def _texts(found: Mapping[str, list[bytes]]) -> list[bytes]:
    return [one for values in found.values() for one in values]


def _dates(
    xmp: Mapping[str, str],
    iim: Mapping[str, list[bytes]],
    exif: Mapping[str, list[bytes]],
    zone: ZoneInfo,
) -> dict[str, Any]:
    def first(found: Mapping[str, list[bytes]], name: str) -> str:
        return found.get(name, [b""])[0].decode("ascii", "replace")

    dates: dict[str, Any] = {}
    taken = moments.best(
        (
            moments.of_xmp(xmp.get("date", "")),
            moments.of_exif(first(exif, "date"), first(exif, "offset")),
            moments.of_iim(first(iim, "date"), first(iim, "time")),
        )
    )
    if taken is not None:
        dates["taken_at"] = taken.at(zone)
    begins = moments.of_iim(first(iim, "release_date"))
    ends = moments.of_iim(first(iim, "expiration_date"))
    if begins is not None:
        dates["rights_from"] = begins.at(zone)
    if ends is not None:
        # The last day on which it may be used belongs to the time.
        dates["rights_until"] = (ends.at(zone) + timedelta(days=1)) - timedelta(seconds=1)
    if begins is not None and ends is not None and dates["rights_from"] > dates["rights_until"]:
        del dates["rights_from"], dates["rights_until"]
    return dates
