"""Public templates: strict about what they may contain, and right about what they print."""

import gzip
import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.template.loader import get_template, render_to_string
from django.utils import translation

import vestnik.design
from vestnik.design.specimens.matter import NEWS, WIDTHS
from vestnik.photos.specs import USES

DESIGN = Path(vestnik.design.__file__).parent
TEMPLATES = sorted((DESIGN / "templates").rglob("*.html"))
SCRIPTS = sorted((DESIGN / "static/design").glob("*.js"))
CSS = (DESIGN / "static/design/vestnik.css").read_text(encoding="utf-8")
ZONE = ZoneInfo("Europe/Sofia")
NOON = datetime(2025, 12, 7, 12, 30, tzinfo=UTC)


class Tags(HTMLParser):
    """All opening tags of a document with their attributes."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def all(self, *names):
        return [attrs for tag, attrs in self.found if tag in names]


def without_template_language(path):
    return re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


# What a template may contain


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_no_template_needs_more_than_the_strict_policy(path):
    tags = Tags(without_template_language(path))
    assert not tags.all("style", "iframe", "object", "embed", "form", "base")
    for tag, attrs in tags.found:
        assert not [name for name in attrs if name == "style" or name.startswith("on")], tag
        if tag == "script":
            # A file of ours (its address is template language), or data.
            assert attrs in ({"type": "module", "src": ""}, {"type": "application/ld+json"})


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_no_template_names_another_host(path):
    assert not re.search(r"(?:https?:)?//[a-z0-9]", path.read_text(encoding="utf-8"), re.IGNORECASE)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_every_template_compiles(path):
    assert get_template(str(path.relative_to(DESIGN / "templates")))


def test_the_stylesheet_is_small_and_loads_nothing():
    assert len(gzip.compress(CSS.encode(), 9)) <= 9_500
    assert "@import" not in CSS
    assert set(re.findall(r"url\(\W?(\w+)", CSS)) == {"fonts"}


def test_specimens_have_pictures_in_the_widths_that_are_made():
    assert {name: use.widths for name, use in USES.items() if use.widths} == WIDTHS


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_scripts_are_small_and_fetch_nothing(path):
    script = path.read_text(encoding="utf-8")
    assert len(gzip.compress(script.encode(), 9)) <= 2_000
    assert not re.search(r"import|fetch|XMLHttp|innerHTML|eval|https?:", script)


# Colours


def tokens(block):
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


LIGHT = tokens(CSS.partition("@media")[0])
DARK = LIGHT | tokens(CSS.partition("@media (prefers-color-scheme: dark)")[2].partition("}\n}")[0])


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("ink", "paper"), ("ink", "surface"), ("ink", "note"), ("ink", "tint"), ("muted", "paper"),
        ("muted", "surface"), ("muted", "tint"), ("accent", "paper"), ("accent", "surface"),
        ("on-accent", "accent"), ("voice", "paper"), ("voice", "tint"), ("on-shade", "shade"),
    ],
)  # fmt: skip
def test_text_can_be_read_in_both_schemes(scheme, text, ground):
    assert DARK["paper"] != LIGHT["paper"]
    assert contrast(scheme[text], scheme[ground]) >= 4.5


# What pages print


def site(**more):
    return {
        "edition": SimpleNamespace(name="Вестник", tagline="", publisher="", demo=False),
        "sections": [],
        "language": "bg",
        "header_date": "7 Декември, 2025",
        "home": "/",
        "site_url": "http://site.test",
        "zone": ZoneInfo("Europe/Sofia"),
    } | more


def a_story(**more):
    fields = {
        "headline": 'Мостът "отваря"', "list_headline": "Мостът", "deck": "Подзаглавие",
        "kicker": "", "kind": "news", "section": None, "lead_photo": None, "lead_caption": "",
        "body": [], "dateline": "", "dated": NOON, "updated": NOON, "date_precision": "exact",
        "is_dated": True, "address": "/2025/12/most-1/", "pk": 1,
    }  # fmt: skip
    return SimpleNamespace(**(fields | more))


def a_photo(**more):
    fields = {
        "caption": "Какво се вижда", "credit": "БГНЕС", "file_photo": False, "description": "",
        "withdrawn_at": None, "is_public": True, "rendition": lambda name: None, "tone": 4,
        "may_be_shared": True, "pk": 1,
    }  # fmt: skip
    photo = SimpleNamespace(**(fields | more))
    photo.on_pages = photo if photo.is_public else None
    made = photo.rendition("wide-1200-jpeg")
    photo.shown = lambda use: [("jpeg", made)] if made else []
    return photo


def page(story, **more):
    context = site(
        story=story, preview=False, canonical="http://site.test/2025/12/most-1/", bylines=[],
        sources=[], topics=[], corrections=[], translations=[], more=[], structured_data="",
    )  # fmt: skip
    return render_to_string("stories/story.html", context | more)


def test_the_headline_stands_once_in_the_page_and_once_in_its_title():
    body = page(a_story()).partition("<body>")
    assert body[0].count("<title>Мостът „отваря“ – Вестник</title>") == 1
    assert body[2].count("Мостът „отваря“") == 1
    assert "<h1>Мостът „отваря“</h1>" in body[2]


def test_an_exact_date_is_told_with_its_zone():
    printed = page(a_story())
    assert "Публикувано: <time datetime=" in printed
    assert ">EET</abbr>" in printed
    assert "Обновено" not in printed
    assert "Обновено: <time" in page(a_story(updated=NOON + timedelta(hours=1)))


def test_a_date_that_is_only_bounded_is_never_a_time_of_publication():
    printed = page(a_story(date_precision="before", is_dated=False))
    assert "Публикувано преди 7\xa0декември 2025\N{NO-BREAK SPACE}г." in printed
    assert "<time" not in printed
    assert "article:published_time" not in printed


def test_an_unknown_date_is_said_to_be_so():
    printed = page(a_story(date_precision="unknown", is_dated=False))
    assert "Датата на публикуване не е известна" in printed
    assert "<time" not in printed
    assert "2025\N{NO-BREAK SPACE}г." not in printed


def test_a_known_day_claims_no_hour():
    printed = page(a_story(date_precision="day"))
    assert 'Публикувано: <time datetime="2025-12-07">' in printed
    assert "14:30" not in printed
    assert '<meta property="article:published_time" content="2025-12-07">' in printed


def test_a_photo_without_its_picture_leaves_words_and_no_figure():
    printed = page(a_story(lead_photo=a_photo()))
    assert "Какво се вижда" in printed
    assert "Снимка: БГНЕС" in printed
    assert "<figure" not in printed
    assert "<img" not in printed


def test_a_photo_with_its_picture_is_a_figure_with_the_storys_own_caption():
    made = SimpleNamespace(url="/media/a.jpg", width=1280, height=853)
    printed = page(a_story(lead_photo=a_photo(rendition=lambda name: made), lead_caption="Наша"))
    assert '<img class="tone-4" src="/media/a.jpg" width="1280" height="853" alt=""' in printed
    assert re.search(r"<figcaption>.*Наша.*Снимка: БГНЕС.*</figcaption>", printed)
    assert "Какво се вижда" not in printed
    assert 'content="http://site.test/media/a.jpg"' in printed


def test_a_withdrawn_photo_prints_nothing_at_all():
    made = SimpleNamespace(url="/media/a.jpg", width=1280, height=853)
    photo = a_photo(withdrawn_at=NOON, is_public=False, rendition=lambda name: made)
    story = a_story(lead_photo=photo, lead_caption="Наша")
    with_card = render_to_string("components/card.html", site(story=story))
    with_lead = render_to_string("components/lead.html", site(story=story))
    for printed in (page(story), with_card, with_lead):
        for secret in ("/media/a.jpg", "Какво се вижда", "Наша", "БГНЕС"):
            assert secret not in printed


def test_a_section_that_is_not_live_is_not_named():
    section = SimpleNamespace(pk=7, title="Тайна рубрика", live=False, path_on_site="/tayna/")
    for kicker in ("", "Надзаглавие"):
        printed = page(a_story(section=section, kicker=kicker))
        assert "Тайна рубрика" not in printed
    section.live = True
    assert '<a href="/tayna/">Тайна рубрика</a>' in page(a_story(section=section))


@pytest.mark.parametrize(
    ("precision", "told"),
    [
        ("exact", '<time datetime="2025-12-07T14:30:00+02:00">'),
        ("day", '<time datetime="2025-12-07">'),
        ("before", "Преди 7\xa0декември 2025\N{NO-BREAK SPACE}г."),
        ("unknown", "Датата не е известна"),
    ],
)
def test_a_card_says_how_old_its_story_is(precision, told):
    with translation.override("bg"):
        printed = render_to_string(
            "components/card.html", site(story=a_story(date_precision=precision))
        )
    assert told in printed
    assert ("<time" in printed) is (precision in ("exact", "day"))


def test_corrections_say_what_why_and_when():
    correction = SimpleNamespace(what="274 м, не 247 м.", why="Разменени цифри.", at=NOON)
    printed = page(a_story(), corrections=[correction])
    box = printed.partition('class="corrections"')[2].partition("</section>")[0]
    assert "Поправка" in box
    assert "не 247" in box
    assert "Разменени цифри." in box
    assert 'datetime="2025-12-07T14:30:00+02:00"' in box


def test_a_preview_is_marked_and_not_for_search_engines():
    printed = page(a_story(dated=None, updated=None), preview=True, canonical="")
    assert "<strong>Преглед</strong>" in printed
    assert 'content="noindex"' in printed
    assert "canonical" not in printed
    assert "Още не е публикувано" in printed
    assert "Преглед" not in page(a_story())


def test_a_page_speaks_its_own_language_whoever_looks():
    with translation.override("en"):
        assert "Към съдържанието" in page(a_story())
    with translation.override("bg"):
        printed = page(a_story(), language="en")
    assert '<html lang="en">' in printed
    assert "Skip to the content" in printed


def test_every_page_of_a_demonstration_says_so():
    demo = SimpleNamespace(name="Вестник", tagline="", publisher="", demo=True)
    for name in ("front", "section", "day", "standing", "gone", "not_found"):
        context = site(edition=demo, page=SimpleNamespace(title="Т", pk=1, text="", description=""))
        printed = render_to_string(f"stories/{name}.html", context)
        assert "Демонстрационно издание: всичко в него е измислено." in printed, name
    assert "Демонстрационно издание" in page(a_story(), edition=demo)
    assert "Демонстрационно издание" not in page(a_story())


def test_a_card_has_one_link_named_by_its_headline():
    section = SimpleNamespace(pk=7, title="Свят", live=True, path_on_site="/svyat/")
    made = SimpleNamespace(url="/media/a.jpg", width=400, height=267)
    story = a_story(section=section, lead_photo=a_photo(rendition=lambda name: made))
    printed = render_to_string("components/card.html", site(story=story))
    assert Tags(printed).all("a") == [{"href": "/2025/12/most-1/"}]
    assert ">Мостът</a>" in printed


def test_the_page_of_a_failure_needs_no_context():
    printed = render_to_string("stories/failed.html")
    assert "Нещо се обърка" in printed
    assert "Something went wrong" in printed
    assert [link["rel"] for link in Tags(printed).all("link")] == ["icon", "stylesheet"]


def test_hostile_words_are_escaped_everywhere():
    hostile = '<script>x</script>"><img src=x onerror=y>'
    story = a_story(
        headline=hostile, list_headline=hostile, deck=hostile, kicker=hostile, dateline=hostile,
        lead_photo=a_photo(caption=hostile, credit=hostile),
    )  # fmt: skip
    printed = page(
        story, more=[story], topics=[SimpleNamespace(name=hostile, path=lambda language: hostile)],
        bylines=[SimpleNamespace(name=hostile, role=hostile, path=lambda language: hostile)],
        sources=[SimpleNamespace(role="carried", agency=SimpleNamespace(name=hostile))],
        corrections=[SimpleNamespace(what=hostile, why=hostile, at=NOON)],
    )  # fmt: skip
    assert not Tags(printed).all("img")
    scripts = [attrs.get("src", "").partition("?")[0] for attrs in Tags(printed).all("script")]
    assert scripts == ["/static/design/share.js"]


# Blocks


def block(name, value, **more):
    with translation.override("bg"):
        return render_to_string(f"stories/blocks/{name}.html", site(value=value, **more))


def test_a_photo_block_without_a_photo_prints_nothing():
    assert block("photo", SimpleNamespace(photo=None, caption="Остатък")).strip() == ""


def test_an_embed_is_a_link_that_names_its_host():
    printed = block("embed", {"url": "https://www.example.org/v", "title": 'Запис "на живо"'})
    assert (
        '<a href="https://www.example.org/v" rel="external noopener">Запис „на живо“</a>' in printed
    )
    assert "Друг сайт: example.org" in printed
    assert block("embed", {"url": "javascript:x()", "title": "Запис"}).strip() == ""


def test_related_stories_that_are_not_live_leave_nothing():
    assert block("related", [object()], stories=[]).strip() == ""
    assert "/2025/12/most-1/" in block("related", [], stories=[a_story()])


def test_a_table_has_headers_with_scope():
    from wagtail.contrib.table_block.blocks import TableBlock

    value = {
        "data": [["Година", "Разход"], ["2024", "<b>"]], "cell": [], "mergeCells": [],
        "first_row_is_table_header": True, "first_col_is_header": True, "table_caption": "Числа",
    }  # fmt: skip
    printed = TableBlock(template="stories/blocks/table.html").render(value, site())
    tags = Tags(printed)
    assert [th["scope"] for th in tags.all("th")] == ["col", "col", "row"]
    assert "<caption>Числа</caption>" in printed
    assert "&lt;b&gt;" in printed


def test_a_kicker_that_is_the_kind_is_not_said_twice():
    opinion = {"kind": "opinion", "get_kind_display": lambda: "мнение"}
    said = re.search(r'class="kicker">(.*?)</p>', page(a_story(kicker="Мнение", **opinion)))
    assert re.sub("<.*?>", "", said[1]).split() == ["Мнение"]
    both = re.search(r'class="kicker">(.*?)</p>', page(a_story(kicker="Писмо", **opinion)))
    assert re.sub("<.*?>", "", both[1]).split() == ["мнение", "Писмо"]


@pytest.mark.parametrize(("number", "look"), [(3, "three"), (4, ""), (6, "three"), (8, "")])
def test_cards_come_in_even_rows(number, look):
    area = SimpleNamespace(stories=[NEWS] * number, title="", section=None, level=2)
    page = render_to_string("components/zones/grid.html", {"area": area, "zone": ZONE})
    assert f'<div class="cards{f" {look}" * bool(look)}">' in page


def test_a_section_of_another_language_is_not_named():
    english = NEWS.but(language="en")
    assert "България" in render_to_string("components/kicker.html", {"story": NEWS})
    assert "България" not in render_to_string("components/kicker.html", {"story": english})
