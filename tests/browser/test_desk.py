"""The desk in a browser: it stays true by itself, and keeps the place of whoever reads it."""

from __future__ import annotations

import re

import pytest

from tests.browser.test_newsroom import write
from vestnik.accounts.roles import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_the_desk_changes_without_a_reload_and_keeps_the_focus(window):
    author, chief = window(Role.AUTHOR), window(Role.CHIEF_EDITOR)
    write(author, "Първи материал на бюрото")
    author.choose("submit")
    chief.go("/cms/")
    page = chief.page
    page.evaluate("document.documentElement.dataset.mark = 'the same page'")
    waiting = page.locator("#desk-waiting a", has_text="Първи материал на бюрото")
    waiting.focus()
    write(author, "Втори материал на бюрото")
    author.choose("submit")

    page.locator("#desk-waiting a", has_text="Втори материал на бюрото").wait_for()
    assert page.evaluate("document.documentElement.dataset.mark") == "the same page"
    assert page.evaluate("document.activeElement.textContent") == "Първи материал на бюрото"
    frame = page.frame_locator("[data-desk-front] iframe")
    assert frame.locator("header").first.is_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_desk_fits_the_window(width, window):
    chief = window(Role.CHIEF_EDITOR, width)
    chief.go("/cms/")
    assert "Какво се обърка" in chief.text()
    assert not chief.is_too_wide()


def test_a_lost_line_is_said_and_found_again(window):
    author = window(Role.AUTHOR)
    author.go("/cms/")
    page = author.page
    page.route("**/desk/pulse/", lambda route: route.abort())
    page.get_by_text("Няма връзка с редакцията").wait_for()
    page.unroute("**/desk/pulse/")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.locator("[data-desk-live]:empty").wait_for(state="attached")


def test_keys_lead_through_the_newsroom_and_their_sheet_lists_them(window):
    author = window(Role.AUTHOR)
    page = author.page
    author.go("/cms/")
    page.keyboard.press("?")
    sheet = page.get_by_text("Към моите материали")
    sheet.wait_for()
    page.keyboard.press("Escape")
    sheet.wait_for(state="hidden")
    # A letter that begins nothing does not spoil what follows.
    for letter in "xgm":
        page.keyboard.press(letter)
    page.wait_for_url(re.compile(r"/snippets/stories/story/\?whose=mine$"))
    # In a field a letter is a letter.
    page.locator("header [name=q]").first.focus()
    page.keyboard.type("nn")
    assert "/add/" not in page.url
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("n")
    page.wait_for_url("**/story/add/")


def test_chosen_stories_are_moved_and_the_message_undoes_it(window):
    chief = window(Role.CHIEF_EDITOR)
    page = chief.page
    write(chief, "Материал за местене")
    page.locator("[name=action-save], footer button[type=submit]").first.click()
    page.locator(".messages .success").wait_for()
    chief.go("/cms/snippets/stories/story/?whose=mine")
    page.locator("tbody [data-bulk-action-checkbox]").first.check()
    page.get_by_role("link", name="Премести в рубрика").click()
    page.select_option("[name=given]", label="Икономика")
    page.get_by_role("button", name="Премести в рубрика").click()
    page.get_by_text("Преместени: 1 материал.").wait_for()
    page.locator(".messages").get_by_role("link", name="Отмени").click()
    page.get_by_role("button", name="Отмени").click()
    page.get_by_text("Върнати: 1 материал.").wait_for()
