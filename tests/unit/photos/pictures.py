"""Pictures drawn for tests, as cameras and strangers leave them."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base
from PIL.TiffImagePlugin import IFDRational

#: What a camera writes beside the picture, and no reader may learn.
SERIAL = "SN-4711-CANARY"


def drawn(kind: str = "JPEG", size: tuple[int, int] = (1600, 1000), **saving: Any) -> bytes:
    """The bytes of a picture of one format, with some detail in it."""
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    out = io.BytesIO()
    picture.save(out, kind, **saving)
    return out.getvalue()


def from_a_camera() -> bytes:
    """A JPEG that says where it was taken, and with which camera."""
    exif = Image.Exif()
    place = exif.get_ifd(IFD.GPSInfo)
    place[GPS.GPSLatitudeRef], place[GPS.GPSLongitudeRef] = "N", "E"
    place[GPS.GPSLatitude] = tuple(IFDRational(part) for part in (42, 41, 52))
    place[GPS.GPSLongitude] = tuple(IFDRational(part) for part in (23, 19, 18))
    exif.get_ifd(IFD.Exif)[Base.BodySerialNumber] = SERIAL
    exif[Base.Model] = SERIAL
    return drawn(exif=exif)


def place_of(picture: bytes) -> dict[int, Any]:
    """The GPS data of a picture."""
    return dict(Image.open(io.BytesIO(picture)).getexif().get_ifd(IFD.GPSInfo))


def upload(data: bytes, name: str = "DSC_0042 Мария.jpg") -> SimpleUploadedFile:
    """A file as a browser sends it; what it calls itself is the sender's word."""
    return SimpleUploadedFile(name, data, content_type="image/jpeg")
