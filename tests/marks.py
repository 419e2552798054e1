"""Marks that tests of many folders share."""

import pytest
from django.conf import settings

keeps_prints = pytest.mark.skipif(
    "postgresql" in settings.DATABASES["default"]["ENGINE"],
    reason="in one test transaction PostgreSQL's own changes are never behind its snapshot, so nothing is kept",
)
