"""Hostile HTML through the editor: whatever is sent or pasted, readers and editors see words only."""

from __future__ import annotations

import json

import pytest
from wagtail.test.utils.form_data import nested_form_data, streamfield

from tests.browser.window import URL
from tests.conftest import samples
from tests.roads.newsdesk import story_form
from vestnik.accounts.roles import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

SEND = """async (form) => {
    const config = JSON.parse(document.getElementById("wagtail-config").textContent);
    const answer = await fetch("/cms/snippets/stories/story/add/", {
        method: "POST", body: new URLSearchParams(form), headers: { "X-CSRFToken": config.CSRF_TOKEN },
    });
    return [answer.status, answer.url];
}"""
PASTE = """(html) => {
    const field = document.querySelector("[data-contentpath=body] [contenteditable=true]");
    field.focus();
    const data = new DataTransfer();
    data.setData("text/html", html);
    data.setData("text/plain", "думи");
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
}"""
LURES = (
    "javascript:alert(1)",
    "JaVaScRiPt&#58;alert(1)",
    "data:text/html,<script>alert(1)</script>",
)


def hostile() -> list[str]:
    """Every file of the samples, and each piece of HTML of those that hold many."""
    folder = samples() / "E_feeds_html"
    if not folder.exists():
        pytest.skip("The hostile samples are not beside this checkout.")
    found = []
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        text = file.read_bytes().decode("utf-8", "replace").replace("\x00", "")
        if file.parent.name == "bleach-xss":
            text = text.split("\n--\n")[0]
        if file.parent.name == "tokenizer" and file.suffix == ".test":
            found += [case["input"] for case in json.loads(text)["tests"]]
        elif file.suffix != ".md" and file.name != "LICENSE":
            found.append(text[:5_000])
    assert len(found) > 100
    return found


def linked(address: str) -> str:
    """What a forged editor could send: a link to the address."""
    entity = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": address}}
    place = {"offset": 0, "length": 4, "key": 0}
    block = {
        "key": "abcde",
        "text": "думи",
        "type": "unstyled",
        "depth": 0,
        "inlineStyleRanges": [],
    }
    return json.dumps({"entityMap": {"0": entity}, "blocks": [block | {"entityRanges": [place]}]})


def watched(window):
    """A window that notes dialogs; requests to others and broken policy it notes by itself."""
    window.page.on(
        "dialog", lambda box: (window.wrong.append(f"dialog: {box.message}"), box.dismiss())
    )
    return window


def test_hostile_html_that_is_sent_is_words_for_readers_and_editors(window, site):
    chief, reader = watched(window(Role.CHIEF_EDITOR)), watched(window())
    texts = hostile()
    body = [("paragraph", json.dumps({"entityMap": {}, "blocks": [
        {"key": "abcde", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": [],
         "entityRanges": []}]})) for text in texts]  # fmt: skip
    body += [("paragraph", linked(lure)) for lure in LURES]
    body += [("subhead", text[:100]) for text in texts if text.strip()]
    form = story_form(site, "publish", headline=texts[0][:100], deck=texts[1][:100])
    form = {name: value for name, value in form.items() if not name.startswith("body-")}
    form |= nested_form_data({"body": streamfield(body)})
    chief.go("/cms/")
    pairs = [[name, str(item)] for name, value in form.items()
             for item in (value if isinstance(value, list) else [value])]  # fmt: skip

    status, address = chief.page.evaluate(SEND, pairs)
    assert status == 200
    assert not address.endswith("/add/"), "The story was not saved."

    reader.go("/")
    path = reader.page.locator("a[href^='/20']").first.get_attribute("href")
    assert reader.go(path) == 200
    article = reader.page.locator("article.story")
    assert article.locator("p").count() > len(texts)
    assert (
        article.evaluate(
            """(root) => [...root.querySelectorAll("*:not(script[src^='/static/design/'])")].filter((one) =>
            /^(script|style|iframe|object|embed|form|input|base|meta|svg|math)$/i.test(one.localName)
            || [...one.attributes].some((a) => /^on/i.test(a.name) || /^\\s*(javascript|data):/i.test(a.value))
        ).map((one) => one.outerHTML)"""
        )
        == []
    )
    chief.go("/cms/snippets/stories/story/")
    chief.page.locator("td.title a").first.click()
    chief.page.locator("[data-contentpath=body] [contenteditable=true]").first.wait_for()
    assert URL in chief.page.url


def test_hostile_html_that_is_pasted_has_no_effect(window):
    """Draft.js builds elements of what is pasted; their handlers run unless the policy forbids it."""
    chief = watched(window(Role.CHIEF_EDITOR))
    page = chief.page
    chief.go("/cms/snippets/stories/story/add/")
    page.locator(".c-sf-add-button").first.click()
    page.get_by_role("option", name="Абзац").click()
    field = page.locator("[data-contentpath=body] [contenteditable=true]").first
    field.wait_for()
    for text in hostile():
        page.evaluate(PASTE, text)
    page.keyboard.type(" Край.")
    field.get_by_text("Край.").wait_for()
    assert (
        field.locator(
            "script, iframe, object, svg, img, [onerror], [onclick], [style*=url]"
        ).count()
        == 0
    )
    forbidden = [what for what in chief.wrong if "Executing inline event handler" in what]
    assert chief.wrong == forbidden
    chief.wrong.clear()
