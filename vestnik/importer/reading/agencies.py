"""Owns the agencies that a page may name, in Bulgarian and Latin spelling, with their codes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class KnownAgency:
    """An agency: `code` is ours and stable, `name` the Bulgarian spelling shown to readers."""

    code: str
    name: str
    spellings: tuple[str, ...]


# Spellings are matched as written: an acronym in small letters is another word.
KNOWN = tuple(
    KnownAgency(code, name, (name, *spellings))
    for code, name, *spellings in (
        ("bta", "БТА", "BTA", "Българската телеграфна агенция", "Българска телеграфна агенция"),
        ("bgnes", "БГНЕС", "BGNES", "БГ НЕС", "BG NES"),
        ("focus", "Фокус", "Агенция „Фокус“", "FOCUS News Agency", "ФОКУС"),
        ("afp", "АФП", "AFP", "Франс прес", "Франс Прес", "Франспрес", "Agence France-Presse"),
        ("reuters", "Ройтерс", "Reuters", "REUTERS", "РОЙТЕРС", "Рейтер"),
        ("ap", "АП", "AP", "Асошиейтед прес", "Асошиейтед Прес", "Associated Press"),
        ("dpa", "ДПА", "DPA", "dpa", "Deutsche Presse-Agentur"),
        ("tass", "ТАСС", "TASS", "ИТАР-ТАСС", "ITAR-TASS"),
        ("ria", "РИА Новости", "РИА „Новости“", "RIA Novosti"),
        ("interfax", "Интерфакс", "Interfax"),
        ("upi", "ЮПИ", "UPI"),
        ("bloomberg", "Блумбърг", "Bloomberg"),
        ("dj", "Дау Джоунс", "Dow Jones Newswires"),
        ("ansa", "АНСА", "ANSA"),
        ("efe", "ЕФЕ", "EFE"),
        ("apa", "АПА", "APA", "Austria Presse Agentur"),
        ("belga", "Белга", "Belga", "BELGA"),
        ("anp", "АНП", "ANP"),
        ("pap", "ПАП", "PAP"),
        ("ctk", "ЧТК", "ČTK", "CTK"),
        ("mti", "МТИ", "MTI"),
        ("tanjug", "Танюг", "ТАНЮГ", "Tanjug", "TANJUG"),
        ("mia", "МИА", "MIA"),
        ("agerpres", "Аджерпрес", "Agerpres", "AGERPRES"),
        ("anadolu", "Анадолска агенция", "Анадолската агенция", "Анадолу", "Anadolu Agency"),
        ("ana-mpa", "АНА-МПА", "ANA-MPA", "АМНА"),
        ("kyodo", "Киодо", "Kyodo"),
        ("xinhua", "Синхуа", "Xinhua"),
        ("yonhap", "Йонхап", "Yonhap"),
        ("ukrinform", "Укринформ", "Ukrinform"),
        ("unian", "УНИАН", "UNIAN"),
        ("irna", "ИРНА", "IRNA"),
        ("pa", "ПА Медия", "PA Media", "Press Association"),
        ("keystone-sda", "Кийстоун-СДА", "Keystone-SDA", "sda", "SDA"),
        ("dpa-afx", "ДПА-АФХ", "dpa-AFX"),
        ("cp", "Канейдиън прес", "Canadian Press", "The Canadian Press"),
        ("aap", "ААП", "AAP"),
    )
)


@cache
def by_spelling() -> dict[str, KnownAgency]:
    """Each spelling with its agency; upper case beside, for credits set in capitals."""
    table = {spelling.upper(): agency for agency in KNOWN for spelling in agency.spellings}
    return table | {spelling: agency for agency in KNOWN for spelling in agency.spellings}


@cache
def pattern() -> str:
    """A regular expression for any spelling, longest first, on word boundaries."""
    spellings = sorted({s for agency in KNOWN for s in agency.spellings}, key=len, reverse=True)
    return r"(?<![\w-])(?:" + "|".join(map(re.escape, spellings)) + r")(?![\w-])"


def find(name: str) -> KnownAgency | None:
    """The agency of that name as a page spells it, without quotes and case; None if unknown."""
    name = name.strip(" „“\"'”«»().,/")
    return by_spelling().get(name) or by_spelling().get(name.upper())
