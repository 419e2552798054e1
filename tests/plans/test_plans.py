"""No question of a reader or of the newsroom costs more as the archive grows."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connection

from tests.plans import archive
from tests.plans.known import KNOWN, known
from tests.plans.plans import Watch, condemned, grown
from tests.plans.tour import Tour, newsroom_lists, reader_paths
from tests.roads.newsdesk import Desk
from vestnik.accounts.roles import Role
from vestnik.changes.log import Reader
from vestnik.changes.models import Change
from vestnik.press import surfaces
from vestnik.stories.models import Front, Story

#: Stories at the first and at the second visit: both more than any list shows or counts.
SMALL, LARGE = 1_100, 2_300

pytestmark = pytest.mark.filterwarnings(
    # The generator's drawn pictures are left open (Photo.save measures them).
    "ignore::pytest.PytestUnraisableExceptionWarning"
)


@pytest.fixture
def desk(site):
    newsroom_lists.cache_clear()
    return Desk(site)


def visit(tour: Tour) -> Watch:
    watch = Watch()
    tour.go(watch)
    return watch


@pytest.mark.slow
@pytest.mark.skipif(
    "postgresql" in settings.DATABASES["default"]["ENGINE"],
    reason="at two thousand stories PostgreSQL rightly walks; benchmarks/plans.py reads its plans at size",
)
def test_no_question_grows_with_the_archive(desk, planned_as_at_size):
    archive.fill(SMALL)
    archive.owned_by(desk.user(Role.CONTRIBUTOR))
    tour = Tour.of(desk)
    small = visit(tour)
    archive.fill(LARGE)
    archive.owned_by(desk.user(Role.CONTRIBUTOR))
    large = visit(tour)

    assert len(tour.screens) > 100, tour.screens
    found = [
        *condemned(small.statements + large.statements),
        *grown(small.statements, large.statements, LARGE - SMALL),
    ]
    unknown = [fault for fault in found if known(fault) is None]
    assert not unknown, f"{len(unknown)} statements grow:\n" + "\n\n".join(unknown)
    gone = set(KNOWN) - {known(fault) for fault in found}
    assert not gone, f"No longer found, so to be struck from the list: {sorted(gone)}"
    assert not tour.broken, f"Screens that fail: {sorted(tour.broken)}"


def test_an_arranged_front_walks_along_its_lists(desk, planned_as_at_size):
    """Each kind of zone and each way of filling one, and the front that nobody arranged."""
    visits = []
    for stories in (600, 1_200):
        archive.fill(stories)
        tour, watch = Tour.of(desk), Watch()
        for work in (lambda: None, lambda tour=tour: tour.arrange(Role.CHIEF_EDITOR)):
            work()
            with watch.watching("a front"):
                surfaces.render_page("/")
        Front.objects.filter(slug="front-bg").update(zones=[])
        visits.append(watch.statements)
    assert not [fault for fault in condemned(visits[1]) if known(fault) is None]
    assert not grown(*visits, added=600)


def test_a_missing_index_is_found(desk, planned_as_at_size):
    """The same eyes on a database without the index behind every list."""
    archive.fill(600)
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX stories_listing_newest")
    watch = Watch()
    tour = Tour.of(desk)
    for path in reader_paths(tour.story)[:4]:
        tour.ask(watch, None, path)
    assert any("stories_listing" in fault for fault in condemned(watch.statements))


def test_a_search_that_visits_every_story_is_found(desk, planned_as_at_size):
    """It has an index and a plan without fault; only its work tells."""
    visits = []
    for stories in (600, 1_200):
        archive.fill(stories)
        watch = Watch()
        with watch.watching("a count"):
            Story.objects.live().count()
        visits.append(watch.statements)
    assert grown(*visits, added=600)


@pytest.mark.django_db(transaction=True)
def test_following_the_log_does_not_grow(planned_as_at_size):
    """Outside a transaction, as readers of the log are."""
    visits = []
    for _visit in range(2):
        Change.objects.bulk_create(
            Change(event="StoryChanged", subject=f"story:{number}", keys=[])
            for number in range(1_200)
        )
        archive.gather_statistics()
        reader = Reader(f"plans {_visit}", from_start=True)
        watch = Watch()
        with watch.watching("follow the log"):
            for _round in range(3):
                with reader.batch(50) as rows:
                    assert len(rows) == 50
        visits.append(watch.statements)
    assert visits[0]
    assert not condemned(visits[1])
    assert not grown(*visits, added=1_200)
