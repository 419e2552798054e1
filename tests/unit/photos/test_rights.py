"""Rights that act: to the second, on every page, without anybody's doing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client

from tests.factories import newsroom
from tests.marks import keeps_prints
from vestnik.kit import clock
from vestnik.photos.actions.rights import end_due, moments
from vestnik.photos.actions.use import put_to_use, withdraw
from vestnik.photos.models import Photo
from vestnik.photos.rights import SOON, warning_of
from vestnik.press import due, sheet, sheets
from vestnik.press import files as press_kinds
from vestnik.press.answers import answer, fresh_answer
from vestnik.press.gate.files import Files
from vestnik.stories.addresses import photo_path
from vestnik.stories.models import Byline, StoryByline

pytestmark = [
    pytest.mark.django_db,
    keeps_prints,
]
END = datetime(2030, 5, 4, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
SMALL = (320, 200)


def body(path: str) -> str:
    """What readers get; the same as a fresh render."""
    kept, fresh = answer(path), fresh_answer(path)
    assert (kept.status, kept.body) == (fresh.status, fresh.body)
    return kept.body.decode()


def asked(url: str) -> tuple[int, str]:
    """The status at a picture's address, and how long it may be kept."""
    response = Client().get(url)
    response.close()
    found = response.status_code, response.get("Cache-Control", "")
    by_press = press_files().find(url, "")
    kept = "" if by_press is None else dict(by_press.forms["identity"].headers)["Cache-Control"]
    # What the press process does not show it leaves to the application, whose words are for people.
    assert (kept or "", by_press is None) == (found[1], found[0] == 404)
    return found


class Reader:
    """Asks in the test's own transaction."""

    def ask(self, statement, values=()):
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall()


def press_files() -> Files:
    """The files as the press process shows them, by what the application tells it."""
    kinds = tuple(
        sheet.Files(kind.prefix, str(kind.folder()), sheets._query(kind.rows(sheets._SOME_NAME)))
        for kind in press_kinds.kinds
    )
    told = SimpleNamespace(files=kinds, headers=())
    # The log is another one at each asking: nothing is remembered.
    return Files([], Reader(), lambda: told, object, lambda: False)


def files(photo: Photo) -> list[str]:
    photo = Photo.objects.get(pk=photo.pk)
    return [made.url for made in photo.renditions.all() if made.is_of_public_kind]


@pytest.fixture
def told(site):
    """A story that shows a licensed photo as lead, in its body and in a gallery; the photo of its author."""
    with clock.fixed(END - timedelta(hours=1)):
        stand_in = newsroom.photo("Заместник", size=SMALL, credit="архив")
        photo = newsroom.photo("Скъпата", size=SMALL, rights_until=END, replacement=stand_in)
        other = newsroom.photo("Другата", size=SMALL)
        blocks = [
            ("photo", {"photo": photo, "caption": "Наш надпис"}),
            ("gallery", [{"photo": photo, "caption": ""}, {"photo": other, "caption": ""}]),
        ]
        story = newsroom.story(site, lead_photo=photo, lead_caption="Наш водещ надпис", body=blocks)
        author = Byline.objects.create(name="Със снимка", portrait=photo)
        story.story_bylines = [StoryByline(byline=author)]
        story.save()
        story.publish(story.save_revision())
        story.refresh_from_db()
    return story, photo, stand_in, author


def test_from_the_second_of_its_end_no_page_shows_it_and_the_replacement_stands_there(
    told, monkeypatch
):
    # Nobody takes files away or announces anything: time alone passes.
    monkeypatch.setattr(due, "_known", [])
    story, photo, stand_in, author = told
    pages = [story.address, "/", author.path("bg"), story.section.path_on_site]
    # Its names are remembered: nothing of them may be on any page afterwards.
    own, others = files(photo), files(stand_in)
    assert own
    assert others, "the replacement is ready before it is needed"
    with clock.fixed(END - SECOND):
        for path in pages:
            assert any(url in body(path) for url in own), path
        assert "Наш водещ надпис" in body(story.address)
        assert asked(own[0])[0] == 200

    with clock.fixed(END):
        assert asked(own[0])[0] == 404
        for path in pages:
            printed = body(path)
            assert not any(url in printed for url in own), path
            assert any(url in printed for url in others), path
        printed = body(story.address)
        assert "Заместник" in printed
        for words in ("Наш водещ надпис", "Наш надпис", "Скъпата"):
            assert words not in printed, "words about the one photo do not stand below another"
        assert 'property="og:image"' in printed
        page = body(photo_path("bg", photo.pk))
        assert "/media/" not in page.partition('id="shown-in"')[0]
        assert "нямаме право" in page


def test_without_a_replacement_the_story_stands_as_one_without_a_photo(told):
    story, _photo, stand_in, _author = told
    with clock.fixed(END - SECOND):
        withdraw(stand_in, reason="Няма права.")
    with clock.fixed(END):
        printed = body(story.address)
        assert "og:image" not in printed
        assert "lead-photo" not in printed
        assert printed.count("<figure") == 1, "the gallery's other photo"
        assert "1 снимка" in printed
        assert '"image"' not in printed


def test_before_its_rights_begin_no_page_shows_it(told):
    story, photo, _stand_in, _author = told
    with clock.fixed(END - timedelta(minutes=30)):
        begins = END - timedelta(minutes=10)
        Photo.objects.filter(pk=photo.pk).update(rights_from=begins, replacement=None)
        own = files(photo)
        assert own, "they are there when they are needed"
        assert not any(url in body(story.address) for url in own)
    with clock.fixed(begins - SECOND):
        assert not any(url in body(story.address) for url in own)
        assert asked(own[0])[0] == 404
    with clock.fixed(begins):
        assert any(url in body(story.address) for url in own)


def test_the_clock_takes_the_files_away_once_and_rights_bring_them_back(told):
    _story, photo, _stand_in, _author = told
    name = next(made.file for made in photo.renditions.all() if made.is_of_public_kind)
    with clock.fixed(END - SECOND):
        assert (due.first_of(moments(None)), end_due()) == (END, 0)
    with clock.fixed(END):
        assert end_due() == 1
        assert files(photo) == []
        assert (due.first_of(moments(None)), end_due()) == (None, 0)
        photo.refresh_from_db()
        photo.caption = "Поправен"
        photo.save()
        assert files(photo) == [], "no change makes them anew"
        put_to_use([photo.pk])
        assert files(photo) == [], "nor does another story"

        photo.refresh_from_db()
        photo.rights_until = END + timedelta(days=1)
        photo.save()
        assert files(photo) != []
        assert due.first_of(moments(None)) == END + timedelta(days=1)
    assert name.storage is not None


def test_a_copy_is_not_kept_beyond_the_right(told):
    _story, photo, stand_in, _author = told
    with clock.fixed(END - timedelta(minutes=2)):
        assert "max-age=120," in asked(files(photo)[0])[1]
        assert "max-age=31536000," in asked(files(stand_in)[0])[1]


def test_for_print_only_means_no_page_and_for_the_site_means_no_shared_link(told):
    story, photo, _stand_in, _author = told
    with clock.fixed(END - timedelta(minutes=2)):
        own = files(photo)
        Photo.objects.filter(pk=photo.pk).update(rights_where="site")
        printed = body(story.address)
        assert any(url in printed for url in own)
        assert "og:image" not in printed

        Photo.objects.filter(pk=photo.pk).update(rights_where="print", replacement=None)
        assert not any(url in body(story.address) for url in own)
        assert files(photo) == []
        Photo.objects.filter(pk=photo.pk).update(rights_where="everywhere")
        assert len(files(photo)) == len(own)


def test_the_newsroom_is_warned_in_time(told):
    _story, photo, stand_in, _author = told
    with clock.fixed(END - SOON - SECOND):
        assert list(Photo.objects.expiring_soon()) == []
        assert warning_of(photo) == ""
    with clock.fixed(END - SOON):
        assert list(Photo.objects.expiring_soon()) == [photo]
        assert "Заместник" in warning_of(photo)
        assert "изтича" in warning_of(photo)
    with clock.fixed(END):
        assert list(Photo.objects.expiring_soon()) == []
        assert "изтече" in warning_of(photo)
        assert warning_of(stand_in) == ""


def test_no_photo_stands_in_its_own_place():
    first = newsroom.photo("Първа", size=SMALL)
    second = newsroom.photo("Втора", size=SMALL, replacement=first)
    first.replacement = second
    with pytest.raises(ValidationError):
        first.full_clean()
    # Told by no form, the pages still come to an end.
    Photo.objects.filter(pk=first.pk).update(replacement=second, rights_where="print")
    Photo.objects.filter(pk=second.pk).update(rights_where="print")
    put_to_use([first.pk, second.pk])
    assert Photo.objects.get(pk=first.pk).on_pages is None
