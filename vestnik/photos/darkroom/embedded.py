"""Finds what a picture says of itself: IPTC-IIM, XMP and EXIF, as raw as it stands there, bounded.

Runs in the child process only. Which encoding undeclared bytes are in is decided elsewhere.
"""

from __future__ import annotations

import base64
from typing import Any, Final
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from PIL import Image
from PIL.ExifTags import IFD, Base

_MOST_XMP = 1_000_000
_MOST_VALUE = 4_000
_MOST_VALUES = 20

#: IPTC-IIM 4.2, record 2 (and 1:90, which declares the encoding of the others).
_IIM: Final = {
    (1, 90): "charset", (2, 30): "release_date", (2, 37): "expiration_date",
    (2, 40): "instructions", (2, 55): "date", (2, 60): "time", (2, 80): "creator",
    (2, 90): "city", (2, 101): "country", (2, 110): "credit", (2, 115): "source",
    (2, 116): "copyright", (2, 120): "caption",
}  # fmt: skip
_EXIF: Final = {
    Base.ImageDescription: "caption",
    Base.Artist: "creator",
    Base.Copyright: "copyright",
}
_EXIF_TIMES: Final = {Base.DateTimeOriginal: "date", Base.OffsetTimeOriginal: "offset"}

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
_XMP: Final = {
    f"{_DC}description": "caption",
    f"{_DC}creator": "creator",
    f"{_DC}rights": "copyright",
    f"{_PHOTOSHOP}Credit": "credit",
    f"{_PHOTOSHOP}Source": "source",
    f"{_PHOTOSHOP}DateCreated": "date",
    f"{_PHOTOSHOP}Instructions": "instructions",
    f"{_PHOTOSHOP}City": "city",
    f"{_PHOTOSHOP}Country": "country",
    "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}PersonInImage": "people",
    "{http://ns.adobe.com/xap/1.0/rights/}UsageTerms": "usage_terms",
    "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}AltTextAccessibility": "description",
    "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}DigitalSourceType": "source_type",
}


def said_by(picture: Image.Image, languages: list[str]) -> dict[str, Any]:
    """What was found: "iim" and "exif" by name with base64 of the bytes, "xmp" by name with text.

    `languages` says which of an XMP text's languages is wanted, best first. What cannot be read
    is left out: a picture is not refused for what is said of it.
    """
    found: dict[str, Any] = {}
    for name, read in (("iim", _iim), ("exif", _exif)):
        try:
            found[name] = read(picture)
        except Exception:  # Whatever stands there, it is not known.
            found[name] = {}
    try:
        found["xmp"] = _xmp(picture, languages)
    except Exception:
        found["xmp"] = {}
    return found


def _keep(into: dict[str, list[str]], name: str, value: bytes) -> None:
    value = value.strip(b"\x00 \t\r\n")[:_MOST_VALUE]
    if value and len(into.setdefault(name, [])) < _MOST_VALUES:
        into[name].append(base64.b64encode(value).decode("ascii"))


def _iim(picture: Image.Image) -> dict[str, list[str]]:
    data: bytes = (picture.info.get("photoshop") or {}).get(0x0404, b"")
    found: dict[str, list[str]] = {}
    at = 0
    while at + 5 <= len(data) and data[at] == 0x1C:
        key, size = (data[at + 1], data[at + 2]), int.from_bytes(data[at + 3 : at + 5], "big")
        at += 5
        if size & 0x8000:
            # An extended dataset: the low bits say in how many bytes the length stands.
            width = size & 0x7FFF
            size = int.from_bytes(data[at : at + min(width, 4)], "big")
            at += width
        if key in _IIM:
            _keep(found, _IIM[key], data[at : at + size])
        at += size
    return found


def _exif(picture: Image.Image) -> dict[str, list[str]]:
    exif = picture.getexif()
    found: dict[str, list[str]] = {}
    for tags, values in ((_EXIF, exif), (_EXIF_TIMES, exif.get_ifd(IFD.Exif))):
        for tag, name in tags.items():
            value = values.get(tag)
            if isinstance(value, str):
                # Pillow reads ASCII fields as Latin-1, so that no byte is lost.
                value = value.encode("latin-1", "ignore")
            if isinstance(value, bytes):
                # Two copyright holders, photographer and editor, are parted by a zero.
                _keep(found, name, value.strip(b"\x00 ").replace(b"\x00", b"; "))
    return found


def _xmp(picture: Image.Image, languages: list[str]) -> dict[str, str]:
    packet = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or b""
    if isinstance(packet, str):
        packet = packet.encode()
    packet = packet.strip(b"\x00 \t\r\n")
    if not packet or len(packet) > _MOST_XMP:
        return {}
    found: dict[str, str] = {}
    for about in fromstring(packet, forbid_dtd=True).iter(f"{_RDF}Description"):
        said = [*about.attrib.items()]
        said += [(child.tag, _text(child, languages)) for child in about]
        for tag, text in said:
            if tag in _XMP and text.strip():
                found.setdefault(_XMP[tag], text.strip()[:_MOST_VALUE])
    return found


def _text(element: Element, languages: list[str]) -> str:
    """The value of an XMP property: a text, one of a text's languages, or a list's members."""
    items = element.findall(f"{_RDF}Alt/{_RDF}li")
    if items:
        texts = {item.get(_LANG, "x-default").lower(): item.text or "" for item in items}
        for language in languages:
            for name, text in texts.items():
                if name.split("-")[0] == language and text.strip():
                    return text
        return texts.get("x-default") or next(iter(texts.values()))
    members = [*element.findall(f"{_RDF}Seq/{_RDF}li"), *element.findall(f"{_RDF}Bag/{_RDF}li")]
    if members:
        return ", ".join(item.text.strip() for item in members[:_MOST_VALUES] if item.text)
    return element.get(f"{_RDF}resource") or element.text or ""
