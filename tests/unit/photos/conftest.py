"""The photo library over HTTP: a signed-in photo editor, and pictures as cameras leave them."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from tests.factories import newsroom
from vestnik.accounts.roles import Role


@pytest.fixture(autouse=True)
def _fresh_cache():
    # Wagtail remembers renditions by the photo's id; a test that is rolled back leaves them there.
    cache.clear()


@pytest.fixture
def browser(site):
    """A browser in which a photo editor is signed in."""
    return signed_in(Role.PHOTO_EDITOR)


def signed_in(role: Role) -> Client:
    client = Client()
    client.force_login(newsroom.person(role))
    return client
