"""The template tags: text set for readers, times, photos, sources, addresses."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.template import Context
from django.template.loader import render_to_string
from django.utils import translation

from vestnik.design.templatetags import design
from vestnik.design.tones import TONES, dominant

STATIC = Path(design.__file__).parent.parent / "static"
NOON = datetime(2025, 12, 7, 12, 30, tzinfo=UTC)
SOFIA = Context({"zone": ZoneInfo("Europe/Sofia")})


@pytest.fixture(autouse=True)
def in_bulgarian():
    with translation.override("bg"):
        yield


@dataclass
class Rendition:
    url: str
    width: int
    height: int = 100


@dataclass
class Photo:
    """What the tags use of a photo."""

    made: dict = field(default_factory=dict)
    is_public: bool = True
    tone: int = 7
    credit: str = ""
    file_photo: bool = False
    description: str = ""
    title: str = "DSC_0042.JPG"
    may_be_shared: bool = True

    @property
    def on_pages(self):
        return self if self.is_public else None

    def rendition(self, name):
        return self.made.get(name)

    def shown(self, use):
        named = [(name.split("-"), made) for name, made in self.made.items()]
        return [(format, made) for (of, _, format), made in named if of == use]


def agency(name, role):
    return SimpleNamespace(role=role, agency=SimpleNamespace(name=name))


# Addresses


def test_an_asset_carries_the_version_of_its_content():
    address = design.asset("design/vestnik.css")
    assert address.startswith("/static/design/vestnik.css?v=")
    assert design.asset("design/icon.svg").rpartition("=")[2] != address.rpartition("=")[2]


def test_a_missing_asset_does_not_fail_the_page():
    assert design.asset("design/missing.css") == "/static/design/missing.css"


@pytest.mark.parametrize(
    ("url", "printed", "host"),
    [
        ("https://www.example.org/a", "https://www.example.org/a", "example.org"),
        ("http://example.org", "http://example.org", "example.org"),
        ("javascript:alert(1)", "", ""),
        ("//example.org/a", "", ""),
        ("https://", "", ""),
        ("http://[broken", "", ""),
        (None, "", ""),
    ],
)
def test_only_web_addresses_are_printed(url, printed, host):
    assert design.web_address(url) == printed
    assert design.host(url) == host


# Text


def test_text_is_typeset_in_the_language_of_the_page_and_escaped():
    assert design.typeset('"Да" - <b>') == "„Да“\xa0– &lt;b&gt;"
    with translation.override("en"):
        assert design.typeset('"Yes"') == "“Yes”"
    assert design.typeset(None) == ""


def test_what_may_not_break_stays_on_one_line():
    kept = '<span class="unbroken">32-ма</span>'
    assert design.unbroken(design.typeset("32-ма <b>")) == f"{kept} &lt;b&gt;"
    assert design.unbroken("32-ма <b>") == f"{kept} &lt;b&gt;"
    assert design.rich("<p>32-ма</p>") == f"<p>{kept}</p>"


def test_rich_text_is_cleaned_and_typeset():
    value = SimpleNamespace(
        source='<p data-block-key="a">"Да", <b>каза</b> <script>x()</script>'
        '<a href="javascript:x()" onclick="y()">той</a></p><p data-block-key="b"></p>'
    )
    assert design.rich(value) == "<p>„Да“, <b>каза</b> той</p>"


def test_bare_rich_text_becomes_a_paragraph_and_lists_stay_lists():
    assert design.rich("само текст") == "<p>само текст</p>"
    assert design.rich("<ul><li>едно</li></ul>") == "<ul><li>едно</li></ul>"
    assert design.rich("") == design.rich(None) == ""


def test_inline_rich_text_has_no_blocks():
    assert design.rich("<p>едно <i>две</i></p>", "inline") == "едно <i>две</i>"


@pytest.mark.parametrize(
    ("sources", "line"),
    [
        ([], ""),
        ([agency("БГНЕС", "carried")], "Източник: БГНЕС"),
        ([agency("БГНЕС", "carried"), agency("АФП", "cited")], "Източник: БГНЕС, по АФП"),
        ([agency("АФП", "cited"), agency("БГНЕС", "carried")], "Източник: БГНЕС, по АФП"),
        ([agency("АФП", "cited")], "С\N{NO-BREAK SPACE}позоваване на АФП"),
        ([agency("А", "carried"), agency("Б", "carried"), agency("В", "carried")],
         "Източник: А, Б и\N{NO-BREAK SPACE}В"),
        ([agency("А", "carried"), agency("А", "carried")], "Източник: А"),
        ([agency("<А>", "carried")], "Източник: &lt;А&gt;"),
    ],
)  # fmt: skip
def test_the_chain_of_sources_is_told(sources, line):
    assert design.source_line(sources) == line


def test_the_chain_of_sources_in_english():
    with translation.override("en"):
        line = design.source_line([agency("BGNES", "carried"), agency("AFP", "cited")])
    assert line == "Source: BGNES, citing AFP"


def test_each_source_leads_to_its_stories_in_the_page_s_language():
    afp = SimpleNamespace(
        role="cited",
        agency=SimpleNamespace(name="<А>", path=lambda language: f"/{language}/agentsia/a/"),
    )
    line = design.source_line([agency("БГНЕС", "carried"), afp, afp], "en")
    assert line == 'Източник: БГНЕС, по <a href="/en/agentsia/a/">&lt;А&gt;</a>'


def test_a_language_is_named_in_itself():
    assert (design.language_name("bg"), design.language_name("en")) == ("Български", "English")


# Times


def test_a_moment_is_told_in_the_zone_of_the_site():
    assert design.moment(SOFIA, NOON) == (
        '<time datetime="2025-12-07T14:30:00+02:00">'
        "7\xa0декември 2025\N{NO-BREAK SPACE}г., 14:30\N{NO-BREAK SPACE}ч.</time>"
    )
    assert ">14:30<" in design.moment(SOFIA, NOON, "hour")


def test_a_day_claims_no_hour():
    late = datetime(2025, 12, 7, 23, 30, tzinfo=UTC)
    assert design.moment(SOFIA, late, "day") == (
        '<time datetime="2025-12-08">8\xa0декември 2025\N{NO-BREAK SPACE}г.</time>'
    )
    assert design.long_date(SOFIA, late) == "8\xa0декември 2025\N{NO-BREAK SPACE}г."


def test_the_zone_is_named_as_of_that_moment():
    summer = datetime(2025, 7, 1, tzinfo=UTC)
    assert ">EET<" in design.zone_mark(SOFIA, NOON)
    assert "UTC+2" in design.zone_mark(SOFIA, NOON)
    assert ">EEST<" in design.zone_mark(SOFIA, summer)


@pytest.mark.parametrize(
    ("precision", "later", "told"),
    [
        ("exact", timedelta(seconds=59), False),
        ("exact", timedelta(minutes=1), False),
        ("exact", timedelta(seconds=61), True),
        ("day", timedelta(hours=20), False),
        ("day", timedelta(hours=25), True),
    ],
)
def test_an_update_is_told_when_it_is_one(precision, later, told):
    story = SimpleNamespace(dated=NOON, updated=NOON + later, date_precision=precision)
    assert design.was_updated(story) is told


def test_without_times_nothing_was_updated():
    draft = SimpleNamespace(dated=None, updated=NOON, date_precision="exact")
    assert design.was_updated(draft) is False


# Photos


def test_a_rendition_is_looked_up_never_made():
    share = Rendition("/media/s.jpg", 1200)
    photo = Photo({"share-1200-jpeg": share})
    assert design.photo_rendition(photo, "share-1200-jpeg") is share
    assert design.photo_rendition(photo, "wide-1200-jpeg") is None
    assert design.photo_rendition(None, "share-1200-jpeg") is None
    assert design.photo_rendition("", "share-1200-jpeg") is None


def test_a_photo_that_is_not_public_has_no_rendition_and_no_picture():
    photo = Photo({"wide-1200-jpeg": Rendition("/media/a.jpg", 640)}, is_public=False)
    assert design.photo_rendition(photo, "wide-1200-jpeg") is None
    assert design.picture(photo) is None
    assert design.picture(None) is None
    assert design.picture("") is None


BRIDGE = {
    "wide-480-avif": Rendition("/media/m-w480.avif", 480, 320),
    "wide-800-avif": Rendition("/media/m-w800.avif", 800, 533),
    "wide-480-webp": Rendition("/media/m-w480.webp", 480, 320),
    "wide-1200-jpeg": Rendition("/media/m-w1200.jpg", 1200, 800),
    "card-640-jpeg": Rendition("/media/m-c640.jpg", 640, 427),
}


def test_a_picture_offers_each_format_in_its_widths():
    shown = design.picture(Photo(BRIDGE, description="Мост"))

    assert (shown.src, shown.width, shown.height) == ("/media/m-w1200.jpg", 1200, 800)
    assert shown.avif == "/media/m-w480.avif 480w, /media/m-w800.avif 800w"
    assert shown.webp == "/media/m-w480.webp 480w"
    assert (shown.alt, shown.tone) == ("Мост", "tone-7")
    assert design.picture(Photo(BRIDGE), "card").src == "/media/m-c640.jpg"
    assert design.picture(Photo(BRIDGE), "square") is None


def test_the_picture_component_prints_each_format_and_no_style():
    words = {"image": design.picture(Photo(BRIDGE)), "sizes": "100vw", "alt": "Мост <1>"}
    printed = render_to_string("components/picture.html", words)

    assert printed.index("image/avif") < printed.index("image/webp") < printed.index("<img")
    assert 'srcset="/media/m-w480.webp 480w" sizes="100vw"' in printed
    assert 'width="1200" height="800" alt="Мост &lt;1&gt;" loading="lazy"' in printed
    assert "style=" not in printed
    eager = render_to_string("components/picture.html", words | {"eager": True})
    assert "lazy" not in eager
    assert 'fetchpriority="high"' in eager
    named = render_to_string("components/picture.html", words | {"class": "portrait"})
    assert '<img class="portrait tone-7"' in named


def test_each_tone_has_its_class_in_the_stylesheet():
    sheet = (STATIC / "design" / "vestnik.css").read_text()
    assert re.findall(r"\.tone-(\d+) { background: #([0-9a-f]{6}); }", sheet) == [
        (str(number), tone) for number, tone in enumerate(TONES)
    ]


@pytest.mark.parametrize(
    ("pixels", "tone"),
    [
        ([(255, 255, 255)] * 3 + [(0, 0, 0)], "f4f4f4"),
        ([(0, 0, 0)], "161616"),
        ([(140, 70, 60)] * 5 + [(255, 255, 255)] * 4, "8a4a40"),
        ([(70, 120, 150)], "4a7696"),
        ([], "888888"),
    ],
)
def test_the_tone_of_a_picture_is_that_of_most_of_it(pixels, tone):
    assert TONES[dominant(pixels)] == tone


def test_the_name_of_a_file_is_no_description():
    assert design.picture(Photo({"wide-1200-jpeg": Rendition("/media/a.jpg", 640)})).alt == ""


@pytest.mark.parametrize(
    ("credit", "file_photo", "line"),
    [
        ("БГНЕС", False, "Снимка: БГНЕС"),
        ("БГНЕС", True, "Снимка: БГНЕС, архив"),
        ("архив", True, "Снимка: архив"),
        ("Архив", False, "Снимка: архив"),
        ("БГНЕС, архив", True, "Снимка: БГНЕС, архив"),
        ("Рисунка: Вестник", False, "Рисунка: Вестник"),
        ("Рисунка: Вестник", True, "Рисунка: Вестник, архив"),
        ("", True, "Снимка: архив"),
        ("", False, ""),
    ],
)
def test_a_credit_says_archive_once(credit, file_photo, line):
    assert design.credit_line(Photo(credit=credit, file_photo=file_photo)) == line


def test_a_file_photo_in_english():
    with translation.override("en"):
        assert design.credit_line(Photo(credit="архив")) == "Photo: from the archive"
        assert design.credit_line(Photo(credit="AFP", file_photo=True)) == (
            "Photo: AFP, from the archive"
        )
