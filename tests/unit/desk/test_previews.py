"""A draft in the newsroom's preview: its page, its cards, the result of a search, the link elsewhere."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from tests.factories import newsroom
from tests.roads.newsdesk import story_form
from tests.unit.desk.test_editor import address
from vestnik.accounts.roles import Role
from vestnik.stories import previews

pytestmark = pytest.mark.django_db


def previewed(browser, story, mode):
    """As the panel does: the form is posted as it stands, then shown."""
    where = address("preview_on_edit", story.pk)
    assert browser.post(where, story_form(None, "", story)).json()["is_valid"]
    return browser.get(where, {"mode": mode})


@pytest.mark.parametrize("mode", [mode for mode, _name in previews.MODES])
def test_a_draft_is_seen_with_its_photo_in_each_mode(site, people, mode):
    photo = newsroom.photo("Мостът", credit="АП", description="Мост над река")
    story = newsroom.story(
        site, "Мостът вече работи", deck="Утре минават първите коли.", lead_photo=photo,
        owner=people.user(Role.AUTHOR),
    )  # fmt: skip
    story.save_revision(clean=False)
    answer = previewed(people(Role.AUTHOR), story, mode)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Мостът вече работи" in page
    assert "Утре минават първите коли." in page
    pictures = re.findall(r'<img[^>]* src="([^"]+)"', page)
    # What readers cannot see comes from where only the newsroom can look.
    assert all(
        src.startswith(reverse("newsroom_thumbnail", args=["x"])[:-1]) for src in pictures
    ), pictures
    assert pictures or mode == "search"
    photo.refresh_from_db()
    assert photo.in_use_since is None


def test_a_story_that_nobody_has_saved_is_previewed_too(site, people):
    author = people(Role.AUTHOR)
    form = story_form(site, headline="Нещо ново")
    assert author.post(address("preview_on_add"), form).json()["is_valid"]
    answer = author.get(address("preview_on_add"))
    assert answer.status_code == 200
    assert "Нещо ново" in answer.content.decode()


def test_a_withdrawn_photo_is_not_shown_in_a_preview(site, people):
    photo = newsroom.photo("Мостът", credit="АП")
    type(photo).objects.filter(pk=photo.pk).update(withdrawn_at="2026-01-01T00:00Z")
    story = newsroom.story(site, lead_photo=photo, owner=people.user(Role.AUTHOR))
    story.save_revision(clean=False)
    page = previewed(people(Role.AUTHOR), story, "share").content.decode()
    assert story.headline in page
    assert "<img" not in page
