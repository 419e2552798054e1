"""Owns the browser: an editor at work in the newsroom, and a reader who knows nothing of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as BrowserError
from site_process import Broken

CHROMIUM = "/usr/bin/chromium"
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
#: Milliseconds for one step; far above what it takes.
STEP = 30_000


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's browser, without a window; what it cannot do is said as `Broken`."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        try:
            yield browser
        except BrowserError as error:
            raise Broken(f"The browser: {str(error).strip().splitlines()[0]}") from error
        finally:
            browser.close()


class Window:
    """A window of its own cookies, in which nothing may fail and nobody else is asked."""

    def __init__(self, browser: Browser, url: str, pictures: Path | None = None) -> None:
        self.url = url
        self.pictures = pictures
        self.wrong: list[str] = []
        self.page: Page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        self.page.set_default_timeout(STEP)
        self.page.on("request", self._request)
        self.page.on("response", self._response)
        self.page.on("pageerror", lambda error: self.wrong.append(f"the script error {error}"))

    def go(self, path: str) -> None:
        self.page.goto(self.url + path)
        self._look(path)

    def headline(self) -> str:
        return " ".join(self.page.locator("h1").last.inner_text().split())

    def close(self, what: str) -> None:
        """End it; raises `Broken` when something went wrong that the eye does not see."""
        self.page.context.close()
        if self.wrong:
            raise Broken(f"{what} came upon {self.wrong[0]}.")

    def _look(self, name: str) -> None:
        if self.pictures is not None:
            self.page.wait_for_load_state("networkidle")
            number = len(list(self.pictures.iterdir()))
            file = f"{number:02d}{name.replace('/', '_').rstrip('_')}.png"
            self.page.screenshot(path=self.pictures / file)

    def _request(self, request) -> None:
        if not request.url.startswith((f"{self.url}/", "data:", "blob:")):
            self.wrong.append(f"a request to another site, {request.url}")

    def _response(self, response) -> None:
        if response.status >= 500:
            self.wrong.append(f"{response.status} at {response.url}")


def sign_in(window: Window, user: str, password: str) -> None:
    """From the newsroom's address through its door."""
    window.go("/cms/")
    window.page.fill("[name=username]", user)
    window.page.fill("[name=password]", password)
    window.page.click("form button[type=submit]")
    window.page.wait_for_url(f"{window.url}/cms/")
    window._look("_newsroom")


def publish_headline(window: Window, headline: str, changed: str) -> None:
    """Find the story in the list by its headline, write another one, publish."""
    page = window.page
    window.go("/cms/snippets/stories/story/")
    while not (link := page.get_by_role("link", name=headline, exact=True)).count():
        following = page.locator(".pagination .next a")
        if not following.count():
            raise Broken(f"The list of stories does not show „{headline}“.")
        following.click()
        page.wait_for_load_state()
    link.first.click()
    page.wait_for_url("**/edit/**")
    page.fill("[name=headline]", changed)
    window._look("_editor")
    publish = page.locator("[name=action-publish]")
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    publish.wait_for(state="visible")
    window._look("_menu")
    publish.click()
    # The list before publication may ask whether it is to stay so.
    asked = page.locator("[data-writing-go-on]:visible")
    asked.or_(page.locator(".messages .success:visible")).first.wait_for()
    if asked.count():
        asked.click()
    # The note that says so has a link to the story, open for editing or for reading.
    page.locator(".messages .success").wait_for()
    window._look("_published")


def read_from_front(window: Window, headline: str) -> str:
    """As a reader: from the front to the story by its headline; returns the story's address."""
    window.go("/")
    link = window.page.get_by_role("link", name=headline, exact=True)
    if not link.count():
        raise Broken(f"The front does not show the headline „{headline}“.")
    link.first.click()
    window.page.locator("article.story").wait_for()
    window._look("_story")
    if window.headline() != headline:
        raise Broken(f"The headline on the front leads to „{window.headline()}“.")
    return window.page.url.removeprefix(window.url)
