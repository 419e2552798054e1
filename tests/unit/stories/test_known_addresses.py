"""Every address that the site leads to is known: whoever copies the site copies all of it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import newsroom
from vestnik.press.answers import fresh_answer
from vestnik.press.surfaces import Kind, known
from vestnik.stories import list_pages, older, pages
from vestnik.stories.actions.withdraw import withdraw
from vestnik.stories.models import Address, Storyline, Topic

pytestmark = pytest.mark.django_db
NOVEMBER = datetime(2025, 11, 25, 12, tzinfo=UTC)
LINK = re.compile(r'href="(/[^"#?]*)"')


@pytest.fixture
def archive(site, monkeypatch):
    """A dozen stories of three months, two of them of one day that fills more than a page."""
    monkeypatch.setattr(pages, "IN_SECTION", 2)
    monkeypatch.setattr(list_pages, "IN_LIST", 2)
    monkeypatch.setattr(list_pages, "ON_TIMELINE", 3)
    monkeypatch.setattr(older, "IN_MONTH", 3)
    topic, line = Topic.objects.create(name="Вода"), Storyline.objects.create(name="Язовирът")
    photo = newsroom.photo()
    ago = (0, 1, 1.1, 2, 3, 9, 9.1, 9.2, 9.25, 12, 40, 400)
    return [
        newsroom.live_story(
            site,
            f"Материал {days}",
            dated=NOVEMBER - timedelta(days=days),
            topics=[topic],
            storyline=line,
            lead_photo=photo,
        )
        for days in ago
    ]


def of_kind(*kinds: Kind) -> set[str]:
    return {one.path for one in known() if one.kind in kinds}


def test_all_that_a_page_leads_to_is_known(archive):
    chief = newsroom.chief()
    withdraw(archive[3], by=chief, reason="Проба.")
    Address.objects.create(path="/staro/", target="/svyat/")
    pages_known, files = of_kind(Kind.PAGE), of_kind(Kind.FILE)
    unknown = set()
    for path in sorted(pages_known):
        found = fresh_answer(path)
        for linked in set(LINK.findall(found.body.decode())) - pages_known:
            if linked.startswith("/static/") or linked in files:
                continue
            if fresh_answer(linked).status == 200:
                unknown.add((path, linked))
    assert not unknown
    assert {"/", "/en/", "/svyat/", "/staro/", "/arhiv/2025/11/25/"} <= pages_known
    assert "/svyat/2025/11/do-24/" in pages_known
    assert of_kind(Kind.MISSING) == {"/404.html", "/en/404.html"}
    assert of_kind(Kind.CLOSED) == {archive[3].address}


def test_nothing_known_is_nothing_but_what_was_given_and_is_not_live(archive):
    given = set(Address.objects.values_list("path", flat=True))
    nothing = {path for path in of_kind(Kind.PAGE) - given if fresh_answer(path).status == 404}
    assert not nothing


def test_public_renditions_are_known_with_their_files_until_the_photo_is_withdrawn(archive):
    files = [one for one in known() if one.kind is Kind.FILE]
    assert files
    assert all(one.source.is_file() and one.path.startswith("/media/") for one in files)
    photo = archive[0].lead_photo
    mine = {f"/media/{made.file.name}" for made in photo.renditions.all()}
    assert mine & {one.path for one in files}
    photo.withdrawn_at = NOVEMBER
    photo.save()
    assert not mine & of_kind(Kind.FILE)
