"""The alarm in a browser: what should be out and is not is said on every page, until it is out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.window import PEOPLE, Window
from tests.processes.nodes import Process
from vestnik.accounts.roles import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

HEADLINE = "Материалът, който не излезе"
PAGES = (
    "/cms/snippets/stories/story/", "/cms/snippets/stories/story/add/", "/cms/images/", "/cms/pages/",
    "/cms/desk/log/", "/cms/desk/breaking/", "/cms/desk/notices/", "/cms/account/",
    "/cms/account/factor/", "/cms/settings/stories/edition/", "/cms/",
)  # fmt: skip
#: Its photo has lost its file: the moment comes, and the publication fails.
SCHEDULE = f"""
from datetime import timedelta
from tests.factories import newsroom
from vestnik.accounts.models import User
from vestnik.kit import clock
from vestnik.stories.actions.publish import schedule
photo = newsroom.photo()
story = newsroom.story(newsroom.found(), {HEADLINE!r}, lead_photo=photo)
chief = User.objects.get(email={PEOPLE[Role.CHIEF_EDITOR]!r})
schedule(story, at=clock.instant() + timedelta(seconds=1), by=chief)
print(photo.file.path)
"""


@pytest.fixture
def lost_file(server):
    """The photo's file, which is not where it should be, while a worker runs."""
    said = server.vestnik("shell", "-c", SCHEDULE)
    assert said.returncode == 0, said.stderr
    path = Path(said.stdout.splitlines()[-1])
    lost = path.rename(path.with_name("lost"))
    worker = Process("worker", server.data, server.database)
    worker.start()
    yield path, lost, worker
    worker.kill()


def is_loud(window: Window) -> bool:
    """Whether one sees the alarm without looking for it, and hears it."""
    alarm = window.page.locator(".desk-alarm[role=alert]")
    alarm.wait_for()
    box = alarm.bounding_box()
    seen = box is not None and 0 <= box["y"] < 450 and box["width"] > 200
    return seen and window.page.title().startswith("⚠ ")


def test_a_story_that_did_not_go_out_is_said_on_every_page_until_it_is_out(window, lost_file):
    path, lost, worker = lost_file
    open_all_the_time, chief = window(Role.EDITOR), window(Role.CHIEF_EDITOR)
    author, phone = window(Role.AUTHOR), window(Role.CHIEF_EDITOR, 390)
    open_all_the_time.go("/cms/snippets/stories/story/")

    why = open_all_the_time.page.locator(".desk-alarm li", has_text="SourceImageIOError")
    why.wait_for()
    worker.kill()

    assert is_loud(open_all_the_time)
    for page in PAGES:
        assert chief.go(page) == 200
        assert is_loud(chief), page
        # After a minute the dead worker is said too.
        assert "трябваше да е излязъл" in chief.page.locator(".desk-alarm-head").first.inner_text()
    phone.go("/cms/")
    assert is_loud(phone)
    assert not phone.is_too_wide()
    author.go("/cms/account/")
    assert is_loud(author)
    assert HEADLINE not in author.text(), "It is nobody's business who may not open it."

    chief.go("/cms/account/")
    chief.page.locator(".desk-alarm li", has_text=HEADLINE).locator(".desk-alarm-again").click()
    chief.page.wait_for_url("**/desk/story/**")
    lost.rename(path)
    worker.start()
    chief.page.locator("main").get_by_role("button", name="Опитай пак", exact=True).click()
    chief.page.locator(".messages .success").wait_for()

    for one in (open_all_the_time, author):
        # By itself: these two pages were never loaded again.
        one.page.locator(".desk-alarm").wait_for(state="detached")
        assert not one.page.title().startswith("⚠")
    for page in PAGES[:3]:
        # What the page before asked must not be taken for what this one asks.
        chief.page.goto("about:blank")
        with chief.page.expect_response("**/desk/watch/") as told:
            chief.go(page)
        assert not told.value.json()["alarm"]
        assert chief.page.locator(".desk-alarm").count() == 0
