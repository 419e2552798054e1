"""Puts into the database what the invented archive hangs on: sections, topics, bylines, photos."""

from __future__ import annotations

import io

from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image, ImageDraw

from vestnik.changes import bulk
from vestnik.importer.actions.generate import Cast
from vestnik.importer.invented import AGENCIES as INVENTED_AGENCIES
from vestnik.importer.invented import BYLINES, SECTIONS, STORYLINES, TOPICS, invent_photo
from vestnik.kit import clock
from vestnik.photos.models import Photo, PhotoRendition
from vestnik.photos.specs import PUBLIC_SPECS
from vestnik.stories import languages
from vestnik.stories.models import Agency, Byline, Front, Section, Storyline, Topic
from vestnik.stories.models.subjects import Subject

#: Pictures really drawn; the archive's photos share them.
DRAWN = 12
_MARK = "generated"
#: What every drawn picture shows, for those who cannot see it.
_SEEN = "Нарисувани хълмове под кръгло слънце"


def find_or_make_cast(*, photos: int) -> Cast:
    """The cast of an archive with at least so many photos; a second call finds what the first made."""
    with transaction.atomic():
        agencies = {row.code: row.pk for row in Agency.objects.all()}
        for agency in INVENTED_AGENCIES:
            if agency.code not in agencies:
                made = Agency.objects.create(name=agency.name, code=agency.code)
                agencies[agency.code] = made.pk
        sections = _sections()
        topics = _named(Topic, list(TOPICS))
        storylines = _named(Storyline, [storyline.title for storyline in STORYLINES])
        bylines = _named(Byline, [byline.name for byline in BYLINES])
    return Cast(
        sections=sections,
        topics=topics,
        storylines=storylines,
        bylines=bylines,
        agencies=agencies,
        photos=_photos(photos),
        owner=None,
    )


def _sections() -> list[int]:
    front = Front.objects.get(locale_id=languages.locale_id_of(languages.first()))
    ids = []
    for invented in SECTIONS:
        section = Section.objects.child_of(front).filter(slug=invented.slug).first()
        if section is None:
            section = Section(title=invented.name, slug=invented.slug, locale=front.locale)
            front.add_child(instance=section)
        ids.append(section.pk)
    return ids


def _named(model: type[Subject], names: list[str]) -> list[int]:
    have = dict(model.objects.values_list("name", "pk"))
    for name in names:
        if name not in have:
            have[name] = model.objects.create(name=name).pk
    return [have[name] for name in names]


def _photos(wanted: int) -> list[int]:
    ids = list(Photo.objects.filter(origin_url=_MARK).order_by("pk").values_list("pk", flat=True))
    drawn = [_draw(number) for number in range(DRAWN)] if len(ids) < wanted else []
    made = [list(one.renditions.filter(filter_spec__in=PUBLIC_SPECS)) for one in drawn]
    for start in range(len(ids), wanted, 500):
        numbers = range(start, min(start + 500, wanted))
        photos = [_photo(number, drawn[number % DRAWN]) for number in numbers]
        bulk.insert([photos])
        stored = Photo.objects.filter(uid__in=[photo.uid for photo in photos])
        pk_of = dict(stored.values_list("uid", "pk"))
        fresh = [pk_of[photo.uid] for photo in photos]
        renditions = [
            rendition
            for number, pk, photo in zip(numbers, fresh, photos, strict=True)
            for rendition in _renditions(pk, photo, made[number % DRAWN])
        ]
        bulk.insert([renditions])
        ids += fresh
    return ids


def _photo(number: int, drawn: Photo) -> Photo:
    invented = invent_photo(number)
    return Photo(
        title=invented.caption[:250], caption=invented.caption, description=_SEEN,
        credit=invented.credit,
        file_photo=invented.file_photo, file=drawn.file.name, width=drawn.width, height=drawn.height,
        file_hash=drawn.file_hash, file_size=drawn.file_size, read_hash=drawn.read_hash,
        tone=drawn.tone, origin_url=_MARK,
        in_use_since=clock.instant(), collection=drawn.collection,
    )  # fmt: skip


def _renditions(photo_id: int, photo: Photo, drawn: list[PhotoRendition]) -> list[PhotoRendition]:
    # Under the photo's own key, so that a later write does not make others in their place.
    key = photo.rendition_key()
    return [
        PhotoRendition(
            image_id=photo_id, filter_spec=one.filter_spec, file=one.file.name, width=one.width,
            height=one.height, focal_point_key=key,
        )
        for one in drawn
    ]  # fmt: skip


def _draw(number: int) -> Photo:
    """A drawn picture of the library with its renditions, made once."""
    mark = f"{_MARK}-drawn-{number}"
    photo = Photo.objects.filter(origin_url=mark).first()
    if photo is not None:
        return photo
    picture = Image.new("RGB", (1600, 1067), (200 - number * 8, 214, 226))
    pen = ImageDraw.Draw(picture)
    for hill in range(4):
        top = 520 + hill * 110
        peak = (number * 211 + hill * 397) % 1600
        pen.polygon(
            [
                (0, 1067),
                (0, top + 60),
                (peak, top - 140 + hill * 20),
                (1600, top + 40),
                (1600, 1067),
            ],
            fill=(96 - hill * 18, 128 - hill * 20, 120 - hill * 16),
        )
    pen.ellipse((1180, 120, 1300, 240), fill=(250, 236, 190))
    encoded = io.BytesIO()
    picture.save(encoded, "JPEG", quality=82)
    photo = Photo(
        title=mark,
        caption="Нарисуван пейзаж",
        description=_SEEN,
        credit="рисунка: Вестник",
        origin_url=mark,
    )
    photo.file.save("drawn.jpg", ContentFile(encoded.getvalue()), save=False)
    photo._set_image_file_metadata()
    photo.in_use_since = clock.instant()
    photo.save()
    photo.make_public_renditions()
    return photo
