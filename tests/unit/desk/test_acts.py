"""The acts with a story over HTTP: who may, what is asked, what is said, what is left behind."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from tests.factories import newsroom
from tests.roads.newsdesk import REASON
from tests.unit.desk.conftest import everything
from tests.unit.desk.screens import (
    FIT,
    asks_for_words,
    each_act,
    given_to,
    is_refused,
    page_of,
    said,
    text_of,
)
from vestnik.accounts.roles import Role
from vestnik.changes.models import AuditEntry, Change
from vestnik.desk.acts import ACTS
from vestnik.stories.models import Story

pytestmark = pytest.mark.django_db

SPRITE = "/cms/sprite/"
CHIEF, ON_DUTY, EDITOR = Role.CHIEF_EDITOR, Role.EDITOR_ON_DUTY, Role.EDITOR

ALL = (
    "correct", "publish-at-once", "schedule", "move-schedule", "cancel-schedule", "try-again",
    "hand-over", "withdraw", "bring-back", "erase",
)  # fmt: skip
#: What an editor may do with a story of somebody else.
EDITS = ("correct", "move-schedule", "cancel-schedule", "try-again", "hand-over")
#: Design section 3, with a story of somebody else; None is the superuser.
MAY: dict[Role | None, tuple[str, ...]] = {
    Role.CONTRIBUTOR: (),
    Role.AUTHOR: (),
    Role.EDITOR: EDITS,
    Role.EDITOR_ON_DUTY: (*EDITS, "publish-at-once"),
    Role.CHIEF_EDITOR: ALL,
    Role.PHOTO_EDITOR: (),
    Role.MODERATOR: (),
    Role.ADMINISTRATOR: (),
    None: ALL,
}


def cells() -> list[tuple[Role | None, str, bool]]:
    """Role, act and whether he may, of each cell of the table."""
    assert set(MAY) == {None, *Role}
    return [(role, act, act in acts) for role, acts in MAY.items() for act in ALL]


#: What each leaves: the event of the change log (none where readers see nothing), the act of the audit
#: trail, whether it is live.
LEAVES = {
    "correct": ("CorrectionPublished", "story.correct", True),
    "publish-at-once": ("StoryWentLive", "story.publish", True),
    "schedule": ("", "story.schedule", False),
    "move-schedule": ("", "story.reschedule", False),
    "cancel-schedule": ("", "story.unschedule", False),
    "try-again": ("StoryWentLive", "story.publish", True),
    "hand-over": ("", "story.hand_over", False),
    "withdraw": ("StoryWithdrawn", "story.withdraw", False),
    "bring-back": ("StoryWentLive", "story.bring_back", True),
    "erase": ("StoryErased", "story.erase", None),
}


# Who may


def test_the_table_has_every_act_and_every_role():
    assert {act for _, act, _ in cells()} == set(ACTS) == set(FIT) == set(LEAVES)
    assert {role for role, _, _ in cells()} == {*Role, None}


@pytest.mark.parametrize(("role", "act", "may"), cells())
def test_the_role_decides(role, act, may, site, people):
    story = FIT[act](site)
    page, browser = page_of(story, act), people(role)
    before = everything()

    shown = browser.get(page)
    assert everything() == before, "Looking at the page has changed something."
    done = browser.post(page, {"words": REASON, **given_to(act)})

    if may:
        assert shown.status_code == 200
        assert done.status_code == 302
        assert everything() != before
    else:
        assert is_refused(shown)
        assert is_refused(done)
        assert everything() == before


@each_act
@pytest.mark.parametrize("role", [EDITOR, ON_DUTY, CHIEF])
def test_the_editor_offers_what_the_role_may_with_the_story(role, act, site, people):
    story = FIT[act](site)

    page = people(role).get(reverse("wagtailsnippets_stories_story:edit", args=[story.pk]))

    assert (page_of(story, act) in page.content.decode()) is ((role, act, True) in cells())


@each_act
def test_a_stranger_is_led_to_the_door(act, site, client):
    story = FIT[act](site)
    before = everything()

    for answer in (
        client.get(page_of(story, act)),
        client.post(page_of(story, act), {"words": "Ы"}),
    ):
        assert is_refused(answer)

    assert everything() == before


# What is asked and said


@each_act
def test_the_page_explains_and_asks(act, site, people):
    story = FIT[act](site)

    page = people(CHIEF).get(page_of(story, act))

    assert story.headline in text_of(page)
    assert re.search("[а-я]{3}", str(ACTS[act].explains)), "The explanation is not in Bulgarian."
    assert str(ACTS[act].explains) in text_of(page)
    assert f'id="icon-{ACTS[act].icon}"' in people(CHIEF).get(SPRITE).content.decode()
    assert ('name="words"' in page.content.decode()) is bool(ACTS[act].words)


@asks_for_words
@pytest.mark.parametrize("nothing", [{}, {"words": ""}, {"words": " \n\t "}])
def test_without_words_nothing_is_done_and_a_sentence_says_so(act, nothing, site, people):
    story = FIT[act](site)
    before = everything()

    answer = people(CHIEF).post(page_of(story, act), nothing)

    assert answer.status_code == 200
    asked = {"correct": "Кажете какво беше грешно", "hand-over": "Напишете какво да се направи"}
    assert asked.get(act, "Кажете защо") in text_of(answer)
    assert everything() == before


@each_act
def test_an_act_is_announced_with_the_keys_before_and_after_and_kept_in_the_trail(
    act, site, people
):
    story = FIT[act](site)
    event, entry, live = LEAVES[act]
    was = story.public_keys()
    mark = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    trail = AuditEntry.objects.count()

    answer = people(CHIEF).post(page_of(story, act), {"words": REASON, **given_to(act)})

    now = Story.objects.filter(pk=story.pk).first()
    is_now = now.public_keys() if now is not None else frozenset()
    told = Change.objects.filter(pk__gt=mark, subject=story.log_subject())
    if event:
        assert event in [row.event for row in told]
        assert was | is_now <= {key for row in told for key in row.keys}
    assert {row.actor_id for row in told} == ({people.user(CHIEF).pk} if event else set())
    kept = AuditEntry.objects.order_by("pk")[trail:]
    assert [(row.act, row.subject, row.actor_id) for row in kept if row.act == entry] == [
        (entry, story.log_subject(), people.user(CHIEF).pk)
    ]
    if act not in ("correct", "hand-over") and ACTS[act].words:
        assert REASON in [row.reason for row in kept]
    assert (now.live if now is not None else None) is live
    (sentence,) = said(answer)
    assert sentence.partition("<form")[0] == str(ACTS[act].done)
    where = "list" if act == "erase" else "edit"
    args = [] if act == "erase" else [story.pk]
    assert answer.url == reverse(f"wagtailsnippets_stories_story:{where}", args=args)


def test_what_readers_are_told(site, people, client):
    off, corrected, gone = (newsroom.live_story(site) for _ in range(3))
    chief = people(CHIEF)

    chief.post(page_of(off, "withdraw"), {"words": "<b>Снимката</b> не беше наша."})
    chief.post(page_of(corrected, "correct"), {"words": "Не 32-ма, а 23-ма."})
    chief.post(page_of(gone, "erase"), {"words": "По искане на лицето."})

    assert client.get(off.address).status_code == 410
    assert "&lt;b&gt;Снимката&lt;/b&gt; не беше наша." in client.get(off.address).content.decode()
    assert "Не 32-ма, а 23-ма." in client.get(corrected.address).content.decode()
    assert client.get(gone.address).status_code == 410
    assert "По искане" not in client.get(gone.address).content.decode()
