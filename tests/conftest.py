"""What every test stands on: the site's first data, and where the real inputs lie."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def samples() -> Path:
    """The folder of real inputs beside the checkout, which is no part of the project."""
    given = os.environ.get("VESTNIK_SAMPLES")
    return Path(given) if given else Path(__file__).parents[2] / "shared" / "samples"


@pytest.fixture
def site(db):
    """The first data of an installation: languages, fronts, roles, workflow, edition."""
    from tests.factories import newsroom

    return newsroom.lay()
