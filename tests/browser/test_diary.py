"""The follow-up diary in a browser: a suggestion taken, words selected in the text, the list."""

from __future__ import annotations

import pytest

from vestnik.accounts.roles import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

TEXT = "Кметът обеща догодина да отвори моста."


def test_what_is_suggested_and_what_is_selected_come_into_the_diary(window):
    author = window(Role.AUTHOR)
    page = author.page
    author.go("/cms/snippets/stories/story/add/")
    page.fill("[name=headline]", "Мостът чака")
    page.locator(".c-sf-add-button").first.click()
    page.get_by_role("option", name="Абзац").click()
    page.locator("[data-contentpath=body] [contenteditable=true]").last.click()
    page.keyboard.type(TEXT)
    # The editor of a paragraph hands its text to the form a moment later.
    page.locator("[name=body-0-value][value*='моста']").wait_for(state="attached")
    page.locator("footer button[type=submit]").first.click()
    page.locator(".messages .success").wait_for()
    page.goto(page.url)

    page.locator('[data-side-panel-toggle="diary"]').click()
    page.route("**/diary/**", lambda route: route.abort())
    page.locator("[data-suggestion] [data-do=accept]").click()
    page.get_by_text("Сървърът не отговори и нищо не се промени.").wait_for()
    page.unroute("**/diary/**")
    page.locator("[data-suggestion] [data-do=accept]").click()
    page.get_by_text("Отбелязано: ще се върне на своя ден.").wait_for()
    assert page.locator("[data-suggestion]").count() == 0

    page.locator("[data-contentpath=body] [contenteditable=true]").last.click()
    page.keyboard.press("Home")
    for _letter in "Кметът обеща догодина":
        page.keyboard.press("Shift+ArrowRight")
    page.locator("[data-do=mark]:not([disabled])").click()
    page.locator(".diary-panel .diary-entry").nth(1).wait_for()

    author.go("/cms/desk/diary/")
    assert author.text().count(TEXT) == 1
    assert author.text().count("Кметът обеща догодина Мостът чака") == 1
    assert not author.is_too_wide()
    page.set_viewport_size({"width": 390, "height": 844})
    assert not author.is_too_wide()
