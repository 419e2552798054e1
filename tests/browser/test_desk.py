"""The desk in a browser: it stays true by itself, and keeps the place of whoever reads it."""

from __future__ import annotations

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
    page.wait_for_function("() => !document.querySelector('[data-desk-live]').textContent")
