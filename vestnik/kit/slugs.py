"""Owns how words become addresses: Bulgarian in Latin letters by law, and slugs from any script."""

import re
import unicodedata

from anyascii import anyascii

# Bulgarian Transliteration Act (State Gazette 19/2009), articles 5 and 6.
_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z",
    "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "ts", "ч": "ch",
    "ш": "sh", "щ": "sht", "ъ": "a", "ь": "y", "ю": "yu", "я": "ya", "ѝ": "i",
}  # fmt: skip
# Article 10 writes the country's name without its rule: not "Balgaria".
_COUNTRY = re.compile(r"(?<!\w)(б)(ъ)(лгария)(?!\w)", re.IGNORECASE)
_FINAL_IYA = re.compile(r"(?<=и)я(?!\w)", re.IGNORECASE)
_STRESS = re.compile(r"(?<=[а-яѐѝ])[\u0300\u0301]", re.IGNORECASE)
_APOSTROPHES = re.compile("['`´ʹʻʼʽ‘’‛′]")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def transliterate(text: str) -> str:
    """`text` with Bulgarian letters written in Latin ones by the Transliteration Act of 2009.

    Letters of other alphabets, and Cyrillic ones that Bulgarian does not have, stay.
    """
    text = _STRESS.sub("", unicodedata.normalize("NFC", text))
    text = _COUNTRY.sub(lambda found: found[1] + _like("u", found[2]) + found[3], text)
    text = _FINAL_IYA.sub(lambda found: _like("a", found[0]), text)
    return "".join(_latin(text, place) for place in range(len(text)))


def slugify(text: str, *, limit: int = 80) -> str:
    """`text` as lower-case ASCII words joined by hyphens, at most `limit` characters.

    Cut between words where there is more than one. Empty only when `text` has neither letter
    nor digit: what then stands in an address is the caller's choice. Raises ValueError for a
    limit below 1.
    """
    if limit < 1:
        raise ValueError("A slug needs a limit of at least one character.")
    letters = "".join(map(_letter_or_gap, unicodedata.normalize("NFKC", text)))
    latin = _APOSTROPHES.sub("", anyascii(transliterate(letters)))
    slug = _NOT_SLUG.sub("-", latin.lower()).strip("-")
    if not slug:
        # Letters that no table writes in Latin: their code points are at least stable.
        slug = "-".join(f"u{ord(letter):x}" for letter in letters if letter.isalnum())
    if len(slug) <= limit:
        return slug
    words, _, _ = slug[: limit + 1].rpartition("-")
    return words or slug[:limit]


def _latin(text: str, place: int) -> str:
    letter = text[place]
    latin = _LETTERS.get(letter.lower())
    if latin is None:
        return letter
    if letter.islower():
        return latin
    return latin.upper() if _is_among_capitals(text, place) else latin.capitalize()


def _is_among_capitals(text: str, place: int) -> bool:
    """Whether the capital at `place` belongs to a word in capitals, as Щ in НОЩ but not in Щука."""
    after = text[place + 1 : place + 2]
    if after.isalpha():
        return after.isupper()
    return text[place - 1 : place].isupper() if place else False


def _like(latin: str, model: str) -> str:
    return latin.upper() if model.isupper() else latin


def _letter_or_gap(character: str) -> str:
    if _APOSTROPHES.match(character):
        return ""
    category = unicodedata.category(character)
    if category == "Cf":  # soft hyphens, joiners: inside a word, not between two
        return ""
    return character if category[0] in "LNM" else " "
