"""The pictures of the demo edition: the same for the same words, of their size, and not flat."""

import io
import re

import pytest
from PIL import Image, ImageStat

from vestnik.importer.demo import pictures
from vestnik.importer.demo.edition import load_edition
from vestnik.importer.demo.pictures.canvas import Canvas, colour, curve, mix

EDITION = load_edition()
SHOWN = sorted({photo.draw for story in EDITION.stories for photo in story.photos()})
# One of each module: all are drawn at the first start, and looked at by eye.
SAMPLE = [
    "river-bridge dusk", "railway day", "storks summer", "observatory night", "library dusk",
    "market summer", "river-map day", "coffee dawn", "fruit day", "fossil rose", "month-ice winter",
]  # fmt: skip


def opened(words):
    return Image.open(io.BytesIO(pictures.draw(words)))


def test_the_sample_is_of_what_is_shown():
    assert set(SAMPLE) <= set(SHOWN)


@pytest.mark.parametrize("words", SAMPLE)
def test_a_picture_is_drawn_in_its_size_with_many_colours(words):
    picture = opened(words)
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (1600, 1067))
    # Light and dark somewhere, and more than one colour in every corner's eighth.
    low, high = ImageStat.Stat(picture.convert("L")).extrema[0]
    assert high - low > 120
    assert len(set(picture.resize((80, 53)).get_flattened_data())) > 400


@pytest.mark.parametrize("byline", EDITION.bylines, ids=lambda byline: byline.portrait)
def test_a_portrait_is_drawn_upright(byline):
    picture = opened(f"portrait {byline.portrait}")
    assert picture.size == (960, 1200)
    # The face is where a square or a round cut finds it: its skin is not the wall behind.
    cheek, wall = picture.getpixel((430, 560)), picture.getpixel((30, 60))
    assert sum(abs(a - b) for a, b in zip(cheek, wall, strict=True)) > 60


def test_the_same_words_draw_the_same_bytes_and_others_do_not():
    first = pictures.draw("pier winter")
    assert pictures.draw("pier winter") == first
    assert pictures.draw("pier dusk") != first


def test_every_name_is_a_scene_and_a_palette():
    names = pictures.names()
    assert "river-bridge dusk" in names
    assert "portrait bob" in names
    assert all(re.fullmatch(r"[a-z-]+ [a-z]+", name) for name in names)
    with pytest.raises(KeyError):
        pictures.draw("river-bridge tuesday")


def test_colours_are_mixed_and_lines_go_through_their_points():
    assert colour("ff8000") == (255, 128, 0)
    assert mix((0, 0, 0), (200, 100, 50), 0.5) == (100, 50, 25)
    line = curve([(0, 0), (10, 10), (20, 0)], steps=4)
    assert (line[0], line[4], line[-1]) == ((0, 0), (10, 10), (20, 0))


def test_what_is_painted_inside_a_shape_stays_inside():
    canvas = Canvas(100, 100, units=100, seed=1)
    with canvas.inside([(0, 0), (50, 0), (50, 100), (0, 100)]):
        canvas.box(0, 0, 100, 100, (255, 0, 0))
    assert canvas.image.getpixel((40, 40)) == (255, 0, 0)
    assert canvas.image.getpixel((160, 40)) == (0, 0, 0)
