"""The library's screens: found, uploaded, changed many at once and taken back, where used, who may what."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageDraw

from tests.factories import newsroom
from tests.unit.desk.screens import text_of
from vestnik.accounts.roles import Role
from vestnik.desk.library.usage import usage_of
from vestnik.kit import clock
from vestnik.photos import specs
from vestnik.photos.models import Photo

pytestmark = pytest.mark.django_db
LIBRARY, ADD = "/cms/images/", "/cms/images/multiple/add/"
SMALL = (320, 200)


def signed_in(role: Role) -> Client:
    client = Client()
    client.force_login(newsroom.person(role))
    return client


@pytest.fixture
def editor(site):
    return signed_in(Role.PHOTO_EDITOR)


def drawn(kind="JPEG", shade=0) -> bytes:
    picture = Image.new("RGB", (600, 400), (90, 120 + shade, 150))
    draw = ImageDraw.Draw(picture)
    for step in range(9):
        draw.rectangle(
            (step * 60, step * 37 % 300, step * 60 + 90, step * 37 % 300 + 80), (20 * step, 90, 9)
        )
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()


def upload(browser: Client, name: str, data: bytes) -> dict:
    file = SimpleUploadedFile(name, data)
    answer = browser.post(ADD, {"title": name, "files[]": file})
    assert answer.status_code == 200
    return answer.json()


def test_the_list_is_asked_all_at_once_and_warns(editor, site):
    soon = clock.instant() + timedelta(days=2)
    bridge = newsroom.photo("Мостът", size=SMALL, credit="БТА", rights_until=soon)
    newsroom.photo("Морето", picture=False, credit="БТА")
    shown = editor.get(LIBRARY).content.decode()
    assert "Мостът" in shown
    assert "Морето" in shown
    assert "Правото за показване изтича" in shown
    asked = {"q": "мост", "credit": "бта", "use": "unused", "taken_from": "", "taken_to": ""}
    shown = editor.get(LIBRARY + "results/", asked).content.decode()
    assert "Мостът" in shown
    assert "Морето" not in shown
    assert "Няма снимка" in editor.get(LIBRARY + "results/", {"person": "никой"}).content.decode()
    dialog = editor.get("/cms/images/chooser/results/", {"q": "мост"}).content.decode()
    assert "Мостът" in dialog
    assert "Морето" not in dialog
    assert "изтича" in dialog
    chosen = editor.get(f"/cms/images/chooser/chosen/{bridge.pk}/").json()
    assert "изтича" in chosen["result"]["title"]
    story = newsroom.story(site, lead_photo=bridge)
    chief = signed_in(Role.CHIEF_EDITOR)
    form = chief.get(reverse("wagtailsnippets_stories_story:edit", args=[story.pk]))
    assert "Правото за показване изтича" in form.content.decode(), "in the story's own form"


def test_an_upload_is_taken_with_what_it_says_and_one_that_looks_the_same_is_named(editor):
    first = upload(editor, "a.jpg", drawn())
    assert first["success"]
    assert first["duplicate"] is False
    again = upload(editor, "b.webp", drawn("WEBP"))
    assert again["duplicate"] is True
    assert "изглежда" in again["confirm_duplicate_upload"]
    prefix = f"image-{first['image_id']}-"
    words = {"title": "Т", "caption": "Надпис", "people": "Иван", "tags": "река, мост"}
    form = {prefix + name: value for name, value in words.items()}
    assert editor.post(f"/cms/images/multiple/{first['image_id']}/", form).json()["success"]
    photo = Photo.objects.get(pk=first["image_id"])
    assert (photo.caption, photo.people, photo.rights_where) == ("Надпис", "Иван", "everywhere")
    assert "Надпис" in editor.get(LIBRARY, {"q": "река"}).content.decode()


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.jpg", b"no picture at all", "не е снимка"),
        ("a.png", drawn(), "JPEG"),
        ("a.<b>x</b>", drawn(), ""),
    ],
)
def test_a_refused_file_has_its_sentence(editor, name, data, sentence):
    said = upload(editor, name, data)
    assert said["success"] is False
    assert sentence in said["error_message"]
    assert "<b>" not in said["error_message"]


def test_many_are_changed_at_once_and_taken_back(editor):
    photos = [newsroom.photo(f"Стар {n}", picture=False, credit=f"Стар {n}") for n in range(3)]
    address = reverse("wagtail_bulk_action", args=["photos", "photo", "words_and_rights"])
    asked = f"{address}?{'&'.join(f'id={photo.pk}' for photo in photos)}&next={LIBRARY}"
    assert "Стар 2" in editor.get(asked).content.decode()
    form = {
        "credit": "БТА",
        "file_photo": "yes",
        "rights_until": "2031-01-01 00:00",
        "tags": "вода",
    }
    assert editor.post(asked, form).status_code == 302
    changed = list(Photo.objects.order_by("pk"))
    assert {(one.credit, one.file_photo, one.rights_until.year) for one in changed} == {
        ("БТА", True, 2030)
    }
    assert [one.caption for one in changed] == ["Стар 0", "Стар 1", "Стар 2"]
    assert [list(one.tags.names()) for one in changed] == [["вода"]] * 3

    Photo.objects.filter(pk=photos[1].pk).update(credit="После")
    assert "3 снимки" in editor.get(LIBRARY).content.decode()
    editor.post("/cms/images/undo/")
    back = list(Photo.objects.order_by("pk"))
    assert [one.credit for one in back] == ["Стар 0", "После", "Стар 2"], (
        "a later hand's words stay"
    )
    assert {(one.file_photo, one.rights_until) for one in back} == {(False, None)}
    assert list(back[0].tags.names()) == []


MANY = reverse("wagtail_bulk_action", args=["photos", "photo", "words_and_rights"])


def test_all_of_a_list_are_those_that_it_shows(editor):
    for credit in ("БТА", "БТА", "Друг"):
        newsroom.photo("Надпис", picture=False, credit=credit)
    editor.post(f"{MANY}?id=all&credit=бта&next={LIBRARY}", {"place": "Русе"})
    placed = Photo.objects.filter(place="Русе").values_list("credit", flat=True)
    assert list(placed) == ["БТА", "БТА"]
    editor.post(f"{MANY}?id=all&next={LIBRARY}", {"place": "Видин"})
    assert Photo.objects.filter(place="Видин").count() == 3


def test_a_photo_that_fails_ends_none_of_the_others(editor, monkeypatch, caplog):
    photos = [newsroom.photo(f"Снимка {n}", picture=False) for n in range(3)]
    asked = f"{MANY}?{'&'.join(f'id={photo.pk}' for photo in photos)}&next={LIBRARY}"
    save = Photo.save

    def breaks(photo, *args, **kwargs):
        if photo.pk == photos[1].pk:
            raise ZeroDivisionError
        save(photo, *args, **kwargs)

    def credits() -> list[str]:
        return list(Photo.objects.order_by("pk").values_list("credit", flat=True))

    with monkeypatch.context() as odd:
        odd.setattr(Photo, "save", breaks)
        answer = editor.post(asked, {"credit": "БТА"}, follow=True)
    assert credits() == ["БТА", "", "БТА"]
    assert f"1 снимка не стана и е както беше: № {photos[1].pk} Снимка 1." in text_of(answer)
    assert f"photo {photos[1].pk}" in caplog.text
    photos[1] = photos[0]
    with monkeypatch.context() as odd:
        odd.setattr(Photo, "save", breaks)
        editor.post("/cms/images/undo/")
    assert credits() == ["БТА", "", ""]


def test_a_photo_s_page_says_where_it_is_used_and_shows_every_cut(editor, site):
    photo = newsroom.photo("Мостът", size=SMALL)
    newsroom.story(site, "Чернова с моста", lead_photo=photo)
    newsroom.live_story(site, "Материал с моста", lead_photo=photo)
    shown = editor.get(f"/cms/images/{photo.pk}/").content.decode()
    assert "Чернова с моста" in shown
    assert "Материал с моста" in shown
    assert shown.count("читателите я виждат") == 1
    changed = newsroom.live_story(site, "Излязъл без моста").get_latest_revision_as_object()
    changed.body = [("photo", {"photo": photo})]
    changed.save_revision()
    again = usage_of(photo, newsroom.chief())
    assert [(use.name, use.live) for use in again.uses] == [
        ("Излязъл без моста", False), ("Материал с моста", True), ("Чернова с моста", False)
    ]  # fmt: skip
    for name, use in specs.USES.items():
        assert (f'data-crop-cut="{name}"' in shown) == (use.ratio is not None)


def test_a_photo_s_page_names_no_draft_to_who_may_not_open_it(site):
    author = newsroom.person(Role.AUTHOR)
    photo = newsroom.photo("Мостът", size=SMALL, uploaded_by_user=author)
    newsroom.story(site, "Тайна чернова", lead_photo=photo)
    newsroom.story(site, "Своя чернова", lead_photo=photo, owner=author)
    newsroom.live_story(site, "Излязъл материал", lead_photo=photo)
    browser = Client()
    browser.force_login(author)
    shown = browser.get(f"/cms/images/{photo.pk}/").content.decode()
    assert "Своя чернова" in shown
    assert "Излязъл материал" in shown
    assert "Тайна чернова" not in shown
    assert shown.count("(Скрито: материал)") == 1


def test_a_picture_uploaded_in_the_dialog_has_its_words(editor):
    other = newsroom.photo("Друга", picture=False)
    prefix = "image-chooser-upload-"
    form = {f"{prefix}title": "Т", f"{prefix}caption": "Надпис", f"{prefix}credit": "БТА"}
    file = {f"{prefix}file": SimpleUploadedFile("a.jpg", drawn())}
    said = editor.post("/cms/images/chooser/create/", form | file)
    assert said.status_code == 200
    photo = Photo.objects.get(credit="БТА")
    assert (photo.caption, photo.rights_where) == ("Надпис", "everywhere")
    # The form of a photo does not list the library.
    page = editor.get(f"/cms/images/{photo.pk}/").content.decode()
    assert "replacement" in page
    assert f'<option value="{other.pk}"' not in page


def test_who_may_not_change_photos_changes_none(site):
    photo = newsroom.photo("Чужда", picture=False)
    address = reverse("wagtail_bulk_action", args=["photos", "photo", "words_and_rights"])
    for role in (Role.CONTRIBUTOR, Role.AUTHOR, Role.EDITOR):
        browser = signed_in(role)
        browser.post(f"{address}?id={photo.pk}", {"credit": "Моя"})
        assert browser.get(f"/cms/images/{photo.pk}/").status_code == 302
        assert Photo.objects.get(pk=photo.pk).credit == ""
    assert signed_in(Role.CONTRIBUTOR).get(LIBRARY).status_code == 302
    assert signed_in(Role.AUTHOR).get(LIBRARY).status_code == 200
