"""What is written survives: a dead server and a closed window, an expired sign-in, two people at once."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest

from tests.browser.test_newsroom import write as write_story
from tests.browser.window import PEOPLE, URL
from tests.factories.newsroom import PASSWORD
from vestnik.accounts.roles import Role

# Not by a hook: pytest-django would sort unmarked tests behind those that empty the database.
pytestmark = [pytest.mark.browser, pytest.mark.django_db]

#: What one writes here, in the form as it is sent.
FIELDS = rb'name="(?:deck|body-\d+-value)"\r\n\r\n(.*?)\r\n'
ADD = "/cms/snippets/stories/story/add/"
SAVED = "#w-autosave-indicator[data-w-autosave-state-value=saved]"
BAR = ".kept-bar:not([hidden])"


def begin(window, headline: str) -> str:
    """A new story with a paragraph, saved by itself; the path of its editor."""
    page = window.page
    window.go(ADD)
    page.fill("[name=headline]", headline)
    page.locator(".c-sf-add-button").first.click()
    page.get_by_role("option", name="Абзац").click()
    write(window, "Първи ред.")
    page.wait_for_url("**/edit/**")
    # The first saving may have been of the headline alone; one that is on its way when the window goes on
    # is of another window for the next.
    kept_copies(window, "Първи ред.")
    kept_copies(window, "Първи ред.", gone=True)
    page.locator(SAVED).wait_for()
    return page.url.removeprefix(URL)


def write(window, text: str) -> None:
    """At the end of the body's last paragraph."""
    window.page.locator("[data-contentpath=body] [contenteditable=true]").last.click()
    window.page.keyboard.press("Control+End")
    window.page.keyboard.type(text)


def body(window) -> str:
    return window.page.locator("[data-contentpath=body] [contenteditable=true]").last.inner_text()


def bar(window, words: str):
    """The bar, once it says these words."""
    found = window.page.locator(BAR).filter(has_text=words)
    found.wait_for()
    return found


COPIES = """async () => {
    const open = indexedDB.open("vestnik-kept");
    const db = await new Promise((done) => { open.onsuccess = () => done(open.result); });
    const all = db.transaction("copies").objectStore("copies").getAll();
    const found = await new Promise((done) => { all.onsuccess = () => done(all.result); });
    db.close();
    return found.map((one) => [one.saved, JSON.stringify(one)]);
}"""


def wait_for_copies(window, are_right: Callable[[list[tuple[bool, str]]], bool]) -> None:
    """Until the browser's own database holds what it should: of each copy whether it is saved, and its text."""
    # The browser's own waiting takes the promise of an answer for the answer.
    for _try in range(150):
        if are_right(window.page.evaluate(COPIES)):
            return
        window.page.wait_for_timeout(200)
    raise AssertionError(window.page.evaluate(COPIES))


def kept_copies(window, text: str, *, gone: bool = False) -> None:
    """Wait until the browser has a copy with the text; or none any more that the server has not."""
    if gone:
        wait_for_copies(
            window, lambda all_: not any(text in one for saved, one in all_ if not saved)
        )
    else:
        wait_for_copies(window, lambda all_: any(text in one for _saved, one in all_))


def test_a_dead_server_and_a_closed_window_lose_nothing(window, server):
    author = window(Role.AUTHOR)
    path = begin(author, "Язовирът прелива")
    server.kill()
    write(author, " Написано без сървър.")
    bar(author, "Няма връзка със сървъра. Текстът ви се пази в този браузър.")
    kept_copies(author, "Написано без сървър.")

    author.close_at_once()
    server.start()
    author.open_again()
    author.go(path)

    found = bar(author, "текст от")
    assert "3 думи се различават от записаното." in found.inner_text()
    found.get_by_text("Какво се различава").click()
    assert found.locator("ins").filter(has_text="Написано без сървър").is_visible()
    assert "Написано" not in body(author)
    found.get_by_role("button", name="Възстанови този текст").click()
    author.page.locator(".messages .success").wait_for()
    assert body(author) == "Първи ред. Написано без сървър."

    # It is on the server now, so nothing is offered again.
    author.go(path)
    author.page.locator(".kept-bar[data-looked]").wait_for(state="attached")
    assert body(author) == "Първи ред. Написано без сървър."
    assert not author.page.locator(BAR).count()


def test_a_server_that_comes_back_gets_what_was_written_meanwhile(window, server):
    author = window(Role.AUTHOR)
    path = begin(author, "Мостът е затворен")
    server.kill()
    write(author, " Докато го нямаше.")
    bar(author, "Няма връзка със сървъра")
    server.start()
    bar(author, "Връзката се върна и всичко е записано.")

    other = window(Role.CHIEF_EDITOR)
    other.go(path)
    other.page.locator("[data-contentpath=body] [contenteditable=true]").last.wait_for()
    assert body(other) == "Първи ред. Докато го нямаше."


def test_an_expired_sign_in_loses_nothing(window):
    author = window(Role.AUTHOR)
    path = begin(author, "Сесията на парламента")
    author.page.context.clear_cookies(name="sessionid")
    write(author, " След изтичането.")
    said = bar(author, "Входът ви е изтекъл. Текстът ви се пази в този браузър.")

    # A button does not lead away from the text either.
    author.page.keyboard.press("Control+s")
    assert author.page.url == URL + path

    with author.page.context.expect_page() as opened:
        said.get_by_role("link", name="Вход в друг прозорец").click()
    door = opened.value
    door.fill("[name=username]", PEOPLE[Role.AUTHOR])
    door.fill("[name=password]", PASSWORD)
    door.click("form button[type=submit]")
    door.get_by_text("Затворете този прозорец").wait_for()
    door.close()

    bar(author, "Връзката се върна и всичко е записано.")
    assert body(author) == "Първи ред. След изтичането."
    author.go(path)
    author.page.locator("[data-contentpath=body] [contenteditable=true]").last.wait_for()
    assert body(author) == "Първи ред. След изтичането."


def saved_texts(window) -> list[tuple[bytes, ...]]:
    """A list that grows by each text that the editor of this window saves by itself."""
    texts: list[tuple[bytes, ...]] = []

    def note(request) -> None:
        of_the_form = "/stories/story/" in request.url and request.method == "POST"
        if of_the_form and request.headers.get("accept") == "application/json":
            sent = request.post_data_buffer or b""
            texts.append(tuple(re.findall(FIELDS, sent, re.S)))

    window.page.on("request", note)
    return texts


def test_two_who_write_at_once_see_each_other_and_both_texts(window):
    author, chief = window(Role.AUTHOR), window(Role.CHIEF_EDITOR)
    saved = saved_texts(author)
    path = begin(author, "Двама в един материал")
    chief.go(path)
    chief.page.locator("[data-contentpath=body] [contenteditable=true]").last.wait_for()
    # What a slow machine still asks while it opens the form is not to come between the two.
    chief.page.wait_for_load_state("networkidle")
    author.go(path)
    author.page.locator(".w-editing-sessions__session").first.wait_for()

    author.page.fill("[name=deck]", "Подзаглавие от автора")
    write(author, " От автора.")
    author.page.locator(SAVED).wait_for()
    write(chief, " От главния.")
    said = bar(chief, "записа този материал, докато пишехте.")
    said.get_by_role("button", name="Слей двата текста").click()
    chief.page.wait_for_url("**/merge/**")

    main = chief.page.locator("main")
    assert main.locator("ins").filter(has_text="От главния").is_visible()
    assert main.locator("ins").filter(has_text="От автора").first.is_visible()
    assert not chief.is_too_wide()
    main.get_by_label("И двете, едно след друго").check()
    main.get_by_role("button", name="Слей", exact=True).click()
    chief.page.locator(".messages .success").wait_for()

    paragraphs = chief.page.locator("[data-contentpath=body] [contenteditable=true]")
    paragraphs.nth(1).wait_for()
    assert paragraphs.all_inner_texts() == ["Първи ред. От главния.", "Първи ред. От автора."]
    assert chief.page.input_value("[name=deck]") == "Подзаглавие от автора"
    chief.page.locator(".kept-bar[data-looked]").wait_for(state="attached")
    assert not chief.page.locator(BAR).count()

    # What was saved is not taken for an edit and saved again.
    assert saved[0]
    assert len(saved) == len(set(saved))

    # The author's window is told as well, and his next words are not lost.
    write(author, " И още.")
    bar(author, "записа този материал, докато пишехте.")


def test_a_lost_line_while_the_server_lives_loses_nothing(window):
    author = window(Role.AUTHOR)
    path = begin(author, "Линията се прекъсна")
    author.page.context.set_offline(True)
    write(author, " Без линия.")
    bar(author, "Няма връзка със сървъра. Текстът ви се пази в този браузър.")
    kept_copies(author, "Без линия.")
    # A button leads nowhere either.
    author.page.keyboard.press("Control+s")
    assert author.page.url == URL + path

    author.page.context.set_offline(False)
    bar(author, "Връзката се върна и всичко е записано.")
    author.go(path)
    author.page.locator("[data-contentpath=body] [contenteditable=true]").last.wait_for()
    assert body(author) == "Първи ред. Без линия."


def download(window, shown) -> str:
    """The text that the bar's button gives."""
    with window.page.expect_download() as given:
        shown.get_by_role("button", name="Изтегли като текст").click()
    return given.value.path().read_text(encoding="utf-8")


def test_a_browser_that_keeps_nothing_promises_nothing(window):
    author = window(Role.AUTHOR)
    page = author.page
    begin(author, "Пълният диск")
    page.evaluate(
        """() => {
          window.put = IDBObjectStore.prototype.put;
          IDBObjectStore.prototype.put = () => { throw new DOMException("", "QuotaExceededError"); };
        }"""
    )
    write(author, " Без копие.")
    bar(author, "Този браузър не пази копие от това, което пишете.")

    page.route("**/cms/**", lambda route: route.abort())
    write(author, " Без връзка.")
    said = bar(author, "Няма връзка със сървъра, а този браузър не пази копие на текста ви.")
    assert "Първи ред. Без копие. Без връзка." in download(author, said)

    page.evaluate("() => { IDBObjectStore.prototype.put = window.put; }")
    write(author, " Вече с копие.")
    bar(author, "Няма връзка със сървъра. Текстът ви се пази в този браузър.")
    kept_copies(author, "Вече с копие.")
    page.unroute("**/cms/**")
    bar(author, "Връзката се върна и всичко е записано.")


#: The last keystroke comes just before the answer of the next saving is heard; all later ones are lost.
A_KEY_MEANWHILE = """() => {
    window.addEventListener("w-autosave:success", () => {
        const asked = window.fetch;
        window.fetch = async (url, options = {}) => {
            if (options.method?.toUpperCase() === "POST") throw new TypeError("lost");
            return asked(url, options);
        };
        const field = document.querySelector("[name=deck]");
        field.value += " и последното";
        field.dispatchEvent(new Event("input", { bubbles: true }));
    }, { capture: true, once: true });
}"""


def test_what_is_typed_while_it_is_being_saved_is_not_taken_for_saved(window):
    author = window(Role.AUTHOR)
    begin(author, "Буква накрая")
    author.page.evaluate(A_KEY_MEANWHILE)
    author.page.fill("[name=deck]", "Първото")
    wait_for_copies(
        author, lambda all_: any("и последното" in one for saved, one in all_ if not saved)
    )


#: Wagtail looks at the form every now and then; here it does so while the form is on its way.
NOTICED_LATE = """() => {
    const form = document.querySelector("[data-edit-form]");
    window.wagtail.app.getControllerForElementAndIdentifier(form, "w-autosave").activeValue = false;
    document.addEventListener("submit", () => {
        for (const pause of [0, 50, 100]) setTimeout(
            () => form.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true })), pause);
    });
}"""


def test_a_story_sent_before_it_was_ever_kept_is_made_once(window):
    author = window(Role.AUTHOR)
    page = author.page
    author.go(ADD)
    sent = []

    def slowly(route):
        if route.request.method == "POST":
            sent.append(route.request.url)
            time.sleep(1.5)
        route.continue_()

    page.route(re.compile("/story/add/"), slowly)
    page.evaluate(NOTICED_LATE)
    page.fill("[name=headline]", "Веднъж")
    page.locator("footer button.action-save, footer button[type=submit]").first.click()
    page.wait_for_url("**/edit/**")
    assert len(sent) == 1, sent


NEVER_BY_ITSELF = "addEventListener('w-autosave:save', (event) => event.preventDefault(), true)"


def test_what_was_sent_as_new_is_not_offered_to_another_story(window):
    chief = window(Role.CHIEF_EDITOR)
    other = begin(chief, "Другият материал")
    chief.page.add_init_script(NEVER_BY_ITSELF)
    write_story(chief, "Пуснатият материал")
    chief.choose("publish")

    chief.go(other)
    chief.page.locator(".kept-bar[data-looked]").wait_for(state="attached")
    assert not chief.page.locator(BAR).is_visible()


def test_a_text_that_the_server_does_not_take_can_be_taken_away(window):
    author = window(Role.AUTHOR)
    page = author.page
    begin(author, "Отказаният текст")
    tries: list[str] = []

    def refuse(route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        tries.append(route.request.url)
        return route.fulfill(status=403, content_type="text/html", body="<p>Не.</p>")

    page.route("**/edit/**", refuse)
    write(author, " Не го взема.")
    said = bar(author, "Сървърът отговаря, но не записва този текст.")
    assert len(tries) == 2
    assert "Първи ред. Не го взема." in download(author, said)
    page.unroute("**/edit/**")
    bar(author, "Връзката се върна и всичко е записано.")


def test_signing_out_takes_ones_copies_along(window):
    author = window(Role.AUTHOR)
    begin(author, "Общият компютър")
    kept_copies(author, "Общият компютър")

    author.page.locator(".sidebar-footer__account").click()
    author.page.locator("form[action$='/logout/'] button").click()
    author.page.wait_for_url("**/login/**")

    wait_for_copies(author, lambda all_: not all_)
