"""Every kind of page for every reader: by keyboard, large, narrow, in his own colours, without motion."""

from itertools import pairwise

import pytest

from tests.browser.reading import DESK, PHONE, enlarge_text, go, settle, specimen, until
from vestnik.design.specimens.pages import SPECIMENS

WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

#: Text that a reader cannot get at: it runs out of the window, or of a box that cuts it off.
CUT_OFF = """() => {
  const lost = [];
  const scrolls = (box) => ["auto", "scroll"].includes(getComputedStyle(box).overflowX);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode, parent = text.parentElement;
    if (!text.textContent.trim() || parent.closest("script, .skip")) continue;
    if (!parent.checkVisibility({ visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    let left = 0, right = document.documentElement.clientWidth, free = false;
    for (let box = parent; box && !free; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (scrolls(box)) free = true;
      else if (["hidden", "clip"].includes(style.overflowX) || style.textOverflow === "ellipsis") {
        const edges = box.getBoundingClientRect();
        left = Math.max(left, edges.left);
        right = Math.min(right, edges.right);
      }
    }
    const said = text.textContent.trim().slice(0, 40);
    for (const line of free ? [] : range.getClientRects())
      if (line.left < left - 1 || line.right > right + 1) lost.push(`${said}: ${line.left} to ${line.right}`);
    for (let box = parent; box; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (style.overflowY === "hidden" && box.scrollHeight > box.clientHeight + 1 && box !== document.body)
        lost.push(`${said}: below`);
    }
  }
  return lost;
}"""


def what_does_not_fit(page) -> list[str]:
    """Where a reader must scroll sideways, or cannot read on."""
    wrong = []
    for name, width, percent in (
        ("320 px", 320, 100),
        ("a desk at 200 %", DESK // 2, 100),
        ("a desk at 400 %", DESK // 4, 100),
        ("text at 200 %", DESK, 200),
        ("a phone's text at 200 %", PHONE, 200),
    ):
        page.set_viewport_size({"width": width, "height": 640})
        enlarge_text(page, percent)
        settle(page)
        if page.evaluate(WIDER) > 0:
            wrong.append(f"{name}: {page.evaluate(WIDER)} px wider than the window")
        wrong += [f"{name}: {one}" for one in page.evaluate(CUT_OFF)]
    return wrong


@pytest.mark.browser
@pytest.mark.slow
def test_nothing_is_cut_off_however_large_or_narrow(demo, reader):
    page, wrong = reader.window(), {}
    paths = demo.pages | {one.name: specimen(one.name) for one in SPECIMENS}
    for kind, path in paths.items():
        go(page, path)
        wrong[kind] = what_does_not_fit(page)
    assert {kind: lines for kind, lines in wrong.items() if lines} == {}


@pytest.mark.browser
def test_a_wide_table_is_scrolled_in_itself(reader):
    page = reader.open(specimen("story"), width=320)
    table = page.get_by_role("region", name="Разход по опори")
    inside = "box => box.scrollWidth > box.clientWidth && box.scrollLeft"
    assert table.evaluate(inside) == 0
    table.focus()
    page.keyboard.press("ArrowRight")
    until(page, "document.activeElement.scrollLeft > 0")


#: What the Tab key should come to, in the order of the page.
STOPS = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
  .filter((one) => one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true }) && !one.disabled)"""
FOCUSED = f"""() => {{
  const it = document.activeElement, box = it.getBoundingClientRect();
  const seen = [null, "::after", "::before"].some((part) => {{
    const style = getComputedStyle(it, part);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  }});
  return {{
    at: ({STOPS})().indexOf(it), seen, words: it.outerHTML.slice(0, 120),
    x: box.left + scrollX, y: box.top + scrollY,
    inside: box.bottom > 0 && box.top < innerHeight && box.width > 0,
  }};
}}"""


def walk_by_keyboard(page) -> list[str]:
    """Press Tab from the address bar to the end; what is wrong with the way."""
    wrong, steps = [], []
    count = page.evaluate(f"({STOPS})().length")
    for _step in range(count + 3):
        page.keyboard.press("Tab")
        now = page.evaluate(FOCUSED)
        if now["at"] <= (steps[-1]["at"] if steps else -1):
            break
        steps.append(now)
        if not now["seen"]:
            wrong.append(f"not seen: {now['words']}")
        if not now["inside"]:
            wrong.append(f"out of the window: {now['words']}")
    if [step["at"] for step in steps] != list(range(count)):
        wrong.append(f"{len(steps)} of {count} were reached, the last was {steps[-1:]}")
    return wrong


def stops_that_go_back(page) -> list[str]:
    """Where on a phone, which has one column, the next stop stands higher than the one before."""
    tops = page.evaluate(
        f"() => ({STOPS})().filter((one) => !one.matches('.skip')).map((one) => {{"
        "const box = one.getBoundingClientRect();"
        "return [one.outerHTML.slice(0, 120), box.top, box.bottom] })"
    )
    return [
        f"{words} before {before}"
        for (before, top, _), (words, _, bottom) in pairwise(tops)
        if bottom <= top
    ]


@pytest.mark.browser
@pytest.mark.slow
def test_the_keyboard_comes_everywhere_in_the_order_that_is_seen(demo, reader):
    page, wrong = reader.window(reduced_motion="reduce"), {}
    for kind, path in demo.pages.items() | {("specimen", specimen("story"))}:
        go(page, path)
        settle(page)
        wrong[kind] = stops_that_go_back(page) + walk_by_keyboard(page)
    assert {kind: lines for kind, lines in wrong.items() if lines} == {}


@pytest.mark.browser
def test_the_first_stop_leads_past_the_menus(demo, reader):
    page = reader.open(demo.pages["bg story news"])
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Към съдържанието")
    assert link.evaluate("it => it === document.activeElement")
    until(page, "document.activeElement.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.browser
def test_a_gallery_is_opened_drawn_and_left_by_keyboard(reader):
    page = reader.open(specimen("story"), width=DESK)
    link = page.get_by_role("link", name="Снимка 2 от 8")
    link.focus()
    page.keyboard.press("Enter")
    viewer = page.get_by_role("dialog", name="Галерия")
    viewer.wait_for()
    inside = "document.activeElement.closest('dialog') !== null || document.activeElement === document.body"
    for _step in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate(inside)
    page.keyboard.press("ArrowRight")
    assert viewer.locator(".at").inner_text() == "3 от 8"
    page.keyboard.press("Escape")
    viewer.wait_for(state="hidden")
    focused = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert focused == "Снимка 3 от 8, в голям размер"


#: Text that has the colour of what is behind it, and controls without an edge.
UNSEEN = r"""() => {
  const behind = (box) => {
    for (; box; box = box.parentElement) {
      const colour = getComputedStyle(box).backgroundColor;
      if (!/^rgba.*, 0\)$/.test(colour)) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const lost = [];
  for (const one of document.body.querySelectorAll("*")) {
    const own = [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || one.closest("script") || !one.checkVisibility()) continue;
    if (getComputedStyle(one).color === behind(one)) lost.push(one.outerHTML.slice(0, 120));
  }
  for (const one of document.querySelectorAll("button, .button, .share a"))
    if (one.checkVisibility() && getComputedStyle(one).borderTopStyle === "none")
      lost.push(`no edge: ${one.outerHTML.slice(0, 120)}`);
  return lost;
}"""


@pytest.mark.browser
def test_a_readers_own_colours_leave_nothing_unseen(demo, reader):
    page, wrong = reader.window(forced_colors="active"), {}
    for kind, path in demo.pages.items() | {("specimen", specimen("components"))}:
        go(page, path)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            wrong[f"{kind}, {scheme}"] = page.evaluate(UNSEEN)
    go(page, demo.pages["bg section"])
    here = page.locator(".sections [aria-current]")
    assert here.evaluate("it => getComputedStyle(it).borderBottomWidth") == "3px"
    assert {kind: lines for kind, lines in wrong.items() if lines} == {}


#: Whatever moves, or will when something is done.
MOVES = """() => [...document.querySelectorAll("*")].flatMap((one) =>
  [null, "::before", "::after"].map((part) => [one, getComputedStyle(one, part)])
).filter(([one, style]) =>
  style.animationName !== "none" || style.scrollBehavior === "smooth"
  || style.transitionDuration.split(", ").some((time) => time !== "0s")
).map(([one]) => one.outerHTML.slice(0, 80))"""


@pytest.mark.browser
def test_nothing_moves_for_those_who_asked_for_it(demo, reader):
    page, moving = reader.window(reduced_motion="reduce"), {}
    for kind, path in demo.pages.items() | {("specimen", specimen("components"))}:
        go(page, path)
        moving[kind] = page.evaluate(MOVES)
    assert {kind: lines for kind, lines in moving.items() if lines} == {}
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(MOVES)
