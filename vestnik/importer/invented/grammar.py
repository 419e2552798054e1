"""Owns Bulgarian agreement for invented news: noun phrases with every form that templates use.

A noun is written once with its definite form; gender follows from the article (-ът/-ят masculine,
-та feminine, -то neuter), the short masculine article from the full one. A template can therefore
not disagree with the noun that it is filled with.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Gender = Literal["m", "f", "n"]
Forms = Mapping[str, str]
"""Slot name to text. For a noun phrase: ``a`` indefinite, ``s`` definite as subject, ``o`` definite
otherwise, ``A S O`` the same capitalised, ``e`` the ending of a participle, ``pro``/``Pro`` the
pronoun, ``po`` the possessive clitic, ``wh`` the relative pronoun."""

_AGREEMENT: dict[Gender, dict[str, str]] = {
    "m": {"e": "", "pro": "той", "Pro": "Той", "po": "му", "wh": "който"},
    "f": {"e": "а", "pro": "тя", "Pro": "Тя", "po": "ѝ", "wh": "която"},
    "n": {"e": "о", "pro": "то", "Pro": "То", "po": "му", "wh": "което"},
}


@dataclass(frozen=True, slots=True)
class Noun:
    """A singular noun: its two dictionary forms and what always follows it.

    The first word carries the article: „помпена станция“, „помпената станция“.
    """

    indefinite: str
    definite: str
    tail: str = ""

    @property
    def short(self) -> str:
        """The definite form that is not a subject: -ът becomes -а, -ят becomes -я."""
        if self.gender != "m":
            return self.definite
        article, *rest = self.definite.split()
        vowel = "а" if article.endswith("ът") else "я"
        return " ".join([article[:-2] + vowel, *rest])

    @property
    def gender(self) -> Gender:
        """Gender by the article; raises ValueError for a form that is no singular definite one."""
        article = self.definite.split()[0]
        if article.endswith(("ът", "ят")):
            return "m"
        if article.endswith("та"):
            return "f"
        if article.endswith("то"):
            return "n"
        raise ValueError(f"not a singular definite noun: {self.definite}")


@dataclass(frozen=True, slots=True)
class Adjective:
    """An adjective: masculine indefinite form and the stem of all others."""

    masculine: str
    stem: str

    def indefinite(self, gender: Gender) -> str:
        return {"m": self.masculine, "f": self.stem + "а", "n": self.stem + "о"}[gender]

    def definite(self, gender: Gender, *, subject: bool) -> str:
        masculine = self.stem + ("ият" if subject else "ия")
        return {"m": masculine, "f": self.stem + "ата", "n": self.stem + "ото"}[gender]


def capital(text: str) -> str:
    """The text with its first letter upper-case and the rest as it was."""
    return text[:1].upper() + text[1:]


def in_place(place: str) -> str:
    """The place with its preposition: „във“ before в and ф, „в“ before all else."""
    return ("във " if place[0] in "ВвФф" else "в ") + place


def forms(noun: Noun, adjective: Adjective | None = None) -> Forms:
    """Every form of a noun phrase; the article is carried by the adjective when there is one."""
    gender = noun.gender
    if adjective is None:
        indefinite, subject, other = noun.indefinite, noun.definite, noun.short
    else:
        indefinite = f"{adjective.indefinite(gender)} {noun.indefinite}"
        subject = f"{adjective.definite(gender, subject=True)} {noun.indefinite}"
        other = f"{adjective.definite(gender, subject=False)} {noun.indefinite}"
    tail = f" {noun.tail}" if noun.tail else ""
    plain = {"a": indefinite + tail, "s": subject + tail, "o": other + tail}
    return plain | {key.upper(): capital(text) for key, text in plain.items()} | _AGREEMENT[gender]


def nouns(*lines: str) -> tuple[Noun, ...]:
    """Nouns written as ``indefinite/definite`` or ``indefinite/definite/tail``."""
    return tuple(Noun(*line.split("/")) for line in lines)


def adjectives(*lines: str) -> tuple[Adjective, ...]:
    """Adjectives written as ``masculine/stem``."""
    return tuple(Adjective(*line.split("/")) for line in lines)


def phrases(heads: Iterable[Noun], qualities: Iterable[Adjective] = ()) -> tuple[Forms, ...]:
    """Every noun plain and with every adjective."""
    qualities = tuple(qualities)
    return tuple(forms(head, quality) for head in heads for quality in (None, *qualities))
