"""A reader before the public pages: what he opens, how he reads it, and what goes wrong unseen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.sync_api import Browser, Page, Route

import vestnik.design
from tests.browser.window import STEP, URL
from vestnik.design.specimens.pages import BY_NAME

POLICY = "; ".join(
    f"{name} {' '.join(sources)}"
    for name, sources in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
)
#: Specimens lie below this path; the demo edition has nothing there.
SPECIMENS = "/specimens/"
PHONE, DESK = 390, 1280
#: What Chromium says of an answer that is a 404 or 410, which is no fault of a page.
ANSWERED = "the server responded with a status of 4"
FAULTS = """
window.faults = [];
addEventListener("securitypolicyviolation", (event) =>
  faults.push(`${event.violatedDirective}: ${event.blockedURI}`));
"""


class Reader:
    """Opens pages of the demo edition, and specimens; `wrong` says what went wrong without being seen."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.wrong: list[str] = []
        self._contexts: list[Any] = []

    def window(self, *, width: int = PHONE, height: int = 800, **how: Any) -> Page:
        """A window in which nothing is open yet; `how` is Playwright's."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, locale="bg-BG", **how
        )
        self._contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(STEP)
        page.add_init_script(FAULTS)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        page.on("request", self._asked)
        page.on("response", self._answered)
        page.route(f"{URL}{SPECIMENS}**", self._specimen)
        return page

    def open(self, path: str, *, wait: str = "load", **how: Any) -> Page:
        """A window with a page in it."""
        page = self.window(**how)
        go(page, path, wait=wait)
        return page

    def close(self) -> None:
        for context in self._contexts:
            context.close()
        self._contexts.clear()

    def _said(self, message) -> None:
        if message.type == "error" and ANSWERED not in message.text:
            self.wrong.append(f"console: {message.text}")

    def _asked(self, request) -> None:
        if not request.url.startswith((f"{URL}/", "data:", "blob:")):
            self.wrong.append(f"another site was asked: {request.url}")

    def _answered(self, response) -> None:
        if response.status >= 500:
            self.wrong.append(f"{response.status} at {response.url}")

    @staticmethod
    def _specimen(route: Route) -> None:
        name = route.request.url.removeprefix(URL + SPECIMENS).strip("/")
        headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY}
        route.fulfill(body=BY_NAME[name].render(), headers=headers)


#: The stylesheet of all pages.
STYLE = Path(vestnik.design.__file__).parent / "static/design/vestnik.css"


def with_all_fonts(page: Page) -> None:
    """Have the pages of a window wait for no font and use each that comes: what a second visit looks like.

    A browser whose requests are looked at keeps nothing, so there is no second visit.
    """

    def waited_for(route: Route) -> None:
        style = STYLE.read_text().replace("font-display: optional", "font-display: swap")
        route.fulfill(body=style, content_type="text/css; charset=utf-8")

    page.route("**/vestnik.css*", waited_for)


def go(page: Page, path: str, *, wait: str = "load") -> None:
    """Open a path in a window that is there."""
    page.goto(URL + path, wait_until=wait)


def specimen(name: str) -> str:
    """The path of a specimen."""
    return f"{SPECIMENS}{name}/"


def settle(page: Page) -> None:
    """Until the fonts are there and everything is drawn."""
    page.evaluate(
        "document.fonts.ready.then(() => new Promise(done => "
        "requestAnimationFrame(() => requestAnimationFrame(done))))"
    )


def until(page: Page, holds: str) -> None:
    """Until an expression holds; Playwright's own way of waiting is against the policy of our pages."""
    page.evaluate(
        f"(async () => {{ while (!({holds})) await new Promise(requestAnimationFrame) }})()"
    )


def enlarge_text(page: Page, percent: int) -> None:
    """As a reader does in the settings of his browser."""
    page.evaluate(
        "percent => { const sheet = new CSSStyleSheet();"
        "sheet.replaceSync(`html { font-size: ${percent}% }`);"
        "document.adoptedStyleSheets = [sheet] }",
        percent,
    )
