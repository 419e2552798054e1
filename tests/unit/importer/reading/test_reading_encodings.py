import codecs
import random

import pytest

from vestnik.importer.reading import Refused, read_page
from vestnik.importer.reading.encodings import codec_name, decode

STORY = """Кметът откри новата библиотека в Пловдив

Сградата на новата библиотека в Пловдив отвори врати в неделя. В нея има място за триста хиляди книги.

Юлия Желева, която я ръководи, каза, че читателите ще намерят и зала за концерти. Входът е свободен.
"""
CYRILLIC = ["windows-1251", "iso-8859-5", "koi8-r", "koi8-u", "mac-cyrillic", "cp866"]
WIDE = ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le"]
CLAIMS = [
    None,
    "utf-8",
    "windows-1251",
    "iso-8859-1",
    "iso-8859-5",
    "koi8-r",
    "mac-cyrillic",
    "utf-16",
]


@pytest.mark.parametrize("claim", CLAIMS)
@pytest.mark.parametrize("encoding", CYRILLIC + WIDE)
@pytest.mark.parametrize(
    "text", [STORY, STORY.upper(), STORY.split("\n")[0]], ids=["story", "capitals", "line"]
)
def test_bulgarian_is_decoded_whatever_is_declared(text, encoding, claim):
    assert decode(text.encode(encoding), claim).text == text


@pytest.mark.parametrize("encoding", CYRILLIC)
@pytest.mark.parametrize("claim", ["utf-8", "iso-8859-1", "windows-1251", "koi8-r"])
def test_a_wrong_declaration_inside_the_page_is_overruled(encoding, claim):
    page = f'<html><head><meta charset="{claim}"><title>т</title></head><body><p>{STORY}</p></body></html>'
    assert STORY in decode(page.encode(encoding)).text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (
            "Правительство объявило о новых мерах. Съезд ещё не завершён, сообщили депутаты.",
            "koi8-r",
        ),
        (
            "Уряд оголосив про нові заходи підтримки, повідомили її представники у Києві.",
            "windows-1251",
        ),
        ("Grüße aus München: Österreich führt große Straßen für Väter ein.", "windows-1252"),
        (
            "Le président a déclaré que la réforme était nécessaire, même là où ça coûte.",
            "windows-1252",
        ),
        ("Wczoraj w Łodzi żołnierze złożyli przysięgę, ćwiczyli też łączność.", "windows-1250"),
    ],
)
def test_other_languages_are_decoded_undeclared(text, encoding):
    assert decode(text.encode(encoding)).text == text


def test_korean_is_decoded_when_declared_and_refused_when_not():
    text = "한국어로 된 긴 기사입니다. 여러 문장이 있습니다. 내용은 중요하지 않습니다."
    assert decode(text.encode("cp949"), "euc-kr").text == text
    with pytest.raises(Refused) as refusal:
        decode(text.encode("cp949"))
    assert refusal.value.code == "encoding"


@pytest.mark.parametrize(
    ("bom", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ],
)
def test_a_byte_order_mark_decides(bom, encoding):
    decoded = decode(bom + STORY.encode(encoding), "windows-1251")
    assert (decoded.text, decoded.encoding, decoded.how) == (STORY, encoding, "bom")


def test_a_byte_order_mark_before_other_bytes_is_not_believed():
    assert decode(codecs.BOM_UTF8 + STORY.encode("windows-1251")).text == STORY


def test_how_the_encoding_is_known():
    assert decode(STORY.encode(), "utf-8").how == "declared"
    assert decode(STORY.encode()).how == "decided"
    assert decode(STORY.encode("windows-1251"), "cp1251").how == "declared"
    assert decode(STORY.encode("windows-1251"), "utf-8").how == "decided"


@pytest.mark.parametrize("via", ["windows-1252", "windows-1251", "koi8-r"])
def test_text_garbled_before_it_was_saved_is_mended(via):
    raw = STORY.encode()
    garbled = "".join(bytes([b]).decode(via, "ignore") or chr(b) for b in raw)
    decoded = decode(garbled.encode())
    assert decoded.text == STORY
    assert decoded.repaired


def test_text_garbled_beyond_mending_is_refused():
    garbled = STORY.encode().decode("windows-1252", "replace").replace("\ufffd", "?")
    with pytest.raises(Refused) as refusal:
        decode(garbled.encode())
    assert refusal.value.code == "encoding"


def test_honest_capitals_and_accents_are_not_mended():
    for text in (
        STORY.upper(),
        "Größe, naïve façade, Århus, Ærø, coût, où, déjà vu, mañana, Üçöşğı",
    ):
        decoded = decode(text.encode())
        assert (decoded.text, decoded.repaired) == (text, False)


def test_a_letter_cut_at_the_end_is_left_out():
    assert decode(STORY.encode()[:-1] + "я".encode()[:1]).text.startswith(STORY[:-1])


def test_damage_beside_the_story_is_borne_and_in_the_story_refused():
    body = "".join(f"<p>{line}</p>" for line in STORY.splitlines() if line) * 2
    page = f"<html><head><title>Заглавие</title></head><body>{body}<!-- %s --></body></html>"
    assert read_page((page % "x").encode().replace(b"<!-- x", b"<!-- \xe4")).body
    with pytest.raises(Refused) as refusal:
        read_page((page % "x").encode().replace("Входът".encode(), b"\xc2\xf5od"))
    assert refusal.value.code == "encoding"


@pytest.mark.parametrize("data", [b"", b"  \r\n ", b"\xef\xbb\xbf", b"\x00\x00"])
def test_nothing_is_refused_as_empty(data):
    with pytest.raises(Refused) as refusal:
        decode(data)
    assert refusal.value.code == "empty"


@pytest.mark.parametrize(
    "start", [b"%PDF-1.4\n", b"\x89PNG\r\n", b"\xff\xd8\xff\xe0", b"PK\x03\x04", b"\x1f\x8b\x08"]
)
def test_known_file_kinds_are_refused_as_binary(start):
    with pytest.raises(Refused) as refusal:
        read_page(start + b"text " * 100)
    assert refusal.value.code == "binary"


@pytest.mark.parametrize("seed_number", range(20))
def test_noise_is_refused(seed_number):
    noise = random.Random(seed_number).randbytes(3000)
    with pytest.raises(Refused) as refusal:
        decode(noise)
    assert refusal.value.code in ("binary", "encoding")
    with pytest.raises(Refused):
        decode(bytes(byte | 0x80 for byte in noise))


def test_labels_mean_what_browsers_make_of_them():
    assert codec_name("ISO-8859-1") == "windows-1252"
    assert codec_name("x-mac-cyrillic") == "mac-cyrillic"
    assert codec_name("no such") == codec_name("hex") == codec_name("\x00") == ""


def test_real_feeds_in_every_encoding(samples):
    feeds = sorted((samples / "F_bulgarian" / "chardet-feeds").rglob("*.xml"))
    assert feeds
    for feed in feeds:
        text = feed.read_bytes().decode("windows-1251")
        assert decode(feed.read_bytes(), "utf-8").text == text
        for encoding in CYRILLIC:
            possible = "".join(sign for sign in text if sign.encode(encoding, "ignore"))
            assert decode(possible.encode(encoding)).text == possible


def test_the_seed_in_every_encoding(seed):
    text = seed.decode()
    for encoding in CYRILLIC + WIDE:
        possible = "".join(sign for sign in text if sign.encode(encoding, "ignore"))
        for claim in CLAIMS:
            page = read_page(possible.encode(encoding), declared_encoding=claim)
            assert page.headline == "Армения и Азербайджан се споразумяха да градят взаимно доверие"
