"""The Bulgarian catalogue: complete, and compiled as it is written."""

import ast
import gettext
import re
from pathlib import Path

import pytest

import vestnik

PACKAGE = Path(vestnik.__file__).parent
CATALOGUE = PACKAGE / "locale/bg/LC_MESSAGES/django"
WORDS = re.compile(r"[A-Za-z]{2,}")


@pytest.fixture(scope="module")
def compiled():
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def entries():
    """(context, English, Bulgarian) of each entry of the written catalogue."""
    text = CATALOGUE.with_suffix(".po").read_text(encoding="utf-8")
    for entry in text.split("\n\n")[1:]:
        said = {"msgctxt": "", "msgid": "", "msgstr": ""}
        name = ""
        for line in entry.splitlines():
            word, _, rest = line.partition(" ")
            if word.startswith("#"):
                continue
            if not word.startswith('"'):
                name, line = word.replace("msgstr[0]", "msgstr"), rest
                said[name] = ""
            said[name] += ast.literal_eval(line)
        yield said["msgctxt"], said["msgid"], said["msgstr"]


def used_in_python():
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("_", "gettext", "gettext_lazy")
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                yield path.relative_to(PACKAGE), node.args[0].value


def used_in_templates():
    for path in PACKAGE.rglob("*.html"):
        found = re.findall(
            r'\{% trans(?:late)? "([^"]+)"(?! context)', path.read_text(encoding="utf-8")
        )
        yield from ((path.relative_to(PACKAGE), text) for text in found)


def test_every_text_of_the_catalogue_is_translated_and_compiled(compiled):
    listed = list(entries())
    assert len(listed) > 100
    for context, english, bulgarian in listed:
        assert bulgarian, english
        said = compiled.pgettext(context, english) if context else compiled.gettext(english)
        if said == english:
            said = compiled.ngettext(english, "", 1)
        assert said == bulgarian, "compile the catalogue: msgfmt -o django.mo django.po"


def test_nothing_in_the_catalogue_is_a_guess():
    text = CATALOGUE.with_suffix(".po").read_text(encoding="utf-8")
    assert "fuzzy" not in text
    assert "#~" not in text


def test_translations_keep_their_places():
    for _, english, bulgarian in entries():
        places = sorted(re.findall(r"%(?:\(\w+\))?[sd]", english))
        assert places == sorted(re.findall(r"%(?:\(\w+\))?[sd]", bulgarian)), english


def test_every_text_that_is_shown_is_in_the_catalogue():
    known = {english for _, english, _ in entries()}
    used = [*used_in_python(), *used_in_templates()]
    assert len(used) > 100
    missing = [(str(path), text) for path, text in used if WORDS.search(text) and text not in known]
    assert not missing
