"""Promise: the photo library's screens answer in 300 ms (p95) at 100 000 photos.

Over HTTP, as a chief editor and as an author: the library, its search by words, person, credit, day, use and
rights, the chooser of an editor, a photo's page with its uses. The photos are rows like the generated ones,
each said to be something else; their files are those that were drawn.
"""

from __future__ import annotations

import os
import shutil
import sys
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks import _archives, _desk
from benchmarks._report import Report

STORIES, PHOTOS = 1_000, 100_000
BUDGET = 300
LIBRARY, CHOOSER = "/cms/images/", "/cms/images/chooser/results/"
SCREENS = {
    "the library": LIBRARY,
    "page 10 of it": f"{LIBRARY}?p=10",
    "a frequent word": f"{LIBRARY}results/?q=мост",
    "a rare word": f"{LIBRARY}results/?q=кръстословица",
    "three words": f"{LIBRARY}results/?q=мост над река",
    "a word half typed": f"{LIBRARY}results/?q=пло",
    "who is seen": f"{LIBRARY}results/?person=Иван Петров",
    "a credit": f"{LIBRARY}results/?credit=агенция 7",
    "taken in some days": f"{LIBRARY}results/?since=2021-03-05&until=2021-04-20",
    "taken in years": f"{LIBRARY}results/?since=2015-02-01&until=2024-11-03",
    "used": f"{LIBRARY}results/?use=used",
    "not used": f"{LIBRARY}results/?use=unused",
    "rights that end soon": f"{LIBRARY}results/?rights=soon",
    "rights that have ended": f"{LIBRARY}results/?rights=ended",
    "all at once": f"{LIBRARY}results/?q=мост&credit=агенция&person=Петров&since=2012-01-01&use=unused",
    "what nobody has": f"{LIBRARY}results/?q=мост&person=никой",
    "the chooser": "/cms/images/chooser/",
    "the chooser, a word": f"{CHOOSER}?q=мост",
    "a photo": f"{LIBRARY}{{photo}}/",
    "a photo of many stories": f"{LIBRARY}{{used}}/",
    "where it is used": f"{LIBRARY}usage/{{used}}/",
}
SEEN = ("мост над река", "площад в дъжд", "стадион нощем", "полета край пътя", "зала с хора")
PEOPLE = ("Иван Петров", "Мария Илиева", "", "Петър Стоянов, Иван Петров", "Гергана Димова")


def main() -> None:
    report = Report(f"The photo library's screens at {PHOTOS} photos, {_desk.ROUNDS} rounds")
    source = Path(_archives.stories(STORIES)["VESTNIK_DATA"])
    folder = _archives.FOLDER / f"library-{PHOTOS}"
    mark, made_of = folder / "made-of-library", _archives.fingerprint()
    is_made = mark.is_file() and mark.read_text() == made_of
    if not is_made:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(source, folder)
    database = f"sqlite://{folder}/vestnik.sqlite3"
    from tests.processes.nodes import HOST, Web, environment

    os.environ.update(environment(folder, database))
    import django

    django.setup()
    from vestnik.photos.models import Photo
    from vestnik.stories.models import Story

    if not is_made:
        _fill()
        mark.write_text(made_of)
    report.must(Photo.objects.count() >= PHOTOS, f"there are {PHOTOS} photos or more")
    used = Story.objects.live().exclude(lead_photo=None).order_by("-pk")[0].lead_photo_id
    named = {"photo": Photo.objects.order_by("-pk")[1000].pk, "used": used}
    web = Web("web", folder, database)
    people = _desk.people()
    web.start()
    try:
        for who, cookie in people.items():
            screens = SCREENS if who == "chief_editor" else dict(list(SCREENS.items())[:-3])
            for screen, times in _desk.visit(web.port, HOST, cookie, named, screens).items():
                report.figure(f"{who}: {screen}", _desk.p95(times), "ms", at_most=BUDGET)
    finally:
        web.kill()
    report.close()


def _fill() -> None:
    """Rows like the drawn photos, over twenty years, indexed as uploading does it."""
    from vestnik.photos import words
    from vestnik.photos.models import Photo

    print(f"  making {PHOTOS} photos", file=sys.stderr, flush=True)
    drawn = list(Photo.objects.exclude(file="").order_by("pk")[:20])
    now = datetime.now(UTC)
    made: list[Photo] = []
    for number in range(PHOTOS):
        photo = Photo(**_values(drawn[number % len(drawn)]))
        photo.uid, photo.title = uuid.uuid4(), f"IMG_{number:06}"
        photo.caption = f"{SEEN[number % len(SEEN)].capitalize()}, снимка {number} от проба"
        photo.people, photo.credit = PEOPLE[number % len(PEOPLE)], f"агенция {number % 40}"
        photo.taken_at = now - timedelta(minutes=105 * (PHOTOS - number))
        if number % 500 == 0:
            photo.rights_until = now + timedelta(hours=number % 700)
        made.append(photo)
    for start in range(0, PHOTOS, 500):
        some = Photo.objects.bulk_create(made[start : start + 500])
        words.write(some)


def _values(photo: object) -> dict[str, object]:
    """What a copy of a photo is made with; it is used nowhere."""
    from vestnik.photos.models import Photo

    own = {"id", "uid", "in_use_since", "withdrawn_at", "rights_ended_at", "created_at"}
    fields = [field for field in Photo._meta.concrete_fields if field.attname not in own]
    return {field.attname: getattr(photo, field.attname) for field in fields}


if __name__ == "__main__":
    main()
