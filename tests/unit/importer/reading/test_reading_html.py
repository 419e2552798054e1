# ruff: noqa: E501  (pages and tables of cases, a line each)
import gzip
import json
from datetime import UTC, datetime
from time import process_time

import pytest

from vestnik.importer.reading import FoundPhoto, Refused, read_page, structured

LD = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "Примерен вестник"},
        {
            "@type": ["NewsArticle"],
            "headline": "Язовирът край Кърджали се напълни след дъждовете",
            "datePublished": "2024-04-05T08:10:00+03:00",
            "dateModified": "2024-04-05T09:00:00Z",
            "author": [
                {"@id": "#a"},
                {"@type": "Person", "givenName": "Петър", "familyName": "Образцов"},
            ],
            "articleSection": "България",
            "keywords": "язовир, дъжд",
            "image": {"@type": "ImageObject", "url": "https://example.com/img/dam.jpg"},
        },
        {"@id": "#a", "@type": "Person", "name": "By Мария Примерова"},
    ],
}
PAGE = """<!doctype html><html lang="bg"><head><meta charset="utf-8">
<title>Язовирът край Кърджали се напълни след дъждовете | Примерен вестник</title>
<link rel="canonical" href="https://example.com/2024/dam">
<meta property="og:site_name" content="Примерен вестник">
<script type="application/ld+json">%s</script>
<script>track()</script></head><body>
<nav><ul><li><a href="/">Начало</a></li><li><a href="/svyat">Свят</a></li></ul></nav>
<article><h1>Язовирът край Кърджали се напълни след дъждовете</h1>
<p class="deck">Водата стигна най-високото си ниво от десет години насам</p>
<figure><img src="/img/dam.jpg" alt="Стената на язовира" width="800" height="500">
<figcaption>Стената на язовира в петък сутринта. Снимка: БТА/архив</figcaption></figure>
<div class="body">
<p>КЪРДЖАЛИ (БТА) – Язовирът край Кърджали се напълни след дъждовете от последните две седмици, съобщиха от басейновата дирекция.</p>
<p>Специалистите <a href="/nivo" onclick="x()">следят нивото</a> на всеки час и ще изпускат вода, ако се наложи. Подробности има на <a href="javascript:alert(1)">страницата</a> им.</p>
<h2>Какво следва</h2>
<p>Очаква се дъждът да спре в неделя, а нивото да започне да спада през следващата седмица, предаде Ройтерс.</p>
<blockquote><p>Няма опасност за хората под стената, всичко е под контрол.</p><p>Дежурният инженер</p></blockquote>
<ul><li>Напълнен обем: деветдесет процента</li><li>Дъжд за седмицата: сто литра</li></ul>
<table><tr><th>Ден</th><th>Ниво</th></tr><tr><td>петък</td><td>325</td></tr></table>
<figure><img data-src="https://example.com/img/river.jpg" src="data:image/gif;base64,R0"><figcaption>Реката под язовира <cite>Иван Снимков</cite></figcaption></figure>
<iframe src="https://video.example.org/v/1" title="Видео от язовира"></iframe>
<img src="https://www.google-analytics.com/collect?x" width="1" height="1">
<p>Жителите на града са спокойни, защото помнят и по-големи дъждове от този през годините. <em>/БТА</em></p>
</div></article>
<aside class="related"><h3>Още новини</h3><p><a href="/x">Друга новина за нещо съвсем различно от язовира и дъжда</a></p></aside>
<footer><p>© Примерен вестник</p></footer></body></html>"""


def page_of(ld=LD, **changes):
    text = PAGE % json.dumps(ld, ensure_ascii=False)
    for old, new in changes.items():
        text = text.replace(old, new)
    return read_page(text.encode())


@pytest.fixture
def page():
    return page_of()


def test_metadata(page):
    assert page.kind == "html"
    assert page.url == "https://example.com/2024/dam"
    assert page.headline == "Язовирът край Кърджали се напълни след дъждовете"
    assert page.deck == "Водата стигна най-високото си ниво от десет години насам"
    assert page.authors == ("Мария Примерова", "Петър Образцов")
    assert page.published == datetime(2024, 4, 5, 5, 10, tzinfo=UTC)
    assert page.published_exact
    assert page.updated == datetime(2024, 4, 5, 9, 0, tzinfo=UTC)
    assert (page.section_name, page.topics, page.language) == ("България", ("язовир", "дъжд"), "bg")


def test_lead_photo_and_photo_in_the_body(page):
    assert page.lead_photo == FoundPhoto(
        "Стената на язовира в петък сутринта.", "БТА/архив", file_photo=True,
        url="https://example.com/img/dam.jpg", alt="Стената на язовира",
    )  # fmt: skip
    photos = [block.photo for block in page.body if block.kind == "photo"]
    assert photos == [
        FoundPhoto("Реката под язовира", "Иван Снимков", url="https://example.com/img/river.jpg")
    ]


def test_blocks_in_order(page):
    assert [block.kind for block in page.body] == [
        "paragraph", "paragraph", "subhead", "paragraph", "quote", "list", "table", "photo", "embed", "paragraph",
    ]  # fmt: skip
    by_kind = {block.kind: block.html for block in page.body}
    assert by_kind["subhead"] == "Какво следва"
    assert (
        by_kind["quote"]
        == "Няма опасност за хората под стената, всичко е под контрол.<br>Дежурният инженер"
    )
    assert by_kind["list"].startswith("<ul><li>Напълнен обем")
    assert "<td>325</td>" in by_kind["table"]
    assert by_kind["embed"] == '<a href="https://video.example.org/v/1">Видео от язовира</a>'


def test_links_are_absolute_and_scripts_and_trackers_dropped(page):
    everything = "".join(block.html for block in page.body)
    assert '<a href="https://example.com/nivo">следят нивото</a>' in everything
    for word in ("javascript", "onclick", "script", "google-analytics", "Друга новина", "©"):
        assert word not in everything
    assert "на страницата им" in everything
    assert any(note.startswith("scripts") for note in page.dropped)
    assert any(note.startswith("trackers") for note in page.dropped)


def test_agencies_are_taken_off_the_edges(page):
    assert page.dateline == "КЪРДЖАЛИ"
    assert page.body[0].html.startswith("Язовирът край Кърджали")
    assert page.body[-1].html.endswith("през годините.")
    assert [(source.code, source.role) for source in page.sources] == [
        ("bta", "carried"),
        ("reuters", "cited"),
    ]


def test_headline_and_deck_are_not_in_the_body(page):
    texts = [block.html for block in page.body]
    assert page.headline not in texts
    assert page.deck not in texts


@pytest.mark.parametrize(
    "broken",
    [
        '<!-- {"@type":"NewsArticle","headline":"Заглавие"} -->',
        '{"@type":"NewsArticle","headline":"Заглавие",}',
        '{"@type":"NewsArticle","headline":"Заглавие","description":"ред\nред"};',
        '// <![CDATA[\n{"@type":"NewsArticle","headline":"Заглавие"}\n// ]]>',
        '[{"@type":"NewsArticle","headline":"Заглавие"}]',
        '{"@type":"NewsArticle","headline":"Заглавие","author":{"name":"Х"} "x":}',
    ],
)
def test_broken_json_is_tolerated(broken):
    values = structured.loads(broken)
    node = values[0][0] if isinstance(values[0], list) else values[0]
    assert node["headline"] == "Заглавие"


@pytest.mark.parametrize("hopeless", ["", "nothing", "[" * 100_000, '{"a":' * 5000, "null"])
def test_hopeless_json_gives_nothing_and_no_error(hopeless):
    assert structured.loads(hopeless) in ([], [None])


def test_a_page_without_structured_data_is_read_from_its_marks():
    text = PAGE.replace('<script type="application/ld+json">%s</script>', "").replace(
        "</h1>",
        '</h1><span class="author"><a rel="author" href="/m">от Мария Примерова</a></span><time datetime="2024-04-05T08:10:00+03:00">5 април</time>',
    )
    page = read_page(text.encode())
    assert page.headline == "Язовирът край Кърджали се напълни след дъждовете"
    assert page.authors == ("Мария Примерова",)
    assert page.published == datetime(2024, 4, 5, 5, 10, tzinfo=UTC)


def plain_page(*lines: str, below: str = "") -> bytes:
    """A page of an old site: its name as title, everything in plain paragraphs."""
    text = (
        "Общината съобщи, че автобусите няма да излизат в неделя заради ремонта на депото.",
        "„Молим за търпение“, каза кметът пред журналисти след заседанието на съвета вчера.",
        "Линиите тръгват отново в понеделник сутринта, а билетите за деня важат до края на месеца.",
    )
    rows = "".join(f"<p>{row}</p>" for row in (*lines, *text))
    return (
        "<html><head><meta charset='utf-8'><title>Вестник Сутрин</title></head><body><div><h1>Градският"
        f" транспорт спира за ден</h1>{rows}{below}</div></body></html>"
    ).encode()


@pytest.mark.parametrize(
    ("line", "published", "exact", "updated"),
    [
        (
            "12.11.2023 | 08:15 ч. | Мария Примерова | 1 коментар | 1204 прочитания",
            "2023-11-12 08:15",
            True,
            "",
        ),
        ("Публикувана на 12 ноември 2023 г. в 8:15 ч.", "2023-11-12 08:15", True, ""),
        ("12.XI.2023 г.", "2023-11-12 00:00", False, ""),
        (
            "12.11.2023 08:15, обновена 13.11.2023 10:00",
            "2023-11-12 08:15",
            True,
            "2023-11-13 10:00",
        ),
        ("Обновена: 13.11.2023 10:00", "", False, "2023-11-13 10:00"),
        ("12 ноември, 08:15", "", False, ""),
    ],
)
def test_a_line_with_the_date_is_no_text(line, published, exact, updated):
    for data in (
        plain_page(line),
        plain_page().replace(b"</h1>", f'</h1><div class="date">{line}</div>'.encode()),
    ):
        page = read_page(data)
        assert len(page.body) == 3, page.body
        found = [f"{at:%Y-%m-%d %H:%M}" if at else "" for at in (page.published, page.updated)]
        assert found[0] == published
        assert page.published_exact is exact
        if data == plain_page(line):
            assert found[1] == updated
            assert (page.not_after is not None) == (not published and bool(updated))


def test_a_page_without_any_marks_is_read_by_its_words():
    below = '<p>Споделете: <a href="https://example.test/s">Фейсбук</a></p><p>Тагове: транспорт, депо</p><p>Автор: Мария Примерова</p>'
    page = read_page(plain_page(below=below))
    assert page.headline == "Градският транспорт спира за ден"
    assert len(page.body) == 3, page.body
    assert page.topics == ("транспорт", "депо")
    assert page.authors == ("Мария Примерова",)


def test_a_description_cut_from_the_body_is_no_deck():
    text = (PAGE % "{}").replace(
        '<p class="deck">Водата стигна най-високото си ниво от десет години насам</p>', ""
    )
    quote = "Язовирът край Кърджали се напълни след дъждовете от последните две седмици"
    page = read_page(
        text.replace("<nav>", f'<meta name="description" content="{quote}"><nav>').encode()
    )
    assert page.deck == ""
    assert page.body[0].html.startswith("Язовирът край Кърджали се напълни")


@pytest.mark.parametrize("encoding", ["windows-1251", "iso-8859-5", "koi8-r", "utf-16"])
def test_wrongly_declared_html_is_read(encoding):
    text = (PAGE % json.dumps(LD)).replace("–", "-").replace("©", "")
    assert (
        read_page(text.encode(encoding)).headline
        == "Язовирът край Кърджали се напълни след дъждовете"
    )


PARAGRAPH = "<p>Това е дълъг параграф на български език, който описва новина от деня и завършва с точка.</p>"


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 100_000 + PARAGRAPH,
        "<b><i>" * 100_000 + PARAGRAPH,
        "<p>дума" * 70_000,
        f'<p class="{"a " * 2_000_000}">{PARAGRAPH}',
        "<p " + " ".join(f'a{number}="x"' for number in range(200_000)) + f">{PARAGRAPH}",
        "<!DOCTYPE html [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]>" + PARAGRAPH + "&b;" * 300_000,
        "<table><tr><td>" * 80 + PARAGRAPH,
        '<script type="application/ld+json">' + "[" * 100_000 + "</script>" + PARAGRAPH * 3,
        "<a " * 1_000_000,
        "<!--" + "a -- " * 1_000_000,
    ],
    ids=[
        "deep",
        "unclosed",
        "many",
        "huge value",
        "many attributes",
        "entities",
        "tables",
        "json",
        "tags",
        "comment",
    ],
)
def test_hostile_markup_ends_soon(markup):
    begin = process_time()
    try:
        outcome = read_page(f"<html><body>{markup}".encode()).kind
    except Refused as refusal:
        outcome = refusal.code
    assert outcome in ("html", "unreadable", "no_text")
    assert process_time() - begin < 8


def test_more_than_ten_megabytes_is_refused():
    with pytest.raises(Refused) as refusal:
        read_page(b"<p>" + b"a" * (10 * 1024 * 1024))
    assert refusal.value.code == "huge"


def test_every_sample_page_is_read_and_safe(samples):
    pages = sorted((samples / "C_pages").rglob("*.html*"))
    assert len(pages) > 40
    for path in pages:
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        page = read_page(data)
        assert page.headline
        markup = "".join(block.html for block in page.body).lower()
        assert "<script" not in markup
        assert "javascript:" not in markup
        assert page.headline not in [block.html for block in page.body]


def test_a_caption_repeated_in_a_paragraph_is_not_body():
    twice = "<p>Стената на язовира в петък сутринта. (Снимка: БТА/архив)</p><p>КЪРДЖАЛИ"
    page = read_page((PAGE % json.dumps(LD)).replace("<p>КЪРДЖАЛИ", twice).encode())
    assert not any("в петък сутринта" in block.html for block in page.body)
    assert page.lead_photo.caption == "Стената на язовира в петък сутринта."


def test_a_description_put_together_from_the_middle_of_the_body_is_no_deck():
    text = (PAGE % "{}").replace(
        '<p class="deck">Водата стигна най-високото си ниво от десет години насам</p>', ""
    )
    taken = "ще изпускат вода, ако се наложи. Подробности има на страницата им. Очаква се дъждът да спре в неделя"
    page = read_page(
        text.replace("<nav>", f'<meta name="description" content="{taken}"><nav>').encode()
    )
    assert page.deck == ""
    own = "Басейновата дирекция уверява, че стената е здрава и проверена"
    page = read_page(
        text.replace("<nav>", f'<meta name="description" content="{own}"><nav>').encode()
    )
    assert page.deck == own
