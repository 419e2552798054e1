"""What the newsroom's answers forbid the browser, whoever asks and whatever is answered."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from tests.factories import newsroom
from vestnik.accounts.roles import Role
from vestnik.config.newsroom_headers import HEADERS

pytestmark = pytest.mark.django_db

#: Script that runs: without a source, and not a block of data.
INLINE = re.compile(r"""<script(?![^>]*\bsrc=)(?![^>]*type="(?:application/|text/))|\son\w+=["']""")
SCREENS = (
    "/cms/", "/cms/snippets/stories/story/", "/cms/snippets/stories/story/add/", "/cms/account/",
    "/cms/pages/", "/cms/images/add/", "/cms/settings/stories/edition/", "/cms/desk/breaking/",
    "/cms/workflows/list/", "/cms/account/factor/passkeys/add/", "/cms/login/",
)  # fmt: skip


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


def test_the_policy_lets_no_script_of_the_page_run():
    policy = HEADERS["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "default-src 'none'" in policy
    assert not re.search(r"unsafe-eval|https?:|\*|script-src[^;]*unsafe", policy)


def test_screens_are_kept_by_nobody(site, client):
    client.force_login(newsroom.person(Role.CHIEF_EDITOR))
    for path in ("/cms/", "/cms/account/factor/", reverse("wagtailsnippets_stories_story:list")):
        assert "no-store" in client.get(path)["Cache-Control"]


def test_pages_of_readers_have_a_policy_of_their_own(site, client):
    answer = client.get("/")
    assert answer["Content-Security-Policy"] != HEADERS["Content-Security-Policy"]
    assert "Permissions-Policy" not in answer


def test_links_to_readers_pages_say_where_one_comes_from(site, client):
    """Else an editor would be counted among the readers where the newsroom has a host of its own."""
    story = newsroom.live_story(site)
    client.force_login(newsroom.person(Role.CHIEF_EDITOR))
    screens = (story.edit_url(), reverse("desk_act", args=[story.pk, "withdraw"]))
    for screen in screens:
        shown = client.get(screen).content.decode()
        links = re.findall(rf'<a[^>]*href="{re.escape(story.full_url)}"[^>]*>', shown)
        assert links, screen
        assert all('referrerpolicy="unsafe-url"' in link for link in links)


@pytest.mark.parametrize("path", SCREENS)
def test_screens_hold_no_inline_script(path, site, client):
    client.force_login(newsroom.person(superuser=True))
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    assert not INLINE.findall(answer.content.decode())


def test_what_was_inline_is_there_as_data(site, client):
    client.force_login(newsroom.person(superuser=True))
    shown = client.get("/cms/snippets/stories/story/add/").content.decode()
    started = set(re.findall(r'data-start="(\w+)"', shown))
    assert {"InlinePanel", "PageChooser"} <= started
    assert "initDateTimeChooser" in client.get("/cms/desk/breaking/").content.decode()
