"""The invented archive is the same each time, varied, in proportion, and reads as Bulgarian."""

import re
from collections import Counter
from datetime import UTC, datetime

import pytest

from vestnik.importer.invented import (
    AGENCIES,
    BYLINES,
    SECTIONS,
    STORYLINES,
    TOPICS,
    invent_photo,
    invent_story,
    photo_indexes,
    split_quote,
)

COUNT = 20_000


@pytest.fixture(scope="module")
def stories():
    return [invent_story(number) for number in range(COUNT)]


@pytest.fixture(scope="module")
def bulgarian(stories):
    return [story for story in stories if story.language == "bg"]


def prose_of(story):
    """The texts of the story's paragraphs, without tags."""
    return [re.sub(r"<[^>]+>", "", html) for kind, html in story.body if kind == "paragraph"]


def texts_of(story):
    labels = (story.headline, story.short_headline, story.kicker, story.deck, story.dateline)
    return [*labels, story.correction, *(re.sub(r"<[^>]+>", "\n", html) for _, html in story.body)]


def share(stories, test):
    return sum(map(test, stories)) / len(stories)


def test_a_number_always_gives_the_same_story():
    assert [invent_story(number) for number in (0, 7, 99_999)] == [
        invent_story(number) for number in (0, 7, 99_999)
    ]
    assert invent_story(7) == invent_story(7, seed=2009)
    assert invent_story(7) != invent_story(7, seed=2010)
    assert invent_story(7).headline != invent_story(8).headline


def test_this_story_stays_as_it_is_between_versions():
    story = invent_story(0)
    assert (story.headline, story.dated) == (
        "Ново метро промени живота в Копенхаген за 4 години",
        datetime(2023, 8, 3, 11, 56, 3, tzinfo=UTC),
    )


def test_headlines_are_unlike_and_of_a_good_length(stories):
    assert len({story.headline for story in stories}) >= 0.97 * COUNT
    assert all(20 <= len(story.headline) <= 110 for story in stories)
    assert all(not story.headline.endswith(".") for story in stories)


def test_proportions(stories):
    assert share(stories, lambda s: s.kind == "news") > 0.7
    assert {story.kind for story in stories} == {
        "news", "analysis", "opinion", "interview", "reportage", "brief"
    }  # fmt: skip
    assert share(stories, lambda s: s.language == "en") == pytest.approx(0.01, abs=0.003)
    assert share(stories, lambda s: s.draft) == pytest.approx(0.01, abs=0.003)
    assert share(stories, lambda s: s.pending_draft) == pytest.approx(0.02, abs=0.004)
    assert share(stories, lambda s: s.withdrawn) == pytest.approx(0.001, abs=0.0008)
    assert share(stories, lambda s: bool(s.correction)) == pytest.approx(0.005, abs=0.002)
    assert 0 < share(stories, lambda s: s.scheduled) < 0.003
    assert 0 < share(stories, lambda s: s.embargoed) < 0.004
    assert 0.6 < share(stories, lambda s: s.updates == 0) < 0.8
    assert {story.updates for story in stories} == {0, 1, 2, 3}
    counts = Counter(story.section for story in stories)
    for index, section in enumerate(SECTIONS):
        assert counts[index] / COUNT == pytest.approx(section.weight / 100, abs=0.015)


def test_states_exclude_each_other(stories):
    for story in stories:
        assert story.draft + story.scheduled + story.withdrawn <= 1
        assert story.draft or not story.embargoed
        if story.draft or story.scheduled:
            assert story.updates == 0
        if story.draft or story.scheduled or story.withdrawn:
            assert not story.pending_draft
            assert not story.correction
        if story.correction:
            assert story.updates


def test_indexes_point_into_the_tables(stories):
    codes = {agency.code for agency in AGENCIES}
    for story in stories:
        assert 0 <= story.section < len(SECTIONS)
        assert story.other_section != story.section
        assert story.other_section is None or 0 <= story.other_section < len(SECTIONS)
        assert len(story.bylines) <= 3
        assert len(set(story.bylines)) == len(story.bylines)
        assert all(0 <= byline < len(BYLINES) for byline in story.bylines)
        assert len(story.topics) <= 4
        assert len(set(story.topics)) == len(story.topics)
        assert all(0 <= topic < len(TOPICS) for topic in story.topics)
        assert story.photo is None or story.photo in photo_indexes(COUNT)
        assert {source.agency for source in story.sources} <= codes
        if story.storyline is not None:
            assert STORYLINES[story.storyline].section == story.section


def test_tables_have_no_name_twice():
    assert len(BYLINES) == 120
    assert 380 <= len(TOPICS) <= 430
    assert len(STORYLINES) == 300
    for names in (
        [byline.name for byline in BYLINES],
        TOPICS,
        [storyline.title for storyline in STORYLINES],
        [section.slug for section in SECTIONS],
        [agency.code for agency in AGENCIES],
    ):
        assert [name for name, times in Counter(names).items() if times > 1] == []


def test_every_byline_and_storyline_is_used_and_topics_fall_off(stories):
    assert {byline for story in stories for byline in story.bylines} == set(range(len(BYLINES)))
    assert {story.storyline for story in stories} >= set(range(100))
    topics = Counter(topic for story in stories for topic in story.topics).most_common()
    assert topics[0][1] > 10 * topics[200][1]


def test_a_photo_serves_about_four_stories(stories):
    uses = Counter(story.photo for story in stories if story.photo is not None)
    assert 3 <= sum(uses.values()) / len(uses) <= 5
    assert invent_photo(3) == invent_photo(3)
    assert all(invent_photo(index).section == index % 8 for index in range(40))
    assert all(invent_photo(index).caption and invent_photo(index).credit for index in range(400))


def test_dates_lie_in_the_years_of_the_archive_and_thicken(stories):
    dates = [story.dated for story in stories]
    assert min(dates) >= datetime(2009, 1, 1, tzinfo=UTC)
    assert max(dates) < datetime(2026, 7, 1, tzinfo=UTC)
    assert {date.year for date in dates} == set(range(2009, 2027))
    years = Counter(date.year for date in dates)
    assert years[2024] > 2 * years[2010]
    assert share(dates, lambda date: 5 <= date.hour < 20) > 0.75


def test_bodies_have_their_blocks(stories):
    for story in stories:
        kinds = [kind for kind, _ in story.body]
        assert set(kinds) <= {"paragraph", "subhead", "quote", "list"}
        assert 3 <= kinds.count("paragraph") <= 14
        assert kinds[0] == kinds[-1] == "paragraph"
        for kind, html in story.body:
            if kind == "quote":
                assert all(split_quote(html))
            if kind in ("paragraph", "list"):
                assert html.startswith(("<p>", "<ul><li>"))
                assert html.endswith(("</p>", "</li></ul>"))
    assert {kind for story in stories for kind, _ in story.body} == {
        "paragraph", "subhead", "quote", "list"
    }  # fmt: skip


def test_bulgarian_is_only_bulgarian(bulgarian):
    allowed = re.compile(r"[А-Яа-яЍѝ0-9 \n.,:;?!„“–-]*")
    for story in bulgarian:
        for text in texts_of(story):
            assert allowed.fullmatch(text), text
            assert "  " not in text
            assert not re.search(r" [.,:;?!]|[.,]{2}|\bв [вф]|\bВ [Вв]|\bс [сз]", text), text
            assert text == text.strip() or "\n" in text
            assert re.findall("[„“]", text) == ["„", "“"] * text.count("„"), text


def test_sentences_begin_and_end(bulgarian):
    for story in bulgarian:
        for text in prose_of(story):
            assert re.match("[„А-Я0-9]", text), text
            assert text.endswith((".", "?")), text
        for text in (story.deck, story.kicker, story.short_headline):
            assert not text.endswith("."), text


def test_no_sentence_comes_twice_in_a_story(bulgarian):
    for story in bulgarian[:5000]:
        sentences = [s for text in prose_of(story) for s in re.split(r"(?<=[.?]) (?=[А-Я„])", text)]
        assert [s for s, times in Counter(sentences).items() if times > 1] == []
