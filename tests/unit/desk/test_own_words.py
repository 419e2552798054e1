"""What the language panel is told: suggestions of the typographer, dictionaries, words of our own."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from tests.unit.desk.screens import text_of
from vestnik.accounts.roles import Role
from vestnik.desk.writing import dictionaries
from vestnik.desk.writing.models import OwnWord
from vestnik.kit.typography import offers

TYPOGRAPHY = "desk_writing_typography"


@pytest.mark.parametrize(
    ("text", "kind", "mended"),
    [
        ('Каза "ела" и "върви".', "quotes", "Каза „ела“ и „върви“."),
        ("Той - кметът - дойде.", "dashes", "Той – кметът – дойде."),
        ("През 2023-2024 г.", "dashes", "През 2023–2024 г."),
        ("Две  думи , и точка .", "spaces", "Две думи, и точка."),
        ("Дойде,видя и победи.", "spaces", "Дойде, видя и победи."),
        ("Каза „ ела “ и тръгна.", "spaces", "Каза „ела“ и тръгна."),
    ],
)
def test_each_kind_is_offered_apart(text, kind, mended):
    offered = {one.kind: one for one in offers.suggestions(text, "bg")}
    assert offered[kind].applied(text) == mended


@pytest.mark.parametrize(
    "text",
    [
        "Цена 1,50 лв. в 10:30 ч. при И. Вазов, т.е. навреме.",
        "Пишете на редакция@пример.бг или на www.primer.bg/a,b.",
        "„Спокойно е“, каза кметът – и си отиде...",
        "И така нататък…",
    ],
)
def test_what_is_well_is_let_be(text):
    assert offers.suggestions(text, "bg") == []


def test_places_are_counted_as_a_script_counts():
    text = '🙂🙂 "ела"'
    (offered,) = offers.suggestions(text, "bg")
    assert [one["start"] for one in offers.in_script(text, offered)["changes"]] == [5, 9]


# Over HTTP


def ask(browser, url: str, **said):
    return browser.post(url, json.dumps(said), content_type="application/json")


@pytest.mark.django_db
def test_paragraphs_are_asked_together_within_bounds(people):
    url = reverse(TYPOGRAPHY)
    texts = ['"а"', "", 7, "б"]
    told = ask(people(Role.AUTHOR), url, language="bg", texts=texts).json()["suggestions"]
    assert [len(one) for one in told] == [1, 0, 0, 0]
    many = ask(people(Role.AUTHOR), url, language="bg", texts=["а"] * 2_000).json()
    assert many == {"suggestions": []}
    assert ask(people(Role.MODERATOR), url, texts=[]).status_code in (302, 403)


@pytest.mark.django_db
def test_a_dictionary_is_served_from_where_it_is(people, settings, tmp_path, monkeypatch):
    settings.VESTNIK_DATA = tmp_path
    monkeypatch.setattr(dictionaries, "SYSTEM", ())
    url = reverse("desk_writing_dictionary", args=["bg", "dic"])
    editor = people(Role.EDITOR)
    assert editor.get(url).status_code == 404
    assert "hunspell-bg" in text_of(editor.get(reverse("wagtailsnippets_stories_story:add")))
    (tmp_path / "dictionaries").mkdir()
    for kind in ("aff", "dic"):
        (tmp_path / f"dictionaries/bg_BG.{kind}").write_text("SET UTF-8\n", encoding="utf-8")
    answer = editor.get(url)
    assert b"".join(answer.streaming_content) == b"SET UTF-8\n"
    again = editor.get(url, headers={"If-Modified-Since": answer["Last-Modified"]})
    assert again.status_code == 304
    screen = text_of(editor.get(reverse("wagtailsnippets_stories_story:add")))
    assert "hunspell-bg" not in screen
    assert people(Role.MODERATOR).get(url).status_code in (302, 403)
    for wrong in ("/cms/desk/writing/dictionary/bg.txt", "/cms/desk/writing/dictionary/xx.dic"):
        assert editor.get(wrong).status_code == 404


@pytest.mark.django_db
def test_words_of_our_own_come_and_go(people):
    url = reverse("desk_writing_words", args=["bg"])
    editor = people(Role.EDITOR)
    for word in ("Белоречие", "Белоречие", "<b>", "две думи", "ж" * 61):
        ask(editor, url, word=word)
    assert editor.get(url).json() == {"words": ["Белоречие"]}
    ask(editor, url, word="Белоречие", remove=True)
    assert not OwnWord.objects.exists()
    assert ask(people(Role.MODERATOR), url, word="дума").status_code in (302, 403)
