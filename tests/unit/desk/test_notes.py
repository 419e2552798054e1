"""Notes to colleagues: who writes and reads them, whom they reach, what becomes of them."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from tests.factories import newsroom
from tests.unit.desk.screens import text_of
from vestnik.accounts.roles import Role
from vestnik.desk.roads.models import Notice
from vestnik.desk.writing import notes
from vestnik.desk.writing.models import Note
from vestnik.stories.actions.erase import erase

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(site, people):
    return newsroom.story(site, owner=people.user(Role.AUTHOR))


def where(story, *more) -> str:
    return reverse("desk_writing_note" if more else "desk_writing_notes", args=[story.pk, *more])


def send(browser, url: str, **said):
    return browser.post(url, json.dumps(said), content_type="application/json")


def named(user, name: str):
    user.first_name, user.last_name = name.split()
    user.save()
    return user


def test_a_note_reaches_whom_it_mentions_until_he_has_looked(people, story):
    editor = named(people.user(Role.EDITOR), "Мила Станева")
    written = send(people(Role.AUTHOR), where(story), text="@Мила Станева виж тук", block="b1")
    assert written.json()["block"] == "b1"
    assert [(one.to, one.story) for one in Notice.objects.all()] == [(editor, story)]
    assert "виж тук" in text_of(people(Role.EDITOR).get(reverse("desk_notices")))
    shown = people(Role.EDITOR).get(where(story)).json()
    assert [one["text"] for one in shown["notes"]] == ["@Мила Станева виж тук"]
    assert "Мила Станева" in shown["people"]
    send(people(Role.EDITOR), where(story), seen=True)
    assert not editor.notices.unread()


def test_who_may_not_open_the_story_neither_reads_nor_writes_nor_is_mentioned(people, story):
    other = named(people.user(Role.CONTRIBUTOR), "Чужд Човек")
    assert people(Role.CONTRIBUTOR).get(where(story)).status_code in (302, 403)
    assert send(people(Role.CONTRIBUTOR), where(story), text="Аз").status_code in (302, 403)
    send(people(Role.AUTHOR), where(story), text="@Чужд Човек")
    note = Note.objects.get()
    assert not Notice.objects.filter(to=other).exists()
    assert send(people(Role.CONTRIBUTOR), where(story, note.pk), done=True).status_code in (
        302,
        403,
    )
    note.refresh_from_db()
    assert note.resolved_at is None


def test_a_note_is_resolved_and_open_again(people, story):
    send(people(Role.AUTHOR), where(story), text="Провери числото")
    note = Note.objects.get()
    assert (
        "Уредено от" in send(people(Role.EDITOR), where(story, note.pk), done=True).json()["done"]
    )
    assert send(people(Role.EDITOR), where(story, note.pk), done=False).json()["done"] == ""


def test_a_note_of_another_story_is_not_found_here(site, people, story):
    other = newsroom.story(site, owner=people.user(Role.AUTHOR))
    note = notes.write(other, by=people.user(Role.AUTHOR), text="Там")
    assert send(people(Role.EDITOR), where(story, note.pk), done=True).status_code == 404


@pytest.mark.parametrize(
    "said", [{"text": "  "}, {"text": "Ж" * 2_001}, {"text": "а", "block": "b" * 40}]
)
def test_a_note_that_is_none_is_refused_in_words(people, story, said):
    answer = send(people(Role.AUTHOR), where(story), **said)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert not Note.objects.exists()


def test_what_cannot_be_read_is_an_empty_note(people, story):
    for body in (b"{", b"[]", b'{"text": "' + b"a" * 30_000 + b'"}'):
        answer = people(Role.AUTHOR).post(where(story), body, content_type="application/json")
        assert answer.status_code == 400


def test_no_text_of_a_note_is_a_server_error(people, story):
    written = send(people(Role.AUTHOR), where(story), text="виж\x00 \ud800тук", block="b\x00")
    assert (written.json()["text"], written.json()["block"]) == ("виж тук", "b")
    deep = people(Role.AUTHOR).post(where(story), "[" * 19_000, content_type="application/json")
    assert deep.status_code == 400


def test_an_erased_story_leaves_no_note(people, story):
    notes.write(story, by=people.user(Role.AUTHOR), text="Тайна")
    erase(story, by=people.user(Role.CHIEF_EDITOR), reason="По искане")
    assert not Note.objects.exists()
