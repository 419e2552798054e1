"""Owns making names of people out of what pages write in their author fields."""

from __future__ import annotations

import re

_LEAD = re.compile(
    r"^(?:[Bb]y|BY|[Vv]on(?!\s+de[rmn]\b)|[Оо]т|ОТ|par|Par|door|Door|[Ww]ritten by|[Ss]tory by|[Pp]osted by)\s*:?\s+"
    r"|^(?i:автори?|авторка|текст|authors?|репортер)\s*[:：]\s*"
)
_SPLIT = re.compile(r"\s*(?:[,;|•·]|\s+(?:and|und|и|et|en|y|та|&)\s+|&|\s/\s|\n)\s*", re.IGNORECASE)
_ROLE = re.compile(
    r"\b(?:reporter|correspondent|editor|staff|writer|contributor|redaktion|репортер|кореспондент|редактор|журналист"
    r"|корреспондент|главен|senior|chief|producer|columnist|bureau|political|special)\b",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(
    r"https?:|www\.|@|[<>{}\[\]=]|^\d+$|^(?:admin|administrator|unknown|none|null|author|автор|екип|name|име|e-?mail)\W*$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+")
_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv|phd|md|mba)\.?$", re.IGNORECASE)
_LONGEST_NAME = 60


def names(*fields: str) -> tuple[str, ...]:
    """The people of all `fields`, each once: no "By", no addresses, several in a field split."""
    found: dict[str, str] = {}
    for field in fields:
        field = " ".join(_ADDRESS.sub(" ", field).split())
        field = re.sub(r"\s*\([^)]*\)", "", field)
        parts = _SPLIT.split(_LEAD.sub("", field.strip()))
        for index, part in enumerate(parts):
            name = _LEAD.sub("", part.strip(" .,–—-")).strip(" ,–—-")
            if not name or _NOT_A_NAME.search(name) or len(name) > _LONGEST_NAME:
                continue
            if index and (_SUFFIX.match(name) or _ROLE.search(name)):
                continue
            if not any(letter.isalpha() for letter in name) or re.search(r"\d{2}|\d\s*min\b", name):
                continue
            found.setdefault(name.casefold(), _cased(name))
    return tuple(found.values())


def _cased(name: str) -> str:
    if name.isupper() and " " in name:
        return name.title()
    return name
