"""The demo edition is whole, well set, and what is wrong with one is said with the story's key."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from vestnik.importer.demo.edition import EDITION_FILE, EditionError, load_edition, parse_edition

NOW = datetime(2031, 5, 6, 12, 0, tzinfo=UTC)
TEXT = EDITION_FILE.read_text(encoding="utf-8")
EDITION = load_edition()
BULGARIAN = [story for story in EDITION.stories if story.language == "bg"]
LATIN_ALLOWED: set[str] = set()


def words_of(story):
    texts = [story.headline, story.short_headline, story.kicker, story.deck, story.dateline]
    texts += [re.sub(r"<[^>]+>", "\n", html) for _, html in story.body]
    if story.photo:
        texts += [story.photo.caption, story.photo.credit]
    if story.correction:
        texts.append(story.correction.text)
    return [text for text in texts if text]


def test_ten_stories_in_six_sections_and_one_twin():
    assert len(BULGARIAN) == 10
    assert {story.section for story in BULGARIAN} == {s.slug for s in EDITION.sections}
    assert len(EDITION.sections) == 6
    assert {story.kind for story in BULGARIAN} == {
        "news", "analysis", "opinion", "interview", "reportage", "brief"
    }  # fmt: skip
    (twin,) = [story for story in EDITION.stories if story.language == "en"]
    assert twin.translation_of == "venera"


def test_a_storyline_of_two_a_correction_and_sources_of_both_roles():
    assert sum(story.storyline == "mostat-na-belorechie" for story in BULGARIAN) == 2
    assert sum(story.correction is not None for story in BULGARIAN) == 1
    assert {source.role for story in BULGARIAN for source in story.sources} == {"carried", "cited"}


def test_says_that_it_is_a_demonstration():
    assert EDITION.name == "Вестник — демонстрационно издание"
    assert "Това е демонстрация." in EDITION.about_html
    assert "<b>Всичко в него е измислено</b>" in EDITION.about_html


def test_ages_are_counted_from_now_and_one_story_is_old():
    ages = {story.key: NOW - story.dated_at(NOW) for story in EDITION.stories}
    assert min(ages.values()) == timedelta(hours=3)
    assert [key for key, age in ages.items() if age > timedelta(days=365)] == ["karabah"]
    (old,) = [story for story in EDITION.stories if story.key == "karabah"]
    assert old.dated_at(NOW).date().isoformat() == "2023-12-07"
    assert [(source.agency, source.role) for source in old.sources] == [
        ("bgnes", "carried"),
        ("afp", "cited"),
    ]


@pytest.mark.parametrize("story", EDITION.stories, ids=lambda story: story.key)
def test_a_story_is_long_enough_and_ends_its_sentences(story):
    paragraphs = [html for kind, html in story.body if kind == "paragraph"]
    assert (3 if story.kind == "brief" else 4) <= len(paragraphs) <= 13
    assert all(re.search(r"[.?!](“|</b>)?</p>$|“[.?]</p>$", html) for html in paragraphs)
    assert 20 <= len(story.headline) <= 110
    assert not story.headline.endswith(".")
    assert not story.deck.endswith(".")


@pytest.mark.parametrize("story", BULGARIAN, ids=lambda story: story.key)
def test_bulgarian_is_set_in_bulgarian(story):
    for text in words_of(story):
        assert not set(text) & set("\"'`«»”…")
        assert not re.search(r" - |  | [.,:;?!]", text)
        assert re.findall("[„“]", text) == ["„", "“"] * text.count("„"), text
        assert set(re.findall("[A-Za-z]+", text)) <= LATIN_ALLOWED


def test_a_body_is_read_into_blocks():
    (story,) = [story for story in EDITION.stories if story.key == "most-otvaryane"]
    kinds = [kind for kind, _ in story.body]
    assert kinds == ["paragraph"] * 3 + ["quote", "subhead", "list"] + ["paragraph"] * 2
    assert story.body[3][1].endswith("мястото.<cite>инженерът на обекта</cite>")
    assert story.body[5][1].count("<li>") == 3


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('section = "svyat"', 'section = "luna"', "story 'karabah': no section 'luna'"),
        ('kind = "interview"', 'kind = "chat"', "story 'chasovnikar': no kind 'chat'"),
        ('topics = ["ptitsi"', 'topics = ["ribi"', "story 'shtarkeli': no topic 'ribi'"),
        ('bylines = ["stoil-yabalkov"]', 'bylines = ["x"]', "story 'bavnata-novina': no byline"),
        ('agency = "afp"', 'agency = "abc"', "story 'karabah': no agency 'abc'"),
        ('role = "carried" }]', 'role = "lent" }]', "story 'vlakat-spira': no role 'lent'"),
        ('translation_of = "venera"', 'translation_of = "x"', "story 'venus': no story 'x'"),
        ('language = "en"', 'language = "bg"', "story 'venus': a translation into its own"),
        ("age_hours = 7", "", "story 'vlakat-spira': give one of"),
        ("age_hours = 20", "age_hours = 20\nage_days = 1", "story 'inflatsia': give one of"),
        ("after_hours = 5", "after_hours = 31", "story 'orehi': corrected in the future"),
        ("T18:40:00Z", "T18:40:00", "story 'karabah': dated has no time zone"),
        (" | инженерът", " инженерът", "story 'most-otvaryane': a quote without its speaker"),
        ('key = "venera"', 'key = "karabah"', "story 'karabah': given twice"),
        ('deck = "Който', 'dek = "Който', "story 'bavnata-novina': unknown dek"),
        ('slug = "kosmos"', 'slug = "ptitsi"', "topic 'ptitsi': given twice"),
        ('name = "АФП"', "", "agency: "),
        ('tagline = "', 'tagline = ', "edition: "),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_by_name(old, new, said):
    assert TEXT.count(old) >= 1
    with pytest.raises(EditionError, match=f"^{re.escape(said)}"):
        parse_edition(TEXT.replace(old, new, 1))


def test_text_is_escaped():
    edition = parse_edition(TEXT.replace("Тържествено откриване", "Тържествено <i> & откриване"))
    assert "<p>Тържествено &lt;i&gt; &amp; откриване" in edition.stories[0].body[-1][1]
