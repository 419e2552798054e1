"""No question of a reader or of the newsroom costs more as the archive grows."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connection, connections, transaction

from tests.plans import archive
from tests.plans.known import KNOWN, known
from tests.plans.plans import Watch, condemned, grown
from tests.plans.tour import Tour, newsroom_lists, reader_paths
from tests.roads.newsdesk import Desk
from vestnik.accounts.roles import Role
from vestnik.press import surfaces
from vestnik.stories.models import Front, Story

#: Stories at the first and at the second visit: both more than any list shows or counts.
SMALL, LARGE = 1_100, 2_300
#: Stories that are there from the beginning, and as many again for what takes a smaller archive.
BEGINNING, TWICE = 600, 1_200

pytestmark = pytest.mark.filterwarnings(
    # The generator's drawn pictures are left open (Photo.save measures them).
    "ignore::pytest.PytestUnraisableExceptionWarning"
)


@pytest.fixture(scope="module", autouse=True)
def _filled(django_db_setup, django_db_blocker):
    """The archive with which these tests begin, made once: each is rolled back to it."""
    with (
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
        transaction.atomic(),
    ):
        # Django closes the connection after each test, and the transaction around all with it.
        patch.setattr(connections["default"], "close", lambda: None)
        archive.fill(BEGINNING)
        yield
        transaction.set_rollback(True)


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
    for stories in (BEGINNING, TWICE):
        archive.fill(stories)
        tour, watch = Tour.of(desk), Watch()
        for work in (lambda: None, lambda tour=tour: tour.arrange(Role.CHIEF_EDITOR)):
            work()
            with watch.watching("a front"):
                surfaces.render_page("/")
        Front.objects.filter(slug="front-bg").update(zones=[])
        visits.append(watch.statements)
    assert not [fault for fault in condemned(visits[1]) if known(fault) is None]
    assert not grown(*visits, added=TWICE - BEGINNING)


def test_a_missing_index_is_found(desk, planned_as_at_size):
    """The same eyes on a database without the index behind every list."""
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
    for stories in (BEGINNING, TWICE):
        archive.fill(stories)
        watch = Watch()
        with watch.watching("a count"):
            Story.objects.live().count()
        visits.append(watch.statements)
    assert grown(*visits, added=TWICE - BEGINNING)
