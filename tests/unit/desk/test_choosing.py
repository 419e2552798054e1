"""Choosing a story in the dialog: found by the newsroom's index, drafts only by who may read them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories import newsroom
from tests.unit.desk.screens import stored, text_of
from vestnik.accounts.roles import Role
from vestnik.desk.viewsets import StoryViewSet

pytestmark = pytest.mark.django_db


def results() -> str:
    return reverse(f"{StoryViewSet().chooser_viewset.url_namespace}:choose_results")


def test_the_dialog_finds_any_form_of_a_word_and_no_draft_of_others(site, people):
    newsroom.live_story(site, "Мостът е готов")
    newsroom.story(site, "Мостове в чернова").save_revision()
    changed = newsroom.live_story(site, "Друго заглавие")
    working = stored(changed).get_latest_revision_as_object()
    working.deck = "Тайно канарче"
    working.save_revision()

    found = text_of(people(Role.EDITOR).get(results(), {"q": "мост"}))
    assert "Мостът е готов" in found
    assert "Мостове в чернова" in found
    author = people(Role.AUTHOR)
    found = text_of(author.get(results(), {"q": "мост"}))
    assert "Мостът е готов" in found
    assert "Мостове в чернова" not in found
    assert "Друго заглавие" not in text_of(author.get(results(), {"q": "канарче"}))
    assert "Друго заглавие" in text_of(people(Role.EDITOR).get(results(), {"q": "канарче"}))
    assert "Друго заглавие" in text_of(author.get(results()))
