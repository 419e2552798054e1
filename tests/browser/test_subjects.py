"""What stories hang on, and the edition, filled in by hand: made, changed, put wrong, archived, used."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field

import pytest
from PIL import Image

from tests.browser.window import Window
from vestnik.accounts.roles import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@dataclass(frozen=True)
class Kind:
    """One kind of subject: its word in addresses, what it is called, what else its form asks."""

    word: str
    label: str
    more: dict[str, str] = field(default_factory=dict)

    @property
    def list(self) -> str:
        return f"/cms/snippets/stories/{self.word}/"


TOPIC = Kind("topic", "Тема")
STORYLINE = Kind("storyline", "Развитие", {"summary": "Какво се случи дотук."})
BYLINE = Kind("byline", "Подпис", {"role": "кореспондент"})
AGENCY = Kind("agency", "Агенция", {"code": "novini"})
KINDS = [TOPIC, STORYLINE, BYLINE, AGENCY]
NOT_LATIN = "Тук може да има само малки латински букви, цифри и тирета, например: "


def save(editor: Window) -> None:
    """The green button; the page that comes after it is there."""
    with editor.page.expect_navigation():
        editor.page.locator("footer").get_by_role("button", name="Запази").click()


def make(editor: Window, kind: Kind, name: str, code: str = "") -> None:
    """A new subject, and the list in which it now is. An agency needs a code of its own."""
    editor.go(f"{kind.list}add/")
    for one, text in {"name": name, **kind.more, **({"code": code} if code else {})}.items():
        editor.page.fill(f"[name={one}]", text)
    save(editor)
    editor.page.locator(".messages .success").wait_for()


def row(editor: Window, kind: Kind, name: str) -> list[str]:
    """What the list says of the subject of this name: name, address, whether archived."""
    editor.go(kind.list)
    found = editor.page.locator("main tbody tr").filter(has_text=name)
    return [
        cell.strip().splitlines()[0]
        for cell in found.locator("td").all_inner_texts()
        if cell.strip()
    ]


def wrong(editor: Window, kind: Kind) -> str:
    """Nothing was saved; what the form says of its fields."""
    assert f"Не е записано ({kind.label.lower()}): има грешки." in editor.text()
    return " ".join(editor.page.locator("form .error-message").all_inner_texts())


def open_form(editor: Window, kind: Kind, name: str) -> None:
    editor.go(kind.list)
    editor.page.locator("main tbody").get_by_role("link", name=name).click()
    editor.page.wait_for_url("**/edit/**")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.word)
def test_a_subject_from_its_name_to_the_archive(kind, window):
    chief = window(Role.CHIEF_EDITOR)
    page = chief.page
    make(chief, kind, "Първо име")
    assert row(chief, kind, "Първо име") == ["Първо име", "parvo-ime"]

    open_form(chief, kind, "Първо име")
    page.fill("[name=name]", "Второ име")
    page.fill("[name=slug]", "nov-adres")
    save(chief)
    assert row(chief, kind, "Второ име") == ["Второ име", "nov-adres"]
    assert not row(chief, kind, "Първо име")

    open_form(chief, kind, "Второ име")
    for name, text in kind.more.items():
        assert page.input_value(f"[name={name}]") == text
    assert not page.get_by_text("Изтрий").count()
    page.check("[name=archived]")
    save(chief)
    assert row(chief, kind, "Второ име") == ["Второ име", "nov-adres", "Да"]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.word)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(kind, window):
    chief = window(Role.CHIEF_EDITOR)
    page = chief.page
    make(chief, kind, "Зает адрес", "zaeta" if kind is AGENCY else "")

    chief.go(f"{kind.list}add/")
    others = kind.more | {"slug": "moy-adres"} | ({"code": "moya"} if kind is AGENCY else {})
    for name, text in others.items():
        page.fill(f"[name={name}]", text)
    save(chief)
    assert wrong(chief, kind) == "Това поле е задължително."
    assert {name: page.input_value(f"[name={name}]") for name in others} == others

    page.fill("[name=name]", "Мое име")
    for slug, said in (
        ("две думи", f"{NOT_LATIN}dve-dumi"),
        ("Dve_Dumi", f"{NOT_LATIN}dve-dumi"),
        ("zaet-adres", "Адресът вече принадлежи на друго и никога не се дава повторно."),
    ):
        page.fill("[name=slug]", slug)
        page.press("[name=slug]", "Tab")
        save(chief)
        assert wrong(chief, kind) == said
        kept = others | {"name": "Мое име", "slug": slug}
        assert {name: page.input_value(f"[name={name}]") for name in kept} == kept
    assert not row(chief, kind, "Мое име")


def test_two_agencies_never_have_one_code(window):
    chief = window(Role.CHIEF_EDITOR)
    page = chief.page
    make(chief, AGENCY, "Агенция с код", "sred")
    chief.go(f"{AGENCY.list}add/")
    page.fill("[name=name]", "Друга агенция")
    for code, said in (("sred", "Този код е на друга агенция."), ("Сред", f"{NOT_LATIN}sred")):
        page.fill("[name=code]", code)
        save(chief)
        assert wrong(chief, AGENCY) == said
        assert page.input_value("[name=code]") == code
        assert page.input_value("[name=name]") == "Друга агенция"


def choose(editor: Window, kind: Kind, name: str, *, missing: str) -> None:
    """One of those that a dialog offers, looked for by the beginning of its name."""
    page = editor.page
    page.get_by_role("button", name=f"Избери ({kind.label.lower()})").click()
    dialog = page.locator(".modal-content")
    dialog.get_by_role("link", name=name).wait_for()
    assert not dialog.get_by_text(missing).count()
    dialog.locator("[name=q]").fill(name[:6].upper())
    with page.expect_response(lambda answer: "q=" in answer.url):
        dialog.locator("[name=q]").press("Enter")
    dialog.get_by_role("link", name=name).click()
    dialog.wait_for(state="detached")


def test_a_story_takes_them_by_their_dialogs_and_what_is_archived_is_not_offered(window):
    chief, reader = window(Role.CHIEF_EDITOR), window()
    page = chief.page
    for kind, name, old, code in (
        (TOPIC, "Канали", "Кладенци", ""),
        (STORYLINE, "Напояване", "Наводнение", ""),
        (BYLINE, "Рая Стоева", "Рангел Донев", ""),
        (AGENCY, "Полски вести", "Полски новини", "polski"),
    ):
        for one in (name, old):
            make(chief, kind, one, code and f"{code}-{len(one)}")
        open_form(chief, kind, old)
        page.check("[name=archived]")
        save(chief)

    chief.go("/cms/snippets/stories/story/add/")
    page.fill("[name=headline]", "Каналите пак са пълни")
    page.locator(".c-sf-add-button").first.click()
    page.get_by_role("option", name="Абзац").click()
    page.locator("[data-contentpath=body] [contenteditable=true]").last.click()
    page.keyboard.type("Водата тръгна в понеделник.")
    page.get_by_role("tab", name="Място и източници").click()
    page.get_by_role("button", name=re.compile("Изберете страница")).first.click()
    page.locator(".modal-content").get_by_role("link", name="Свят").click()
    page.locator(".modal-content").wait_for(state="detached")
    topics = page.get_by_role("combobox", name="Теми")
    topics.fill("клад")
    page.get_by_text("Няма с такова име.").wait_for()
    topics.fill("кан")
    page.get_by_role("listbox", name="Теми").get_by_role("option", name="Канали").click()
    page.get_by_role("button", name="Добави: подпис").click()
    choose(chief, BYLINE, "Рая Стоева", missing="Рангел Донев")
    page.get_by_role("button", name="Добави: източник").click()
    choose(chief, AGENCY, "Полски вести", missing="Полски новини")
    choose(chief, STORYLINE, "Напояване", missing="Наводнение")
    chief.choose("publish")
    assert "публикуван" in chief.page.locator(".messages .success").inner_text().lower()

    assert reader.go("/") == 200
    assert "Каналите" in reader.text()
    reader.page.get_by_role("link", name="Каналите пак са пълни").first.click()
    reader.page.locator("article.story").wait_for()
    for shown in ("Рая Стоева", "Полски вести", "Канали"):
        assert shown in reader.text()


def test_a_byline_has_a_portrait_from_the_library(window):
    chief = window(Role.CHIEF_EDITOR)
    page = chief.page
    drawn = io.BytesIO()
    Image.new("RGB", (600, 800), (90, 120, 90)).save(drawn, "JPEG")
    make(chief, BYLINE, "Лице Снимкова")
    open_form(chief, BYLINE, "Лице Снимкова")
    page.get_by_role("button", name="Изберете снимка").click()
    dialog = page.locator(".modal-content")
    dialog.get_by_role("tab", name="Качи").click()
    dialog.locator("[type=file]").set_input_files(
        {"name": "lice.jpg", "mimeType": "image/jpeg", "buffer": drawn.getvalue()}
    )
    dialog.locator("[name$=title]").fill("Портрет на Лице Снимкова")
    dialog.get_by_role("button", name="Качи").click()
    dialog.wait_for(state="detached")
    save(chief)
    open_form(chief, BYLINE, "Лице Снимкова")
    assert "Портрет на Лице Снимкова" in chief.text()


def test_the_name_of_the_edition_is_on_the_front(window):
    chief, reader = window(Role.CHIEF_EDITOR), window()
    page = chief.page
    settings = "/cms/settings/stories/edition/"
    chief.go(settings)
    page.fill("[name=name]", "")
    page.fill("[name=tagline]", "Всяка сутрин")
    save(chief)
    assert "Това поле е задължително." in chief.text()
    assert page.input_value("[name=tagline]") == "Всяка сутрин"

    page.fill("[name=name]", "Утринен лист")
    page.fill("[name=publisher]", "Утро ООД")
    save(chief)
    page.locator(".messages .success").wait_for()
    reader.go("/")
    assert reader.page.title() == "Утринен лист – Всяка сутрин"
    assert reader.page.locator("h1").inner_text() == "Утринен лист"
    assert "Утро ООД" in reader.text()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_forms_fit_the_window(width, window):
    chief = window(Role.CHIEF_EDITOR, width)
    for screen in (*(f"{kind.list}add/" for kind in KINDS), "/cms/settings/stories/edition/"):
        assert chief.go(screen) == 200
        assert not chief.is_too_wide(), screen
