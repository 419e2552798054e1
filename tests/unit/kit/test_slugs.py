"""Bulgarian in Latin letters by the Act of 2009, and slugs that any headline can have."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import samples
from vestnik.kit.slugs import slugify, transliterate


@pytest.mark.parametrize(
    ("bulgarian", "latin"),
    [
        ("България", "Bulgaria"),
        ("в България, а не", "v Bulgaria, a ne"),
        ("БЪЛГАРИЯ", "BULGARIA"),
        ("българия", "bulgaria"),
        ("български", "balgarski"),  # the exception is the country's name alone
        ("Велика България", "Velika Bulgaria"),
        ("София и Мария", "Sofia i Maria"),
        ("СОФИЯ", "SOFIA"),
        ("софиянци", "sofiyantsi"),
        ("„София“", "„Sofia“"),
        ("Ния-Мария", "Nia-Maria"),
        ("змия.", "zmia."),
        ("шия2", "shiya2"),
        ("Щастие", "Shtastie"),
        ("НОЩ", "NOSHT"),
        ("ЩЪРКЕЛ", "SHTARKEL"),
        ("Я, Родино", "Ya, Rodino"),
        ("ЦИК", "TSIK"),
        ("Юлия Чолакова-Жекова", "Yulia Cholakova-Zhekova"),
        ("шофьор", "shofyor"),
        ("синьо", "sinyo"),
        ("Йовков", "Yovkov"),
        ("ѝ", "i"),
        ("Ѝ", "I"),
        ("Софи\u0301я", "Sofia"),  # a stress mark
        ("и\u0306од", "yod"),  # й in two characters
        ("хълм 12", "halm 12"),
        ("Brexit и Европа", "Brexit i Evropa"),
        ("", ""),
    ],
)
def test_bulgarian_by_the_act(bulgarian, latin):
    assert transliterate(bulgarian) == latin


def test_other_letters_stay():
    assert transliterate("Київ, 東京 ы ё") == "Kiїv, 東京 ы ё"


def test_the_published_pairs():
    pairs = samples() / "F_bulgarian" / "translit_bg.tsv"
    if not pairs.exists():
        pytest.skip("The published transliteration pairs are not beside this checkout.")
    lines = pairs.read_text("utf-8").splitlines()
    cases = [line.split("\t") for line in lines if line and not line.startswith("#")]
    assert len(cases) > 30
    assert [transliterate(bulgarian) for bulgarian, _ in cases] == [latin for _, latin in cases]


@given(text=st.text(alphabet="абвгдежзийклмнопрстуфхцчшщъьюяАБЩЮЯѝ -„“"))
def test_no_bulgarian_letter_is_left(text):
    assert not re.search("[а-яѝ]", transliterate(text), re.IGNORECASE)


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        (
            "Армения и Азербайджан се споразумяха да градят взаимно доверие",
            "armenia-i-azerbaydzhan-se-sporazumyaha-da-gradyat-vzaimno-doverie",
        ),
        ("САЩ искат Европа - до 2027 г.", "sasht-iskat-evropa-do-2027-g"),
        ("  „Левски“ – ЦСКА 1:1!  ", "levski-tsska-1-1"),
        ("О'Конър и O’Neill", "okonar-i-oneill"),
        ("Crème brûlée", "creme-brulee"),
        ("Straße", "strasse"),
        ("東京", "dongjing"),
        ("Ελλάδα", "ellada"),
        ("Москва и Ёлка", "moskva-i-elka"),
        ("мно\u00adго", "mnogo"),
        ("½ & 50 %", "1-2-50"),
        ("a_b", "a-b"),
        ("—?!", ""),
        ("👍", ""),
        ("", ""),
    ],
)
def test_slugs(headline, slug):
    assert slugify(headline) == slug


def test_slugs_are_cut_between_words():
    assert slugify("едно две три", limit=8) == "edno-dve"
    assert slugify("едно две три", limit=9) == "edno-dve"
    assert slugify("едно две три", limit=11) == "edno-dve"
    assert slugify("едно две три", limit=12) == "edno-dve-tri"
    assert slugify("Непротивоконституционствувателствувайте", limit=10) == "neprotivok"


def test_letters_that_no_table_knows_get_their_code():
    assert slugify("ع") == "u639"


def test_a_limit_of_nothing_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        slugify("а", limit=0)


@given(text=st.text(), limit=st.integers(1, 90))
def test_any_text_has_a_slug_unless_it_has_no_letters(text, limit):
    slug = slugify(text, limit=limit)
    assert len(slug) <= limit
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug)
    assert slugify(slug, limit=limit) == slug
    if any(letter.isalnum() for letter in text):
        assert slug
