"""Owns guessing the language of a text: by script and letters, then by its commonest words."""

from __future__ import annotations

import re

from vestnik.kit.letters import cyrillic_share

_WORDS = {
    "en": "the of and to in is that for was with on as are from has have by it said",
    "de": "der die und das ist nicht von zu den mit sich des ein eine auf für dem im auch",
    "fr": "le la les des et est une dans que pour qui sur pas au par plus avec ce sont",
    "it": "il di che la per un una non sono con del della i le si da al più anche",
    "es": "el la de que los en un una por con las para del se su al es más como",
    "pt": "o a os as de que em um uma para com não do da no na se por mais foi",
    "nl": "de het een van en in is dat op te niet met voor zijn aan die door naar ook",
    "pl": "w i na z się nie do że to jest o jak po od za ale przez przy dla",
    "ro": "și de la în a o că pe cu nu din pentru este care sunt mai au fost un",
    "tr": "ve bir bu da de için ile olarak çok daha olan gibi kadar ancak en sonra",
}
_WORD_SETS = {code: frozenset(words.split()) for code, words in _WORDS.items()}
_TOKEN = re.compile(r"[^\W\d_]+")


def guess(text: str, default: str | None) -> str | None:
    """The language code of `text`; `default` where too little speaks for any."""
    text = text[:20_000].lower()
    if cyrillic_share(text) >= 0.5:
        return _cyrillic(text, default)
    tokens = _TOKEN.findall(text)
    if len(tokens) < 8:
        return default
    hits = {code: sum(token in words for token in tokens) for code, words in _WORD_SETS.items()}
    best = max(hits, key=lambda code: hits[code])
    return best if hits[best] >= max(3, len(tokens) / 12) else None


def agrees(code: str | None, text: str) -> bool:
    """Whether a declared language can be that of `text`: at least their scripts agree."""
    if not code:
        return False
    cyrillic = code[:2] in {"bg", "ru", "uk", "be", "mk", "sr", "kk", "ky", "mn", "tg"}
    latin_too = code[:2] in {"sr", "kk"}
    share = cyrillic_share(text[:20_000])
    return (cyrillic and share >= 0.5) or ((latin_too or not cyrillic) and share < 0.5)


def _cyrillic(text: str, default: str | None) -> str | None:
    count = {letter: text.count(letter) for letter in "ъыэёіїєјљњћђѓќѕўщ"}
    letters = max(1, sum(map(str.isalpha, text)))
    if sum(count[letter] for letter in "ыэё") > letters / 150:
        return "be" if count["ў"] > 2 else "ru"
    if sum(count[letter] for letter in "іїє") > letters / 150:
        return "uk"
    if sum(count[letter] for letter in "јљњ") > letters / 150:
        return "mk" if count["ѓ"] + count["ќ"] + count["ѕ"] > count["ћ"] + count["ђ"] else "sr"
    if count["ъ"] > letters / 300 or default is None:
        return "bg"
    return default
