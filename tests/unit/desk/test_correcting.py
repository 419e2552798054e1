"""A correction over HTTP: what, why and the changed words, which readers see at once."""

from __future__ import annotations

import pytest

from tests.factories import newsroom
from tests.unit.desk.screens import page_of, stored, text_of
from vestnik.accounts.roles import Role
from vestnik.stories.actions.publish import publish
from vestnik.stories.models import Correction

pytestmark = pytest.mark.django_db
WHAT = "Мостът е друг."


def mended(site):
    """A live story whose last publication changed one sentence."""
    text = "<p>Мостът е от камък. Дълъг е {} м.</p>"
    story = newsroom.live_story(site, body=[("paragraph", text.format(247))])
    draft = stored(story)
    draft.body = [("paragraph", text.format(274))]
    publish(draft, by=newsroom.chief())
    return stored(story)


def test_the_words_that_the_last_publication_changed_are_filled_in(site, people):
    form = people(Role.EDITOR).get(page_of(mended(site), "correct")).context["form"]

    assert form["before"].value() == "Дълъг е 247 м."
    assert form["after"].value() == "Дълъг е 274 м."


def test_of_a_story_that_was_published_once_nothing_is_filled_in(site, people):
    story = newsroom.live_story(site)

    form = people(Role.EDITOR).get(page_of(story, "correct")).context["form"]

    assert not form["before"].value()


def test_readers_see_what_why_and_the_changed_words_at_once(site, people, client):
    story = mended(site)

    done = people(Role.EDITOR).post(
        page_of(story, "correct"),
        {"words": WHAT, "why": "Разменихме <цифри>.", "before": "е <247> м", "after": "е 274 м"},
    )

    assert done.status_code == 302, done.context["form"].errors
    for path in (story.address, "/popravki/"):
        page = client.get(path).content.decode().replace("\N{NO-BREAK SPACE}", " ")
        assert WHAT in page
        assert "Разменихме &lt;цифри&gt;." in page
        assert "е <del>&lt;247&gt;</del><ins>274</ins> м" in page


def test_the_same_words_twice_are_no_change(site, people):
    story = mended(site)

    answer = people(Role.EDITOR).post(
        page_of(story, "correct"), {"words": WHAT, "before": "две", "after": "две"}
    )

    assert "Това са същите думи." in text_of(answer)
    assert not Correction.objects.exists()
