"""Owns the statistics of letters by which an encoding is recognised.

The scores are mean natural log likelihoods of the letters outside ASCII, each seen with its
neighbours in the word. Rightly decoded Bulgarian scores about -3, the same bytes read in another
Cyrillic encoding -5 and less.
"""

from __future__ import annotations

import re
from math import log

# Per thousand letters of running Bulgarian text; the letters of the other Cyrillic languages
# stand behind them with a small share, so that their texts are still recognised as text.
_CYRILLIC_SHARES = {
    "а": 115, "б": 15, "в": 46, "г": 17, "д": 34, "е": 85, "ж": 9, "з": 21, "и": 89, "й": 8,
    "к": 34, "л": 33, "м": 25, "н": 71, "о": 86, "п": 30, "р": 52, "с": 48, "т": 75, "у": 14,
    "ф": 3, "х": 7, "ц": 7, "ч": 15, "ш": 7, "щ": 7, "ъ": 19, "ь": 6, "ю": 3, "я": 20,
    "ы": 8, "э": 2, "ё": 1, "і": 6, "ї": 2, "є": 2, "ґ": 0.3, "ј": 4, "љ": 1, "њ": 1.5,
    "ћ": 1.5, "ђ": 0.6, "џ": 0.3, "ѓ": 0.3, "ќ": 0.4, "ѕ": 0.2, "ў": 0.4, "ѝ": 0.8, "ѐ": 0.1,
}  # fmt: skip
_CYRILLIC = {letter: log(share / 1000) for letter, share in _CYRILLIC_SHARES.items()}
_UNKNOWN_CYRILLIC = log(0.00005)

_LATIN = {
    **dict.fromkeys("äöüßéèàçñáíóúãõêôâîåøæ", -3.4),
    **dict.fromkeys("ąćęłńśźżčďěňřšťůžőűășțşţğıőžëïûùìòœìýœ", -4.2),
}
_UNKNOWN_LATIN = -6.5
_TYPOGRAPHIC = frozenset("„“”‘’‚–—…«»№§©®°•· ­€£‹›†‡™×±½¼¾²³µ¿¡ªº´¨¯¸¹")
_ACCENTED_NEIGHBOURS = (0.0, 1.0, 4.0)
_CONTROL = -16.0
_RARE_SIGN = -9.0
_TYPOGRAPHIC_SIGN = -3.2
_JOINING = frozenset("’‘–—…­·'´")
_CHUNK = re.compile(r"\S+")
_HIGH_WORDS = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
_SAMPLE_WORDS = 4000


def sample(data: bytes) -> bytes:
    """The words of `data` with bytes outside ASCII: the first ones and some from all over."""
    words = _HIGH_WORDS.findall(data[: 2 * 1024 * 1024])
    step = max(1, len(words) // _SAMPLE_WORDS)
    return b" ".join(word[:60] for word in words[::step][:_SAMPLE_WORDS])


def is_cyrillic(letter: str) -> bool:
    """Whether the letter belongs to the Cyrillic block."""
    return "Ѐ" <= letter <= "ӿ"


def cyrillic_share(text: str) -> float:
    """The Cyrillic part of all letters in `text`, 0 to 1."""
    letters = [letter for letter in text if letter.isalpha()]
    return sum(map(is_cyrillic, letters)) / len(letters) if letters else 0.0


def score(text: str) -> float:
    """How likely `text` is rightly decoded writing: mean log likelihood of a non-ASCII sign."""
    total, count = weigh(text)
    return total / count if count else 0.0


def weigh(text: str) -> tuple[float, int]:
    """The log likelihood of all non-ASCII signs of `text`, and their number."""
    total, count = 0.0, 0
    for found in _CHUNK.finditer(text):
        value, signs = _word_score(found.group())
        total += value
        count += signs
    return total, count


def _word_score(word: str) -> tuple[float, int]:
    high = [index for index, letter in enumerate(word) if letter > "\x7f"]
    if not high:
        return 0.0, 0
    all_capitals = len(word) > 1 and word.isupper()
    return sum(_sign_score(word, index, all_capitals) for index in high), len(high)


def _sign_score(word: str, index: int, all_capitals: bool) -> float:
    sign = word[index]
    if "\x80" <= sign <= "\x9f" or sign == "\ufffd":
        return _CONTROL
    before = word[index - 1] if index else " "
    after = word[index + 1] if index + 1 < len(word) else " "
    if not sign.isalpha():
        inside = before.isalpha() and after.isalpha() and sign not in _JOINING
        leading = sign in "–—…”™€" and before == " " and after.isalpha()
        odd = inside or leading or sign not in _TYPOGRAPHIC
        return _RARE_SIGN if odd else _TYPOGRAPHIC_SIGN
    if is_cyrillic(sign):
        value = _CYRILLIC.get(sign.lower(), _UNKNOWN_CYRILLIC)
        if any(near.isalpha() and near < "\x80" for near in (before, after)):
            value -= 4.0
    else:
        value = _LATIN.get(sign.lower(), _UNKNOWN_LATIN)
        value -= _ACCENTED_NEIGHBOURS[(before > "\x7f") + (after > "\x7f")]
    return value - _capital_cost(sign, before, all_capitals)


def _capital_cost(sign: str, before: str, all_capitals: bool) -> float:
    if not sign.isupper():
        return 0.0
    if before.islower():
        return 5.0
    if all_capitals:
        return 0.3
    return 2.5 if before.isupper() else 0.8
