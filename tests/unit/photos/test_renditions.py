"""The renditions of a photo in use: which there are, what they say of themselves, when others are made."""

from __future__ import annotations

import io

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image, ImageFile
from wagtail.images.models import Filter

from tests.factories import newsroom
from tests.unit.photos.pictures import SERIAL, drawn, from_a_camera
from vestnik.photos import specs
from vestnik.photos.actions.use import put_to_use
from vestnik.photos.models import Photo, PhotoRendition

pytestmark = pytest.mark.django_db

RIGHTS = {
    "creator": "Анна Проба",
    "credit": "БТА <снимки>",
    "copyright_notice": "© БТА & Ко",
    "usage_terms": "Само за новини",
    "source_type": "digitalCapture",
}


def in_use(data: bytes, **fields) -> Photo:
    photo = Photo(title="Проба", **fields)
    photo.file.save("a.jpg", ContentFile(data), save=False)
    photo.save()
    photo.file.close()
    put_to_use([photo.pk])
    return Photo.objects.get(pk=photo.pk)


def picture_of(made: PhotoRendition) -> Image.Image:
    with made.file.open() as file:
        return Image.open(io.BytesIO(file.read()))


def public(photo: Photo) -> dict[str, PhotoRendition]:
    rows = {
        specs.BY_FILTER[row.filter_spec].name: row
        for row in photo.renditions.all()
        if row.is_of_public_kind
    }
    return dict(sorted(rows.items()))


@pytest.mark.parametrize(
    ("width", "height", "wide", "cards"),
    [
        (4_000, 3_000, [480, 800, 1200, 1800], [320, 640, 960]),
        (1_000, 800, [480, 800, 1200], [320, 640, 960]),
        (300, 200, [480], [320]),
        (2_000, 300, [480, 800, 1200, 1800], [320, 640]),
    ],
)
def test_no_width_is_made_twice_or_enlarged(width, height, wide, cards):
    needed = specs.wanted(width, height)
    for format in (specs.AVIF, specs.WEBP):
        widths = {
            use: [s.width for s in needed if (s.use, s.format) == (use, format)]
            for use in specs.USES
        }
        assert (widths["wide"], widths["card"], widths["share"]) == (wide, cards, [])
    assert [(s.use, s.width) for s in needed if s.format == specs.JPEG] == [
        ("wide", 1200), ("card", 640), ("square", 320), ("share", 1200),
    ]  # fmt: skip


def test_each_rendition_is_of_its_format_and_size():
    photo = in_use(drawn(size=(1_500, 1_000)))
    made = public(photo)
    assert len(made) == len(specs.wanted(1_500, 1_000)) == 22
    for name, row in made.items():
        spec, picture = specs.PUBLIC[name], picture_of(row)
        assert picture.format.lower() == spec.format
        assert picture.size == (row.width, row.height)
        assert row.width <= spec.width
    sizes = {name: (row.width, row.height) for name, row in made.items()}
    assert sizes["wide-1800-avif"] == (1_500, 1_000)
    assert sizes["wide-480-webp"] == (480, 320)
    assert sizes["card-960-avif"] == (960, 640)
    assert sizes["square-320-jpeg"] == (320, 320)
    assert sizes["share-1200-jpeg"] == (1_200, 630)


def test_renditions_say_whose_they_are_and_nothing_of_the_camera():
    photo = in_use(from_a_camera(), **RIGHTS)
    for name, row in public(photo).items():
        with row.file.open() as file:
            data = file.read()
        picture = Image.open(io.BytesIO(data))
        said = picture.getxmp()["xmpmeta"]["RDF"]["Description"]
        assert said["creator"]["Seq"]["li"] == RIGHTS["creator"], name
        assert said["Credit"] == RIGHTS["credit"], name
        assert said["rights"]["Alt"]["li"]["text"] == RIGHTS["copyright_notice"], name
        assert said["UsageTerms"]["Alt"]["li"]["text"] == RIGHTS["usage_terms"], name
        assert said["DigitalSourceType"].endswith("/digitalsourcetype/digitalCapture"), name
        assert dict(picture.getexif()) == {}, name
        assert SERIAL.encode() not in data, name
        assert "icc_profile" not in picture.info, name


def test_a_photo_of_which_nothing_is_known_says_nothing():
    row = public(in_use(drawn(size=(400, 300))))["wide-1200-jpeg"]
    assert "xmp" not in picture_of(row).info


def test_another_credit_makes_others_with_the_same_write():
    photo = in_use(drawn(size=(300, 200)), credit="АП")
    old = {name: row.file.name for name, row in public(photo).items()}

    Photo.objects.filter(pk=photo.pk).update(credit="БТА")

    photo = Photo.objects.get(pk=photo.pk)
    assert b"\xd0\x91\xd0\xa2\xd0\x90" in picture_of(photo.rendition("wide-1200-jpeg")).info["xmp"]
    assert {row.file.name for row in public(photo).values()}.isdisjoint(old.values())


def test_what_is_not_in_a_rendition_makes_no_others():
    photo = in_use(drawn(size=(300, 200)))
    old = {row.pk for row in photo.renditions.all()}
    photo.caption, photo.description, photo.file_photo = "Друг", "Друго", True
    photo.save()
    put_to_use([photo.pk])
    assert {row.pk for row in Photo.objects.get(pk=photo.pk).renditions.all()} == old


def test_the_focal_point_stays_in_the_picture():
    picture = Image.new("RGB", (1_200, 400), (0, 0, 200))
    picture.paste((200, 0, 0), (1_000, 0, 1_200, 400))
    out = io.BytesIO()
    picture.save(out, "JPEG")
    photo = in_use(out.getvalue())
    middle = picture_of(photo.rendition("square-320-jpeg")).convert("RGB")
    assert middle.getpixel((310, 160))[2] > 150

    photo.focal_point_x, photo.focal_point_y = 1_100, 200
    photo.focal_point_width = photo.focal_point_height = 100
    photo.save()

    cut = picture_of(Photo.objects.get(pk=photo.pk).rendition("square-320-jpeg")).convert("RGB")
    assert cut.getpixel((280, 160))[0] > 150


def test_a_publication_that_is_undone_leaves_no_rows_and_can_be_done_again():
    photo = newsroom.photo()
    with transaction.atomic():
        put_to_use([photo.pk])
        assert photo.renditions.exists()
        transaction.set_rollback(True)
    assert not photo.renditions.exists()

    put_to_use([photo.pk])
    row = Photo.objects.get(pk=photo.pk).rendition("wide-1200-jpeg")
    assert row.file.storage.exists(row.file.name)


def test_a_rendition_that_was_lost_comes_back_when_the_photo_is_used_again():
    photo = in_use(drawn(size=(300, 200)))
    photo.renditions.all()[0].delete()
    put_to_use([photo.pk])
    assert len(public(Photo.objects.get(pk=photo.pk))) == len(specs.wanted(300, 200))


def test_the_newsrooms_thumbnail_of_a_picture_on_its_side_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    photo = in_use(drawn(size=(600, 400), exif=exif))
    assert (photo.width, photo.height) == (400, 600)
    thumbnail = photo.get_rendition(Filter(spec="max-165x165"))
    assert (thumbnail.width, thumbnail.height) == (110, 165)
    assert public(photo)["wide-1200-jpeg"].height == 600


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_this_process_decodes_no_picture(kind, monkeypatch):
    def decoded(*args):
        raise AssertionError("The picture was decoded in the process that serves everybody.")

    exif = Image.Exif()
    exif[0x0112] = 6
    data = drawn(kind, (600, 400), exif=exif)
    monkeypatch.setattr(ImageFile.ImageFile, "load", decoded)

    photo = in_use(data)

    assert (photo.width, photo.height) == (400, 600)
    thumbnail = photo.get_rendition(Filter(spec="max-165x165"))
    assert (thumbnail.width, thumbnail.height) == (110, 165)
