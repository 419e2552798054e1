"""Tells by its first bytes what a file is, so that a refusal can name it."""

from __future__ import annotations

from typing import Final

from vestnik.photos.errors import PictureRefused

#: How many bytes of a file are looked at.
HEAD: Final = 512

_OURS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
_OTHERS: Final = (
    (b"BM", "BMP"), (b"II*\x00", "TIFF"), (b"MM\x00*", "TIFF"), (b"II+\x00", "TIFF"),
    (b"8BPS", "Photoshop"), (b"%PDF-", "PDF"), (b"%!PS", "PostScript"),
    (b"\x00\x00\x01\x00", "ICO"), (b"\x00\x00\x02\x00", "ICO"), (b"\x0a\x05\x01", "PCX"),
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000"), (b"\xff\x0a", "JPEG XL"),
    (b"\x00\x00\x00\x0cJXL ", "JPEG XL"), (b"FUJIFILM", "RAW"), (b"\x00MRM", "RAW"),
    (b"PK\x03\x04", "ZIP"), (b"\x1aE\xdf\xa3", "WebM"), (b"RIFF", "RIFF"), (b"DDS ", "DDS"),
    (b"gimp xcf", "GIMP"), (b"IIRO", "RAW"), (b"IIU\x00", "RAW"),
)  # fmt: skip
_AVIF = (b"avif", b"avis")
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx")


def refuse_others(head: bytes) -> None:
    """Raise `PictureRefused` for what is known to be no picture that is taken."""
    if head.startswith(_OURS) or (head.startswith(b"RIFF") and head[8:12] == b"WEBP"):
        return
    if head[4:8] == b"ftyp":
        brands = {head[8:12], *(head[at : at + 4] for at in range(16, 64, 4))}
        if brands & {*_AVIF}:
            return
        if brands & {*_HEIC}:
            raise PictureRefused("heic")
        raise PictureRefused("format", kind="MP4")
    for magic, kind in _OTHERS:
        if head.startswith(magic):
            raise PictureRefused("format", kind=kind)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith((b"<svg", b"<?xml", b"<!doctype svg")) and b"svg" in text:
        raise PictureRefused("drawing")
