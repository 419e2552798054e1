"""The demo edition is whole, well set, and what is wrong with one is said with the story's key."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from vestnik.importer.demo import pictures
from vestnik.importer.demo.edition import EditionError, load_edition, parse_edition, read_edition
from vestnik.importer.demo.texts import (
    Embed,
    Factbox,
    Pictures,
    Quote,
    Related,
    Table,
    Words,
)

NOW = datetime(2031, 5, 6, 12, 0, tzinfo=UTC)
FILES = read_edition()
EDITION = load_edition()
STORIES = {story.key: story for story in EDITION.stories}
BULGARIAN = [story for story in EDITION.stories if story.language == "bg"]
TRANSLATED = [story for story in EDITION.stories if story.language == "en"]
# Names in the alphabets of those who bear them, in the story that is there for them.
FOREIGN_LETTERS = {"kaligrafi"}
KINDS = {"news", "analysis", "opinion", "interview", "reportage", "brief"}


def texts_of(block):
    match block:
        case Words():
            return [re.sub(r"<[^>]+>", "\n", block.html)]
        case Quote():
            return [block.text, block.speaker]
        case Table():
            return [block.caption, *(cell for row in block.rows for cell in row)]
        case Factbox():
            return [block.title, re.sub(r"<[^>]+>", "\n", block.html)]
        case Embed():
            return [block.title]
        case _:
            return []


def words_of(story):
    texts = [story.headline, story.short_headline, story.kicker, story.deck, story.dateline]
    texts += [text for block in story.body for text in texts_of(block)]
    for photo in story.photos():
        texts += [photo.caption, photo.alt, photo.credit]
    if story.correction:
        texts.append(story.correction.text)
    return [text for text in texts if text]


def length_of(story):
    return sum(len(text.split()) for block in story.body for text in texts_of(block))


def test_a_daily_of_six_sections_and_every_kind():
    assert len(BULGARIAN) >= 34
    sections = Counter(story.section for story in BULGARIAN)
    assert set(sections) == {section.slug for section in EDITION.sections}
    assert len(sections) == 6
    assert min(sections.values()) >= 5
    kinds = Counter(story.kind for story in BULGARIAN)
    assert set(kinds) == KINDS
    assert kinds["opinion"] >= 3
    assert kinds["brief"] >= 6


def test_some_stories_stand_in_english_too():
    assert len(TRANSLATED) >= 3
    for story in TRANSLATED:
        original = STORIES[story.translation_of]
        assert (story.kind, story.section) == (original.kind, original.section)
        assert story.dated_at(NOW) == original.dated_at(NOW)


def test_every_kind_of_block_is_shown_somewhere():
    blocks = [block for story in BULGARIAN for block in story.body]
    assert {type(block) for block in blocks} == {
        Words, Quote, Table, Factbox, Pictures, Embed, Related
    }  # fmt: skip
    assert {block.kind for block in blocks if isinstance(block, Words)} == {
        "paragraph", "subhead", "list"
    }  # fmt: skip
    galleries = [block for block in blocks if isinstance(block, Pictures) and block.gallery]
    assert [6 <= len(block.keys) <= 8 for block in galleries] == [True]


def test_a_storyline_of_two_years():
    pieces = [story for story in BULGARIAN if story.storyline == "mostat-na-belorechie"]
    assert len(pieces) >= 6
    dates = sorted(story.dated_at(NOW) for story in pieces)
    assert dates[-1] - dates[0] >= timedelta(days=730)
    assert len({story.kind for story in pieces}) >= 4


def test_a_long_read_with_all_that_helps_to_read_it():
    (story,) = [story for story in BULGARIAN if length_of(story) >= 1_200]
    assert story.kind == "reportage"
    kinds = {type(block) for block in story.body}
    assert kinds >= {Quote, Table, Factbox, Pictures, Related}
    assert sum(isinstance(one, Words) and one.kind == "subhead" for one in story.body) >= 6


def test_a_correction_and_sources_of_both_roles():
    assert sum(story.correction is not None for story in BULGARIAN) == 1
    assert {source.role for story in BULGARIAN for source in story.sources} == {"carried", "cited"}


def test_the_hard_cases_are_there():
    longest = max(BULGARIAN, key=lambda story: len(story.headline.split()))
    assert len(longest.headline.split()) >= 40
    assert longest.kind == "brief"
    assert [story.key for story in BULGARIAN if len(story.body) == 1] == ["edin-red"]
    (bare,) = [one for one in BULGARIAN if not (one.deck or one.photo or one.kicker)]
    assert bare.key == "edin-red"
    names = " ".join(words_of(STORIES["kaligrafi"]))
    assert re.search("[\u0600-\u06ff]", names)
    assert re.search("[A-Z][a-z]+", names)


def test_says_that_it_is_a_demonstration():
    assert EDITION.tagline.startswith("Демонстрационно издание: ")
    pages = {page.slug: page.html for page in EDITION.pages}
    assert list(pages) == ["za-izdanieto", "kontakti", "impresum"]
    assert "Това е демонстрация." in pages["za-izdanieto"]
    assert "<b>Всичко в него е измислено</b>" in pages["za-izdanieto"]
    assert "не съществува" in pages["kontakti"]
    assert "Никой от изброените не съществува." in pages["impresum"]


def test_ages_are_counted_from_now_and_reach_from_minutes_to_years():
    ages = {story.key: NOW - story.dated_at(NOW) for story in EDITION.stories}
    assert min(ages.values()) == timedelta(minutes=20)
    assert sum(age < timedelta(days=1) for age in ages.values()) >= 10
    old = STORIES["karabah"]
    assert old.dated_at(NOW).date().isoformat() == "2023-12-07"
    assert [(source.agency, source.role) for source in old.sources] == [
        ("bgnes", "carried"),
        ("afp", "cited"),
    ]


def test_every_picture_can_be_drawn_and_none_is_shown_twice():
    photos = [photo for story in BULGARIAN for photo in story.photos()]
    drawn = [photo.draw for photo in photos]
    assert set(drawn) <= pictures.names()
    assert len(drawn) == len(set(drawn)) >= 34
    leads = [story.photo.draw for story in BULGARIAN if story.photo]
    assert len({draw.split()[0] for draw in leads}) >= 26
    assert all(20 <= len(photo.alt) <= 250 for photo in photos)
    assert len({photo.alt for photo in photos}) == len(photos)
    assert {photo.credit for photo in photos} == {"Рисунка: Вестник", "рисунка, архив"}


def test_authors_have_faces_of_their_own_and_say_who_they_are():
    faces = [byline.portrait for byline in EDITION.bylines]
    assert len(faces) == len(set(faces)) >= 6
    for byline in EDITION.bylines:
        assert byline.bio.startswith(byline.name)
        assert byline.bio.count(".") == 1
    signed = {slug for story in BULGARIAN if story.kind == "opinion" for slug in story.bylines}
    assert len(signed) >= 3


def test_no_kicker_says_the_kind_again():
    said = {"новина", "анализ", "мнение", "интервю", "репортаж"}
    assert not said & {story.kicker.casefold() for story in BULGARIAN}


def test_no_headline_is_used_twice():
    headlines = [story.headline for story in EDITION.stories]
    assert len(set(headlines)) == len(headlines)


@pytest.mark.parametrize("story", EDITION.stories, ids=lambda story: story.key)
def test_a_story_is_long_enough_and_ends_its_sentences(story):
    paragraphs = [one.html for one in story.body if isinstance(one, Words)]
    paragraphs = [html for html in paragraphs if html.startswith("<p>")]
    assert all(re.search(r"[.?!](“|</b>)?</p>$|“[.?]</p>$", html) for html in paragraphs)
    assert not story.headline.endswith(".")
    assert not story.deck.endswith(".")
    assert len(story.short_headline) <= 60
    if story.key in ("edin-red", "dalgo-zaglavie"):
        return
    assert len(paragraphs) >= (3 if story.kind == "brief" else 4)
    assert 20 <= len(story.headline) <= 110
    shortest = {"brief": 55, "news": 120, "opinion": 200, "analysis": 200}
    assert length_of(story) >= shortest.get(story.kind, 140)


@pytest.mark.parametrize("story", BULGARIAN, ids=lambda story: story.key)
def test_bulgarian_is_set_in_bulgarian(story):
    for text in words_of(story):
        assert not set(text) & set("\"'`«»”…")
        assert not re.search(r" - |  | [.,:;?!]", text)
        assert re.findall("[„“]", text) == ["„", "“"] * text.count("„"), text
        # One Latin letter among Cyrillic ones is seen by no eye, and by every search.
        assert not re.search("[а-яА-Я][A-Za-z]|[A-Za-z][а-яА-Я]", text)
        if story.key not in FOREIGN_LETTERS:
            assert not re.search("[A-Za-z]", text), text


def test_a_body_is_read_into_blocks():
    body = STORIES["most-otvaryane"].body
    kinds = [one.kind if isinstance(one, Words) else type(one).__name__ for one in body]
    assert kinds == ["paragraph"] * 3 + [
        "Quote", "subhead", "list", "paragraph", "Related", "paragraph"
    ]  # fmt: skip
    assert body[3].speaker == "инженерът на обекта"
    assert body[5].html.count("<li>") == 3
    assert body[7].keys == ("most-butilka", "most-zatvoren", "most-puknatina")


def test_tables_boxes_and_pictures_are_read():
    body = STORIES["dva-bryaga"].body
    (table,) = [block for block in body if isinstance(block, Table)]
    assert table.caption == "Градът от двата бряга в числа"
    assert table.rows[0] == ("", "Преди", "По време на ремонта")
    (box,) = [block for block in body if isinstance(block, Factbox)]
    assert box.title == "Лодката"
    assert box.html.startswith("<p>Плоскодънна")
    assert box.html.count("<li>") == 5
    assert [one.keys for one in body if isinstance(one, Pictures)] == [("pokrivi",)]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('section = "svyat"', 'section = "luna"', "story 'karabah': no section 'luna'"),
        ('kind = "interview"', 'kind = "chat"', "story 'most-inzhener': no kind 'chat'"),
        ('topics = ["ptitsi"', 'topics = ["ribi"', "story 'shtarkeli': no topic 'ribi'"),
        ('bylines = ["stoil-yabalkov"]', 'bylines = ["x"]', "story 'bavnata-novina': no byline"),
        ('agency = "afp"', 'agency = "abc"', "story 'karabah': no agency 'abc'"),
        ('role = "carried" }]', 'role = "lent" }]', "story 'vlakat-spira': no role 'lent'"),
        ('translation_of = "venera"', 'translation_of = "x"', "story 'venus': no story 'x'"),
        (
            'translation_of = "venera"\nlanguage = "en"',
            'translation_of = "venera"\nlanguage = "bg"',
            "story 'venus': a translation into its own",
        ),
        ("age_hours = 7", "", "story 'vlakat-spira': give one of"),
        ("age_hours = 20", "age_hours = 20\nage_days = 1", "story 'inflatsia': give one of"),
        ("after_hours = 5", "after_hours = 31", "story 'orehi': corrected in the future"),
        ("T18:40:00Z", "T18:40:00", "story 'karabah': dated has no time zone"),
        (" | инженерът на", " инженерът на", "story 'most-otvaryane': a quote without its speaker"),
        ('key = "venera"', 'key = "karabah"', "story 'karabah': given twice"),
        ('deck = "Който', 'dek = "Който', "story 'bavnata-novina': unknown dek"),
        ('slug = "kosmos"', 'slug = "ptitsi"', "topic 'ptitsi': given twice"),
        ('slug = "impresum"', 'slug = "kontakti"', "page 'kontakti': given twice"),
        ('name = "АФП"', "", "agency: "),
        ('tagline = "', "tagline = ", "edition.toml: "),
        ('draw = "storks summer"', 'draw = "storks x"', "story 'shtarkeli': no picture 'storks x'"),
        ('portrait = "bob"', 'portrait = "x"', "byline 'radostina-vetrenska': no picture"),
        ('alt = "Два щъркела', 'lat = "Два щъркела', "story 'shtarkeli': unknown lat"),
        ("!photo pokrivi", "", "story 'dva-bryaga': has the pictures"),
        ("!photo pokrivi", "!photo x", "story 'dva-bryaga': has the pictures"),
        ("!photo pokrivi", "!photo pokrivi x", "story 'dva-bryaga': !photo shows one photo"),
        ("!gallery led", "!galery led", "story 'edin-zavoy': no mark !galery"),
        ("!related tamninata", "!related x", "story 'observatoria': no story 'x'"),
        ("!related tamninata", "!related uchilishte", "story 'observatoria': related to"),
        ("!embed https:", "!embed ftp:", "story 'shtarkeli': !embed needs"),
        ("| Строеж | 18 400 |", "| Строеж |", "story 'most-izbor': the rows of a table"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_by_name(old, new, said):
    assert any(old in text for text in FILES.values())
    done, files = False, {}
    for name, text in FILES.items():
        files[name] = text if done else text.replace(old, new, 1)
        done = done or old in text
    with pytest.raises(EditionError, match=f"^{re.escape(said)}"):
        parse_edition(files)


def test_a_file_of_stories_holds_nothing_else():
    with pytest.raises(EditionError, match=r"^nauka\.toml: only stories, not topics"):
        parse_edition(FILES | {"nauka.toml": '[[topics]]\nslug = "x"\nname = "х"'})


def test_text_is_escaped():
    old = FILES["bulgaria.toml"]
    new = old.replace("Тържествено откриване", "Тържествено <i> & откриване")
    edition = parse_edition(FILES | {"bulgaria.toml": new})
    assert "<p>Тържествено &lt;i&gt; &amp; откриване" in edition.stories[0].body[-1].html
