"""What a picture says beside what it shows: a rendition tells nobody where and with what it was taken."""

from __future__ import annotations

import io

from django.core.files.base import File
from PIL import Image

#: The picture's bytes are copied, not pressed again, where the format has segments.
_JPEG, _START_OF_SCAN, _APP1 = b"\xff\xd8", 0xDA, 0xE1


def without_exif(picture: File[bytes]) -> File[bytes]:
    """The same picture without EXIF (place, camera, serial numbers) and XMP; its colours stay as they are.

    The picture is upright already: Wagtail turns it before it is saved.
    """
    picture.seek(0)
    data = picture.read()
    picture.seek(0)
    clean = _jpeg(data) if data.startswith(_JPEG) else _saved_again(data)
    return File(io.BytesIO(clean), name=picture.name)


def _jpeg(data: bytes) -> bytes:
    kept, at = bytearray(data[:2]), 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != _START_OF_SCAN:
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at + 1] != _APP1:
            kept += data[at:end]
        at = end
    return bytes(kept + data[at:])


def _saved_again(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data)) as picture:
        if not picture.info.get("exif") and not picture.info.get("xmp"):
            return data
        out = io.BytesIO()
        frames = {"save_all": True} if getattr(picture, "n_frames", 1) > 1 else {}
        picture.save(
            out, picture.format, exif=b"", icc_profile=picture.info.get("icc_profile"), **frames
        )
        return out.getvalue()
