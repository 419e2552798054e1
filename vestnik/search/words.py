"""Words as the index has them: lower case, in their dictionary form, without what is no word.

Bulgarian has no cases but articles, plurals and tenses: „изборите“ and „избор“ are one word here. A word
that the dictionary does not know loses its article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from simplemma import lemmatize

# Exactly the letters that SQLite's tokenizer takes for letters too, and the accents of stress.
_WORD = re.compile("[0-9a-zß-öø-ɏά-ώа-ҁҋ-ӿ\u0300\u0301]+", re.IGNORECASE)
_STRESS = re.compile("[\u0300\u0301]")
_CYRILLIC = re.compile("[а-я]")
_ARTICLES = ("ът", "ят", "та", "то", "те")
#: Letters that a word has without its article.
_STEM = 4
#: Longer strings of letters are no words.
_LONGEST = 60
#: What stands before the marks that are no words (`marks.py`).
MARK = "0q"


def words_of(text: str) -> Iterator[str]:
    """The words of a text in their dictionary forms, in order."""
    for found in _WORD.findall(text):
        word = plain(found)
        if word and len(word) <= _LONGEST and not word.startswith(MARK):
            yield lemma(word)


def plain(word: str) -> str:
    """A word in lower case without accents of stress."""
    # A capital may have a small letter of two characters, of which one is an accent.
    return _STRESS.sub("", word.lower())


def last_word(text: str) -> str:
    """The word with which a text ends, as it is written; empty when something stands behind it."""
    words = list(_WORD.finditer(text))
    return plain(words[-1][0]) if words and words[-1].end() == len(text) else ""


@lru_cache(maxsize=200_000)
def lemma(word: str) -> str:
    """The dictionary form of a word in lower case."""
    if not _CYRILLIC.search(word):
        return word
    # "ѝ" is written with an accent that distinguishes nothing in a search.
    word = word.replace("ѝ", "и")
    known = _form(word)
    if known != word:
        return known
    for article in _ARTICLES:
        if word.endswith(article) and len(word) - len(article) >= _STEM:
            return _form(word.removesuffix(article))
    return word


def _form(word: str) -> str:
    # The dictionary has "решавам-(се)": each database's index would part that otherwise.
    found = _WORD.match(lemmatize(word, lang="bg").lower())
    return found[0] if found else word


def found_in(text: str, wanted: Iterable[str], begun: str = "") -> list[tuple[int, int]]:
    """Where a text has one of the wanted words, in any form, or one that begins so."""
    wanted = set(wanted)
    places = []
    for found in _WORD.finditer(text):
        word = plain(found[0])
        form = lemma(word)
        if form in wanted or (begun and (word.startswith(begun) or form.startswith(begun))):
            places.append(found.span())
    return places
