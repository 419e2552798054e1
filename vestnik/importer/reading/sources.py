"""Owns how a story's agencies are read from its text: who carried it, who is cited, and where.

Carried: the sign-off behind the last words („… армия. /БГНЕС“), the dateline („СОФИЯ (БТА) –“),
a line „Източник: БТА“. Cited: an agency beside a word of saying („цитирана от АФП“).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from vestnik.importer.reading import agencies
from vestnik.importer.reading.found import FoundSource

_NAME = agencies.pattern()
_SAYS_BEFORE = (
    r"цитира\w*|препредад\w+|препредава\w*|предад\w+|предава\w*|съобщ\w+|пише|пишат|писа|информира\w*"
    r"|отбеляз\w+|осведом\w+|припомн\w+|уточн\w+|разкри\w*|твърд\w+|позова\w+(?: се)? на|се позовава\w*|по данни на"
    r"|по информация на|по сведения на|според|по съобщение на|източници? на|репортер\w* на"
    r"|кореспондент\w* на|пред|(?:каза\w*|заяви\w*|коментира\w*|интервю|разказа\w*|изявление) за"
    r"|(?:reported|quoted|cited|seen|obtained|reviewed|published) by|according to|citing|quoting"
    r"|told|interview with|speaking to|reports? (?:from|by)|as \w+ reports"
)
_FILLER = (
    r"от|на|пред|по|в|и|както|също|агенция\w*|агенции\w*|осведомителн\w+|информационн\w+|новинарск\w+"
    r"|телеграфн\w+|държавн\w+|световн\w+|западн\w+|национал\w+|международн\w+"
    r"|(?:френск|руск|германск|американск|британск|италианск|испанск|турск|китайск|японск)\w+"
    r"|the|news|agency|agencies|and|both|state|wire|service|by"
)
_SAYS_AFTER = (
    r"съобщ\w+|предад\w+|предава\w*|пише|писа|цитира\w*|отбеляз\w+|информира\w*|уточн\w+|припомн\w+"
    r"|позовава\w*|reported|reports|said|says|quoted|cited|cites"
)
_GAP = rf"(?:\s|[„“\"”«»(),:–—-]|\b(?:{_FILLER})\b|{_NAME})*"
_CITED_BEFORE = re.compile(rf"\b(?:{_SAYS_BEFORE})\b(?=[\s„\"«:,])(?P<gap>{_GAP})", re.IGNORECASE)
_AND = rf"[“\"”»]?\s*(?:,|и|and)\s+(?:агенци\w+\s+)?[„“\"«]?(?={_NAME})"
_CITED_AFTER = re.compile(rf"((?:{_NAME}{_AND})*{_NAME})[“\"”»]?,?\s+(?:{_SAYS_AFTER})\b")
_MENTION = re.compile(_NAME)

_LIST = rf"{_NAME}(?:\s*(?:[,/;+]|и|and|–|-)\s*{_NAME})*"
_SIGN_OFF = re.compile(
    rf"(?:[/(\[|–—-]\s*(?P<names>{_LIST})\s*[/)\]|]?|\s(?P<after>{_LIST})(?<=[А-ЯA-Z]))\s*\.?\s*$"
)
_UNKNOWN_SIGN_OFF = re.compile(
    r"[.!?…“”\"]\s*[/(]\s*(?P<names>[А-ЯA-Z][А-ЯA-Z.]{1,11})\s*[/)]?\s*$"
)
_LABELLED = re.compile(
    r"^\s*[(/]?\s*(?:източници|източник|по материали на|sources?|via|quellen?)\s*[:：]?\s+(?P<names>.{2,60}?)\s*[)/]?\s*\.?$",
    re.IGNORECASE,
)
_ALONE = re.compile(rf"^\s*[/(\[–—-]?\s*(?P<names>{_LIST})\s*[/)\]]?\s*\.?\s*$")
_PLACE = r"(?:[^\W\d_][\w.’'-]*)(?:[ /,-]{1,2}[^\W\d_][\w.’'-]*){0,4}"
_DATELINE = re.compile(
    rf"^\s*(?P<place>{_PLACE})?(?P<day>,?\s*\d{{1,2}}\.?\s+\w+\.?(?:\s+\d{{4}}(?:\s*г\.)?)?)?"
    rf"\s*(?:[(/]\s*(?P<names>{_LIST})\s*[)/]\s*[–—:-]*|[–—]+)\s+(?=\S)"
)

_CITY = 5
"""A shorter word in capitals before a dash is as likely an acronym as a place."""


@dataclass(frozen=True, slots=True)
class SignOff:
    """Agencies at an edge of a paragraph: what stays of its text, and the words taken off."""

    rest: str
    taken: str
    names: tuple[str, ...]


def sign_off(paragraph: str, *, last: bool) -> SignOff | None:
    """The sign-off at the end of `paragraph`; only the `last` one may name an unknown agency."""
    alone = _ALONE.match(paragraph) or (_LABELLED.match(paragraph) if last else None)
    if alone and _split(alone["names"], unknown=last):
        return SignOff("", paragraph, _split(alone["names"], unknown=last))
    match = _SIGN_OFF.search(paragraph)
    if match and match["after"] and not re.search(r"[.!?…“”\"]\s*$", paragraph[: match.start()]):
        match = None
    if match is None and last:
        match = _UNKNOWN_SIGN_OFF.search(paragraph)
        if match:
            start = match.start() + 1
            return SignOff(paragraph[:start], paragraph[start:], (match["names"],))
    if match is None:
        return None
    names = _split(match["names"] or match["after"], unknown=False)
    return SignOff(paragraph[: match.start()].rstrip(), paragraph[match.start() :], names)


def dateline(paragraph: str) -> tuple[str, SignOff] | None:
    """The place and agencies before the first words; None unless both form a clear dateline."""
    match = _DATELINE.match(paragraph)
    if match is None or not (match["place"] or match["names"]):
        return None
    place = (match["place"] or "").strip(" ,")
    if place and agencies.find(place) and not match["names"]:
        return None
    certain = bool(match["names"] or match["day"]) or (place.isupper() and len(place) >= _CITY)
    if not certain or len(place) > 40 or (place and not place[0].isupper()):
        return None
    names = _split(match["names"] or "", unknown=False)
    return place, SignOff(paragraph[match.end() :], match.group(), names)


def cited(text: str) -> list[str]:
    """Spellings of the agencies that `text` cites, in the order of their first citation."""
    found = [
        (match.start() + name.start(), name.group())
        for match in _CITED_AFTER.finditer(text)
        for name in _MENTION.finditer(match[1])
    ]
    for match in _CITED_BEFORE.finditer(text):
        found += [
            (match.start("gap") + name.start(), name.group())
            for name in _MENTION.finditer(match["gap"])
        ]
    return [name for _, name in sorted(found)]


def as_sources(carried: list[str], mentioned: list[str]) -> tuple[FoundSource, ...]:
    """The chain of sources: each agency once, the ones that carried first."""
    found: dict[str, FoundSource] = {}
    for name in carried:
        agency = agencies.find(name)
        key = agency.code if agency else name.upper()
        found.setdefault(
            key,
            FoundSource(agency.name if agency else name, "carried", agency.code if agency else ""),
        )
    for name in mentioned:
        agency = agencies.find(name)
        if agency:
            found.setdefault(agency.code, FoundSource(agency.name, "cited", agency.code))
    return tuple(found.values())


def _split(names: str, *, unknown: bool) -> tuple[str, ...]:
    known = tuple(match.group() for match in _MENTION.finditer(names))
    if known:
        return known
    agency = agencies.find(names)
    if agency:
        return (names.strip(),)
    return (names.strip(),) if unknown and names.strip() else ()
