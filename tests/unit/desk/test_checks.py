"""What is looked for before publication: over the draft, in the form, as the chief editor rules."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from tests.factories import newsroom
from tests.roads.newsdesk import story_form
from tests.unit.desk.screens import stored, text_of
from vestnik.accounts.roles import Role
from vestnik.desk.writing import checks
from vestnik.desk.writing.draft import Draft, Shown, Text
from vestnik.desk.writing.models import CheckRule
from vestnik.kit import clock, proofreading
from vestnik.stories.models import Story, Topic


def picture(title="река", credit="БГНЕС", file="", description=""):
    return SimpleNamespace(title=title, credit=credit, file=file, description=description)


CLEAN = Draft(
    headline="Реката се върна в коритото си",
    has_section=True, bylines=1, topics=1,
    texts=[Text("headline", "Реката се върна"), Text("body:1", "„Спокойно е“, каза кметът.")],
    photos=[Shown("lead_photo", picture(), "Реката")],
)  # fmt: skip


def found(**but) -> dict[str, str]:
    """What is found in a draft that is clean but for this: where, by key."""
    ruled = {key: checks.Rule(one, one.level, one.limit) for key, one in checks.CHECKS.items()}
    fields = {name: getattr(CLEAN, name) for name in Draft.__slots__}
    return {one.key: one.where for one in checks.findings(Draft(**fields | but), ruled)}


def body(text: str) -> list[Text]:
    return [Text("headline", "Реката се върна"), Text("body:7", text)]


def test_a_finished_story_has_nothing_to_say():
    assert found() == {}


@pytest.mark.parametrize(
    ("but", "key", "where"),
    [
        ({"texts": []}, "text", "body"),
        ({"has_section": False}, "section", "section"),
        ({"headline": "Ж" * 91, "short_headline": "Ж"}, "headline", "headline"),
        ({"headline": "Ж" * 91}, "no_short_headline", "short_headline"),
        ({"short_headline": "Ж" * 51}, "short_headline", "short_headline"),
        ({"deck": "Ж" * 201}, "deck", "deck"),
        ({"kicker": "Ж" * 31}, "kicker", "kicker"),
        ({"photos": []}, "photo", "lead_photo"),
        ({"photos": [Shown("body:2", picture("мост", ""), "Мостът")]}, "credit", "body:2"),
        (
            {"photos": [Shown("body:2", picture("мост", "АП", "m.jpg"), "Мостът")]},
            "alt", "body:2",
        ),
        ({"photos": [Shown("body:2", picture(), "Ж" * 201)]}, "caption", "body:2"),
        ({"topics": 0}, "topic", "topics"),
        ({"bylines": 0}, "signature", "story_bylines"),
        ({"texts": body("Това съобщи АФП."), "agencies": ["АФП"]}, "source", "story_sources"),
        ({"texts": body("„Спокойно е, каза кметът.")}, "quotes", "body:7"),
        ({"texts": body("Излязоха на на площада.")}, "doubled", "body:7"),
        ({"texts": body("Дойде Кенеди. После и Кеннеди си тръгна.")}, "names", "body:7"),
        ({"unpublished": [Text("body:7", "Чернова")]}, "links", "body:7"),
        ({"embargo": clock.instant() + timedelta(hours=2)}, "embargo", "embargo"),
    ],
)  # fmt: skip
def test_each_check_finds_what_it_is_for(but, key, where):
    assert found(**but)[key] == where


@pytest.mark.parametrize(
    "text",
    [
        "„Тя ми каза «ела» и си отиде“, спомня си той.",
        'Купи телевизор 32" за "Вестник".',
        "И “така” може да се срещне.",
        "Няма кавички.",
    ],
)
def test_quotes_that_have_partners_are_let_be(text):
    assert proofreading.unpaired(text, "bg" if "“така”" not in text else "en") == ""


def test_names_bent_by_grammar_are_one_name():
    sentence = (
        "Дойдоха и Иванов, и Иванова, после Петров и Петрова, а с тях Мария и Марин от Варна."
    )
    assert proofreading.spelled_two_ways([sentence]) == []


def test_words_repeated_on_purpose_are_let_be():
    assert not list(proofreading.said_twice("Много много хора в Баден Баден."))
    assert list(proofreading.said_twice("Стигна до до моста.")) == ["до до"]


# Over HTTP


def address(name: str, *args) -> str:
    return reverse(f"wagtailsnippets_stories_story:{name}", args=args)


@pytest.fixture
def uncredited(db):
    return newsroom.photo("Мостът", credit="")


@pytest.mark.django_db
def test_the_form_is_asked_as_it_stands_and_nothing_is_kept(site, people):
    story = newsroom.story(site, owner=people.user(Role.AUTHOR))
    story.save_revision(clean=False)
    form = story_form(site, "", story, headline="Ж" * 95)
    told = people(Role.AUTHOR).post(reverse("desk_writing_checks", args=[story.pk]), form).json()
    keys = [one["key"] for one in told["findings"]]
    assert {"headline", "topic", "photo"} <= set(keys)
    assert stored(story).latest_revision.as_object().headline == story.headline
    new = people(Role.AUTHOR).post(reverse("desk_writing_checks_of_new"), story_form(site))
    assert new.json()["readable"]


@pytest.mark.django_db
def test_another_authors_story_is_not_looked_at(site, people):
    story = newsroom.story(site, owner=newsroom.person(Role.AUTHOR))
    answer = people(Role.CONTRIBUTOR).post(reverse("desk_writing_checks", args=[story.pk]))
    assert answer.status_code in (302, 403)


@pytest.mark.django_db
def test_what_blocks_stops_publication_and_submission_but_no_draft(site, people, uncredited):
    chief = people(Role.CHIEF_EDITOR)
    for action in ("publish", "submit"):
        answer = chief.post(address("add"), story_form(site, action, lead_photo=uncredited.pk))
        assert "без източник" in text_of(answer), action
    assert not Story.objects.exists()
    chief.post(address("add"), story_form(site, "", lead_photo=uncredited.pk))
    assert Story.objects.count() == 1


@pytest.mark.django_db
def test_the_chief_editor_rules(site, people, uncredited):
    chief = people(Role.CHIEF_EDITOR)
    screen = chief.get(reverse("desk_writing_rules"))
    rules = {name: field.initial for name, field in screen.context["form"].fields.items()}
    chief.post(
        reverse("desk_writing_rules"),
        rules | {"credit-level": "warns", "alt-level": "warns", "deck-limit": 33},
    )
    assert CheckRule.objects.get(key="deck").limit == checks.rules()["deck"].limit == 33
    chief.post(address("add"), story_form(site, "publish", lead_photo=uncredited.pk))
    assert Story.objects.get().live
    assert people(Role.EDITOR).get(reverse("desk_writing_rules")).status_code in (302, 403)


@pytest.mark.django_db
def test_a_draft_is_gathered_from_the_story(site):
    hidden = newsroom.story(site, "Тайна")
    photo = newsroom.photo("Мостът", credit="АП")
    text = f'<p>Виж <a linktype="story" id="{hidden.pk}">там</a> &amp; пак</p>'
    story = newsroom.story(
        site, body=[("paragraph", text), ("photo", {"photo": photo, "caption": ""})]
    )
    story.topics = [Topic.objects.create(name="Реки")]
    draft = Draft.of(story)
    assert [one.text for one in draft.texts][-1] == "Виж там & пак"
    assert [one.text for one in draft.unpublished] == ["Тайна"]
    assert (draft.bylines, draft.sources, draft.topics) == (1, 1, 1)
    assert [one.photo for one in draft.photos] == [photo]
