"""The photo library over HTTP: what may be uploaded, where it lies, who is served what."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.core.exceptions import SuspiciousFileOperation
from django.db import transaction
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.images.models import Filter

from tests.factories import newsroom
from tests.roads.newsdesk import photo_form
from tests.unit.photos.conftest import signed_in
from tests.unit.photos.pictures import SERIAL, drawn, from_a_camera, place_of, upload
from vestnik.accounts.roles import Role
from vestnik.photos import specs
from vestnik.photos.actions.use import withdraw
from vestnik.photos.models import Photo, PhotoRendition
from vestnik.stories.actions.publish import publish
from vestnik.stories.models import Story

pytestmark = pytest.mark.django_db

ADD = "/cms/images/add/"
ORIGINALS = Path(settings.MEDIA_ROOT) / "originals"


def put_in(browser: Client, data: bytes, name: str = "DSC_0042 Мария.jpg", **fields):
    return browser.post(ADD, photo_form(file=upload(data, name), **fields))


def newest() -> Photo:
    return Photo.objects.order_by("-pk")[0]


def kept_files() -> set[Path]:
    return {path for path in ORIGINALS.rglob("*") if path.is_file()}


def text_of_messages(answer) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def bytes_of(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def on_a_page(site, photo: Photo):
    story = newsroom.story(site, lead_photo=photo)
    publish(story, by=newsroom.chief())
    return story


# Uploading


@pytest.mark.parametrize(
    ("kind", "suffix"),
    [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp"), ("GIF", "gif"), ("AVIF", "avif")],
)
def test_a_picture_is_kept_as_it_came_under_a_name_of_ours(kind, suffix, browser):
    data = drawn(kind)

    answer = put_in(browser, data, f"DSC_0042 Мария.{suffix}")

    assert answer.status_code == 302, answer.context["form"].errors
    photo = newest()
    assert (photo.width, photo.height) == (1600, 1000)
    assert photo.file.name == f"{photo.uid.hex[:2]}/{photo.uid.hex}.{suffix}"
    assert (ORIGINALS / photo.file.name).read_bytes() == data
    assert (photo.caption, photo.credit) == ("Надпис", "архив")


@pytest.mark.parametrize("role", [*Role], ids=str)
def test_who_keeps_the_library(role, site):
    """Design section 3: the photo editor; authors and editors add to it."""
    photo = newsroom.photo("Стара")
    browser, before = signed_in(role), Photo.objects.count()

    put_in(browser, drawn())
    browser.post(reverse("wagtailimages:edit", args=[photo.pk]), photo_form(title="Нова"))

    may_add = {Role.AUTHOR, Role.EDITOR, Role.EDITOR_ON_DUTY, Role.CHIEF_EDITOR, Role.PHOTO_EDITOR}
    may_change = {Role.CHIEF_EDITOR, Role.PHOTO_EDITOR}
    assert (Photo.objects.count() == before + 1) is (role in may_add)
    photo.refresh_from_db()
    assert (photo.title == "Нова") is (role in may_change)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (lambda: b"", "празна.jpg"),
        (lambda: "Това е текст, а не снимка.".encode(), "текст.jpg"),
        (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "рисунка.jpg"),
        (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "рисунка.svg"),
        (lambda: drawn("PNG"), "png-като.jpg"),
        (lambda: drawn("TIFF"), "скан.tiff"),
        (lambda: drawn("JPEG"), "снимка.php"),
        (lambda: drawn("JPEG")[:10], "начало.jpg"),
        (lambda: b"\x89PNG\r\n\x1a\n" + bytes(64), "нули.png"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_picture_is_refused_with_a_sentence_and_nothing_is_kept(data, name, browser):
    files, photos = kept_files(), Photo.objects.count()

    answer = put_in(browser, data(), name)

    assert answer.status_code == 200
    errors = " ".join(answer.context["form"].errors["file"])
    assert re.search("[а-я]{4}", errors), errors
    assert "Снимката не е качена" in text_of_messages(answer)
    assert (kept_files(), Photo.objects.count()) == (files, photos)


@pytest.mark.parametrize(
    ("size", "sentence"), [((20_000, 6_000), "пиксел"), ((1_600, 1_000), "голям")]
)
def test_what_is_too_large_is_refused_before_it_is_opened(size, sentence, browser, monkeypatch):
    """120 million points of one colour are a small file; a huge file need not be many points."""
    from wagtail.images.fields import WagtailImageField

    huge = drawn("PNG", size) if size[0] < 10_000 else _plain(size)
    if sentence == "голям":
        made = WagtailImageField.__init__

        def small(self, *args, **kwargs):
            made(self, *args, **kwargs)
            self.max_upload_size = 2_000

        monkeypatch.setattr(WagtailImageField, "__init__", small)
    files, photos = kept_files(), Photo.objects.count()

    answer = put_in(browser, huge, "голяма.png")

    assert answer.status_code == 200
    assert sentence in " ".join(answer.context["form"].errors["file"])
    assert (kept_files(), Photo.objects.count()) == (files, photos)


def _plain(size: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("1", size).save(out, "PNG")
    return out.getvalue()


def test_many_at_once_are_asked_the_same(browser):
    several, photos = reverse("wagtailimages:add_multiple"), Photo.objects.count()
    form = {"title": "Много", "collection": photo_form()["collection"]}

    refused = browser.post(several, {**form, "files[]": upload(b"text", "a.jpg")})
    taken = browser.post(several, {**form, "files[]": upload(drawn(), "b.jpg")})

    assert refused.json()["success"] is False
    assert re.search("[а-я]{4}", refused.json()["error_message"])
    assert taken.json()["success"] is True
    assert Photo.objects.count() == photos + 1


# Who is served what


def test_no_address_serves_an_original(site, browser):
    """Not by its path, not by any link of the library's screens, to nobody."""
    put_in(browser, from_a_camera())
    photo = newest()
    original = (ORIGINALS / photo.file.name).read_bytes()
    on_a_page(site, photo)
    with pytest.raises(ValueError, match="private"):
        _ = photo.file.url

    addresses = {f"/media/{photo.file.name}", f"/media/originals/{photo.file.name}"}
    addresses |= {
        f"/cms/thumbnails/../../originals/{photo.file.name}",
        f"/static/{photo.file.name}",
    }
    for screen in ("/cms/images/", "/cms/images/chooser/", f"/cms/images/{photo.pk}/"):
        shown = browser.get(screen)
        text = shown.json()["html"] if "json" in shown["Content-Type"] else shown.content.decode()
        found = {
            address
            for address in re.findall(r'(?:src|href)="([^"#?]+)"', text)
            if address.startswith("/") and "/cms/logout" not in address
        }
        assert found
        addresses |= {
            address for address in found if re.search(r"\.(jpe?g|png|webp|avif)$", address)
        }

    for client in (browser, Client()):
        for address in sorted(addresses):
            try:
                answer = client.get(address)
            except SuspiciousFileOperation:
                continue
            assert answer.status_code in (200, 301, 302, 400, 404), address
            assert bytes_of(answer) != original, address


def test_where_it_was_taken_stays_with_us(site, browser):
    put_in(browser, from_a_camera())
    photo = newest()
    assert place_of((ORIGINALS / photo.file.name).read_bytes()), "The original says where."
    on_a_page(site, photo)

    thumbnail = photo.get_rendition(Filter(spec="max-165x165"))
    made = {name: photo.rendition(name) for name in specs.PUBLIC} | {"newsroom": thumbnail}
    assert sum(one is not None for one in made.values()) > 20
    for name, one in made.items():
        if one is not None:
            with one.file.open() as file:
                picture = file.read()
            assert place_of(picture) == {}, name
            assert SERIAL.encode() not in picture, name


def test_a_page_gets_pictures_of_names_that_tell_nothing(site, browser, client):
    put_in(browser, drawn(), "Мария Петрова пред съда.jpg", title="Мария Петрова пред съда")
    photo = newest()
    story = on_a_page(site, photo)

    page = client.get(story.address).content.decode()
    shown = re.findall(r'/media/[^" ]+(?= \d+w|")', page)
    assert len({address.rpartition(".")[2] for address in shown}) == 3

    for address in shown:
        assert re.fullmatch(
            r"/media/([0-9a-z]{2})/\1[0-9a-z]{22}-[wcs]\d{3,4}\.(avif|webp|jpg)", address
        )
        assert photo.uid.hex not in address
        answer = client.get(address)
        assert answer.status_code == 200
        kind = Image.open(io.BytesIO(bytes_of(answer))).get_format_mimetype()
        assert answer["Content-Type"] == kind
        assert "immutable" in answer["Cache-Control"]


def test_pictures_are_made_when_a_photo_is_used_and_not_before(site, browser):
    put_in(browser, drawn())
    photo = newest()
    public = PhotoRendition.objects.filter(image=photo, filter_spec__in=specs.PUBLIC_SPECS)
    assert public.count() == 0

    story = newsroom.story(site, lead_photo=photo)
    story.save_revision(clean=False)
    assert public.count() == 0, "A draft has put the photo before readers."

    publish(story, by=newsroom.chief())
    needed = {spec.filter for spec in specs.wanted(photo.width, photo.height)}
    assert {made.filter_spec for made in public} == needed


def test_a_publication_that_is_tried_again_has_its_pictures(site, browser, client):
    put_in(browser, drawn())
    photo = newest()
    story = newsroom.story(site, lead_photo=photo)
    with transaction.atomic():
        publish(story, by=newsroom.chief())
        transaction.set_rollback(True)

    publish(Story.objects.get(pk=story.pk), by=newsroom.chief())

    page = client.get(Story.objects.get(pk=story.pk).address).content.decode()
    assert "<img" in page


def test_the_newsrooms_thumbnails_are_for_the_newsroom(site, browser):
    put_in(browser, drawn())
    thumbnail = newest().get_rendition(Filter(spec="max-165x165"))
    assert thumbnail.url.startswith("/cms/thumbnails/")
    stranger = Client()

    answer = browser.get(thumbnail.url)
    assert answer.status_code == 200
    assert bytes_of(answer).startswith(b"\xff\xd8")
    assert "private" in answer["Cache-Control"]
    assert stranger.get(thumbnail.url).status_code == 302
    assert stranger.get(f"/media/{thumbnail.file.name}").status_code == 404


@pytest.mark.parametrize(
    "name", ["../originals/x.jpg", "..%2Foriginals%2Fx.jpg", "a\x00b.jpg", "нещо.jpg", "a" * 3_000]
)
def test_an_odd_name_is_not_there(name, site, browser):
    for address in (f"/media/{name}", f"/cms/thumbnails/{name}"):
        assert browser.get(address).status_code in (400, 404), address


# Taking off


def test_a_withdrawn_photo_disappears(site, browser, client, django_capture_on_commit_callbacks):
    put_in(browser, drawn())
    photo = newest()
    story = on_a_page(site, photo)
    page = client.get(story.address).content.decode()
    shown = re.findall(r'src(?:set)?="(/media/[^" ]+)', page)
    files = [Path(made.file.path) for made in photo.renditions.all()]
    assert shown
    assert all(file.exists() for file in files)

    with django_capture_on_commit_callbacks(execute=True):
        withdraw(photo, reason="Правата са на друг.")

    assert "/media/" not in client.get(story.address).content.decode()
    assert {client.get(address).status_code for address in shown} == {404}
    assert not any(file.exists() for file in files)
    photo.refresh_from_db()
    assert photo.withdrawn_at is not None
    assert (ORIGINALS / photo.file.name).exists(), "The original is the library's."


@pytest.mark.parametrize("used", [True, False])
def test_a_withdrawn_photo_is_not_put_to_use(used, site, browser):
    put_in(browser, drawn())
    photo = newest()
    if used:
        on_a_page(site, photo)
    withdraw(photo, reason="Правата са на друг.")

    on_a_page(site, Photo.objects.get(pk=photo.pk))

    assert not PhotoRendition.objects.filter(
        image=photo, filter_spec__in=specs.PUBLIC_SPECS
    ).exists()
    assert (Photo.objects.get(pk=photo.pk).in_use_since is not None) is used


def test_withdrawing_needs_a_reason(site, browser):
    put_in(browser, drawn())
    with pytest.raises(ValueError, match="reason"):
        withdraw(newest(), reason="  ")
    assert newest().withdrawn_at is None


def test_a_photo_that_readers_saw_is_not_deleted(site, browser):
    put_in(browser, drawn())
    photo = newest()
    on_a_page(site, photo)

    signed_in(Role.CHIEF_EDITOR).post(reverse("wagtailimages:delete", args=[photo.pk]))

    assert Photo.objects.filter(pk=photo.pk).exists()
