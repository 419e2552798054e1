"""The follow-up diary over HTTP: suggested, marked, come back to, and closed with the next story."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from tests.factories import newsroom
from tests.unit.desk.screens import is_refused, said, stored, text_of
from vestnik.accounts.roles import Role
from vestnik.desk.diary.lists import due_today
from vestnik.desk.diary.models import FollowUp
from vestnik.desk.diary.suggesting import suggestions
from vestnik.kit import clock
from vestnik.press import readings
from vestnik.stories.actions.erase import erase
from vestnik.stories.models import Story, Storyline

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 12, 9, tzinfo=UTC)
TODAY = NOW.date()
PROMISE = "<p>Кметът обеща <b>до края на годината</b> да отвори моста.</p>"
CHIEF, EDITOR, CONTRIBUTOR = Role.CHIEF_EDITOR, Role.EDITOR, Role.CONTRIBUTOR
LIST = "/cms/desk/diary/"


@pytest.fixture(autouse=True)
def today():
    with clock.fixed(NOW):
        yield


@pytest.fixture
def told(site) -> Story:
    return newsroom.live_story(site, "Мостът чака", body=[("paragraph", PROMISE)])


def panel(story: Story) -> str:
    return reverse("desk_diary_panel", args=[story.pk])


def entry(story: Story, who, due: date = TODAY, words: str = "до петък", **fields) -> FollowUp:
    return FollowUp.objects.create(story=story, who=who, due=due, words=words, **fields)


def act(row: FollowUp, name: str) -> str:
    return reverse("desk_diary_act", args=[row.pk, name])


def test_the_editor_suggests_what_the_text_names_and_what_was_decided_is_not_suggested_again(
    told, people
):
    editor = people(EDITOR)
    words = {"words": "до края на годината", "named": "2026-12-31"}

    page = editor.get(reverse("wagtailsnippets_stories_story:edit", args=[told.pk]))
    assert 'data-words="до края на годината"' in page.content.decode()
    assert "Кметът обеща до края на годината да отвори моста." in text_of(page)

    kept = editor.post(panel(told), {"do": "accept", "due": "2026-12-20", **words})
    assert kept.status_code == 200
    assert "data-suggestion" not in kept.content.decode()
    row = FollowUp.objects.get()
    assert (row.due, row.named, row.kind) == (date(2026, 12, 20), date(2026, 12, 31), "promise")
    assert (row.block, row.who) == (stored(told).body[0].id, people.user(EDITOR))

    again = editor.post(panel(told), {"do": "dismiss", **words})
    assert again.status_code == 400
    assert "Текстът се е променил" in text_of(again)


def test_a_dismissed_suggestion_stays_away_though_the_text_moves(told, people):
    people(EDITOR).post(
        panel(told), {"do": "dismiss", "words": "до края на годината", "named": "2026-12-31"}
    )
    told.body = [("subhead", "Ново"), ("paragraph", f"<p>Преди него. {PROMISE[3:]}")]

    assert suggestions(told) == []
    assert FollowUp.objects.waiting().count() == 0


def test_words_are_marked_by_hand_for_the_day_that_they_name_or_that_is_chosen(told, people):
    editor = people(EDITOR)

    editor.post(panel(told), {"do": "mark", "words": "до  15 юни\n<b>", "block": "\x00" + "x" * 90})
    editor.post(panel(told), {"do": "mark", "words": "да отвори моста", "due": "2026-06-01"})

    rows = FollowUp.objects.waiting()
    assert [(row.words, row.due) for row in rows] == [
        ("да отвори моста", date(2026, 6, 1)),
        ("до 15 юни <b>", date(2026, 6, 15)),
    ]
    assert "до 15 юни &lt;b&gt;" in editor.get(LIST).content.decode()
    assert FollowUp.objects.filter(block="x" * 36).count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"words": "да отвори моста"}, "Изберете ден"),
        ({"words": " \x00 "}, "Маркирайте първо думите"),
        ({"words": "дума " * 80, "due": "2026-06-01"}, "по-малко думи"),
        ({"words": "мост", "due": "2026-05-11"}, "трябва да предстои"),
        ({"words": "мост", "due": "2126-05-11"}, "трябва да предстои"),
        ({"words": "мост", "due": "2026-02-31"}, "няма в календара"),
    ],
)
def test_what_cannot_be_marked_is_said(fields, sentence, told, people):
    answer = people(EDITOR).post(panel(told), {"do": "mark", **fields})

    assert answer.status_code == 400
    assert sentence in text_of(answer)
    assert not FollowUp.objects.exists()


def test_on_the_day_it_is_on_the_list_with_its_story(told, people):
    me = people.user(EDITOR)
    late = entry(told, me, TODAY - timedelta(days=3), "до събота")
    now = entry(told, me, words="до днес следобед")
    entry(told, me, TODAY + timedelta(days=9), "до 21 май")
    other = entry(told, people.user(CHIEF), words="на колега")
    entry(told, me, words="готово", state=FollowUp.State.DONE)

    mine, all_ = text_of(people(EDITOR).get(LIST)), text_of(people(EDITOR).get(f"{LIST}?who=all"))

    order = ["Просрочени", "до събота", "За днес", "до днес следобед", "Предстоящи", "до 21 май"]
    assert [mine.index(words) for words in order] == sorted(mine.index(words) for words in order)
    assert told.headline in mine
    assert other.words not in mine
    assert other.words in all_
    assert "готово" not in all_
    assert due_today(me) == [late, now]


def test_what_is_due_stands_on_the_desk_with_its_words_and_its_readers(
    told, people, settings, tmp_path, monkeypatch
):
    settings.VESTNIK_DATA = tmp_path
    # Counted from now on: the file of all tests began with whichever of them opened a page first.
    monkeypatch.setattr(readings, "_folder", tmp_path)
    monkeypatch.setattr(readings, "_waiting", {told.address: 3})
    me = people.user(EDITOR)
    entry(told, me, TODAY - timedelta(days=3), "до събота")
    entry(told, me, words="до днес следобед")
    entry(told, me, TODAY + timedelta(days=9), "до 21 май")
    entry(told, people.user(CHIEF), words="на колега")

    desk, page = text_of(people(EDITOR).get("/cms/")), text_of(people(EDITOR).get(LIST))

    readers = "отворен 3 пъти от 12 май 2026 г., 12:00 ч."
    for words in ("Просрочено от 9 май 2026 г.", "„до събота“", "„до днес следобед“", readers):
        assert words in desk
    assert readers in page
    assert "21 май" not in desk
    assert "на колега" not in desk
    assert "comeback" not in people(Role.AUTHOR).get("/cms/").content.decode()


def test_the_lists_ask_the_same_few_questions_however_much_waits(
    told, people, django_assert_max_num_queries
):
    me = people.user(EDITOR)
    FollowUp.objects.bulk_create(
        FollowUp(story=told, who=me, due=TODAY + timedelta(days=n % 3 - 1), words=f"дума {n}")
        for n in range(180)
    )
    people(EDITOR).get(LIST)

    with django_assert_max_num_queries(20):
        page = people(EDITOR).get(LIST)

    assert page.content.decode().count("diary-entry") == 150
    assert text_of(page).count("Това са първите 50") == 3


def test_whoever_may_not_change_the_story_may_not_touch_its_entries(told, people, client):
    row = entry(told, people.user(EDITOR))
    for browser in (people(CONTRIBUTOR), people(Role.MODERATOR), client):
        assert is_refused(browser.get(panel(told)))
        assert is_refused(browser.post(panel(told), {"do": "mark", "words": "до 15 юни"}))
        for name in ("done", "postpone", "drop"):
            assert is_refused(browser.get(act(row, name)))
            assert is_refused(browser.post(act(row, name), {"reason": "Няма", "due": "2026-06-01"}))
    for browser in (people(Role.MODERATOR), client):
        assert is_refused(browser.get(LIST))
    assert row.words not in text_of(people(CONTRIBUTOR).get(f"{LIST}?who=all"))
    row.refresh_from_db()
    assert (row.state, row.due) == (FollowUp.State.OPEN, TODAY)
    assert FollowUp.objects.count() == 1


def test_a_contributor_keeps_the_diary_of_own_stories(site, people):
    me = people.user(CONTRIBUTOR)
    own = newsroom.story(site, owner=me)

    answer = people(CONTRIBUTOR).post(panel(own), {"do": "mark", "words": "до 15 юни"})

    assert answer.status_code == 200
    assert "до 15 юни" in text_of(people(CONTRIBUTOR).get(LIST))


def test_it_is_moved_or_dropped_with_a_reason(told, people):
    row, other = (entry(told, people.user(EDITOR), words=words) for words in ("едно", "друго"))
    editor = people(EDITOR)

    assert "Изберете деня" in text_of(editor.post(act(row, "postpone"), {}))
    assert "трябва да предстои" in text_of(editor.post(act(row, "postpone"), {"due": "2026-05-01"}))
    assert editor.post(act(row, "postpone"), {"due": "2026-06-01"}).url == LIST
    assert "Кажете защо" in text_of(editor.post(act(other, "drop"), {"reason": " "}))
    assert editor.post(act(other, "drop"), {"reason": "Оттеглиха проекта."}).url == LIST
    late = editor.post(act(other, "postpone"), {"due": "2026-06-01"})

    assert "колега е бил по-бърз" in text_of(late)
    row.refresh_from_db(), other.refresh_from_db()
    assert row.due == date(2026, 6, 1)
    assert (other.state, other.note) == (FollowUp.State.DROPPED, "Оттеглиха проекта.")


def test_the_outcome_is_the_next_piece_of_a_storyline_made_for_both(site, told, people):
    outcome = newsroom.live_story(site, "Мостът е отворен")
    row = entry(told, people.user(CHIEF))

    answer = people(CHIEF).post(act(row, "done"), {"outcome": outcome.pk})

    assert said(answer) == ["Проследено: новият материал е следващата част от развитието."]
    storyline = Storyline.objects.get()
    assert storyline.name == told.headline
    assert {stored(told).storyline, stored(outcome).storyline} == {storyline}
    row.refresh_from_db()
    assert (row.state, row.outcome) == (FollowUp.State.DONE, outcome)


def test_whoever_may_not_publish_changes_only_the_drafts(site, told, people):
    outcome = newsroom.live_story(site, "Мостът е отворен")
    row = entry(told, people.user(EDITOR))

    people(EDITOR).post(act(row, "done"), {"outcome": outcome.pk})

    storyline = Storyline.objects.get()
    for story in (stored(told), stored(outcome)):
        assert story.storyline is None
        assert story.get_latest_revision_as_object().storyline == storyline


def test_a_story_of_another_storyline_stays_there_and_the_outcome_is_noted(site, told, people):
    ours, theirs = (Storyline.objects.create(name=name) for name in ("Мостът", "Пътят"))
    Story.objects.filter(pk=told.pk).update(storyline=ours)
    stored(told).save_revision(clean=False)
    outcome = newsroom.live_story(site, "Пътят е готов", storyline=theirs)
    row = entry(told, people.user(CHIEF))

    answer = people(CHIEF).post(act(row, "done"), {"outcome": outcome.pk})

    assert "Двата материала не са в едно развитие" in said(answer)[0]
    row.refresh_from_db()
    assert row.outcome == outcome
    assert stored(outcome).storyline == theirs


def test_a_story_is_not_its_own_outcome_and_nothing_said_is_no_outcome(told, people):
    row = entry(told, people.user(CHIEF))

    alone = people(CHIEF).post(act(row, "done"), {"outcome": told.pk})
    nothing = people(CHIEF).post(act(row, "done"), {})

    assert "не е изход от самия себе си" in text_of(alone)
    assert "напишете какво е станало" in text_of(nothing)
    row.refresh_from_db()
    assert row.state == FollowUp.State.OPEN


def test_an_erased_story_takes_its_words_along(told, people):
    entry(told, people.user(CHIEF), sentence="Кметът обеща")

    erase(told, by=people.user(CHIEF), reason="По искане.")

    assert not FollowUp.objects.exists()
