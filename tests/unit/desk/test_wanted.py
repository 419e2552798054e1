"""Corrections asked for: by whoever may not correct, on the desk until corrected or declined."""

from __future__ import annotations

import pytest
from django.db.models import QuerySet
from django.urls import reverse

from tests.factories import newsroom
from tests.unit.desk.screens import is_refused, page_of, stored, text_of
from vestnik.accounts.roles import Role
from vestnik.changes.models import AuditEntry
from vestnik.desk.home.panels import panels_for
from vestnik.desk.roads.models import Notice
from vestnik.desk.wanted import actions
from vestnik.desk.wanted.models import CorrectionWanted
from vestnik.stories.actions.withdraw import bring_back, withdraw
from vestnik.stories.models import Story

pytestmark = pytest.mark.django_db
AUTHOR, EDITOR, PHOTOS = Role.AUTHOR, Role.EDITOR, Role.PHOTO_EDITOR
ASK = reverse("desk_ask_correction")
WORDS = "Мостът е <дълъг> 274 метра, не 247."


@pytest.fixture
def story(site) -> Story:
    return newsroom.live_story(site, "Мостът е отворен")


def asked(people, story: Story, role: Role = AUTHOR, words: str = WORDS) -> CorrectionWanted:
    answer = people(role).post(ASK, {"address": story.full_url, "words": words})
    assert answer.status_code == 302, answer.context["form"].errors
    found: CorrectionWanted = CorrectionWanted.objects.latest("pk")
    return found


def wrong(people, role: Role) -> list[str]:
    """What went wrong, as the desk of a role says it."""
    panels = {panel.name: panel for panel in panels_for(people.user(role))}
    return [str(line.note) for line in panels["wrong"].lines] if "wrong" in panels else []


def test_it_stands_on_the_desk_of_those_who_may_correct_until_it_is_corrected(story, people):
    # Of a colleague's story, whose editor is closed to the author.
    assert f"{ASK}?story={story.pk}" in people(AUTHOR).get("/cms/").content.decode()
    assert ASK not in people(EDITOR).get("/cms/").content.decode()
    wanted = asked(people, story)
    assert wrong(people, EDITOR) == [f"{wanted.asker_name}: {WORDS}"]
    assert wrong(people, AUTHOR) == []
    page = people(EDITOR).get(reverse("desk_wanted_decide", args=[wanted.pk]))
    assert WORDS in text_of(page)
    assert "<дълъг>" not in page.content.decode()

    people(EDITOR).post(page_of(story, "correct"), {"words": "Мостът е 274 метра."})

    assert wrong(people, EDITOR) == []
    (notice,) = people.user(AUTHOR).notices.unread()
    assert (notice.what, notice.text) == ("corrected", "Мостът е 274 метра.")
    # The author may not open its editor, nor read a draft of it.
    assert notice.url == story.address
    withdraw(story, by=newsroom.chief(), reason="Проба")
    for page in ("/cms/", reverse("desk_notices")):
        text = text_of(people(AUTHOR).get(page))
        assert "Мостът е 274 метра." in text
        assert story.headline not in text
    acts = AuditEntry.objects.filter(subject=story.log_subject()).order_by("pk")
    assert list(acts.values_list("act", flat=True))[-3:] == [
        "story.ask_correction",
        "story.correct",
        "story.withdraw",
    ]
    assert not AuditEntry.objects.filter(reason__contains="247").exists()


def test_it_is_declined_with_a_reason_once(story, people):
    wanted = asked(people, story, PHOTOS)
    page = reverse("desk_wanted_decide", args=[wanted.pk])
    assert people(EDITOR).post(page, {"reason": " "}).status_code == 200
    assert wrong(people, EDITOR)

    assert people(EDITOR).post(page, {"reason": "Проверихме: 247 е вярно."}).status_code == 302
    assert wrong(people, EDITOR) == []
    assert "Проверихме" in text_of(people(PHOTOS).get(reverse("desk_wanted")))
    assert "решил" in text_of(people(EDITOR).post(page, {"reason": "Друго."}))
    assert Notice.objects.filter(to=people.user(PHOTOS)).count() == 1


def test_only_live_stories_once_and_not_without_end(site, story, people, monkeypatch):
    other = newsroom.story(site, "Канарче")
    other.save_revision()
    draft = people(AUTHOR).get(f"{ASK}?story={stored(other).pk}")
    assert "Канарче" not in text_of(draft)
    for address in ("/nyama/", "https://a.test/", "\x00", f"/arhiv/{other.pk}/"):
        answer = people(AUTHOR).post(ASK, {"address": address, "words": WORDS})
        assert answer.status_code == 200
    asked(people, story)
    again = people(AUTHOR).post(ASK, {"address": story.address, "words": WORDS})
    assert "Вече сте поискали" in text_of(again)
    monkeypatch.setattr(actions, "MOST_OPEN", 1)
    more = people(AUTHOR).post(ASK, {"address": story.address, "words": "Друго."})
    assert more.status_code == 200
    assert CorrectionWanted.objects.count() == 1


def test_a_story_that_was_taken_off_asks_for_nothing_until_it_is_back(story, people):
    asked(people, story)
    withdraw(story, by=newsroom.chief(), reason="Проба")
    assert wrong(people, EDITOR) == []
    # Its row may hold a draft by now, which is not the asker's to read.
    assert story.headline not in text_of(people(AUTHOR).get(reverse("desk_wanted")))
    bring_back(stored(story), by=newsroom.chief())
    assert len(wrong(people, EDITOR)) == 1


def test_who_may_correct_is_led_to_it_and_nobody_else_decides(story, people, client):
    led = people(EDITOR).get(f"{ASK}?story={story.pk}")
    assert led.url == page_of(story, "correct")
    wanted = asked(people, story)
    page = reverse("desk_wanted_decide", args=[wanted.pk])
    for role in (AUTHOR, Role.MODERATOR, PHOTOS):
        assert is_refused(people(role).get(page))
        assert is_refused(people(role).post(page, {"reason": "Не."}))
    assert WORDS not in text_of(people(PHOTOS).get(reverse("desk_wanted")))
    assert is_refused(client.get(ASK))
    wanted.refresh_from_db()
    assert wanted.state == "open"


def test_an_author_asks_from_the_editor_of_the_own_story(site, people):
    mine = newsroom.live_story(site, "Мой материал", owner=people.user(AUTHOR))
    edit = reverse("wagtailsnippets_stories_story:edit", args=[mine.pk])
    link = f"{ASK}?story={mine.pk}"
    assert link in people(AUTHOR).get(edit).content.decode()
    assert link not in people(EDITOR).get(edit).content.decode()
    assert mine.full_url in people(AUTHOR).get(link).content.decode()


@pytest.mark.parametrize("address", ["http://[", "/%00", "http://x/%ED%A0%80"])
def test_an_address_that_is_none_is_said_to_be_none(people, site, address):
    answer = people(AUTHOR).post(ASK, {"address": address, "words": WORDS})

    assert answer.status_code == 200
    assert answer.context["form"].errors["address"]


def test_what_is_corrected_is_held_until_it_is_settled(story, people, monkeypatch):
    asked(people, story)
    held, real = [], QuerySet.select_for_update

    def holding(self, *args, **more):
        held.append(self.model)
        return real(self, *args, **more)

    monkeypatch.setattr(QuerySet, "select_for_update", holding)
    actions.settle(story, by=newsroom.chief(), correction="Мостът е 274 метра.")

    assert held == [CorrectionWanted]
    assert CorrectionWanted.objects.get().state == "corrected"
