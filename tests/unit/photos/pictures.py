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


def iptc(*datasets: tuple[int, int, bytes]) -> bytes:
    """A JPEG segment with IPTC-IIM datasets (record, number, value), as Photoshop writes it."""
    data = b"".join(
        bytes((0x1C, record, number)) + len(value).to_bytes(2, "big") + value
        for record, number, value in datasets
    )
    resource = (
        b"8BIM\x04\x04\x00\x00" + len(data).to_bytes(4, "big") + data + b"\0" * (len(data) % 2)
    )
    body = b"Photoshop 3.0\x00" + resource
    return b"\xff\xed" + (len(body) + 2).to_bytes(2, "big") + body


def saying(*datasets: tuple[int, int, bytes], **saving: Any) -> bytes:
    """A JPEG with IPTC-IIM in it."""
    plain = drawn(size=(60, 40), **saving)
    return plain[:2] + iptc(*datasets) + plain[2:]


def xmp(properties: str) -> bytes:
    """An XMP packet with these properties of the picture."""
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
        'xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" '
        'xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" '
        'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">'
        f"{properties}</rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()
