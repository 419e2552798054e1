"""One window of a browser: a person at work in the newsroom, or a reader."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from playwright.sync_api import Browser, Page

from tests.factories.newsroom import PASSWORD
from tests.processes.nodes import HOST
from vestnik.accounts.roles import Role

URL = f"http://{HOST}"
PEOPLE = {role: f"{role.value.replace(' ', '.')}@example.test" for role in Role}
#: Milliseconds for one step; far above what it takes.
STEP = 30_000

#: Of each browser, the cookies of who has signed in.
_COOKIES: WeakKeyDictionary[Browser, dict[Role, list]] = WeakKeyDictionary()


class Window:
    """A window; what goes wrong without being seen is noted in `wrong`."""

    def __init__(self, browser: Browser, width: int = 1280) -> None:
        self.context = browser.new_context(
            viewport={"width": width, "height": 900}, locale="bg-BG", timezone_id="Europe/Sofia"
        )
        self.wrong: list[str] = []
        self.page = self._opened()

    def _opened(self) -> Page:
        page = self.context.new_page()
        page.set_default_timeout(STEP)
        page.on("pageerror", lambda error: self.wrong.append(f"script: {error.stack or error}"))
        page.on("request", self._request)
        page.on("response", self._response)
        page.on("console", self._console)
        return page

    def close_at_once(self) -> None:
        """Close it without a word, as by a crash."""
        self.page.close(run_before_unload=False)

    def open_again(self) -> None:
        """Another window of the same browser in its place."""
        self.page = self._opened()

    def _request(self, request) -> None:
        if not request.url.startswith((f"{URL}/", "data:", "blob:")):
            self.wrong.append(f"another site was asked: {request.url}")

    def _response(self, response) -> None:
        if response.status >= 500:
            self.wrong.append(f"{response.status} at {response.url}")

    def _console(self, message) -> None:
        if "Content Security Policy" in message.text:
            self.wrong.append(f"the policy: {message.text} ({self.page.url})")

    def go(self, path: str) -> int:
        """Open an address of the site; its status."""
        answer = self.page.goto(URL + path)
        assert answer is not None
        return answer.status

    def text(self) -> str:
        """What a person reads."""
        return " ".join(self.page.locator("body").inner_text().split())

    def sign_in(self, role: Role) -> None:
        """Come in; by the form once for a browser and role, then with the cookies of that."""
        known = _COOKIES.setdefault(self.page.context.browser, {})
        if role in known:
            self.page.context.add_cookies(known[role])
        self.go("/cms/")
        if "/login/" in self.page.url:
            self.page.fill("[name=username]", PEOPLE[role])
            self.page.fill("[name=password]", PASSWORD)
            self.page.click("form button[type=submit]")
            self.page.wait_for_load_state()
            known[role] = self.page.context.cookies()
        assert self.page.url == f"{URL}/cms/", self.text()

    def choose(self, action: str, *, confirm: str = "") -> None:
        """An action of the menu below the editor, done: the note about it is there.

        `confirm` is a piece of what is asked before, to which the answer is yes.
        """
        self.page.locator("footer [data-w-dropdown-target=toggle]").click()
        button = self.page.locator(f"[name=action-{action}]")
        button.wait_for(state="visible")
        button.click()
        self.go_on()
        if confirm:
            question = self.page.locator(".modal-content")
            question.get_by_text(confirm).wait_for()
            question.locator("[data-confirm-cancellation]").click()
        self.page.locator(".messages .success").wait_for()

    def go_on(self) -> None:
        """Leave it so, where the list before publication asks."""
        asked = self.page.locator("[data-writing-go-on]")
        done = self.page.locator(".messages .success, .modal-content")
        # Nothing is asked about a story that lacks nothing.
        asked.or_(done).first.wait_for()
        if asked.is_visible():
            asked.click()

    def act(self, label: str, words: str = "") -> None:
        """An act with the story that is open, by the menu above the editor."""
        self.page.locator("header").get_by_role("button", name="Действия").first.click()
        self.page.get_by_role("link", name=label, exact=True).click()
        self.page.wait_for_url("**/desk/story/**")
        if words:
            self.page.fill("[name=words]", words)
        self.page.locator("main").get_by_role("button", name=label, exact=True).click()
        self.page.locator(".messages .success").wait_for()

    def is_too_wide(self) -> bool:
        """Whether one must scroll sideways."""
        return bool(
            self.page.evaluate(
                "document.documentElement.scrollWidth > document.documentElement.clientWidth"
            )
        )
