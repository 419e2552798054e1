"""A look of one's own: goes before ours, is named with its version, and its page tells of every token."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import vestnik.design
from vestnik.design.templatetags import design
from vestnik.press import release as printed_by

ROOT = Path(__file__).resolve().parents[3]
CSS = (Path(vestnik.design.__file__).parent / "static/design/vestnik.css").read_text("utf-8")
SHOW = """
import django
django.setup()
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
print(render_to_string("components/name.html"), finders.find("design/icon.svg"))
print(render_to_string("components/ways.html", {"home": "/"}))
"""


@pytest.fixture
def look(tmp_path, settings):
    (tmp_path / "look/static/design").mkdir(parents=True)
    (tmp_path / "look/templates/components").mkdir(parents=True)
    settings.VESTNIK_LOOK = tmp_path / "look"
    design._version.cache_clear()
    printed_by.release.cache_clear()
    yield tmp_path / "look"
    design._version.cache_clear()
    printed_by.release.cache_clear()


def test_what_lies_in_the_look_goes_before_ours(look, tmp_path):
    (look / "templates/components/name.html").write_text("Нашето лого")
    (look / "static/design/icon.svg").write_text("<svg/>")
    known = {"VESTNIK_LOOK": str(look), "VESTNIK_DATA": str(tmp_path / "data")}
    done = subprocess.run(
        [sys.executable, "-c", SHOW], cwd=ROOT, check=True, capture_output=True, text=True,
        env=os.environ | known | {"DJANGO_SETTINGS_MODULE": "vestnik.config.settings"},
        timeout=120,
    )  # fmt: skip
    assert done.stdout.startswith(f"Нашето лого {look}/static/design/icon.svg")
    assert 'class="ways"' in done.stdout


def test_its_stylesheet_comes_with_its_version(look):
    assert design.own_stylesheet() == ""
    (look / "static/look.css").write_text("a{}")
    first = design.own_stylesheet()
    assert re.fullmatch(r"/static/look\.css\?v=\w{10}", first)
    (look / "static/look.css").write_text("b{}")
    design._version.cache_clear()
    assert design.own_stylesheet() != first


def test_pages_are_printed_anew_for_another_look(look):
    before = printed_by.release()
    (look / "templates/components/name.html").write_text("Друго")
    printed_by.release.cache_clear()
    assert printed_by.release() != before


def test_the_page_about_the_look_tells_of_every_token():
    page = (ROOT / "docs/how-to/make-it-your-own-look.md").read_text("utf-8")
    told = re.findall(r"^\| `--([\w-]+)` \| \S", page, re.M)
    assert told == list(dict.fromkeys(re.findall(r"^  --([\w-]+):", CSS, re.M)))


def test_the_browsers_own_bars_have_the_colour_of_the_paper():
    assets = (Path(vestnik.design.__file__).parent / "templates/components/assets.html").read_text()
    named = re.findall(r'theme-color" content="(#\w+)"', assets)
    assert named == re.findall(r"--paper: (#\w{6});", CSS)
