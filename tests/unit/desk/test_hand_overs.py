"""Hand-overs with a message, and the notices that they and decisions leave."""

from __future__ import annotations

import pytest

from tests.factories import newsroom
from tests.roads.newsdesk import Desk
from tests.unit.desk.screens import is_refused, page_of, stored, text_of
from vestnik.accounts.roles import Role
from vestnik.changes.models import AuditEntry
from vestnik.desk.roads.models import Notice
from vestnik.desk.roads.telling import notify

pytestmark = pytest.mark.django_db
AUTHOR, EDITOR, CHIEF, CONTRIBUTOR = (
    Role.AUTHOR, Role.EDITOR, Role.CHIEF_EDITOR, Role.CONTRIBUTOR
)  # fmt: skip
WORDS = "Провери <имената>."


@pytest.fixture
def desk(site):
    return Desk(site)


def hand(desk, role, story, to, words=WORDS):
    return desk.browser(role).post(
        page_of(story, "hand-over"), {"to": getattr(to, "pk", to), "words": words}
    )


def test_an_author_hands_his_story_on_and_opens_it_no_more(desk):
    story, colleague = desk.write(AUTHOR, headline="Мое"), desk.user(CONTRIBUTOR)

    answer = hand(desk, AUTHOR, story, colleague)

    assert answer.url == desk.story("list")
    assert stored(story).owner_id == colleague.pk
    assert is_refused(desk.browser(AUTHOR).get(desk.story("edit", story)))
    (notice,) = colleague.notices.unread()
    assert (notice.what, notice.story_id, notice.text) == ("handed", story.pk, WORDS)
    assert notice.by_id == desk.user(AUTHOR).pk
    entry = AuditEntry.objects.get(act="story.hand_over")
    assert (entry.subject, entry.actor_id) == (story.log_subject(), desk.user(AUTHOR).pk)
    assert WORDS not in str(entry.details) + entry.reason


def test_who_was_its_owner_reads_no_newer_headline(desk):
    story = desk.write(AUTHOR, "submit", headline="Мое")
    notify(desk.user(AUTHOR), story, Notice.What.TOLD, "Виж", desk.user(CHIEF))
    assert "Мое" in text_of(desk.browser(AUTHOR).get("/cms/"))
    hand(desk, AUTHOR, story, desk.user(CONTRIBUTOR))
    desk.edit(CHIEF, story, headline="Канарче")

    for address in ("/cms/", "/cms/desk/notices/"):
        page = desk.browser(AUTHOR).get(address)
        assert page.status_code == 200
        assert "Канарче" not in page.content.decode()
        assert desk.story("edit", story) not in page.content.decode()


def test_the_recipient_reads_the_message_escaped_and_is_told_on_every_page(desk):
    story = desk.write(AUTHOR, headline="Мое")
    hand(desk, AUTHOR, story, desk.user(CONTRIBUTOR))
    browser = desk.browser(CONTRIBUTOR)

    assert browser.get("/cms/desk/watch/").json()["notices"] == "1 непрочетено известие"
    page = browser.get("/cms/desk/notices/")
    assert "Провери &lt;имената&gt;." in page.content.decode()
    assert "Мое" in text_of(page)
    assert "Провери &lt;имената&gt;." in browser.get(page_of(story, "hand-over")).content.decode()
    browser.post("/cms/desk/notices/")

    assert browser.get("/cms/desk/watch/").json()["notices"] == ""
    assert "Провери" in text_of(browser.get("/cms/desk/notices/"))
    assert not desk.user(CONTRIBUTOR).notices.unread().exists()


def test_handed_to_a_step_each_of_its_holders_is_told_and_the_owner_stays(desk):
    story = desk.write(AUTHOR)
    chiefs = [desk.user(CHIEF), newsroom.chief()]

    hand(desk, AUTHOR, story, "CHIEF_EDITOR")

    assert stored(story).owner_id == desk.user(AUTHOR).pk
    assert {notice.to_id for notice in Notice.objects.about(story)} >= {one.pk for one in chiefs}


@pytest.mark.parametrize("to", ["", "999999", "MODERATOR", "x"])
def test_to_nobody_nothing_is_handed(to, desk):
    story = desk.write(AUTHOR)

    answer = hand(desk, AUTHOR, story, to)

    assert answer.status_code == 200
    assert not Notice.objects.exists()


def test_the_owner_hears_the_remarks_and_the_approval(desk):
    story = desk.write(AUTHOR, "submit")
    desk.decide(EDITOR, story, "reject")
    desk.edit(AUTHOR, story, "submit")
    desk.decide(EDITOR, story, "approve")

    heard = desk.user(AUTHOR).notices.unread()

    assert [(notice.what, notice.text) for notice in heard] == [
        ("approved", "Да."), ("returned", "Да.")
    ]  # fmt: skip


def test_notices_go_with_an_erased_story(desk):
    story = desk.write(AUTHOR)
    notify(desk.user(EDITOR), story, Notice.What.TOLD, "Канарче", desk.user(CHIEF))

    desk.browser(CHIEF).post(page_of(story, "erase"), {"words": "По искане."})

    assert not Notice.objects.exists()


def test_nobody_reads_anothers_notices(desk):
    story = desk.write(AUTHOR)
    notify(desk.user(EDITOR), story, Notice.What.TOLD, "Канарче", desk.user(CHIEF))

    assert "Канарче" not in text_of(desk.browser(CONTRIBUTOR).get("/cms/desk/notices/"))
    desk.browser(CONTRIBUTOR).post("/cms/desk/notices/")
    assert desk.user(EDITOR).notices.unread().count() == 1


def test_a_withdrawal_by_mistake_is_undone_with_one_click(desk, client):
    story = newsroom.live_story(desk.site)
    answer = desk.browser(CHIEF).post(page_of(story, "withdraw"), {"words": "Грешка"}, follow=True)
    assert not stored(story).live
    undo = page_of(story, "bring-back")
    assert f'<form class="desk-undo" method="post" action="{undo}">' in answer.content.decode()
    assert "csrfmiddlewaretoken" in answer.content.decode().split("desk-undo")[1][:300]

    desk.browser(CHIEF).post(undo)

    assert stored(story).live
    assert client.get(story.address).status_code == 200
