"""The one registry of key names: what a public page can depend on and a change can touch.

A row key stands for one row ("story:42"). A list key stands for a list and all its future members
("section:7:bg/list"). A broad key stands for something many pages show ("site", "section:7/name").
"""

from __future__ import annotations

from datetime import date

#: Everything that hangs on the site's settings, its tree of pages, or a migration.
SITE = "site"


def row(kind: str, pk: object) -> str:
    """The key of one row; also the subject by which the log names it."""
    return f"{kind}:{pk}"


def members(kind: str, pk: object, language: str) -> str:
    """The key of the stories in one language of a section, topic, byline, storyline, agency or kind."""
    return f"{kind}:{pk}:{language}/list"


def name(kind: str, pk: object) -> str:
    """The key of a name and address shown on many pages."""
    return f"{kind}:{pk}/name"


def latest(language: str) -> str:
    """The key of the newest stories in one language."""
    return f"latest:{language}/list"


def day(language: str, on: date) -> str:
    """The key of the stories of one day, in the site's time zone."""
    return f"day:{language}:{on.isoformat()}/list"


def month(of_list: str, on: date) -> str:
    """The key of what a list has of one month: a page of it is not touched by other months."""
    return f"{of_list.removesuffix('/list')}/{on:%Y-%m}/month"


def year(of_list: str, on: date) -> str:
    """The key of what a list has of one year; with `decade` it covers long times without stories."""
    return f"{of_list.removesuffix('/list')}/{on:%Y}/year"


def decade(of_list: str, on: date) -> str:
    """The key of what a list has of the ten years that begin with 2020, 2030 and so on."""
    return f"{of_list.removesuffix('/list')}/{on.year // 10}0/decade"


def corrections(language: str) -> str:
    """The key of all corrections of stories in one language."""
    return f"correction:{language}/list"


def all_of(kind: str) -> str:
    """The key of the list of all sections, of all topics and the like."""
    return f"{kind}/list"


def addresses_of(subject: str) -> str:
    """The key of all addresses ever given to one subject ("story:42")."""
    return f"addresses:{subject}"


def translations(uid: object) -> str:
    """The key of a story and its translations, by the uid that they share."""
    return f"translations:{uid}"


def address(path: str) -> str:
    """The key of what one address answers when nothing live lies there."""
    return f"address:{path}"
