"""Where dictionaries are found, and the newsroom's own words beside them.

Dictionaries are not part of Vestnik: the Bulgarian one has another licence. The operating system's
package or the data folder brings them; without one, spelling is not looked at, and the panel says why.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from django.conf import settings

from vestnik.accounts.models import User
from vestnik.desk.writing.models import OwnWord
from vestnik.kit import clock

#: Names of dictionaries for each language, the first that is there.
NAMES: Final = {"bg": ("bg_BG",), "en": ("en_GB", "en_US")}
#: The package of the operating system (Debian and its kin) that brings each.
PACKAGES: Final = {"bg": "hunspell-bg", "en": "hunspell-en-gb"}
SYSTEM: Final = (Path("/usr/share/hunspell"), Path("/usr/share/myspell/dicts"))
#: Bytes; every dictionary in use is far below it.
LARGEST: Final = 12_000_000
#: Words of our own in one language.
MOST_WORDS: Final = 10_000

_WORD = re.compile(r"[^\W\d_]+(?:[-’'.][^\W\d_]+)*\.?")


class WordRefused(Exception):
    """A word that is none, or one too many."""


def found(language: str) -> tuple[Path, Path] | None:
    """The rules and the words of a language's dictionary; None where there is none."""
    for folder in (Path(settings.VESTNIK_DATA) / "dictionaries", *SYSTEM):
        for name in NAMES.get(language, ()):
            files = folder / f"{name}.aff", folder / f"{name}.dic"
            if all(one.is_file() and one.stat().st_size < LARGEST for one in files):
                return files
    return None


def own_words(language: str) -> list[str]:
    """The newsroom's own words of a language."""
    words = OwnWord.objects.filter(language=language).order_by("word")
    return list(words.values_list("word", flat=True)[:MOST_WORDS])


def add(word: str, language: str, *, by: User) -> None:
    """Make a word one of ours. Raises WordRefused."""
    word = word.strip()
    if language not in NAMES or len(word) > 60 or not _WORD.fullmatch(word):
        raise WordRefused
    if OwnWord.objects.filter(language=language).count() >= MOST_WORDS:
        raise WordRefused
    OwnWord.objects.get_or_create(
        language=language,
        word=word,
        defaults={"added_by": str(by)[:150], "at": clock.instant()},
    )


def remove(word: str, language: str) -> None:
    """Take a word from our own."""
    OwnWord.objects.filter(language=language, word=word).delete()
