"""Pages as a screen reader has them from Chromium: landmarks, headings, names, languages.

What should be heard stands in the folder `heard`, written from what the pages are to say, never from what
they said.
"""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.browser.reading import go, settle, specimen

HEARD = Path(__file__).parent / "heard"
LANDMARKS = {"banner", "complementary", "contentinfo", "main", "navigation", "region", "search"}
#: What is told, and of which only the name matters.
NAMED = LANDMARKS | {"button", "dialog", "image", "link", "table"}
UNNAMED = {"article", "blockquote", "note"}


def heard(page) -> str:
    """The page in lines: role and name, what stands in a thing further in."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}
    return "".join(f"{line}\n" for line in _lines(nodes[0], by_id, 0))


def _lines(node, by_id, depth) -> Iterator[str]:
    said = "" if node.get("ignored") else _said(node, by_id)
    if said:
        yield "  " * depth + said
        depth += 1
    for child in _children(node, by_id):
        yield from _lines(child, by_id, depth)


def _said(node, by_id) -> str:
    role = node["role"]["value"]
    name = " ".join(node.get("name", {}).get("value", "").split())
    named = f": {name}" if name else ""
    if role == "heading":
        level = next(one for one in node["properties"] if one["name"] == "level")
        return f"heading {level['value']['value']}{named}"
    if role == "list":
        items = [one for one in _children(node, by_id) if one["role"]["value"] == "listitem"]
        return f"list of {len(items)}{named}"
    if role in NAMED:
        return f"{role}{named}"
    return role if role in UNNAMED else ""


def _children(node, by_id):
    return [by_id[one] for one in node.get("childIds", []) if one in by_id]


def foreign(page) -> list[str]:
    """The elements that are in another language than the page, each with its own."""
    return page.evaluate(
        "[...document.body.querySelectorAll('[lang]')]"
        ".filter((one) => one.lang !== document.documentElement.lang)"
        ".map((one) => `${one.lang}: ${one.textContent.trim()}`)"
    )


@pytest.mark.browser
@pytest.mark.parametrize("name", ["front", "section", "story"])
def test_a_page_is_heard_as_it_should_be(reader, name):
    page = reader.open(specimen(name), width=1280)
    settle(page)
    assert heard(page) == (HEARD / f"{name}.txt").read_text()


@pytest.mark.browser
def test_a_page_tells_its_languages(reader):
    page = reader.open(specimen("story"))
    assert page.evaluate("document.documentElement.lang") == "bg"
    assert foreign(page) == ["en: English"]
    go(page, specimen("failed"))
    assert page.evaluate("document.documentElement.lang") == "bg"
    assert [one.partition(":")[0] for one in foreign(page)] == ["en", "en"]


@pytest.mark.browser
def test_every_kind_of_page_has_its_landmarks_and_one_first_heading(demo, reader):
    page, wrong = reader.window(width=1280), {}
    for kind, path in demo.pages.items():
        go(page, path)
        lines = heard(page).splitlines()
        levels = [int(line.split()[1][0]) for line in lines if line.lstrip().startswith("heading")]
        top = [line for line in lines if line.split(":")[0] in LANDMARKS]
        # The breaking strip and nothing else may stand between.
        if [one for one in top if not one.startswith("complementary")] != [
            "banner", "main", "contentinfo",
        ]:  # fmt: skip
            wrong[kind] = top
        elif levels.count(1) != 1 or any(b > a + 1 for a, b in pairwise(levels)):
            wrong[kind] = levels
        elif nameless := [one for one in lines if one.strip() in ("link", "button", "image")]:
            wrong[kind] = nameless
        elif unnamed := [one for one in lines if one.strip() in ("navigation", "region")]:
            wrong[kind] = unnamed
    assert wrong == {}
