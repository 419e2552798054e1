"""Choosing a few of many: found by writing, taken and taken off by keys or a press, kept with the story."""

from __future__ import annotations

import re

import pytest

from vestnik.accounts.roles import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

NEW = "/cms/snippets/stories/story/add/"
NAMES = [
    *("Язовири", "Малки язовири", "Предязовирни села", "Наводнения"),
    *(f"Тема {number}" for number in range(20)),
]
TOPICS = f"""
from vestnik.stories.models import Topic
for name in {NAMES!r}:
    Topic.objects.create(name=name)
"""


def names(chosen) -> list[str]:
    return [text.removesuffix("×").strip() for text in chosen.all_inner_texts()]


@pytest.fixture(scope="module")
def topics(server):
    """Two dozen topics."""
    assert server.vestnik("shell", "-c", TOPICS).returncode == 0


@pytest.mark.parametrize("width", [1280, 390])
def test_topics_are_found_by_writing(topics, window, width):
    author = window(Role.AUTHOR, width)
    page = author.page
    author.go(NEW)
    page.fill("[name=headline]", "Водата се връща")
    page.get_by_role("tab", name="Място и източници").click()
    # The first saving by itself, and the tab, have the cursor for a moment.
    page.wait_for_url("**/edit/**")
    page.wait_for_load_state("networkidle")
    field = page.get_by_role("combobox", name="Теми")
    offers = page.get_by_role("listbox", name="Теми").get_by_role("option")
    chosen = page.locator("[data-contentpath=topics] .vw-chosen li")

    field.click()
    offers.nth(9).wait_for()
    assert offers.count() == 10
    page.get_by_text(re.compile(r"Още \d+: напишете няколко букви")).wait_for()
    field.fill("язовир")
    assert offers.all_inner_texts() == ["Язовири", "Малки язовири", "Предязовирни села"]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    field.fill("навод")
    page.keyboard.press("Enter")
    assert names(chosen) == ["Малки язовири", "Наводнения"]
    assert field.input_value() == ""

    field.fill("нищо такова")
    page.get_by_text("Няма с такова име.").wait_for()
    # Sends nothing, whatever stands in it.
    page.keyboard.press("Enter")
    field.fill("")
    page.keyboard.press("Backspace")
    assert names(chosen) == ["Малки язовири"]
    field.fill("навод")
    page.keyboard.press("Escape")
    assert offers.count() == 0
    page.keyboard.press("Tab")
    assert field.input_value() == "", "What was not chosen looks as if it were."
    field.fill("наводн")
    offers.first.click()
    page.get_by_role("button", name="Махни: Малки язовири").click()
    assert names(chosen) == ["Наводнения"]
    assert page.locator(".messages").inner_text().strip() == ""

    page.get_by_role("button", name="Запази чернова").click()
    page.locator(".messages .success").wait_for()
    page.get_by_role("tab", name="Място и източници").click()
    assert names(chosen) == ["Наводнения"]
