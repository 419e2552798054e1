"""Acts with a story that is not what it was, and acts with odd words: refused, with nothing lost."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from unittest import mock

import pytest

from tests.factories import newsroom
from tests.roads.newsdesk import REASON
from tests.unit.desk.conftest import everything
from tests.unit.desk.screens import (
    FIT,
    asks_for_words,
    draft,
    each_act,
    given_to,
    page_of,
    said,
    stored,
    taken_off,
    text_of,
)
from vestnik.accounts.roles import Role
from vestnik.changes.models import AuditEntry
from vestnik.desk.acts import ACTS, in_words
from vestnik.desk.clock import publish_due
from vestnik.desk.roads.models import Notice
from vestnik.kit import clock
from vestnik.stories.actions import publish
from vestnik.stories.models import Address, Story
from vestnik.stories.routing import Gone, resolve

pytestmark = pytest.mark.django_db

CHIEF, ON_DUTY, EDITOR = Role.CHIEF_EDITOR, Role.EDITOR_ON_DUTY, Role.EDITOR


# The story is not what it was


@pytest.mark.parametrize("act", [act for act in ACTS if act not in ("move-schedule", "hand-over")])
def test_the_same_act_twice_is_done_once(act, site, people):
    """Two clicks, or two people at the same moment."""
    story = FIT[act](site)
    chief = people(CHIEF)
    form = {"words": REASON, "seen": story.latest_revision_id, **given_to(act)}
    assert chief.post(page_of(story, act), form).status_code == 302
    before = everything()

    again = chief.post(page_of(story, act), form)

    assert again.status_code == (404 if act == "erase" else 200)
    assert everything() == before
    if act != "erase":
        assert REASON in text_of(again) or not ACTS[act].words
        assert 'role="alert"' in again.content.decode()


@pytest.mark.parametrize(
    ("act", "state", "hindrance"),
    [
        ("correct", draft, "не е публикуван"),
        ("correct", taken_off, "не е публикуван"),
        ("publish-at-once", taken_off, "може да го върне главен редактор"),
        ("publish-at-once", newsroom.live_story, "вече виждат последната записана версия"),
        ("withdraw", draft, "не е публикуван"),
        ("withdraw", taken_off, "не е публикуван"),
        ("bring-back", draft, "никога не е бил публикуван"),
        ("bring-back", newsroom.live_story, "Материалът е публикуван"),
    ],
)
def test_a_story_that_is_not_for_the_act_is_left_alone_with_a_sentence(
    act, state, hindrance, site, people
):
    story = state(site)
    before = everything()

    shown = people(CHIEF).get(page_of(story, act))
    answer = people(CHIEF).post(page_of(story, act), {"words": REASON})

    assert hindrance in text_of(shown)
    assert "<textarea" not in shown.content.decode()
    assert hindrance in text_of(answer)
    assert everything() == before


def test_the_editor_on_duty_does_not_bring_back_what_the_chief_took_off(site, people):
    story = taken_off(site)

    answer = people(ON_DUTY).post(page_of(story, "publish-at-once"), {"words": REASON})

    assert answer.status_code == 200
    assert not stored(story).live
    assert isinstance(resolve(story.address), Gone)


def test_publishing_at_once_what_another_has_changed_meanwhile_asks_to_look_again(site, people):
    story = draft(site)
    browser = people(ON_DUTY)
    page = browser.get(page_of(story, "publish-at-once"))
    seen = re.search(r'name="seen" value="(\d+)"', page.content.decode())[1]
    story.headline = "Дописано от друг"
    story.save_revision(user=newsroom.person(EDITOR), clean=False)

    refused = browser.post(page_of(story, "publish-at-once"), {"words": REASON, "seen": seen})
    assert "Междувременно някой е записал материала" in text_of(refused)
    assert REASON in text_of(refused)
    assert not stored(story).live

    looked = browser.get(page_of(story, "publish-at-once"))
    assert "Дописано от друг" in text_of(looked)
    seen = re.search(r'name="seen" value="(\d+)"', looked.content.decode())[1]
    browser.post(page_of(story, "publish-at-once"), {"words": REASON, "seen": seen})
    assert stored(story).headline == "Дописано от друг"
    assert stored(story).live


@pytest.mark.parametrize("act", ["correct", "withdraw", "erase"])
def test_other_acts_are_done_whatever_another_has_saved_meanwhile(act, site, people):
    """What is wrong before readers' eyes does not wait for a draft."""
    story = newsroom.live_story(site)
    seen = story.latest_revision_id
    story.headline = "Дописано от друг"
    story.save_revision(clean=False)

    answer = people(CHIEF).post(page_of(story, act), {"words": REASON, "seen": seen})

    assert answer.status_code == 302


def test_what_another_has_erased_meanwhile_is_not_there(site, people):
    story = newsroom.live_story(site)
    assert people(CHIEF).get(page_of(story, "withdraw")).status_code == 200
    people(None).post(page_of(story, "erase"), {"words": REASON})

    assert people(CHIEF).post(page_of(story, "withdraw"), {"words": REASON}).status_code == 404


def lock(story: Story, by) -> None:
    story.locked, story.locked_by, story.locked_at = True, by, clock.instant()
    story.save(update_fields=["locked", "locked_by", "locked_at"])


@each_act
def test_a_lock_keeps_the_draft_from_going_out_and_nothing_else(act, site, people):
    """Who has locked it is still writing. What readers see is taken off all the same."""
    story = FIT[act](site)
    holder = newsroom.person(EDITOR)
    lock(story, holder)
    before = everything()

    answer = people(CHIEF).post(page_of(story, act), {"words": REASON, **given_to(act)})

    if act in ("publish-at-once", "schedule"):
        assert f"{holder} държи материала заключен" in text_of(answer)
        assert everything() == before
    else:
        assert answer.status_code == 302


def test_who_has_locked_the_story_publishes_it(site, people):
    story = draft(site)
    lock(story, people.user(ON_DUTY))

    people(ON_DUTY).post(page_of(story, "publish-at-once"), {"words": REASON})

    assert stored(story).live


def test_publishing_at_once_passes_by_the_workflow_and_ends_it(site, people):
    story = draft(site)
    Story.get_default_workflow().start(story, people.user(EDITOR))
    assert stored(story).workflow_in_progress

    people(ON_DUTY).post(page_of(story, "publish-at-once"), {"words": REASON})

    assert (stored(story).live, stored(story).workflow_in_progress) == (True, False)


@pytest.mark.parametrize(
    ("lacks", "sentence"),
    [({"section": None}, "Изберете рубрика"), ({"body": []}, "няма текст")],
    ids=["section", "text"],
)
def test_what_is_not_complete_does_not_go_out_in_a_hurry_either(lacks, sentence, site, people):
    story = newsroom.story(site, **lacks)
    story.save_revision(clean=False)

    answer = people(ON_DUTY).post(page_of(story, "publish-at-once"), {"words": REASON})

    assert sentence in text_of(answer)
    assert not stored(story).live


def test_what_an_embargo_holds_is_not_said_to_be_live(site, people):
    story = newsroom.story(site, embargo=clock.instant() + timedelta(hours=2))
    story.save_revision(clean=False)

    answer = people(ON_DUTY).post(page_of(story, "publish-at-once"), {"words": REASON})

    assert not stored(story).live
    assert said(answer) == [
        f"Още не е публикуван: ембарго или график го задържат до {in_words(story.embargo)}"
    ]


def test_what_has_expired_and_is_brought_back_stays(site, people):
    story = newsroom.live_story(site, expire_at=clock.instant() + timedelta(hours=1))
    later = clock.instant() + timedelta(hours=2)
    with clock.fixed(later), mock.patch("django.utils.timezone.now", return_value=later):
        publish_due()
        assert not stored(story).live
        people(CHIEF).post(page_of(story, "bring-back"))
        assert stored(story).live
        publish_due()
        assert stored(story).live


def test_publishing_at_once_does_not_wait_for_a_schedule(site, people):
    story = newsroom.story(site)
    publish.schedule(story, at=clock.instant() + timedelta(hours=5), by=newsroom.chief())

    people(ON_DUTY).post(page_of(story, "publish-at-once"), {"words": REASON})

    assert stored(story).live


# Odd input


@pytest.mark.parametrize("act", ["no-such-act", "delete", "publish"])
def test_an_act_that_is_none_is_not_there(act, site, people):
    story = newsroom.live_story(site)
    assert people(CHIEF).get(page_of(story, act)).status_code == 404
    assert people(CHIEF).post(page_of(story, act), {"words": REASON}).status_code == 404


@each_act
@pytest.mark.parametrize("pk", [0, 987_654_321, 2**63, 10**40])
def test_a_story_that_is_not_there(act, pk, site, people):
    page = f"/cms/desk/story/{pk}/{act}/"
    assert people(CHIEF).get(page).status_code == 404
    assert people(CHIEF).post(page, {"words": REASON}).status_code == 404


@asks_for_words
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("Дълго. " * 15_000, "Най-много 2000 знака"),
        ("Ред\x00ове", "има знак, който не може да се запази"),
    ],
    ids=["100 kB", "NUL"],
)
def test_words_that_cannot_be_kept_are_refused_and_not_cut(act, words, sentence, site, people):
    story = FIT[act](site)
    before = everything()

    answer = people(CHIEF).post(page_of(story, act), {"words": words, **given_to(act)})

    assert answer.status_code == 200
    assert sentence in text_of(answer)
    assert everything() == before
    assert words.strip()[-40:] in unescape(answer.content.decode()), "What was typed is lost."


@asks_for_words
def test_words_as_long_as_they_may_be_are_kept_whole(act, site, people):
    story = FIT[act](site)
    words = "ѝ„" * 1_000

    assert (
        people(CHIEF).post(page_of(story, act), {"words": words, **given_to(act)}).status_code
        == 302
    )

    kept = AuditEntry.objects.values_list("reason", flat=True)
    if act == "hand-over":
        kept = Notice.objects.values_list("text", flat=True)
    if act == "correct":
        kept = story.corrections.values_list("what", flat=True)
    assert words in list(kept)
    if act == "withdraw":
        assert Address.objects.get(path=story.address).reason == words


@pytest.mark.parametrize("seen", ["утре", "-1", "1e9", "9" * 40, "١٢", "\x00"])
def test_a_version_that_is_no_number_publishes_nothing_unseen(seen, site, people):
    story = draft(site)

    answer = people(ON_DUTY).post(
        page_of(story, "publish-at-once"), {"words": REASON, "seen": seen}
    )

    assert answer.status_code == 200
    assert not stored(story).live


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_an_act_is_read_or_posted(method, site, people):
    story = newsroom.live_story(site)
    before = everything()

    answer = getattr(people(CHIEF), method)(page_of(story, "withdraw"))

    assert answer.status_code == 405
    assert everything() == before


def test_a_form_without_the_newsrooms_token_does_nothing(site):
    from django.test import Client

    story, user = newsroom.live_story(site), newsroom.chief()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user)

    answer = strict.post(page_of(story, "withdraw"), {"words": REASON})

    assert answer.status_code == 403
    assert stored(story).live
