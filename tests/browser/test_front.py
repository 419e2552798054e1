"""The front arranged by hand, and the breaking strip switched on and off from the menu."""

from __future__ import annotations

import re

import pytest

from tests.browser.test_newsroom import write
from vestnik.accounts.roles import Role

# Not by a hook: pytest-django would sort unmarked tests behind those that empty the database.
pytestmark = [pytest.mark.browser, pytest.mark.django_db]

HEADLINE = "Мостът остана затворен"
STRIP = "Затвориха моста при Лом"


def choose_story(chief, headline: str) -> None:
    """In the dialog that a button has opened."""
    chief.page.locator(".modal-content").get_by_role("link", name=headline).click()
    chief.page.locator(".chosen").get_by_text(headline).wait_for()


def test_the_front_and_what_is_breaking(window):
    chief, reader = window(Role.CHIEF_EDITOR), window()
    page = chief.page
    menu = page.get_by_role("navigation", name="Главно меню")
    write(chief, HEADLINE)
    chief.choose("publish")

    chief.go("/cms/")
    menu.get_by_role("link", name="Извънредно").click()
    page.wait_for_url("**/desk/breaking/**")
    page.fill("[name=text]", STRIP)
    page.get_by_role("button", name="Избери (материал)").click()
    choose_story(chief, HEADLINE)
    page.get_by_role("button", name="Пусни лентата").click()
    page.locator(".messages .success").wait_for()
    reader.go("/")
    assert "Извънредно " + STRIP in reader.text()
    reader.page.get_by_role("link", name=STRIP).click()
    reader.page.locator("article.story").wait_for()
    assert HEADLINE in reader.text()

    menu.get_by_role("link", name="Извънредно").click()
    page.get_by_role("button", name="Спри лентата").click()
    page.locator(".messages .success").wait_for()
    reader.go("/")
    assert STRIP not in reader.text()

    menu.get_by_role("link", name="Първа страница").click()
    page.wait_for_url(re.compile(r"/desk/front/\d+/"))
    chief.go(f"/cms/pages/{re.search(r'/front/([0-9]+)/', page.url)[1]}/edit/")
    page.locator(".c-sf-add-button").first.click()
    page.get_by_role("option", name="Списък със заглавия").click()
    zone = page.locator("[data-contentpath=zones]")
    zone.get_by_label("Заглавие").last.fill("За моста")
    chief.choose("publish")
    reader.go("/")
    assert "За моста" in reader.text()
    assert HEADLINE in reader.text()
