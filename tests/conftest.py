"""What every test stands on: the site's first data, and where the real inputs lie."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.db import connection
from pytest_django.plugin import blocking_manager_key


def samples() -> Path:
    """The folder of real inputs beside the checkout, which is no part of the project."""
    given = os.environ.get("VESTNIK_SAMPLES")
    return Path(given) if given else Path(__file__).parents[2] / "shared" / "samples"


#: Ways of PostgreSQL's planner that are right for small tables only.
WAYS = ("seqscan", "sort", "hashjoin", "mergejoin", "bitmapscan", "material")
#: Whether a test has emptied the database of this process, and nobody has laid it since.
EMPTIED = pytest.StashKey[bool]()
#: Folders whose tests ask a database in ways of their own.
PROCESSES = {"processes", "properties", "press", "plans", "journeys", "roads", "rules"}
#: Of what a browser does in the newsroom, the whole way of a story: the rest asks what unit tests ask.
WALKS = {"test_newsroom"}
#: Long tables of rules and words that no database has a part in, though their tests need one to stand on;
#: nor has it in importing, which writes by the actions that are tried on both; and processes that are tried
#: with SQLite whatever database the tests have.
WITHOUT_PART = {"test_table_of_roles", "test_bulgarian", "test_clock_back", "test_tls", "test_release",
                "test_export"}  # fmt: skip
ROLES = "test_the_role_decides"
#: What takes minutes goes first, the longest before the others: whatever begins last keeps one process waiting.
LONGEST = ("test_plans", "test_machine", "test_nodes", "test_nothing_lost", "test_release", "test_acts",
           "test_fronts", "test_subjects", "test_rights", "test_writing", "test_press_process", "test_desk",
           "test_everyone", "test_tutorial", "test_schedules_kept", "test_generate", "test_newsroom",
           "test_alarm", "test_clock_back", "test_visible", "test_canary")  # fmt: skip


def pytest_collection_modifyitems(config, items):
    """The longest first; on PostgreSQL what asks no database is left out: SQLite's run has it."""
    places = {stem: place for place, stem in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(LONGEST)))
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return
    config.hook.pytest_deselected(items=[item for item in items if not _asks_a_database(item)])
    items[:] = [item for item in items if _asks_a_database(item)]


def _asks_a_database(item):
    folder = item.path.relative_to(Path(__file__).parent).parts[0]
    if folder == "browser":
        return item.path.stem in WALKS
    if item.path.stem in WITHOUT_PART or item.path.parent.name == "importer" or ROLES in item.name:
        return False
    return folder in PROCESSES or _is_given_one(item)


def _is_given_one(item) -> bool:
    return "django_db_setup" in item.fixturenames or bool(item.get_closest_marker("django_db"))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """After a test that emptied the database: the first data again, before the next one's fixtures."""
    if item.config.stash.get(EMPTIED, False) and _is_given_one(item):
        from tests.factories import newsroom

        with item.config.stash[blocking_manager_key].unblock():
            if newsroom.found() is None:
                newsroom.lay()
        item.config.stash[EMPTIED] = False


def pytest_runtest_teardown(item):
    """A test with transactions of its own cannot be rolled back: pytest-django empties all tables."""
    marker = item.get_closest_marker("django_db")
    by_marker = marker is not None and marker.kwargs.get("transaction", False)
    if by_marker or {"transactional_db", "live_server"} & set(item.fixturenames):
        item.config.stash[EMPTIED] = True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The first data is laid once; each test's transaction is rolled back to it."""
    from tests.factories import newsroom

    with django_db_blocker.unblock():
        newsroom.lay()


@pytest.fixture(autouse=True)
def _empty_store(request):
    """The database is rolled back between tests; what was printed of it must go too."""
    if "django_db" in request.keywords or "db" in request.fixturenames:
        from vestnik.press.answers import follower

        follower().store.forget_all()
        follower().look_again()


@pytest.fixture
def site(db):
    """The first data of an installation: languages, fronts, roles, workflow, edition."""
    from tests.factories import newsroom

    return newsroom.found() or newsroom.lay()


@pytest.fixture
def planned_as_at_size():
    """PostgreSQL's planner, made to choose as it does at a hundred thousand stories.

    It rightly reads a table of a few pages from end to end and sorts a thousand rows. With these ways
    made dear it takes an index wherever there is one that serves; where it still walks or sorts there is
    none. `benchmarks/plans.py` reads the plans of its own free choice, at size.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        for way in WAYS:
            cursor.execute(f"SET enable_{way} = off")
        # It would compile each question that has come to look so dear, which takes longer than to answer it.
        cursor.execute("SET jit = off")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET jit")
        for way in WAYS:
            cursor.execute(f"RESET enable_{way}")
