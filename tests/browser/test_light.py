"""What a page asks of a reader's machine: its policy, its files; and what becomes of it without them."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Error

from tests.browser.reading import DESK, PHONE, POLICY, go, settle, specimen, until

#: The greatest shift of layout that a reader may see.
SHIFT = 0.02
YEAR = "public, max-age=31536000"


@pytest.mark.browser
def test_every_kind_of_page_has_the_strict_policy(demo):
    expected = {"404": 404, "410": 410}
    for kind, path in demo.pages.items():
        status, headers, body = demo.web.get(path)
        assert status == expected.get(kind, 200), kind
        policy = headers["content-security-policy"].split("; ")
        assert sorted(policy) == sorted(POLICY.split("; ")), kind
        assert "set-cookie" not in headers, kind
        assert b" style=" not in body, kind
        assert b"<style" not in body, kind
        scripts = re.findall(rb"<script([^>]*)>", body)
        # Data for search engines is no script, whatever its element is called.
        assert all(b"src=" in one or b"application/ld+json" in one for one in scripts), kind
        assert not re.search(rb"<[^>]* on[a-z]+=", body), kind


@pytest.mark.browser
def test_the_policy_is_broken_by_no_page_and_by_no_act(demo, reader):
    page, faults = reader.window(width=DESK), {}
    for kind, path in demo.pages.items():
        go(page, path)
        faults[kind] = page.evaluate("faults")
    go(page, specimen("story"))
    page.get_by_role("link", name="Снимка 2 от 8").click()
    page.get_by_role("dialog", name="Галерия").wait_for()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    faults["gallery"] = page.evaluate("faults")
    assert {kind: lines for kind, lines in faults.items() if lines} == {}


@pytest.mark.browser
def test_what_breaks_the_policy_would_be_seen(reader):
    page = reader.open(specimen("bare"))
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    until(page, "faults.length > 0")
    assert reader.wrong
    reader.wrong.clear()


@pytest.mark.browser
def test_files_are_kept_for_a_year(demo, reader):
    """Whatever a page names with its version, pictures too: their names change with what is in them."""
    page, asked = reader.window(width=DESK), []
    page.on("response", lambda one: asked.append(one))
    for kind in ("bg front", "bg story reportage"):
        go(page, demo.pages[kind])
        settle(page)
    files = [one for one in asked if one.request.resource_type != "document"]
    kinds = {one.request.resource_type for one in files}
    assert kinds >= {"stylesheet", "font", "image", "script"}
    kept = {one.url: one.headers.get("cache-control") for one in files}
    assert {url for url, said in kept.items() if said is None or YEAR not in said} == set()


#: Families, styles and alphabets of which a page has letters; what it may fetch, and nothing else.
USED = """() => {
  const used = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const note = (style, text) => {
    const family = style.fontFamily.includes("Vestnik") ? "vestnik-serif" : "sofia-sans";
    const slant = family === "vestnik-serif" && style.fontStyle === "italic" ? "-italic" : "";
    if (/[\\u0020-\\u0040\\u0400-\\u045f\\u2010-\\u2122]/.test(text)) used.add(`${family}${slant}-cyrillic`);
    if (/[A-Za-z\\u00c0-\\u00ff]/.test(text)) used.add(`${family}${slant}-latin`);
    if (/[\\u0100-\\u017f]/.test(text)) used.add(`${family}${slant}-${slant ? "latin" : "names"}`);
  };
  while (texts.nextNode()) {
    const parent = texts.currentNode.parentElement, text = texts.currentNode.textContent.trim();
    if (text && !parent.closest("script") && parent.checkVisibility()) {
      note(getComputedStyle(parent), text);
      // A large first letter is drawn with a face of its own.
      note(getComputedStyle(parent, "::first-letter"), text.slice(0, 1));
      for (const part of ["::before", "::after"]) {
        const style = getComputedStyle(parent, part);
        note(style, style.content.slice(1, -1));
      }
    }
  }
  return [...used];
}"""


@pytest.mark.browser
def test_a_page_fetches_no_font_that_it_does_not_use(demo, reader):
    page, fetched, needless = reader.window(), [], {}
    page.on("request", lambda one: one.resource_type == "font" and fetched.append(one.url))
    for kind, path in demo.pages.items():
        fetched.clear()
        go(page, path)
        settle(page)
        names = {re.search(r"/([^/]+)\.woff2", url)[1] for url in fetched}
        assert len(fetched) == len(names)
        needless[kind] = names - set(page.evaluate(USED))
    assert {kind: names for kind, names in needless.items() if names} == {}


@pytest.mark.browser
@pytest.mark.parametrize("kind", ["bg front", "bg story news", "bg story reportage"])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_hardly_anything_moves_while_fonts_and_pictures_come(demo, reader, kind, width):
    page, waiting = reader.window(width=width), []
    page.route(re.compile(r"\.woff2|/media/"), lambda route: waiting.append(route))
    go(page, demo.pages[kind], wait="domcontentloaded")
    page.evaluate(
        "window.moved = []; new PerformanceObserver((list) => { for (const one of list.getEntries())"
        "moved.push([one.value, one.sources.map((source) => source.node?.outerHTML?.slice(0, 80))])"
        "}).observe({ type: 'layout-shift', buffered: true })"
    )
    painted = "new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
    page.evaluate(painted)
    # Pictures first, as is worst for text that still has its own font.
    for last in (False, True):
        for route in [one for one in waiting if (".woff2" in one.request.url) == last]:
            waiting.remove(route)
            route.continue_()
        page.evaluate(painted)
        page.evaluate(painted)
    page.unroute_all(behavior="ignoreErrors")
    for route in waiting:
        # One that came at this moment went on by itself.
        with suppress(Error):
            route.continue_()
    page.wait_for_load_state("load")
    settle(page)
    page.evaluate(painted)
    moved = page.evaluate("moved")
    print(f"{kind}, {width} px: moved {sum(value for value, _what in moved):.4f}")
    assert sum(value for value, _what in moved) < SHIFT, moved


#: Each picture's name, and whether it has the room that it would take.
ROOM = """() => [...document.querySelectorAll("main img")].map((one) => {
  const box = one.getBoundingClientRect();
  return [one.currentSrc || one.src, one.alt, Math.round(box.width), Math.round(box.height)];
})"""


@pytest.mark.browser
@pytest.mark.parametrize("kind", ["bg front", "bg story reportage"])
def test_without_pictures_their_room_and_their_words_are_there(demo, reader, kind):
    page = reader.open(demo.pages[kind])
    settle(page)
    with_pictures = page.evaluate(ROOM)
    page.route("**/media/**", lambda route: route.abort())
    go(page, demo.pages[kind])
    settle(page)
    without = page.evaluate(ROOM)
    # A browser says of each that it did not come: that is what is tried here.
    reader.wrong[:] = [one for one in reader.wrong if "ERR_FAILED" not in one]
    assert len(without) == len(with_pictures) > 0
    assert [one[1:] for one in without] == [one[1:] for one in with_pictures]
    figures = page.locator("main figure img")
    for number in range(figures.count()):
        assert figures.nth(number).get_attribute("alt")


@pytest.mark.browser
@pytest.mark.slow
def test_without_our_fonts_nothing_is_lost(demo, reader):
    page = reader.window(width=320)
    page.route("**/*.woff2*", lambda route: route.abort())
    for kind, path in demo.pages.items():
        go(page, path)
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wider) <= 0, kind
        assert page.evaluate(
            "[...document.fonts].every((one) => one.status !== 'loaded' || / as /.test(one.family))"
        )
    reader.wrong[:] = [one for one in reader.wrong if "ERR_FAILED" not in one]


#: What only script can do; without it nobody is offered it.
BY_SCRIPT = {"Изпрати…", "Копирай връзката", "Send…", "Copy the link"}


@pytest.mark.browser
@pytest.mark.slow
def test_without_script_every_kind_of_page_says_the_same(demo, reader):
    with_script, without = reader.window(), reader.window(java_script_enabled=False)
    for kind, path in demo.pages.items():
        lines = []
        for page in (with_script, without):
            go(page, path)
            said = page.locator("body").inner_text().splitlines()
            lines.append([line for line in said if line.strip() and line.strip() not in BY_SCRIPT])
        assert lines[0] == lines[1], kind
        assert without.locator("a:visible").count() == with_script.locator("a:visible").count()


@pytest.mark.browser
def test_a_printed_story_is_words_pictures_and_addresses(demo, reader):
    page = reader.open(demo.pages["bg story reportage"], width=DESK)
    page.emulate_media(media="print")
    for gone in (".sections", ".share", ".more", ".skip", ".site-foot nav"):
        assert page.locator(f"{gone}:visible").count() == 0, gone
    for kept in ("h1", ".lead-photo img", ".body p", ".printed-address"):
        assert page.locator(kept).first.is_visible(), kept
    assert page.locator(".printed-address").inner_text().endswith(demo.pages["bg story reportage"])
    assert page.pdf(format="A4").startswith(b"%PDF")
    go(page, specimen("story"))
    page.emulate_media(media="print")
    link = page.locator(".body p a[href^=http]").first
    written = link.evaluate("it => getComputedStyle(it, '::after').content")
    assert "https://example.org/" in written
