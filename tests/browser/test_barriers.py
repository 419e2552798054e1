"""axe, which looks for barriers, on every kind of page and every specimen: light and dark, narrow and wide."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.reading import DESK, PHONE, go, settle, specimen
from vestnik.design.specimens.pages import SPECIMENS

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # Of WCAG 2.2, and not asked by itself.
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
STATES = [(PHONE, "light"), (DESK, "dark"), (PHONE, "dark"), (DESK, "light")]
#: Specimens with one of everything, seen in all states; all else in the first two, which differ in both.
THOROUGHLY = {"components", "front", "story"}


def barriers(page, state) -> list[str]:
    """What axe finds in one state, in a line for each element."""
    found = Axe().run(page, options=RULES).response
    return [
        f"{state} {one['id']}: {node['target']} {node['failureSummary'].splitlines()[-1].strip()}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def in_states(page, states=STATES) -> list[str]:
    """What axe finds in the page that is open."""
    found = []
    for width, scheme in states:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        settle(page)
        found += barriers(page, f"{width} px, {scheme},")
    return found


@pytest.mark.browser
@pytest.mark.slow
def test_no_kind_of_page_has_barriers(demo, reader):
    page = reader.window()
    found = {}
    for kind, path in demo.pages.items():
        go(page, path)
        found[kind] = in_states(page, STATES[:2])
    assert {kind: lines for kind, lines in found.items() if lines} == {}


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("one", SPECIMENS, ids=lambda one: one.name)
def test_no_specimen_has_barriers(one, reader):
    states = STATES if one.name in THOROUGHLY else STATES[:2]
    assert in_states(reader.open(specimen(one.name)), states) == []


@pytest.mark.browser
def test_an_open_gallery_has_no_barriers(reader):
    page = reader.open(specimen("story"))
    page.get_by_role("link", name="Снимка 2 от 8").click()
    page.get_by_role("dialog", name="Галерия").wait_for()
    assert in_states(page) == []


@pytest.mark.browser
def test_axe_sees_a_barrier(reader):
    """So that silence means something."""
    page = reader.open(specimen("bare"))
    page.evaluate(
        "document.querySelector('h1').outerHTML = '<h4>Тихо</h4><img src=/static/design/icon.svg>'"
    )
    found = " ".join(barriers(page, ""))
    assert "image-alt" in found
    assert "page-has-heading-one" in found
