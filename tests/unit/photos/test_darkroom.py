"""Pictures of strangers are opened in a child process: taken right, or refused with a sentence."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import pytest
from django.core.files.base import ContentFile, File
from django.utils import translation
from PIL import Image, ImageCms

from tests.unit.photos.pictures import drawn
from vestnik.design.tones import TONES
from vestnik.photos import darkroom
from vestnik.photos.darkroom import Job
from vestnik.photos.errors import PictureRefused

SAMPLES = Path(os.environ.get("VESTNIK_SAMPLES", "samples")) / "D_photos"
FILES = sorted(
    path
    for path in SAMPLES.rglob("*")
    if path.is_file() and path.suffix not in (".txt", ".md", ".LICENSE") and path.name != "LICENSE"
)
#: What becomes of each sample: its format and size, or why it is refused. All others are "fuzzed".
EXPECTED = {
    "getty.jpg": ("JPEG", 100, 60),
    "guardian-turner.jpg": ("JPEG", 50, 33),
    "rubbish.jpg": ("JPEG", 564, 800),
    "32Bit-72dpi-sRGB-800x600.avif": ("AVIF", 800, 600),
    "badwidth.bmp": "format",
    "Issue 201.gif": ("GIF", 500, 375),
    "cheers_1440x960.heic": "heic",
    "FujiFilm FinePixS1Pro (1).jpg": ("JPEG", 600, 400),
    "Issue 122.jpg": ("JPEG", 50, 33),
    "Issue 600 (1).jpg": ("JPEG", 1280, 1024),
    "Nikon D1X.jpg": ("JPEG", 600, 391),
    "Photoshop (3).jpg": ("JPEG", 606, 177),
    "xc1n0g08.png": "unknown",
    "xd0n2c08.png": "unknown",
    "xlfn0g04.png": "unknown",
    "xs1n0g01.png": "unknown",
    "photoshop-8x12-rgb24-all-metadata.png": ("PNG", 8, 12),
    "Nikon D1X.webp": ("WEBP", 600, 391),
    "broken.png": "unknown",
    "broken_data_stream.png": "broken",
    "decompression_bomb.gif": "pixels",
    "decompression_bomb.ico": "format",
    "decompression_bomb_extents.gif": ("GIF", 100, 100),
    "exif-dpi-zerodivision.jpg": ("JPEG", 200, 200),
    "exif_gps_typeerror.jpg": ("JPEG", 800, 531),
    "exif_typeerror.jpg": ("JPEG", 800, 531),
    "invalid-exif-without-x-resolution.jpg": ("JPEG", 300, 200),
    "truncated_image.png": "broken",
    "truncated_jpeg.jpg": "broken",
    "xmp_tags_orientation.png": ("PNG", 326, 268),
    "IPTC-PhotometadataRef-Std2017.1.jpg": ("JPEG", 1000, 500),
    "iphone_gpsinfo_exif.JPG": ("JPEG", 400, 300),
}


def examined(data: bytes) -> darkroom.Facts:
    return darkroom.examine(ContentFile(data))


def refused(data: bytes) -> PictureRefused:
    with pytest.raises(PictureRefused) as caught:
        examined(data)
    return caught.value


def made(data: bytes, size: tuple[int, int] = (8, 8), format: str = "jpeg") -> Image.Image:
    """The whole picture brought to a size, as its points."""
    facts = examined(data)
    job = Job((0, 0, facts.width, facts.height), size, format)
    with darkroom.made_of(ContentFile(data), [job]) as (one,):
        return Image.open(io.BytesIO(one.path.read_bytes())).convert("RGB")


def near(found: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 14 for a, b in zip(found, wanted, strict=True))


def saved(picture: Image.Image, kind: str, **how) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


# The samples


@pytest.mark.skipif(not FILES, reason="VESTNIK_SAMPLES does not lead to the sample photos")
@pytest.mark.parametrize("path", FILES or [Path()], ids=lambda path: path.name[:30])
def test_each_sample_is_taken_or_refused_with_a_sentence_within_the_limits(path):
    expected = EXPECTED.get(path.name, "fuzzed")
    facts, no = None, None
    with path.open("rb") as file, translation.override("bg"):
        try:
            facts = darkroom.examine(File(file))
        except PictureRefused as refused:
            no = refused
        sentence = str(no)
    if facts is None:
        assert no.code == expected or expected == "fuzzed"
        assert re.fullmatch(r"[ТС].*[а-я]{4}.*\.", sentence)
    else:
        assert (facts.format, facts.width, facts.height) == expected
        assert 0 < facts.memory <= darkroom.MOST_MEMORY
        assert 0 < facts.seconds < 10


@pytest.mark.skipif(not FILES, reason="VESTNIK_SAMPLES does not lead to the sample photos")
def test_what_a_fuzzer_made_does_not_get_past_the_child(monkeypatch):
    """Without the look at the first bytes, which would turn most of these away."""
    monkeypatch.setattr(darkroom.kinds, "refuse_others", lambda head: None)
    fuzzed = [path for path in FILES if path.suffix == ".fuzzed"]
    assert fuzzed
    for path in fuzzed:
        assert refused(path.read_bytes()).code in ("unknown", "broken"), path.name


# Limits


@pytest.mark.parametrize(
    ("does", "code"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "broken"),
        (
            "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True: pass",
            "time",
        ),
        ("import sys; sys.exit(3)", "broken"),
        ("print('no answer')", "broken"),
    ],
)
def test_a_child_that_dies_costs_its_picture_alone(does, code, monkeypatch):
    monkeypatch.setattr(darkroom, "_START", does.replace("{", "{{"))
    assert refused(drawn(size=(8, 8))).code == code

    monkeypatch.undo()
    assert examined(drawn(size=(8, 8))).width == 8


def test_a_picture_gets_no_more_memory_than_there_is_for_one(monkeypatch):
    monkeypatch.setattr(darkroom, "MOST_MEMORY", 150_000_000)
    large = saved(Image.new("RGB", (9_000, 9_000)), "PNG")
    assert refused(large).code == "memory"
    assert examined(drawn(size=(8, 8))).memory < 150_000_000


def test_a_picture_that_never_ends_is_given_up(monkeypatch):
    monkeypatch.setattr(darkroom, "MOST_WAITING", 1)
    monkeypatch.setattr(darkroom, "_START", "import time; time.sleep(600)")
    assert refused(drawn(size=(8, 8))).code == "time"


def test_where_there_is_no_room_a_picture_is_asked_for_again(monkeypatch):
    monkeypatch.setattr(darkroom, "MOST_WAITING", 0.01)
    with darkroom._room, darkroom._room:
        assert refused(drawn(size=(8, 8))).code == "busy"


def test_the_child_knows_no_secret(monkeypatch):
    monkeypatch.setenv("VESTNIK_SECRET_KEY", "canary")
    assert "canary" not in str(darkroom._environment())


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"BM" + bytes(60), "format", "BMP"),
        (b"II*\x00" + bytes(60), "format", "TIFF"),
        (b"8BPS" + bytes(60), "format", "Photoshop"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(60), "heic", "JPEG"),
        (b"\x00\x00\x00\x18ftypisom" + bytes(60), "format", "MP4"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "drawing", "PNG"),
        (b"", "unknown", "JPEG"),
    ],
)
def test_a_refusal_names_the_kind_and_what_to_do(data, code, words):
    with translation.override("en"):
        no = refused(data)
        assert (no.code, words in str(no)) == (code, True)


# Colours


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_what_one_can_see_through_stands_on_white(kind):
    clear = Image.new("RGBA", (40, 40), (255, 0, 0, 0))
    clear.paste((0, 0, 200, 255), (0, 0, 20, 40))
    picture = made(saved(clear, kind))
    assert near(picture.getpixel((1, 4)), (0, 0, 200))
    assert near(picture.getpixel((6, 4)), (255, 255, 255))


def test_sixteen_bits_keep_their_greys():
    deep = Image.new("I;16", (16, 16), 128 * 256)
    assert near(made(saved(deep, "PNG")).getpixel((4, 4)), (128, 128, 128))


@pytest.mark.parametrize(
    ("mode", "colour"),
    [("1", 1), ("L", 255), ("P", None), ("LA", (255, 255)), ("CMYK", (0, 0, 0, 0))],
)
def test_pictures_of_all_modes_are_taken(mode, colour):
    white = Image.new("RGB", (16, 16), (255, 255, 255))
    picture = white.quantize(8) if mode == "P" else Image.new(mode, (16, 16), colour)
    data = saved(picture, "JPEG" if mode == "CMYK" else "PNG")
    assert made(data).getpixel((4, 4))[0] > 200


def test_cmyk_keeps_its_colours():
    assert near(
        made(saved(Image.new("CMYK", (16, 16), (255, 0, 0, 0)), "JPEG")).getpixel((4, 4)),
        (0, 255, 255),
    )


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF"])
def test_of_a_moving_picture_the_first_is_taken(kind):
    first, second = Image.new("RGB", (16, 16), (200, 0, 0)), Image.new("RGB", (16, 16), (0, 0, 200))
    data = saved(first, kind, save_all=True, append_images=[second])
    assert near(made(data).getpixel((4, 4)), (200, 0, 0))


def test_colours_of_a_profile_are_brought_to_those_of_the_web():
    """In this profile red and blue have changed places, so a red picture is to be seen as blue."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = profile.index(b"rXYZ"), profile.index(b"bXYZ")
    profile[red : red + 4], profile[blue : blue + 4] = b"bXYZ", b"rXYZ"
    data = saved(Image.new("RGB", (16, 16), (250, 0, 0)), "JPEG", icc_profile=bytes(profile))

    assert near(made(data).getpixel((4, 4)), (0, 0, 250))


def test_a_profile_that_is_none_is_passed_over():
    data = saved(Image.new("RGB", (16, 16), (250, 0, 0)), "JPEG", icc_profile=b"nonsense" * 40)
    assert near(made(data).getpixel((4, 4)), (250, 0, 0))


@pytest.mark.parametrize("lies", range(1, 9))
def test_a_picture_stands_upright_however_it_lies(lies):
    upright = Image.new("RGB", (60, 40), (200, 200, 200))
    upright.paste((200, 0, 0), (0, 0, 30, 20))
    how = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_270,
    }.get(lies)  # fmt: skip
    exif = Image.Exif()
    exif[0x0112] = lies
    data = saved(upright.transpose(how) if how is not None else upright, "JPEG", exif=exif)

    facts = examined(data)

    assert (facts.width, facts.height) == (60, 40)
    assert near(made(data, (60, 40)).getpixel((10, 5)), (200, 0, 0))


def test_the_tone_is_the_colour_of_most_of_it():
    picture = Image.new("RGB", (50, 50), (70, 120, 150))
    picture.paste((255, 255, 255), (0, 0, 20, 50))
    assert TONES[examined(saved(picture, "JPEG")).tone] == "4a7696"


@pytest.mark.parametrize("format", ["avif", "webp", "jpeg"])
def test_a_box_of_the_picture_is_cut_out(format):
    picture = Image.new("RGB", (4_000, 2_000), (0, 0, 200))
    picture.paste((200, 0, 0), (3_000, 1_000, 4_000, 2_000))
    job = Job((3_000, 1_000, 4_000, 2_000), (100, 100), format)
    with darkroom.made_of(ContentFile(saved(picture, "JPEG")), [job]) as (one,):
        cut = Image.open(io.BytesIO(one.path.read_bytes())).convert("RGB")
    assert not one.path.exists()
    assert cut.size == (100, 100)
    assert near(cut.getpixel((50, 50)), (200, 0, 0))
    assert near(cut.getpixel((5, 5)), (200, 0, 0))
