"""The newsroom's doors, and transactions that count as such inside the test's own."""

from __future__ import annotations

import pytest

from tests.roads import ledger
from tests.roads.newsdesk import Desk
from vestnik.desk import clock as desk_clock


@pytest.fixture
def desk(site):
    """The newsroom's doors, for people of every role."""
    return Desk(site)


@pytest.fixture
def commits(db, monkeypatch):
    """The outermost transaction of the test's own body can be rolled back, and its end is a commit."""
    with ledger.as_if_committed(monkeypatch):
        yield


@pytest.fixture(autouse=True)
def _fresh_clock():
    # What failed in another test is not waited for.
    desk_clock._failed.clear()
