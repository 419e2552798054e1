"""The press's page and its alarm in a browser: plots for every eye, narrow and wide, light and dark."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.test_barriers import RULES
from tests.browser.window import Window
from vestnik.accounts.roles import Role
from vestnik.press import figures

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
PAGE = "/cms/desk/press/"


@pytest.fixture
def a_day(server):
    """A day of figures of a node whose press has not read the log for a while."""
    server.get("/")
    with closing(sqlite3.connect(server.data / figures.FILE)) as db, db:
        db.executescript(figures._SCHEMA)
        now = time.time()
        for ago in range(0, 1_400, 3):
            for name, value in (
                ("memory", 90 + ago % 50),
                ("busy", ago % 5),
                ("lag", 0.2),
                ("prints", 2),
            ):
                db.execute(
                    "INSERT OR REPLACE INTO figures VALUES (?, ?, ?)",
                    [now // 60 - ago, name, value],
                )
        state = '{"log_age": 30.0}'
        db.execute(
            "INSERT OR REPLACE INTO beats VALUES ('press', ?, ?, ?)", [now, now - 9_000, state]
        )
        db.execute(
            "INSERT OR REPLACE INTO failures VALUES ('page:/', ?, 'KeyError')", [now - 9_000]
        )


def barriers(window: Window) -> list[str]:
    found = Axe().run(window.page, options=RULES).response
    return [
        f"{one['id']}: {node['target']}" for one in found["violations"] for node in one["nodes"]
    ]


def test_the_page_of_the_press_is_for_every_eye_and_screen(window, a_day):
    chief = window(Role.CHIEF_EDITOR)
    for width, scheme in ((1366, "light"), (1366, "dark"), (390, "light"), (390, "dark")):
        chief.page.set_viewport_size({"width": width, "height": 844})
        chief.page.emulate_media(color_scheme=scheme)
        assert chief.go(PAGE) == 200
        chief.page.locator(".desk-alarm li", has_text="печатницата не научава").wait_for()
        assert chief.page.locator(".pressroom-plot path").count() >= 4
        columns = chief.page.locator(".pressroom-columns").first.bounding_box()
        assert columns is not None
        assert columns["height"] > 40
        assert not chief.is_too_wide()
        assert barriers(chief) == []


def test_the_alarm_leads_there(window, a_day):
    chief = window(Role.CHIEF_EDITOR)
    chief.go("/cms/account/")
    chief.page.locator(".desk-alarm").get_by_role("link", name="Печатницата на сайта").click()
    chief.page.wait_for_url(f"**{PAGE}")
