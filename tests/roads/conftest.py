"""The newsroom as its people use it, and the ledger that watches what they do."""

from __future__ import annotations

import pytest

from tests.roads import ledger
from tests.roads.newsdesk import Desk


@pytest.fixture(autouse=True)
def real_transactions(db, monkeypatch):
    """Transactions inside the test's own count as transactions."""
    with ledger.as_if_committed(monkeypatch):
        yield


@pytest.fixture
def desk(site):
    """The newsroom's doors, for people of every role."""
    return Desk(site)
