"""Text as it is set for readers: right marks, and nothing changed that was written."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vestnik.kit.typography import typeset_html, typeset_text


def set_bg(text):
    """Set in Bulgarian, with spaces that may not break shown as ~, narrow ones as _."""
    return typeset_text(text, "bg").replace("\xa0", "~").replace("\u202f", "_")


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ('съгласиха "да предприемат стъпки", каза', "съгласиха „да предприемат стъпки“, каза"),
        ('"Вестник "Труд" пише"', "„Вестник «Труд» пише“"),
        ('Вестник "Дневник "Труд""', "Вестник „Дневник «Труд»“"),
        ('""Труд" пише"', "„«Труд» пише“"),
        ('"А "Б "В" Б" А"', "„А~«Б „В“ Б» А“"),
        ("“Труд” и «Дума»", "„Труд“ и~„Дума“"),
        ("Руските „миротворци“, които", "Руските „миротворци“, които"),
        ("„Труд”", "„Труд“"),
        ('(виж "Труд")', "(виж „Труд“)"),
        ('"Левски"-"Ботев"', "„Левски“-„Ботев“"),
        ('"...после"', "„...после“"),
        ('"Неслученото', "„Неслученото"),  # a quotation over several paragraphs
        ('края".', "края“."),
        ('"Сам. "Труд" и', "„Сам. „Труд“ и"),
        ('екран 15" и "Сони"', 'екран 15" и~„Сони“'),
        ('"Боинг 737"', "„Боинг 737“"),
        ("«Дума", "«Дума"),
        ("« Назад | Напред »", "« Назад | Напред »"),
        ("Още »", "Още »"),
        ('дума " дума', 'дума " дума'),
        ("Д'Артанян", "Д’Артанян"),
        ("'дума'", "'дума'"),
        ('„А“\n\n"Б"', "„А“\n\n„Б“"),
    ],
)
def test_bulgarian_quotation_marks(written, printed):
    assert set_bg(written) == printed


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Баку - двама", "Баку~– двама"),
        ("в - б - в", "в~– б~– в"),
        ("- - -", "–~– -"),
        ("32-ма, по-добър, -5 градуса", "32-ма, по-добър, −5~градуса"),
        ("1991-2001", "1991–2001"),
        ("до 2027 г. в 14:30 ч.", "до 2027~г. в~14:30~ч."),
        ("5 лв. и 10 км, 7 % от 3 км/ч", "5~лв. и~10~км, 7~% от 3~км/ч"),
        ("5 кмет", "5 кмет"),
        ("10 000 000 души", "10_000_000 души"),
        ("XXI в. и XX век", "XXI~в. и~XX~век"),
        ("В София с И. Вазов", "В~София с~И.~Вазов"),
        ("П. К. Яворов", "П._К.~Яворов"),
        ("и в (а) к", "и~в~(а) к"),
        ("(в София)", "(в~София)"),
        ("32-а сесия", "32-а сесия"),
        ("г-н Иванов от гр. София, чл. 5", "г-н~Иванов от гр.~София, чл.~5"),
        ("дума и", "дума и"),
    ],
)
def test_bulgarian_dashes_and_spaces(written, printed):
    assert set_bg(written) == printed


@pytest.mark.parametrize(
    "address",
    [
        "https://example.bg/а-б?q='x'&y=10-и",
        "www.example.bg/it's",
        "ivan-petrov@example.bg",
    ],
)
def test_addresses_stay(address):
    assert set_bg(f'виж "{address}" - нас') == f"виж „{address}“~– нас"
    assert typeset_text(f"see '{address}' - us", "en") == f"see ‘{address}’\xa0– us"


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ('He said "no", twice', "He said “no”, twice"),
        ("\"He said 'yes'.\"", "“He said ‘yes’.”"),
        ("don't, the dogs' life", "don’t, the dogs’ life"),
        ("'tis the '90s", "’tis the ’90s"),
        ("'tis 'so' now", "’tis ‘so’ now"),
        ("5'10\" tall", "5'10\" tall"),
        ("one - two", "one~– two"),
        ("It is a 5 km run", "It is a~5~km run"),
        ("„да“", "„да“"),
    ],
)
def test_english(written, printed):
    assert typeset_text(written, "en-gb").replace("\xa0", "~").replace("\u202f", "_") == printed


def test_other_languages_stay():
    assert typeset_text('"a" - b', "fr") == '"a" - b'
    assert typeset_html('<p>"a" - b</p>', "fr") == '<p>"a" - b</p>'


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ('<p>Каза "<em>да</em>" <b>"не</b>"</p>', "<p>Каза „<em>да</em>“ <b>„не</b>“</p>"),
        ('<p>"А</p><p>Б"</p>', "<p>„А</p><p>Б“</p>"),
        ("<p>в <b>София</b></p>", "<p>в~<b>София</b></p>"),
        ('"а"<br>"б"', "„а“<br>„б“"),
        ("&quot;А&#34; &amp; 5 лв.", "„А“ &amp; 5~лв."),
        ("5&nbsp;лв. &lt;&copy;", "5&nbsp;лв. &lt;&copy;"),
        (
            '<a href="/a - b?q=\'" title=\'"x" - y > z\'>"б"</a>',
            '<a href="/a - b?q=\'" title=\'"x" - y > z\'>„б“</a>',
        ),
        ('<code>"x" - y</code> - "<code>"</code>"', '<code>"x" - y</code>~– „<code>"</code>“'),
        ('<pre>"a <code>"b"</code> c"</pre>"d"', '<pre>"a <code>"b"</code> c"</pre>„d“'),
        ('<!-- "x" - y -->"a"', '<!-- "x" - y -->„a“'),
        ('5 < 6 "a"', "5 < 6 „a“"),
        ("https://example.bg/<b>a'b</b>", "https://example.bg/<b>a'b</b>"),
        ('"a" <!-- "b', '„a“ <!-- "b'),
        ('"a" <a title=\'"b', "„a“ <a title='\"b"),
        ("", ""),
    ],
)
def test_html(written, printed):
    assert typeset_html(written, "bg").replace("\xa0", "~") == printed


TEXTS = st.lists(
    st.sampled_from([*"\"'„“”«»‘’-–—()[]/.,;!? \n\xa0бвиаБВab519", " - ", "г.", "лв.", "\n\n"])
    | st.sampled_from(["www.a.bg/x'", "a-b@x.bg", "г-н ", "10 000", "XX век", " в "])
    | st.sampled_from(["5-7", "-5 %", "И. В. ", "\n- ", "т. е.", "10:30", "XIX-XX в."]),
    max_size=25,
).map("".join) | st.text(max_size=30)
LANGUAGES = st.sampled_from(["bg", "en"])


@given(text=TEXTS, language=LANGUAGES)
@example(text="„а-»б", language="bg")
@example(text='"""а" \'б" в\'"', language="en")
def test_setting_twice_changes_nothing_more(text, language):
    once = typeset_text(text, language)
    assert typeset_text(once, language) == once


@given(text=TEXTS, language=LANGUAGES)
def test_each_change_is_of_one_sign_by_another(text, language):
    after = typeset_text(text, language)
    assert len(after) == len(text)
    for old, new in zip(text, after, strict=True):
        assert old == new or old in "\"'„“”«» -\xa0\u202f"
        assert old == new or new in "„“”«»‘’–−\xa0\u202f"


HTML = st.lists(
    st.sampled_from(["<p>", "</p>", "<b>", "</b>", "<code>", "</code>", "<pre>", "</pre>", "<br>"])
    | st.sampled_from(['<a href="x - y" title=\'"\'>', "</a>", "&quot;", "&#39;", "&nbsp;", "&lt;"])
    | st.sampled_from([*"\"'„“- вБb5.", " - ", "лв.", "https://x.bg/a"]),
    max_size=25,
).map("".join)


@given(html=HTML, language=LANGUAGES)
def test_html_twice_changes_nothing_more(html, language):
    once = typeset_html(html, language)
    assert typeset_html(once, language) == once


@given(text=st.text(alphabet="абв\"'„“«» -5г.\n", max_size=30), language=LANGUAGES)
def test_inline_tags_make_no_difference(text, language):
    printed = typeset_text(text, language)
    assert typeset_html("<i></i>".join(text), language) == "<i></i>".join(printed)


@pytest.mark.parametrize("broken", ["<!--", "<a '\"<a \"'", '<a "', '"', ' "а', "'", "&", "a."])
def test_broken_markup_takes_no_time(broken):
    # What takes a second here took minutes when one of the patterns was quadratic.
    began = time.perf_counter()
    typeset_html(broken * 30_000, "bg")
    typeset_html(broken * 30_000, "en")
    assert time.perf_counter() - began < 10
