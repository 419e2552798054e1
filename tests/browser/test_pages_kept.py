"""What is arranged or written on fronts and standing pages survives, as stories do, with a clear choice."""

from __future__ import annotations

import re

import pytest

from tests.browser.test_fronts import card, cards, opened, publish, wait_for
from tests.browser.test_nothing_lost import BAR, bar, kept_copies
from tests.browser.window import PEOPLE, URL
from tests.factories.newsroom import PASSWORD
from vestnik.accounts.roles import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
SAVED = "Черновата е запазена"
TITLES = ["Първа за пазене", "Втора за пазене", "Трета за пазене"]


@pytest.fixture(scope="module")
def published(server):
    publish(server, *TITLES)


def bring_forward(chief) -> str:
    """Put the second story first; its headline."""
    second = re.sub(r" \(.*", "", cards(chief)[1])
    card(chief, second).focus()
    for key in ("Space", "ArrowUp", "Space"):
        chief.page.keyboard.press(key)
    return second


def looked(window) -> None:
    window.page.locator(".kept-bar[data-looked]").wait_for(state="attached")


def test_a_front_is_kept_through_a_dead_server_and_a_closed_window(window, server, published):
    chief = opened(window)
    looked(chief)
    server.kill()
    second = bring_forward(chief)
    bar(chief, "Няма връзка със сървъра. Подреденото се пази в този браузър.")
    kept_copies(chief, "stories")

    chief.close_at_once()
    server.start()
    chief.open_again()
    chief.go("/cms/desk/front/")
    found = bar(chief, "която я няма на сървъра")
    assert not cards(chief)[0].startswith(second)
    assert not chief.is_too_wide()
    found.get_by_role("button", name="Вземи я за работа").click()
    wait_for(chief, [f"{second} (избран)"])
    chief.page.locator("[data-status]", has_text=SAVED).wait_for()

    chief.go("/cms/desk/front/")
    chief.page.locator("[data-front][data-ready]").wait_for()
    looked(chief)
    assert cards(chief)[0] == f"{second} (избран)"
    assert not chief.page.locator(BAR).count()


def test_a_front_is_done_and_saved_when_the_line_comes_back(window, published):
    chief = opened(window)
    looked(chief)
    chief.page.context.set_offline(True)
    second = bring_forward(chief)
    bar(chief, "Няма връзка със сървъра")
    chief.page.locator("[data-undo]").evaluate(
        "button => { button.disabled = false; button.click(); }"
    )
    chief.page.locator("[data-said]", has_text="Чака се сървърът").wait_for()
    chief.page.context.set_offline(False)
    bar(chief, "Връзката се върна и всичко е записано.")
    wait_for(chief, [f"{second} (избран)"])


def test_a_front_waits_for_a_sign_in_and_can_be_left(window, published):
    chief = opened(window)
    looked(chief)
    before = cards(chief)
    chief.page.context.clear_cookies(name="sessionid")
    bring_forward(chief)
    said = bar(chief, "Входът ви е изтекъл")
    with chief.page.context.expect_page() as door:
        said.get_by_role("link", name="Вход в друг прозорец").click()
    door.value.fill("[name=username]", PEOPLE[Role.CHIEF_EDITOR])
    door.value.fill("[name=password]", PASSWORD)
    # Before the other window asks again it is gone, as by a crash.
    chief.close_at_once()
    door.value.click("form button[type=submit]")
    door.value.get_by_text("Затворете този прозорец").wait_for()
    chief.page = door.value
    chief.go("/cms/desk/front/")
    bar(chief, "която я няма на сървъра").get_by_role("button", name="Остави записаното").click()
    assert cards(chief) == before
    chief.go("/cms/desk/front/")
    looked(chief)
    assert not chief.page.locator(BAR).count()


def text(window):
    return window.page.locator("[data-contentpath=text] [contenteditable=true]")


def test_a_standing_page_is_kept_as_a_story_is(window, server):
    chief = window(Role.CHIEF_EDITOR)
    page = chief.page
    chief.go("/cms/desk/front/")
    front = re.findall(r"/front/(\d+)/", page.url)[0]
    chief.go(f"/cms/pages/add/stories/standingpage/{front}/")
    page.fill("[name=title]", "За вестника")
    text(chief).click()
    page.keyboard.type("Първи ред.")
    page.wait_for_url("**/edit/**")
    kept_copies(chief, "Първи ред.")
    page.locator("#w-autosave-indicator[data-w-autosave-state-value=saved]").wait_for()
    path = page.url.removeprefix(URL)

    server.kill()
    text(chief).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Без сървър.")
    bar(chief, "Няма връзка със сървъра. Текстът ви се пази в този браузър.")
    kept_copies(chief, "Без сървър.")
    chief.close_at_once()
    server.start()
    chief.open_again()
    chief.go(path)
    found = bar(chief, "текст от")
    assert "Различава се от записаното в: „Текст“." in found.inner_text()
    assert "Без сървър" not in text(chief).inner_text()
    found.get_by_role("button", name="Възстанови този текст").click()
    chief.page.locator(".messages .success").wait_for()
    assert text(chief).inner_text() == "Първи ред. Без сървър."

    chief.go(path)
    looked(chief)
    assert text(chief).inner_text() == "Първи ред. Без сървър."
    assert not chief.page.locator(BAR).count()
