"""Our Bulgarian catalogues: complete, compiled as they are written, with the places of the English kept.

That nothing is missing in them is counted by `tests.words`, in `bin/check`.
"""

import gettext
import re
from pathlib import Path

import pytest

import vestnik
from tests import words

PACKAGE = Path(vestnik.__file__).parent
WRITTEN = sorted(PACKAGE.rglob("bg/LC_MESSAGES/*.po"))
PLACES = re.compile(r"%(?:\(\w+\))?[sdr]|{\w*}")


def entries(path):
    """(context, the English forms, the Bulgarian ones) of each entry of a written catalogue."""
    for message in words.read(path):
        if message.id:
            forms = [
                list(form) if isinstance(form, tuple) else [form]
                for form in (message.id, message.string)
            ]
            yield message.context, *forms


def test_all_catalogues_are_looked_at():
    assert len(WRITTEN) > 2
    assert sum(1 for path in WRITTEN for _ in entries(path)) > 1500


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_text_of_a_catalogue_is_translated_and_compiled(path):
    with path.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    for context, english, bulgarian in entries(path):
        key = f"{context}\x04{english[0]}" if context else english[0]
        said = [compiled.ngettext(key, "", number) for number in (1, 2)]
        if len(english) == 1:
            said = [compiled.gettext(key)]
        assert all(bulgarian), english
        assert said == bulgarian, "compile the catalogue: msgfmt -o django.mo django.po"


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_in_a_catalogue_is_a_guess(path):
    text = path.read_text(encoding="utf-8")
    assert "fuzzy" not in text
    assert "#~" not in text


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_translations_keep_their_places(path):
    for _, english, bulgarian in entries(path):
        for form, said in zip(english, bulgarian, strict=True):
            assert sorted(PLACES.findall(form)) == sorted(PLACES.findall(said)), english


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_translations_are_bulgarian_in_bulgarian_quotes(path):
    straight = re.compile(r"""(?<![=<\w])["'](?=[А-я])|(?<=[а-я])["'](?![\w>])""")
    for _, english, bulgarian in entries(path):
        for said in bulgarian:
            words_only = re.sub(r"<[^>]*>", "", said)
            assert not straight.search(words_only), english
