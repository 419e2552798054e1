"""What a picture says of itself: read at upload into empty fields, in the right letters, on every road."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image
from PIL.ExifTags import IFD, Base

from tests.roads.newsdesk import photo_form
from tests.unit.photos.pictures import drawn, saying, upload, xmp
from vestnik.photos import charsets, darkroom, metadata, moments
from vestnik.photos.models import Photo

SOFIA = ZoneInfo("Europe/Sofia")
CAPTION = "Язовирната стена при Ивайловград, снимана от въздуха"
#: What readers of IPTC call the datasets that are read.
CAPTION_SET, CREATOR_SET, CREDIT_SET, RIGHTS_SET = 120, 80, 110, 116
UTF_8 = (1, 90, b"\x1b%G")


def read(data: bytes) -> metadata.Reading:
    return metadata.read(darkroom.examine(ContentFile(data)).said, SOFIA)


# Letters


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "mac-cyrillic"])
@pytest.mark.parametrize(
    "text",
    [
        CAPTION, "Яна Петрова/БГНЕС", "СНИМКА: БТА", "Щастие, ъгъл и жълъди", "Мария", "Труд", "БТА",
        "Вестник „Труд“ отпразнува 80 години", "© БТА/Анна Иванова", "АГЕНЦИЯ 'ФОКУС'",
        "Фото: Хр. Радев", "Снимка: архив", "Юлия Шопова", "Цветан Цветанов – на среща с Йордан",
    ],
)  # fmt: skip
def test_bulgarian_is_read_in_the_encoding_that_it_is_in(encoding, text):
    data = text.encode(encoding, "ignore")
    assert charsets.text_of(data, charsets.decide([data])) == data.decode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252", "mac-roman"])
def test_western_names_are_read_too(encoding):
    data = "François Lévêque et Jürgen Müller à Besançon, São Paulo".encode(encoding)
    assert charsets.text_of(data, charsets.decide([data])) == data.decode(encoding)


@pytest.mark.parametrize(
    ("announcer", "encoding"),
    [(b"\x1b%G", "utf-8"), (b"\x1b%/I", "utf-8"), (b"\x1b.A", "iso-8859-1"), (b"\x1b-L", "iso-8859-5"),
     (b"", ""), (b"\x1b", ""), (b"rubbish", ""), (b"\x1b-Z", "")],
)  # fmt: skip
def test_a_declared_encoding_is_known_by_its_escape(announcer, encoding):
    assert charsets.declared(announcer) == encoding


def test_a_declaration_holds_unless_the_bytes_say_otherwise():
    latin = "Société".encode("latin-1")
    assert charsets.decide([latin], "iso-8859-1") == "iso-8859-1"
    assert charsets.decide([CAPTION.encode("windows-1251")], "utf-8") == "windows-1251"


def test_declared_text_is_taken_as_it_is_and_undeclared_text_is_kept_as_bytes():
    declared = read(saying(UTF_8, (2, CAPTION_SET, CAPTION.encode())))
    assert (declared.values["caption"], declared.undeclared) == (CAPTION, {})

    raw = CAPTION.encode("mac-cyrillic")
    decided = read(saying((2, CAPTION_SET, raw), (2, CREDIT_SET, b"AFP")))
    assert decided.values == {"caption": CAPTION, "credit": "AFP"}
    assert decided.undeclared == {"caption": metadata.entry([raw], "mac-cyrillic")}


# Fields


def test_each_dataset_has_its_field():
    reading = read(
        saying(
            UTF_8, (2, CAPTION_SET, CAPTION.encode()), (2, CREATOR_SET, "Анна Проба".encode()),
            (2, CREATOR_SET, b"Boris Test"), (2, CREDIT_SET, "БТА".encode()), (2, 115, b"BTA"),
            (2, RIGHTS_SET, "© БТА".encode()), (2, 40, b"No sales."), (2, 55, b"20251207"),
            (2, 60, b"143000+0200"), (2, 30, b"20251201"), (2, 37, b"20260131"),
        )
    )  # fmt: skip
    assert reading.values == {
        "caption": CAPTION,
        "creator": "Анна Проба, Boris Test",
        "credit": "БТА",
        "copyright_notice": "© БТА",
        "usage_terms": "No sales.",
        "taken_at": datetime(2025, 12, 7, 12, 30, tzinfo=UTC),
        "rights_from": datetime(2025, 12, 1, tzinfo=SOFIA),
        "rights_until": datetime(2026, 1, 31, 23, 59, 59, tzinfo=SOFIA),
    }


def test_xmp_goes_before_iptc_and_in_the_language_of_the_site():
    packet = xmp(
        "<dc:description><rdf:Alt><rdf:li xml:lang='x-default'>Dam</rdf:li>"
        "<rdf:li xml:lang='bg-BG'>Язовир</rdf:li></rdf:Alt></dc:description>"
        "<dc:creator><rdf:Seq><rdf:li>Анна</rdf:li><rdf:li>Борис</rdf:li></rdf:Seq></dc:creator>"
        "<xmpRights:UsageTerms><rdf:Alt><rdf:li xml:lang='x-default'>Само за печат</rdf:li></rdf:Alt>"
        "</xmpRights:UsageTerms><photoshop:DateCreated>2025-12-07T14:30:00Z</photoshop:DateCreated>"
        "<Iptc4xmpCore:AltTextAccessibility><rdf:Alt><rdf:li xml:lang='x-default'>Стена</rdf:li>"
        "</rdf:Alt></Iptc4xmpCore:AltTextAccessibility>"
        "<Iptc4xmpExt:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/"
        "digitalCapture</Iptc4xmpExt:DigitalSourceType>"
    )
    reading = read(saying((2, CAPTION_SET, b"From IPTC"), (2, CREDIT_SET, b"AP"), xmp=packet))
    assert reading.values == {
        "caption": "Язовир",
        "creator": "Анна, Борис",
        "credit": "AP",
        "usage_terms": "Само за печат",
        "description": "Стена",
        "source_type": "digitalCapture",
        "taken_at": datetime(2025, 12, 7, 14, 30, tzinfo=UTC),
    }


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_xmp_is_read_in_each_format(kind):
    packet = xmp("<photoshop:Credit>БТА</photoshop:Credit>")
    data = drawn(
        kind, (20, 20), **({"pnginfo": _text(packet)} if kind == "PNG" else {"xmp": packet})
    )
    assert read(data).values == {"credit": "БТА"}


def _text(packet: bytes):
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", packet.decode())
    return info


@pytest.mark.parametrize(
    "packet",
    [
        b"<not closed",
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + xmp("<dc:title>&b;</dc:title>"),
        xmp("<photoshop:Credit>" + "x" * 1_100_000 + "</photoshop:Credit>"),
        b"\xff\xfe\x00",
        xmp("<photoshop:Credit></photoshop:Credit>"),
    ],
)
def test_xmp_that_is_hostile_or_broken_says_nothing_and_the_picture_is_taken(packet):
    reading = read(drawn("WEBP", (20, 20), xmp=packet))
    assert reading.values == {}


def test_exif_is_read_where_nothing_newer_is():
    exif = Image.Exif()
    exif[Base.ImageDescription] = "OLYMPUS DIGITAL CAMERA         "
    exif[Base.Artist] = "Anna Proba"
    exif[Base.Copyright] = "Anna Proba\x00BTA"
    exif.get_ifd(IFD.Exif)[Base.DateTimeOriginal] = "2025:12:07 14:30:00"
    exif.get_ifd(IFD.Exif)[Base.OffsetTimeOriginal] = "+02:00"
    assert read(drawn(size=(20, 20), exif=exif)).values == {
        "creator": "Anna Proba",
        "copyright_notice": "Anna Proba; BTA",
        "taken_at": datetime(2025, 12, 7, 12, 30, tzinfo=UTC),
    }


def test_text_is_cut_to_its_field_and_has_no_signs_that_nobody_sees():
    reading = read(
        saying(UTF_8, (2, CAPTION_SET, ("я" * 1_500).encode()), (2, CREDIT_SET, b"A\x01B\x00C"))
    )
    assert reading.values == {"caption": "я" * 999 + "…", "credit": "ABC"}


@pytest.mark.parametrize(
    ("moment", "at"),
    [
        (moments.of_xmp("2025-12-07T14:30:00+02:00"), datetime(2025, 12, 7, 12, 30, tzinfo=UTC)),
        (moments.of_xmp("2025-12-07T14:30"), datetime(2025, 12, 7, 12, 30, tzinfo=UTC)),
        (moments.of_xmp("2025-07-07T14:30:01.25"), datetime(2025, 7, 7, 11, 30, 1, tzinfo=UTC)),
        (moments.of_xmp("2025-12-07"), datetime(2025, 12, 6, 22, 0, tzinfo=UTC)),
        (
            moments.of_exif("2025:12:07 14:30:00", "-05:00"),
            datetime(2025, 12, 7, 19, 30, tzinfo=UTC),
        ),
        (moments.of_iim("20251207", "143000"), datetime(2025, 12, 7, 12, 30, tzinfo=UTC)),
        (moments.of_iim("2015-01-22"), datetime(2015, 1, 21, 22, 0, tzinfo=UTC)),
    ],
)
def test_a_time_without_zone_is_that_of_the_site(moment, at):
    assert moment is not None
    assert moment.at(SOFIA) == at


@pytest.mark.parametrize(
    "text", ["", "2025", "2025-12", "0000:00:00 00:00:00", "2025-13-01", "1066-10-14", "вчера"]
)
def test_what_is_no_date_is_none(text):
    assert (moments.of_xmp(text), moments.of_exif(text), moments.of_iim(text)) == (None, None, None)


def test_of_several_times_the_one_that_says_most_is_taken():
    day, wall = moments.of_xmp("2025-12-07"), moments.of_xmp("2025-12-07T10:00")
    exact = moments.of_xmp("2025-12-07T09:00Z")
    assert moments.best([day, None, wall]) is wall
    assert moments.best([wall, exact, day]) is exact
    assert moments.best([None]) is None


# Roads

SAID = ((2, CAPTION_SET, CAPTION.encode("windows-1251")), (2, CREDIT_SET, b"AFP"))


def single(browser, data, **fields):
    return browser.post("/cms/images/add/", photo_form(file=upload(data), **fields))


def several(browser, data, **fields):
    form = {"title": "Много", "collection": photo_form()["collection"], "files[]": upload(data)}
    return browser.post(reverse("wagtailimages:add_multiple"), form)


def chosen(browser, data, **fields):
    form = photo_form(file=upload(data), **fields)
    named = {f"image-chooser-upload-{name}": value for name, value in form.items()}
    return browser.post(reverse("wagtailimages_chooser:create"), named)


@pytest.mark.django_db
@pytest.mark.parametrize("road", [single, several, chosen])
def test_every_road_reads_what_the_picture_says(road, browser):
    answer = road(browser, saying(*SAID), caption="", credit="")

    assert answer.status_code in (200, 302)
    photo = Photo.objects.order_by("-pk")[0]
    assert (photo.caption, photo.credit, photo.read_as) == (CAPTION, "AFP", "windows-1251")
    assert (photo.width, photo.height) == (60, 40)


@pytest.mark.django_db
@pytest.mark.parametrize("road", [single, several, chosen])
def test_every_road_refuses_with_the_same_sentence(road, browser):
    before = Photo.objects.count()
    answer = road(browser, b"BM" + bytes(80))
    assert "BMP" in answer.content.decode("unicode_escape" if road is several else "utf-8")
    assert Photo.objects.count() == before


@pytest.mark.django_db
def test_a_picture_whose_form_had_to_be_mended_first_is_read_too(browser):
    """Many at once, the name too long: Wagtail lays the file aside until the form is right."""
    form = {"title": "Много" * 60, "collection": photo_form()["collection"]}
    aside = browser.post(
        reverse("wagtailimages:add_multiple"), form | {"files[]": upload(saying(*SAID))}
    ).json()
    number = aside["uploaded_file_id"]
    fields = photo_form(caption="", credit="").items()

    browser.post(
        reverse("wagtailimages:create_multiple_from_uploaded_image", args=[number]),
        {f"uploaded-image-{number}-{name}": value for name, value in fields},
    )

    photo = Photo.objects.order_by("-pk")[0]
    assert (photo.caption, photo.credit, photo.width) == (CAPTION, "AFP", 60)


@pytest.mark.django_db
def test_what_the_editor_wrote_stays(browser):
    single(browser, saying(*SAID), caption="Наш надпис", credit="")
    photo = Photo.objects.order_by("-pk")[0]
    assert (photo.caption, photo.credit) == ("Наш надпис", "AFP")
    assert photo.undeclared == {}


@pytest.mark.django_db
def test_text_that_was_decided_wrongly_can_be_mended(browser):
    """Letters that another encoding makes of the same bytes; what was changed by hand stays."""
    creator = "Анна Проба".encode("windows-1251")
    single(browser, saying(*SAID, (2, CREATOR_SET, creator)), caption="", credit="", creator="")
    photo = Photo.objects.order_by("-pk")[0]
    address = reverse("wagtailimages:edit", args=[photo.pk])
    page = browser.get(address).content.decode()
    assert "windows-1251" in page
    assert CAPTION in page
    assert "разчетено като windows-1251" in page

    form = photo_form(
        caption=photo.caption, creator="Друг човек", credit="AFP", encoding="mac-roman"
    )
    browser.post(address, form)

    photo.refresh_from_db()
    assert photo.caption == CAPTION.encode("windows-1251").decode("mac-roman")
    assert photo.creator == "Друг човек"

    browser.post(address, form | {"caption": photo.caption, "encoding": "windows-1251"})
    photo.refresh_from_db()
    assert photo.caption == CAPTION


@pytest.mark.django_db
def test_a_photo_without_such_text_is_not_asked_about(browser):
    single(browser, drawn(size=(20, 20)))
    photo = Photo.objects.order_by("-pk")[0]
    page = browser.get(reverse("wagtailimages:edit", args=[photo.pk]))
    assert "encoding" not in page.context["form"].fields
