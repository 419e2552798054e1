"""HTML from outside: what it may keep, and that nothing in it can act."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import samples
from vestnik.kit.html import clean_block, clean_inline, plain_text

INLINE = {"a", "abbr", "b", "br", "code", "em", "i", "strong", "sub", "sup"}
BLOCK = INLINE | {
    "blockquote", "caption", "h2", "h3", "h4", "li", "ol", "p", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"href", "rel", "title", "colspan", "rowspan", "scope", "start"}


class Reader(HTMLParser):
    """Notes every tag and attribute, as an independent second opinion on what is left."""

    def __init__(self):
        super().__init__()
        self.tags, self.attributes = set(), []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs


def assert_harmless(html, allowed):
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.tags <= allowed
    assert "<!--" not in html
    for name, value in reader.attributes:
        assert name in ATTRIBUTES
        if name == "href":
            assert re.match(r"https?://[^/\\]|mailto:|tel:|/(?![/\\])", value)
            assert not re.search(r"[\x00-\x20]", value)


HOSTILE = [
    "<script>alert(1)</script>да",
    "<scr<script>ipt>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'>x</a></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--><img src=x onerror=a()>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<p onclick=alert(1) style='background:url(javascript:1)' class=x id=y>да</p>",
    "<a href='java\nscript:alert(1)'>да</a>",
    "<a href=' \x01javascript:alert(1)'>да</a>",
    "<a href='JaVaScRiPt&colon;alert(1)'>да</a>",
    "<a href='data:text/html,x'>да</a>",
    "<a href='vbscript:x'>да</a>",
    "<a href='//evil.example'>да</a>",
    "<a href='/\\evil.example'>да</a>",
    "<a href='/\t/evil.example'>да</a>",
    "<a href='\\\\evil.example'>да</a>",
    "<a href='https:evil'>да</a>",
    "<a href='https:///evil'>да</a>",
    "<a href='#x'>да</a>",
    "<a href='x.html'>да</a>",
    "<a href='http://a.bg\" onclick=\"x'>да</a>",
    "<abbr title='\"><script>x</script>'>да</abbr>",
    "<abbr title='<a rel=&quot;noopener&quot;>'><a>да</a></abbr>",
    "<a><table><tr><td><a href='/x'>y</a></td></tr></table></a>",
    "<iframe src='//evil.example'>да</iframe><object data=x>да</object><embed src=x>",
    "<form action='//evil.example'><input onfocus=x autofocus><button>да</button></form>",
    "<base href='//evil.example'><meta http-equiv=refresh content='0;url=x'><link rel=x href=y>",
    "<textarea><img src=x onerror=y></textarea><title><img src=x onerror=y></title>",
    "<!--<img src=x onerror=y>--!><img src=x onerror=y>-->",
    "<td colspan='9999999999' rowspan='x' scope='<x>'>",
    "\ud800<b>",
    "\x00<b>" + "<b>" * 3000,
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_html_is_harmless_afterwards(hostile):
    assert_harmless(clean_inline(hostile), INLINE)
    assert_harmless(clean_block(hostile), BLOCK)


@pytest.mark.parametrize("clean", [clean_inline, clean_block])
def test_scripts_go_with_their_content_and_dead_links_leave_their_text(clean):
    for tag in ("script", "style", "iframe", "noscript", "math", "svg", "textarea", "object"):
        assert clean(f"<{tag}>alert(1)</{tag}>да") == "да"
    for link in (
        "<a>да</a>",
        "<a href='javascript:x'>да</a>",
        "<a name=x>д<b>а</b></a>",
        "<a href='/\\x'>да</a>",
    ):
        assert clean(link).replace("<b>", "").replace("</b>", "") == "да"
    for outer in ("<a>", "<a href='/z'>"):
        nested = f"{outer}<table><tr><td><a href='/x'>y</a></td></tr></table></a>"
        assert clean(nested).count("<a") == clean(nested).count("</a>") == 1


def test_the_published_attacks():
    folder = samples() / "E_feeds_html" / "bleach-xss"
    if not folder.exists():
        pytest.skip("The published attacks on sanitisers are not beside this checkout.")
    attacks = [file.read_text("utf-8").split("\n--\n")[0] for file in folder.glob("*.test")]
    assert len(attacks) > 10
    for attack in attacks:
        assert_harmless(clean_inline(attack), INLINE)
        assert_harmless(clean_block(attack), BLOCK)


PIECES = st.lists(
    st.sampled_from(["<", ">", "/", "a", " href=", '"', "'", "javascript:", "<script>", "<p>"])
    | st.sampled_from(["</a>", "<!--", "-->", "<svg>", "<style>", "<table>", "<td>", "//x", "&lt;"])
    | st.sampled_from(["<a href='/x'>", "<a>", "<b ", "onload=x", "\x00", "<math>", "<noscript>"])
    | st.sampled_from(["<button>", "</p>", "<li>", "<b>", "<h2>", "<div>", "<br>", "<select>"])
    | st.text(max_size=4),
    max_size=15,
).map("".join)


@given(html=PIECES)
def test_any_html_is_harmless_afterwards_and_clean_stays_clean(html):
    inline, block = clean_inline(html), clean_block(html)
    assert_harmless(inline, INLINE)
    assert_harmless(block, BLOCK)
    assert clean_inline(inline) == inline
    assert clean_block(block) == block


def test_what_may_stay_in_a_line():
    kept = (
        "<b>a</b> <strong>b</strong> <i>c</i> <em>d</em> H<sub>2</sub>O m<sup>2</sup><br>"
        '<code>x</code> <abbr title="Нещо">Н.</abbr>'
    )
    assert clean_inline(kept) == kept


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://example.bg/a?b=1&amp;c=2", "https://example.bg/a?b=1&amp;c=2"),
        ("HTTP://example.bg", "HTTP://example.bg"),
        ("mailto:a@example.bg", "mailto:a@example.bg"),
        ("tel:+359888", "tel:+359888"),
        ("/2025/12/x-1/", "/2025/12/x-1/"),
        ("/", "/"),
        (" /a b ", "/a%20b"),
        ("https://example.bg/новини", "https://example.bg/новини"),
    ],
)
def test_links_that_stay(address, kept):
    link = f'<a class="x" target="_blank" rel="author" href="{address}">да</a>'
    assert clean_inline(link) == f'<a href="{kept}" rel="noopener">да</a>'


def test_blocks_stay_in_blocks_and_become_spaces_in_a_line():
    html = "<h2>А</h2><p>б</p><ul><li>в</li></ul><blockquote>г</blockquote>"
    assert clean_block(html) == html
    assert clean_inline(html) == "А б в г"
    assert clean_block("<div>а</div><div>б</div><h1>в</h1>") == "а б в"


def test_tables_stay_with_sane_spans():
    table = (
        '<table><caption>А</caption><thead><tr><th scope="col" colspan="2">б</th></tr></thead>'
        "<tbody><tr><td>в</td><td>г</td></tr></tbody></table>"
    )
    cleaned = clean_block(table)
    assert sorted(re.findall(r"<[^ >]+|\w+=\S+?\"", cleaned)) == sorted(
        re.findall(r"<[^ >]+|\w+=\S+?\"", table)
    )
    assert clean_block('<table><tbody><tr><td colspan="-1">в</td></tr></tbody></table>') == (
        "<table><tbody><tr><td>в</td></tr></tbody></table>"
    )


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>а <b>б</b>\n в</p><p>г<br>д</p>", "а б в\nг\nд"),
        ("<div><div><p>а</p></div></div>\n\n<p></p><p>б</p>", "а\nб"),
        ("<table><tr><td>1<td>2<tr><td>3</table>", "1 2\n3"),
        ("<ul><li>а</li><li>б</li></ul>в", "а\nб\nв"),
        ("а &lt;b&gt; &amp;amp; &quot;", 'а <b> &amp; "'),
        ("5&nbsp;лв.", "5\xa0лв."),
        ("<script>x</script><style>x</style>а<!-- б -->", "а"),
        ("ед<b>но</b>", "едно"),
        ("", ""),
    ],
)
def test_plain_text(html, text):
    assert plain_text(html) == text


@given(html=PIECES)
def test_plain_text_has_no_empty_lines(html):
    text = plain_text(html)
    assert not text or all(line.strip(" \t\r\n\f") for line in text.split("\n"))
