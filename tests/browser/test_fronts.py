"""Arranging a front in a browser: by pulling, by keyboard, with a finger; undone, filled, published."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.browser.window import PEOPLE, Window
from tests.processes.nodes import ROOT, environment
from vestnik.accounts.roles import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
TITLES = ["Първа за подреждане", "Втора за подреждане", "Трета за подреждане"]


PUBLISH = """
import django, sys
django.setup()
from datetime import timedelta
from tests.factories import newsroom
from vestnik.accounts.models import User
from vestnik.kit import clock
site, chief = newsroom.found(), User.objects.get(email=sys.argv[1])
for back, title in enumerate(reversed(sys.argv[2:])):
    dated = clock.instant() - timedelta(minutes=back)
    newsroom.live_story(site, title, by=chief, dated=dated)
"""


def publish(server, *titles: str) -> None:
    """Live stories, the last one the newest, beside the server and all windows."""
    subprocess.run(
        [sys.executable, "-c", PUBLISH, PEOPLE[Role.CHIEF_EDITOR], *titles],
        cwd=ROOT, env=environment(server.data, server.database), check=True, timeout=120,
    )  # fmt: skip


@pytest.fixture(scope="module")
def published(server):
    """Three live stories, the last one the newest."""
    publish(server, *TITLES)


def opened(window, width: int = 1280) -> Window:
    chief = window(Role.CHIEF_EDITOR, width)
    chief.go("/cms/desk/front/")
    chief.page.locator("[data-front][data-ready]").wait_for()
    return chief


def cards(chief: Window) -> list[str]:
    """What stands on the picture, in order, with how it came there."""
    labels = chief.page.locator(".front-card").evaluate_all(
        "cards => cards.map(card => card.getAttribute('aria-label'))"
    )
    return [f"{label.split(':')[0]} ({label.rsplit(', ', 1)[1]})" for label in labels]


def card(chief: Window, title: str):
    return chief.page.locator(f'.front-card[aria-label^="{title}"]')


def wait_for(chief: Window, expected: list[str]) -> None:
    """Until the picture shows just these cards first."""
    chief.page.wait_for_function(
        """expected => {
            const found = [...document.querySelectorAll('.front-card')].map((card) => {
                const label = card.getAttribute('aria-label');
                return `${label.split(':')[0]} (${label.split(', ').at(-1)})`;
            });
            return expected.every((one, place) => found[place] === one);
        }""",
        arg=expected,
    )


def test_a_story_is_pulled_onto_the_front_undone_and_published(window, published):
    chief = opened(window)
    page = chief.page
    before = cards(chief)
    lead, pulled = (re.sub(r" \(.*", "", before[at]) for at in (0, 2))
    item = page.locator(".front-item", has_text=pulled)
    first = card(chief, lead)
    item.hover()
    page.mouse.down()
    box = first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 12, box["y"] + 12, steps=5)
    assert page.locator("[data-line]").is_visible()
    page.mouse.up()
    wait_for(chief, [f"{pulled} (избран)", before[0]])

    page.locator("[data-undo]").click()
    wait_for(chief, before)
    page.locator("[data-redo]").click()
    wait_for(chief, [f"{pulled} (избран)"])
    page.get_by_role("button", name="Публикувай първата страница").click()
    page.locator("[data-status]", has_text="Читателите вече виждат").wait_for()

    reader = window()
    reader.go("/")
    assert reader.page.locator("main article a").first.inner_text() == pulled
    assert not chief.is_too_wide()


def test_the_keyboard_lifts_moves_and_puts_down_and_says_so(window, published):
    chief = opened(window)
    page = chief.page
    before = cards(chief)
    first, second = (re.sub(r" \(.*", "", one) for one in before[:2])
    card(chief, second).focus()
    page.keyboard.press("Space")
    assert f"Взехте: {second}" in page.locator("[data-said]").inner_text()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")
    assert cards(chief) == before
    page.keyboard.press("Space")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Space")
    wait_for(chief, [f"{second} (избран)", f"{first} (избран)"])
    page.locator("[data-said]", has_text="място 1").wait_for()
    assert page.evaluate("document.activeElement.ariaLabel").startswith(second)
    page.keyboard.press("Delete")
    page.locator("[data-said]", has_text="вече не е сред избраните").wait_for()
    page.locator("[data-status]", has_text="Черновата е запазена").wait_for()


def test_a_finger_moves_a_story_by_buttons_and_adds_a_zone(window, published):
    chief = opened(window, 390)
    page = chief.page
    assert not chief.is_too_wide()
    second = re.sub(r" \(.*", "", cards(chief)[1])
    card(chief, second).click()
    page.get_by_role("button", name="По-напред").click()
    wait_for(chief, [f"{second} (избран)"])
    page.locator("[data-of-story] [data-do=shut]").click()
    zones = page.locator(".front-tab").count()
    page.select_option("[data-new-kind]", "list")
    page.locator("[data-do=addZone]").click()
    page.locator("[data-said]", has_text="Добавено").wait_for()
    assert page.locator(".front-tab").count() == zones + 1


def both_arrange(one, two, first: str, second: str) -> None:
    """Each gives the first zone a title of his own; the second hears that the first was faster."""
    for window, title in ((one, first), (two, second)):
        window.page.locator(".front-tab").first.click()
        window.page.fill("[name=title]", title)
        window.page.locator("[name=title]").blur()
        if window is one:
            one.page.locator("[data-status]", has_text="Черновата е запазена").wait_for()
    two.page.get_by_text("беше запазена от друг").wait_for()


def test_a_colleague_s_front_is_not_saved_over(window, published):
    one, two = opened(window), opened(window)
    one.page.locator(".front-card").first.click()
    both_arrange(one, two, "Моята подредба", "Другата подредба")
    two.page.get_by_role("button", name="Вземи тяхната за работа").click()
    two.page.locator("[data-overtaken]").wait_for(state="hidden")
    two.page.locator(".front-tab", has_text="Моята подредба").wait_for()
    two.page.locator("[data-undo]").click()
    two.page.locator(".front-tab", has_text="Другата подредба").wait_for()
    two.page.locator("[data-status]", has_text="Черновата е запазена").wait_for()


#: What is saved next comes through, and its answer does not.
LOSE_ONE_ANSWER = """() => {
    const asked = window.fetch;
    window.fetch = async (url, ...more) => {
        const answer = await asked(url, ...more);
        if (!String(url).endsWith('/save/')) return answer;
        window.fetch = asked;
        throw new TypeError('lost');
    };
}"""


def test_publishing_without_a_line_says_so_and_one_s_own_version_is_no_colleague_s(
    window, published
):
    chief = opened(window)
    page = chief.page
    page.evaluate(LOSE_ONE_ANSWER)
    page.get_by_role("button", name="Публикувай първата страница").click()
    page.locator("[data-said]", has_text="Сървърът не потвърди, че е пред читателите").wait_for()
    page.locator("[data-said]", has_text="Изпратеното все пак е стигнало").wait_for()
    assert page.locator("[data-overtaken]").is_hidden()

    page.route("**/save/", lambda route: route.abort())
    second = re.sub(r" \(.*", "", cards(chief)[1])
    card(chief, second).click()
    page.locator("[data-of-story] [data-do=earlier]").click()
    wait_for(chief, [f"{second} (избран)"])
    page.get_by_role("button", name="Публикувай първата страница").click()
    page.locator("[data-said]", has_text="Сървърът не потвърди").wait_for()
    page.unroute("**/save/")
    page.locator("[data-status]", has_text="Черновата е запазена").wait_for()
    assert "Сървърът не потвърди" in page.locator("[data-said]").inner_text()
    reader = window()
    reader.go("/")
    assert reader.page.locator("main article a").first.inner_text() != second


def test_a_title_that_one_is_writing_stays_when_the_picture_is_drawn_anew(
    window, server, published
):
    chief = opened(window)
    page = chief.page
    page.locator(".front-tab").first.click()
    title = page.locator("[data-of-zone] [name=title]")
    title.fill("")
    title.press_sequentially("Недописа")
    publish(server, "Дошла под ръката")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.locator(".front-item, .front-card", has_text="Дошла под ръката").or_(
        card(chief, "Дошла под ръката")
    ).first.wait_for()
    assert title.input_value() == "Недописа"
    title.press_sequentially("но")
    title.blur()
    page.locator(".front-tab", has_text="Недописано").wait_for()


def test_theirs_is_taken_only_once_it_is_seen(window, published):
    one, two = opened(window), opened(window)
    both_arrange(one, two, "Подредба на първия", "Подредба на втория")

    two.page.route("**/version/**", lambda route: route.abort())
    take = two.page.get_by_role("button", name="Вземи тяхната за работа")
    take.click()
    two.page.locator("[data-said]", has_text="Сървърът не отговори").wait_for()
    assert take.is_visible()
    two.page.unroute("**/version/**")
    take.click()
    two.page.locator("[data-overtaken]").wait_for(state="hidden")
    two.page.locator(".front-tab", has_text="Подредба на първия").wait_for()


def test_the_rest_fills_itself_and_what_is_published_meanwhile_appears(window, server, published):
    chief = opened(window)
    page = chief.page
    page.locator(".front-tab").first.click()
    page.select_option("[data-of-zone] [name=fill]", "nothing")
    page.wait_for_function(
        "() => !document.querySelector('.front-card[data-at=\"0\"][data-chosen=false]')"
    )
    page.get_by_role("button", name="Допълни останалото", exact=True).click()
    page.locator('.front-card[data-at="0"][data-chosen=false]').first.wait_for()

    publish(server, "Дошла междувременно")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    card(chief, "Дошла междувременно").wait_for()
    assert card(chief, "Дошла междувременно").get_attribute("data-chosen") == "false"

    page.locator("[data-history] summary").click()
    page.locator("[data-versions] button").last.click()
    page.locator("[data-said]", has_text="Подредбата е върната за работа").wait_for()
    page.locator("[data-status]", has_text="Черновата е запазена").wait_for()
