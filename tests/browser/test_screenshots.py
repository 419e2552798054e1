"""The main pages as pictures, phone and desktop, light and dark, compared with those that are kept.

The specimens are shown, whose days, words and drawings never change. After a change that is meant:
VESTNIK_NEW_SCREENSHOTS=yes pytest -n0 tests/browser/test_screenshots.py, and look at what git says.
"""

import io
import os
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from tests.browser.reading import DESK, PHONE, go, settle, specimen, with_all_fonts

KEPT = Path(__file__).parent / "screenshots"
#: Letters are drawn a little differently by each release of the browser.
MADE_WITH = KEPT / "chromium"
PAGES = ["front", "section", "story", "opinion", "storyline", "topic", "fifty", "not-found"]
#: Of a page that is longer only so much is kept, in pixels of the window.
HIGHEST = 2400
#: Pictures are kept at this share of their size: enough to see what moved.
SCALE = 0.5
COLOURS = 40
#: A difference of one of 255 that is seen, and the share of points that may have it.
SEEN, SHARE = 40, 0.004


def as_kept(png: bytes) -> Image.Image:
    """A screenshot as it is compared and kept: small, of few colours."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    image = image.crop((0, 0, image.width, min(image.height, HIGHEST)))
    small = image.resize((round(image.width * SCALE), round(image.height * SCALE)), Image.LANCZOS)
    return small.quantize(COLOURS, dither=Image.Dither.NONE)


def difference(one: Image.Image, other: Image.Image) -> tuple[float, Image.Image]:
    """The share of points that differ, and a picture of where."""
    size = (max(one.width, other.width), max(one.height, other.height))
    sheets = []
    for image in (one, other):
        sheets.append(Image.new("RGB", size, "magenta"))
        sheets[-1].paste(image.convert("RGB"))
    seen = ImageChops.difference(*sheets).convert("L").point(lambda by: 255 if by > SEEN else 0)
    return seen.histogram()[255] / (size[0] * size[1]), ImageChops.lighter(
        sheets[1], Image.merge("RGB", [seen, *[Image.new("L", size)] * 2])
    )


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_the_main_pages_look_as_they_did(reader, name, tmp_path):
    renew = os.environ.get("VESTNIK_NEW_SCREENSHOTS") == "yes"
    release = reader.browser.version.partition(".")[0]
    if not renew and MADE_WITH.read_text().strip() != release:
        pytest.skip(f"The kept pictures were made with Chromium {MADE_WITH.read_text().strip()}.")
    page, different = reader.window(reduced_motion="reduce"), []
    with_all_fonts(page)
    go(page, specimen(name))
    for width in (PHONE, DESK):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 900})
            # Pictures below the window come only when it is drawn there.
            page.evaluate("for (const one of document.images) one.loading = 'eager'")
            page.evaluate("Promise.all([...document.images].map((one) => one.decode()))")
            settle(page)
            taken = as_kept(page.screenshot(full_page=True, animations="disabled", scale="css"))
            path = KEPT / f"{name}-{width}-{scheme}.png"
            if renew:
                KEPT.mkdir(exist_ok=True)
                MADE_WITH.write_text(f"{release}\n")
                taken.save(path, optimize=True)
                continue
            share, where = difference(Image.open(path), taken)
            if share > SHARE:
                where.save(tmp_path / path.name)
                different.append(f"{path.name}: {share:.2%}, see {tmp_path / path.name}")
    assert different == []


def test_a_difference_is_seen_and_a_shade_is_not():
    one = Image.new("RGB", (200, 200), "#fdfcfa")
    other = one.copy()
    other.paste("#f4f1eb", (0, 0, 200, 100))
    assert difference(one, other)[0] == 0
    other.paste("#98211a", (0, 0, 20, 20))
    assert difference(one, other)[0] == pytest.approx(0.01)
    assert difference(one, one.resize((200, 220)))[0] > 0.05
