"""Opens a picture of a stranger and gives its points upright, in sRGB, on white, no more than needed.

Runs in the child process only. Works strip by strip, so that a picture is never in memory twice.
"""

from __future__ import annotations

import io
import warnings
from typing import Any, Final

from PIL import AvifImagePlugin, Image, ImageCms

#: Only these decoders are ever asked. MPO is a JPEG with more pictures behind it.
FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
_STRIP = 256
#: Points beyond which what cannot be decoded probably had too little memory.
_SWELLS = 30_000_000
_TURNED = (5, 6, 7, 8)


class TooManyPixels(Exception):
    """The picture says that it is larger than what is taken."""


def opened(path: str, most_pixels: int) -> Image.Image:
    """The picture with its header read. Raises whatever Pillow does, and TooManyPixels."""
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    Image.MAX_IMAGE_PIXELS = most_pixels
    # A picture of more than MAX_IMAGE_PIXELS is a warning at first: here it is refused.
    warnings.simplefilter("ignore")
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    picture = Image.open(path, formats=FORMATS)
    if picture.width * picture.height > most_pixels:
        raise TooManyPixels
    if picture.format == "PNG":
        # Asked for EXIF, Pillow would load it and what breaks there would be taken for broken EXIF.
        picture.load()
    return picture


def orientation(picture: Image.Image) -> int:
    """How the picture lies, 1 to 8 as EXIF counts; from XMP where there is no EXIF. 1 is upright."""
    try:
        found = int(picture.getexif().get(0x0112) or 1)
    except Exception:  # An EXIF block may be anything; the picture is shown as it lies.
        return 1
    return found if 1 <= found <= 8 else 1


def shown_size(picture: Image.Image) -> tuple[int, int]:
    """Width and height of the picture when it stands upright."""
    width, height = picture.size
    return (height, width) if orientation(picture) in _TURNED else (width, height)


def developed(picture: Image.Image, scale: float) -> Image.Image:
    """The points of the picture, upright, RGB in sRGB, at least `scale` (0 to 1) of its size."""
    size = picture.size
    if picture.format in ("JPEG", "MPO"):
        # libjpeg decodes at an eighth, a quarter or a half for the cost of what it gives.
        picture.draft(None, (max(1, int(size[0] * scale)), max(1, int(size[1] * scale))))
    profile, lies = picture.info.get("icc_profile"), orientation(picture)
    try:
        picture.load()
    except (OSError, ValueError) as failure:
        # libwebp and libavif do not tell want of memory from damage.
        if picture.format in ("WEBP", "AVIF") and size[0] * size[1] > _SWELLS:
            raise MemoryError from failure
        raise
    shrunk = max(1, int(picture.width / max(1.0, size[0] * scale)))
    plain = _plain_and_small(picture, shrunk)
    plain = _in_srgb(plain, profile)
    how = _TRANSPOSED.get(lies)
    if how is not None:
        plain = plain.transpose(how)
    # Nothing of the original travels on: formats save what they find here.
    plain.info = {}
    return plain


def _plain_and_small(picture: Image.Image, factor: int) -> Image.Image:
    if factor == 1 and picture.mode in ("L", "RGB", "CMYK") and "transparency" not in picture.info:
        return picture
    out: Image.Image | None = None
    band = _STRIP * factor
    size = (-(-picture.width // factor), -(-picture.height // factor))
    for top in range(0, picture.height, band):
        strip = picture.crop((0, top, picture.width, min(top + band, picture.height)))
        strip = _plain(strip)
        if factor > 1:
            strip = strip.reduce(factor)
        if out is None:
            out = Image.new(strip.mode, size)
        out.paste(strip, (0, top // factor))
    assert out is not None
    return out


def _plain(strip: Image.Image) -> Image.Image:
    """The strip as L, RGB or CMYK: no palette, no sixteen bits, nothing to see through."""
    if strip.mode in ("I", "F") or strip.mode.startswith("I;16"):
        # Pillow would cut off at 255 what goes up to 65 535.
        return strip.convert("F").point(lambda value: value * (1 / 256)).convert("L")
    if strip.mode == "1":
        return strip.convert("L")
    if strip.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in strip.info:
        clear = strip.convert("RGBA")
        white = Image.new("RGB", clear.size, (255, 255, 255))
        white.paste(clear, mask=clear.getchannel("A"))
        return white
    return strip if strip.mode in ("L", "RGB", "CMYK") else strip.convert("RGB")


def _in_srgb(picture: Image.Image, profile: Any) -> Image.Image:
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            made = ImageCms.profileToProfile(
                picture,
                source,
                target,
                renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
                outputMode="RGB",
            )
            if made is not None:
                return made
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            # Broken, or for another kind of colours than the picture has: as if there were none.
            pass
    return picture.convert("RGB")


_TRANSPOSED: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
