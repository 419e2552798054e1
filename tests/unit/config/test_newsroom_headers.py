"""What the newsroom's answers forbid the browser, whoever asks and whatever is answered."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from tests.factories import newsroom
from vestnik.accounts.roles import Role
from vestnik.config.newsroom_headers import HEADERS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "status"),
    [("/cms/", 302), ("/cms/login/", 200), ("/cms/nothing/", 302), ("/cms/jsi18n/", 200)],
)
def test_every_answer_of_the_newsroom_has_them(path, status, site, client):
    answer = client.get(path)

    assert answer.status_code == status
    for name, value in HEADERS.items():
        assert answer[name] == value
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_the_policy_names_nobody_else():
    policy = HEADERS["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert not re.search(r"unsafe-eval|https?:|\*", policy)


def test_screens_are_kept_by_nobody(site, client):
    client.force_login(newsroom.person(Role.CHIEF_EDITOR))
    for path in ("/cms/", "/cms/account/factor/", reverse("wagtailsnippets_stories_story:list")):
        assert "no-store" in client.get(path)["Cache-Control"]


def test_pages_of_readers_have_a_policy_of_their_own(site, client):
    answer = client.get("/")
    assert answer["Content-Security-Policy"] != HEADERS["Content-Security-Policy"]
    assert "Permissions-Policy" not in answer
