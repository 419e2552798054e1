"""The library is found again: by words in any form, person, credit, day, use, rights; and what looks alike."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from tests.factories import newsroom
from tests.plans.plans import Watch, condemned, grown
from vestnik.kit import clock
from vestnik.photos import likeness
from vestnik.photos.actions.rights import end_due
from vestnik.photos.actions.use import put_to_use
from vestnik.photos.finding import Wanted, find, span
from vestnik.photos.models import Photo

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def three(db):
    bridge = newsroom.photo(
        "Мостът над Дунав", picture=False, credit="БТА", people="Иван Петров, Анна Проба",
        taken_at=datetime(2025, 12, 31, 22, 30, tzinfo=UTC), place="Русе",
    )  # fmt: skip
    hall = newsroom.photo(
        "Заседание в залата", picture=False, credit="архив на БТА", file_photo=True
    )
    sea = newsroom.photo(
        "Морето", picture=False, people="Петров Иван", taken_at=datetime(2024, 2, 3, tzinfo=UTC)
    )
    return bridge, hall, sea


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(text="МОСТА"), [0]),
        (Wanted(text="дунав мост"), [0]),
        (Wanted(text="дунав море"), []),
        (Wanted(text="руСЕ"), [0]),
        (Wanted(text="бта"), [1, 0]),
        (Wanted(credit="бта"), [1, 0]),
        (Wanted(credit="архив"), [1]),
        (Wanted(person="иван петр"), [0]),
        (Wanted(person="петров"), [2, 0]),
        (Wanted(person="бта"), []),
        (Wanted(file_photo=True), [1]),
        (Wanted(use="unused"), [2, 1, 0]),
        (Wanted(use="unused", credit="бта", file_photo=True), [1]),
        # The last evening of 2025 in UTC is the first night of 2026 in Sofia.
        (Wanted(since=date(2026, 1, 1)), [0]),
        (Wanted(until=date(2025, 12, 31)), [2]),
        (Wanted(since=date(2024, 2, 3), until=date(2024, 2, 3)), [2]),
        (Wanted(since=date(2025, 1, 1), until=date(2024, 1, 1)), []),
        (Wanted(text='мост" OR *) NEAR('), []),
        (Wanted(text="mused"), []),
    ],
)
def test_what_is_asked_is_found_newest_first(three, wanted, found):
    assert find(wanted) == [three[number].pk for number in found]


def test_the_index_follows_every_road_of_writing(three):
    bridge, hall, sea = three
    bridge.caption = "Пристанището"
    bridge.save()
    Photo.objects.filter(pk=hall.pk).update(caption="Пристанище", in_use_since=NOW)
    sea.delete()
    Photo.objects.bulk_create([Photo(title="Пристан", caption="")])
    assert len(find(Wanted(text="пристан"))) == 3
    assert find(Wanted(use="used")) == [hall.pk]
    assert find(Wanted(text="море")) == []


def test_rights_that_end_are_found(three):
    bridge, hall, sea = three
    with clock.fixed(NOW):
        Photo.objects.update(in_use_since=NOW)
        Photo.objects.filter(pk=bridge.pk).update(rights_until=NOW + timedelta(days=3))
        Photo.objects.filter(pk=hall.pk).update(rights_until=NOW + timedelta(days=300))
        Photo.objects.filter(pk=sea.pk).update(rights_until=NOW - timedelta(days=3))
        end_due()
        assert find(Wanted(rights="soon")) == [bridge.pk]
        assert find(Wanted(rights="soon", text="море")) == []
        assert find(Wanted(rights="ended")) == [sea.pk]


def test_a_span_is_whole_years_months_and_days():
    assert span(date(2023, 12, 31), date(2025, 2, 1)) == [
        "md20231231", "my2024", "mm202501", "md20250201",
    ]  # fmt: skip


def scene(size=(900, 600), light=0) -> Image.Image:
    drawn = Image.new("RGB", size, (120 + light, 150 + light, 200))
    draw = ImageDraw.Draw(drawn)
    for step in range(12):
        x, y = size[0] * step // 12, size[1] * ((step * 7) % 12) // 12
        box = (x, y, x + size[0] // 7, y + size[1] // 4)
        draw.ellipse(box, fill=(20 * step % 200 + light, 160 - 9 * step, 10 * step))
    return drawn


def stored(picture: Image.Image, title: str, kind: str = "JPEG", **how) -> Photo:
    out = io.BytesIO()
    picture.save(out, kind, **how)
    photo = Photo(title=title)
    photo.file.save(f"a.{kind.lower()}", ContentFile(out.getvalue()), save=False)
    photo.save()
    photo.file.close()
    return photo


def test_the_same_picture_is_recognised_smaller_lighter_and_in_another_format():
    first = stored(scene(), "Първа", quality=92)
    stored(scene().transpose(Image.Transpose.FLIP_LEFT_RIGHT), "Обърната")
    stored(Image.new("RGB", (300, 200), "white"), "Бяла")
    again = stored(scene((450, 300), light=12), "Пак", "WEBP", quality=40)
    assert likeness.like(again.likeness, without=again.pk) == [first.pk]
    assert likeness.like("0" * 32) == [], "an even sky is like nothing"


def test_no_question_grows_with_the_library(planned_as_at_size):
    visits = []
    for more in (600, 700):
        Photo.objects.bulk_create(
            [
                Photo(
                    title=f"Снимка {number}",
                    caption="Море и мост",
                    credit="БТА",
                    people="Иван Петров",
                )
                for number in range(more)
            ]
        )
        watch = Watch()
        for wanted in (
            Wanted(text="мост"), Wanted(person="иван"), Wanted(use="unused", credit="бта"),
            Wanted(rights="soon"),
        ):  # fmt: skip
            with watch.watching(str(wanted)):
                find(wanted)
        with watch.watching("other questions"):
            list(Photo.objects.expiring_soon()[:10])
            likeness.like("0123456789abcdef" * 2)
        visits.append(watch.statements)
    # Its cost hangs on the number of its marks, and on the index's pieces, which are merged.
    plan = Watch()
    with plan.watching("days"):
        find(Wanted(since=date(2024, 1, 1)))
    assert not condemned(plan.statements)
    assert not condemned(visits[1])
    assert not grown(*visits, added=700)


def test_a_photo_in_use_is_found_as_used():
    photo = newsroom.photo("Мост", size=(300, 200))
    put_to_use([photo.pk])
    assert find(Wanted(use="used", text="мост")) == [photo.pk]
