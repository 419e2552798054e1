"""A day in the newsroom, by hand: written, submitted, published, corrected, taken off, erased."""

from __future__ import annotations

import re

import pytest

from tests.browser.window import URL
from vestnik.accounts.roles import Role

# Not by a hook: pytest-django would sort unmarked tests behind those that empty the database.
pytestmark = [pytest.mark.browser, pytest.mark.django_db]

HEADLINE = "Реката се върна в коритото си"
BODY = "Водата спадна с метър."


def write(author, headline: str) -> None:
    """A story with a paragraph and a section, as an author fills it in."""
    page = author.page
    author.go("/cms/snippets/stories/story/add/")
    page.fill("[name=kicker]", "Реки")
    page.fill("[name=headline]", headline)
    page.fill("[name=deck]", "Нощта мина спокойно.")
    page.locator(".c-sf-add-button").first.click()
    page.get_by_role("option", name="Абзац").click()
    page.locator("[data-contentpath=body] [contenteditable=true]").last.click()
    page.keyboard.type(BODY)
    page.get_by_role("tab", name="Място и източници").click()
    page.get_by_role("button", name=re.compile("Изберете страница")).first.click()
    page.locator(".modal-content").get_by_role("link", name="Свят").click()
    page.locator(".modal-content").wait_for(state="detached")


def open_waiting(chief, headline: str) -> str:
    """From the newsroom's first page to what waits there; the story's own part of addresses."""
    chief.go("/cms/")
    assert "Чакат вашия прочит" in chief.text()
    chief.page.get_by_role("link", name=headline).first.click()
    chief.page.wait_for_url("**/edit/**")
    return re.search(r"/edit/(\d+)/", chief.page.url)[1]


def test_a_story_from_the_first_word_to_its_end(window):
    author, chief, reader = window(Role.AUTHOR), window(Role.CHIEF_EDITOR), window()
    write(author, HEADLINE)
    author.choose("submit")
    assert "изпратено за одобрение" in author.text().lower()
    reader.go("/")
    assert HEADLINE not in reader.text()

    pk = open_waiting(chief, HEADLINE)
    chief.choose("publish", confirm="прекъсва пътя към одобрение")
    reader.go("/")
    reader.page.get_by_role("link", name=HEADLINE).first.click()
    reader.page.locator("article.story").wait_for()
    assert BODY in reader.text()
    path = reader.page.url.removeprefix(URL)

    edit = f"/cms/snippets/stories/story/edit/{pk}/"
    chief.go(edit)
    chief.act("Поправи", "Водата спадна с два метра.")
    reader.go(path)
    assert "Водата спадна с два метра." in reader.text()

    chief.go(edit)
    chief.act("Свали", "Данните не се потвърдиха.")
    assert reader.go(path) == 410
    assert "Данните не се потвърдиха." in reader.text()
    reader.go("/")
    assert HEADLINE not in reader.text()

    chief.go(edit)
    chief.act("Върни")
    assert reader.go(path) == 200

    chief.go(edit)
    chief.act("Заличи завинаги", "По искане на лицето.")
    assert chief.page.url.endswith("/cms/snippets/stories/story/")
    assert HEADLINE not in chief.page.locator("main").inner_text().replace("„", "")
    assert reader.go(path) == 410
    assert HEADLINE not in reader.text()


def test_what_is_missing_is_said_where_it_is_missing(window):
    chief = window(Role.CHIEF_EDITOR)
    page = chief.page
    chief.go("/cms/snippets/stories/story/add/")
    page.fill("[name=headline]", "Без текст и рубрика")
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    page.locator("[name=action-publish]").click()
    asked = page.locator("dialog.vw-dialog")
    asked.wait_for()
    assert asked.locator(".vw-finding--blocks").count() >= 2
    assert not asked.locator("[data-writing-go-on]").count(), "it cannot be published so"
    asked.get_by_role("button", name="Към текста").click()
    assert page.locator("[name=headline]").input_value() == "Без текст и рубрика"


@pytest.mark.parametrize("width", [1280, 390])
def test_the_screens_of_the_acts_fit_the_window(width, window):
    author, chief = window(Role.AUTHOR), window(Role.CHIEF_EDITOR, width)
    headline = f"Много дълго заглавие на материал за прозорец, широк {width} точки"
    write(author, headline)
    author.choose("submit")
    pk = open_waiting(chief, headline)

    for act in ("correct", "publish-at-once", "withdraw", "bring-back", "erase"):
        assert chief.go(f"/cms/desk/story/{pk}/{act}/") == 200
        assert headline in chief.text()
        assert not chief.is_too_wide(), act

    chief.go(f"/cms/desk/story/{pk}/erase/")
    chief.page.locator("main").get_by_role("button", name="Заличи завинаги").click()
    chief.page.get_by_text("Кажете защо").wait_for()
