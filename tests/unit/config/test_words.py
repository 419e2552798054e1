"""The count of texts without Bulgarian: it sees what is missing, wherever it is asked for."""

import pytest

from tests import words

TEMPLATE = """{% load i18n %}
  {% if one %}
        {% translate "Of a template" %}
      {% endif %}
{% blocktranslate count number=many trimmed %}
    One thing
{% plural %}
    {{ number }} things
{% endblocktranslate %}
{% translate "Order" context "of a list" %}
"""


@pytest.fixture
def without(monkeypatch):
    """without(text): there is no Bulgarian for it."""
    served = words.served

    def take(key):
        monkeypatch.setattr(words, "served", lambda domain: served(domain) - {key})

    return take


@pytest.mark.parametrize(
    ("domain", "package", "text"),
    [
        ("django", "wagtail.admin", "Sidebar"),
        ("django", "django.contrib.auth", "password"),
        ("django", "django_filters", "exclude"),
        ("django", "django.contrib.humanize", "yesterday"),
        ("django", "vestnik", "Take off"),
        ("djangojs", "wagtail.admin", "Add a comment"),
    ],
)
def test_a_missing_text_is_counted_where_it_is_asked_for(without, domain, package, text):
    without(text)
    assert [one.english for one in words.count(domain)[package].missing] == [text]


def test_our_code_and_templates_are_read_for_what_they_ask(tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/screen.html").write_text(TEMPLATE, encoding="utf-8")
    (tmp_path / "code.py").write_text(
        '_("In " "two parts")\nngettext("A day", "%(n)s days", n)\npgettext_lazy("of a list", "Row")\n',
        encoding="utf-8",
    )

    assert set(words.texts_of_ours(tmp_path).values()) == {
        words.Text("", "Of a template"),
        words.Text("", "One thing", "%(number)s things"),
        words.Text("of a list", "Order"),
        words.Text("", "In two parts"),
        words.Text("", "A day", "%(n)s days"),
        words.Text("of a list", "Row"),
    }


def test_what_only_an_app_that_is_not_installed_asks_for_is_left_out(tmp_path):
    catalogue = tmp_path / "django.po"
    catalogue.write_text(
        '#: open/forms.py:1 closed/forms.py:1\nmsgid "Of both"\nmsgstr ""\n\n'
        '#: closed/forms.py:2 templates/closed/form.html:1\nmsgid "Closed"\nmsgstr ""\n',
        encoding="utf-8",
    )

    found = words.texts_of_catalogue(catalogue, frozenset({"closed"}))
    assert [text.english for text in found] == ["Of both"]


def test_a_text_said_differently_in_two_catalogues_is_told(tmp_path, monkeypatch):
    for place, word in (("one", "Рубрика"), ("two", "Раздел"), ("three", "Рубрика")):
        folder = tmp_path / "vestnik" / place / "bg/LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "django.po").write_text(f'msgid "Section"\nmsgstr "{word}"\n', encoding="utf-8")
    monkeypatch.setattr(words, "ROOT", tmp_path)

    assert [sentence.count("Раздел") for sentence in words.said_twice("django")] == [1]


def test_a_packages_text_among_our_own_is_told(tmp_path, monkeypatch):
    folder = tmp_path / "vestnik/desk/locale/bg/LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(
        'msgid "Take off"\nmsgstr "Свали"\n\nmsgid "Sidebar"\nmsgstr "Лента"\n', encoding="utf-8"
    )
    found = [folder / "django.po"]
    monkeypatch.setattr(words, "catalogues", lambda domain: found)
    counted = words.count("django")
    monkeypatch.setattr(words, "count", lambda domain: dict(counted))
    monkeypatch.setattr(words, "ROOT", tmp_path)

    assert [sentence.split(" is ")[0] for sentence in words.misplaced("django")] == ["'Sidebar'"]
