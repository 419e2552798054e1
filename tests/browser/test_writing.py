"""The editor at work: measures, the list before publication, notes, pasting, language."""

from __future__ import annotations

import re

import pytest

from tests.browser import clipboards
from vestnik.accounts.roles import Role

# Not by a hook: pytest-django would sort unmarked tests behind those that empty the database.
pytestmark = [pytest.mark.browser, pytest.mark.django_db]

NEW = "/cms/snippets/stories/story/add/"
#: As a browser gives it to a page; only a person's own hand fills the real clipboard.
PASTE = """(field, [html, text]) => {
    const carried = new DataTransfer();
    if (html) carried.setData('text/html', html);
    carried.setData('text/plain', text);
    const paste = {clipboardData: carried, bubbles: true, cancelable: true};
    field.dispatchEvent(new ClipboardEvent('paste', paste));
}"""
BLOCKS = """(input) => input.draftailEditor.getEditorState().getCurrentContent()
    .getBlocksAsArray().map((block) => block.getText())"""
SOURCE = """(input) => JSON.stringify(window.DraftJS.convertToRaw(
    input.draftailEditor.getEditorState().getCurrentContent()))"""
#: Words and rules in Hunspell's form: "река" takes "та", "голям" takes "а".
RULES = "SET UTF-8\nTRY аеиорткгнлмя\n\nSFX A Y 1\nSFX A 0 та .\n\nSFX B Y 1\nSFX B 0 а .\n"
WORDS = "7\nрека/A\nголям/B\nе\nказа\nкметът\nтой\nи\n"


@pytest.fixture(scope="module")
def dictionary(server):
    """A dictionary of seven words in the data folder of the site."""
    folder = server.data / "dictionaries"
    folder.mkdir(exist_ok=True)
    (folder / "bg_BG.aff").write_text(RULES, encoding="utf-8")
    (folder / "bg_BG.dic").write_text(WORDS, encoding="utf-8")


def paragraph(page):
    """A paragraph added to the body; its field."""
    page.locator(".c-sf-add-button").first.click()
    page.get_by_role("option", name="Абзац").click()
    field = page.locator("[data-contentpath=body] [contenteditable=true]").last
    field.click()
    return field


def panel(page, name: str):
    """A side panel, opened."""
    toggle = page.locator(f"[data-side-panel-toggle={name}]")
    if toggle.get_attribute("aria-expanded") == "false":
        toggle.click()
    shown = page.locator(f"[data-side-panel={name}]")
    shown.wait_for()
    return shown


def save(page, headline: str) -> None:
    """The story kept as a draft, and open again."""
    page.fill("[name=headline]", headline)
    page.get_by_role("button", name="Запази чернова").click()
    page.locator(".messages .success").wait_for()


def test_measures_and_the_list_before_publication(window):
    chief = window(Role.CHIEF_EDITOR)
    page = chief.page
    chief.go(NEW)
    page.fill("[name=headline]", "Ж" * 94)
    page.locator("#id_headline-count", has_text="94 / 90 · 4 над мярката").wait_for()
    page.fill("[name=headline]", "Река")
    page.locator("#id_headline-count", has_text=re.compile("^4 / 90$")).wait_for()

    paragraph(page)
    page.keyboard.type("Реката на на селото.")
    found = panel(page, "checklist")
    found.get_by_text("Повторена дума: на на").wait_for()
    found.locator("li", has_text="Няма избрана рубрика").get_by_role("button").click()
    assert (
        page.get_by_role("tab", name="Място и източници").get_attribute("aria-selected") == "true"
    )

    page.locator("footer [data-w-dropdown-target=toggle]").click()
    page.locator("[name=action-publish]").click()
    stops = page.get_by_role("dialog", name="Първо трябва да се оправи")
    stops.get_by_text("Няма избрана рубрика").wait_for()
    assert stops.get_by_text("Повторена дума").count() == 0
    stops.get_by_role("button", name="Към текста").click()

    page.get_by_role("button", name=re.compile("Изберете страница")).first.click()
    page.locator(".modal-content").get_by_role("link", name="Свят").click()
    page.locator(".modal-content").wait_for(state="detached")
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    page.locator("[name=action-publish]").click()
    asks = page.get_by_role("dialog", name="Така ли да остане?")
    asks.get_by_text("Повторена дума: на на").wait_for()
    asks.get_by_role("button", name="Продължи така").click()
    page.locator(".messages .success").wait_for()


#: The first list that is asked for from now on comes after three seconds.
SLOW_LIST = """() => {
    const asked = window.fetch;
    let first = true;
    window.fetch = async (url, ...more) => {
        const waits = first && String(url).includes('/checks/');
        if (waits) first = false;
        const answer = await asked(url, ...more);
        if (waits) await new Promise((done) => setTimeout(done, 3000));
        return answer;
    };
}"""


def test_a_look_at_the_list_meanwhile_does_not_skip_the_question(window):
    chief = window(Role.CHIEF_EDITOR)
    page = chief.page
    chief.go(NEW)
    page.fill("[name=headline]", "Реката на на селото")
    page.wait_for_url("**/edit/**")
    page.wait_for_load_state("networkidle")
    page.evaluate(SLOW_LIST)
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    page.locator("[name=action-publish]").click()
    # What is noticed late, as by the body's editor, has the list looked through again.
    page.evaluate("document.dispatchEvent(new Event('w-unsaved:add'))")
    stops = page.get_by_role("dialog", name="Първо трябва да се оправи")
    stops.get_by_text("Няма избрана рубрика").wait_for()
    stops.get_by_role("button", name="Към текста").click()


def test_the_keys_that_send_a_note_do_not_submit_the_story(window):
    author = window(Role.AUTHOR)
    page = author.page
    author.go(NEW)
    save(page, "Бележка с клавиши")
    path = page.url
    panel(page, "notes")
    pressed: list[str] = []
    page.on("request", lambda one: pressed.append(one.method) if one.url == path else None)
    field = page.locator("#writing-note")
    field.fill("Кажи ми до обяд.")
    field.press("Control+Enter")
    field.press("Control+Enter")
    page.locator(".vw-note", has_text="Кажи ми до обяд.").wait_for()
    page.wait_for_timeout(1500)
    assert page.locator(".vw-note", has_text="Кажи ми до обяд.").count() == 1
    assert field.input_value() == ""
    # The next step would ask first: the story has no section.
    assert page.locator("dialog[open]").count() == 0
    assert "POST" not in pressed
    assert page.locator("[name=action-submit]").count()


def test_a_note_at_a_paragraph_reaches_a_colleague(window):
    author, editor = window(Role.AUTHOR), window(Role.EDITOR)
    page = author.page
    author.go(NEW)
    paragraph(page)
    page.keyboard.type("Водата спадна с метър.")
    save(page, "Реката спадна")
    page.locator("[data-streamfield-child] .vw-note-at").first.click()
    field = page.locator("#writing-note")
    field.fill("")
    panel(page, "notes").get_by_text("Към:").wait_for()
    field.press_sequentially("@edi")
    offered = page.locator(".vw-people li").first
    offered.wait_for()
    spoken = page.get_by_role("combobox", name="Нова бележка", expanded=True)
    assert spoken.get_attribute("aria-activedescendant") == offered.get_attribute("id")
    assert page.get_by_role("listbox", name="Колеги").is_visible()
    field.press("Enter")
    mentioned = field.input_value().strip()
    field.press_sequentially("колко точно?")
    assert field.get_attribute("role") is None
    page.get_by_role("button", name="Остави бележката").click()
    page.locator(".vw-note .vw-mention", has_text=mentioned).wait_for()
    assert page.locator(".vw-note-at span").first.inner_text() == "1"

    assert mentioned == "@editor"
    editor.go("/cms/desk/notices/")
    editor.page.get_by_role("link", name="Реката спадна").first.click()
    note = panel(editor.page, "notes").locator(".vw-note")
    note.get_by_text("колко точно?").wait_for()
    note.get_by_role("button", name="Уредено").click()
    editor.page.get_by_text("Уредени: 1").wait_for()


def test_what_is_pasted_comes_clean(window):
    author = window(Role.AUTHOR)
    page = author.page
    sources = ""
    for name in (
        "WORD",
        "WORD_LISTS",
        "WORD_TABLE",
        "MIXED",
        "DOCS",
        "DOCS_LISTS",
        "VIBER",
        "AGENCY",
    ):
        copied = getattr(clipboards, name)
        author.go(NEW)
        field = paragraph(page)
        field.evaluate(PASTE, [copied.html, copied.text])
        page.get_by_text(copied.paragraphs[-1]).last.wait_for()
        kept = page.locator("input[name=body-0-value]")
        assert kept.evaluate(BLOCKS) == list(copied.paragraphs), name
        sources += kept.evaluate(SOURCE)
    assert set(re.findall(r'"url":"([^"]+)"', sources)) == {"https://example.com/kmet"}
    assert set(re.findall(r'"style":"([^"]+)"', sources)) == {"BOLD", "ITALIC"}
    page.locator("[name=headline]").evaluate("(one) => one.focus()")
    page.locator("[name=headline]").evaluate(PASTE, ["", "Река\u00adта\u00a0се\r\nвърна"])
    assert page.input_value("[name=headline]") == "Реката се върна"


def test_typography_and_spelling_are_mended_and_undone(window, dictionary):
    author = window(Role.AUTHOR)
    page = author.page
    author.go(NEW)
    field = paragraph(page)
    page.keyboard.type('Рекатта е голяма - каза "кметът" и той.')
    language = panel(page, "language")
    word = language.locator(".vw-word", has_text="Рекатта")
    word.get_by_role("button", name="Реката", exact=True).click()
    page.get_by_text("Всички думи са в речника.").wait_for()
    assert page.evaluate("CSS.highlights.get('vw-unknown-word').size") == 0

    language.get_by_role("button", name="Оправи всичко").click()
    page.get_by_text("Няма нищо за оправяне.").wait_for()
    assert field.inner_text().strip() == "Реката е голяма – каза „кметът“ и той."
    language.get_by_role("button", name="Върни всичко").click()
    language.get_by_text("Кавички").wait_for()
    assert field.inner_text().strip() == 'Реката е голяма - каза "кметът" и той.'

    field.click()
    page.keyboard.press("End")
    page.keyboard.type(" Белоречие")
    page.route("**/writing/words/**", lambda route: route.abort())
    ours = language.locator(".vw-word", has_text="Белоречие").get_by_role(
        "button", name="Пишем я така"
    )
    ours.click()
    language.get_by_text("Сървърът не отговори и нищо не се промени.").wait_for()
    page.unroute("**/writing/words/**")
    ours.click()
    language.get_by_text("Наши думи в текста: 1").wait_for()
