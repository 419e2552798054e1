"""What the tutorial for a new editor does, by hand, on a laptop and on a phone.

Its pictures are made by this test: VESTNIK_NEW_SCREENSHOTS=yes pytest -n0 tests/browser/test_tutorial.py
"""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import pytest
from PIL import Image

from tests.browser.conftest import browser_before, windows_of
from tests.browser.window import URL
from vestnik.accounts.roles import Role

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).parents[2] / "docs/screenshots/newsroom"
HEADLINE = "Пешеходният мост на Белоречие светна с нови лампи"
DECK = "Четиридесет и две лампи са на слънчеви батерии, общината спестява тока."


@pytest.fixture(scope="module")
def newsroom_browser(demo_newsroom):
    with browser_before(demo_newsroom.web.port) as browser:
        yield browser


@pytest.fixture
def window(newsroom_browser):
    with windows_of(newsroom_browser) as open_one:
        yield open_one


def picture(one, name: str, width: int) -> None:
    """What the page shows, kept for the tutorial where that was asked for."""
    one.page.wait_for_load_state("networkidle")
    assert not one.is_too_wide(), name
    if os.environ.get("VESTNIK_NEW_SCREENSHOTS"):
        PICTURES.mkdir(exist_ok=True)
        shot = Image.open(io.BytesIO(one.page.screenshot()))
        shot.save(PICTURES / f"{name}-{width}.webp", quality=70, method=6)


def approve(one, *, width: int, name: str = "") -> None:
    """From the desk to what waits there, and on with it."""
    one.go("/cms/")
    one.page.get_by_role("link", name=HEADLINE).first.click()
    one.page.wait_for_url("**/edit/**")
    one.page.locator("footer [data-w-dropdown-target=toggle]").click()
    if name:
        picture(one, name, width)
    one.page.locator("[data-workflow-action-name=approve]").first.click()
    one.go_on()
    one.page.locator(".messages .success").wait_for()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_new_editor_comes_to_a_published_story(width, window):
    author, editor, chief = (
        window(role, width) for role in (Role.AUTHOR, Role.EDITOR, Role.CHIEF_EDITOR)
    )
    reader = window(width=width)
    page = author.page

    picture(author, "desk", width)
    page.get_by_role("link", name="Нов материал").click()
    page.fill("[name=kicker]", "Градът")
    page.fill("[name=headline]", HEADLINE)
    page.fill("[name=deck]", DECK)
    page.get_by_role("button", name=re.compile("Изберете снимка|Избор на снимка")).first.click()
    dialog = page.locator(".modal-content")
    dialog.locator("[data-chooser-modal-choice], .image-choice").nth(1).click()
    dialog.wait_for(state="detached")
    page.locator(".c-sf-add-button").first.click()
    page.get_by_role("option", name="Абзац").click()
    page.locator("[data-contentpath=body] [contenteditable=true]").last.click()
    page.keyboard.type("Мостът светна в осем вечерта. Лампите се палят сами на здрач.")
    page.locator("[name=headline]").scroll_into_view_if_needed()
    picture(author, "writing", width)

    page.get_by_role("tab", name="Място и източници").click()
    page.get_by_role("button", name=re.compile("Изберете страница")).first.click()
    dialog.get_by_role("link", name="България").click()
    dialog.wait_for(state="detached")
    author.choose("submit")

    approve(editor, width=width)
    approve(chief, width=width, name="approving")
    chief.go("/cms/")
    picture(chief, "published", width)

    reader.go("/")
    reader.page.get_by_role("link", name=HEADLINE).first.click()
    reader.page.locator("article.story").wait_for()
    picture(reader, "read", width)
    path = reader.page.url.removeprefix(URL)

    chief.go("/cms/snippets/stories/story/")
    chief.page.get_by_role("link", name=HEADLINE).first.click()
    chief.page.wait_for_url("**/edit/**")
    edit = chief.page.url.removeprefix(URL).split("#")[0]
    chief.act("Поправи", "Лампите са четиридесет, не четиридесет и две.")
    reader.go(path)
    assert "Лампите са четиридесет, не четиридесет и две." in reader.text()
    chief.go(edit)
    chief.act("Свали", "Общината още не е приела моста.")
    assert reader.go(path) == 410
