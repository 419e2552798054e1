"""Owns what a saved page turned out to hold: the answer of `read_page`, and its refusal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

BlockKind = Literal["paragraph", "subhead", "quote", "list", "photo", "table", "embed"]
RefusalCode = Literal["empty", "huge", "binary", "encoding", "no_text", "unreadable"]

MAX_BYTES = 10 * 1024 * 1024
"""A larger page is refused unread."""

SENTENCES: dict[RefusalCode, str] = {
    "empty": "The file is empty.",
    "huge": "The file is larger than 10 MB.",
    "binary": "The file is not a page: it holds binary data.",
    "encoding": "The text could not be decoded with certainty in any known encoding.",
    "no_text": "No story text was found on the page.",
    "unreadable": "The page could not be parsed.",
}


class Refused(Exception):
    """A page that cannot become a story; nothing of it is kept.

    `code` is stable and meant for programs and translation, `sentence` is English for people.
    """

    def __init__(self, code: RefusalCode, sentence: str | None = None) -> None:
        self.code: RefusalCode = code
        self.sentence = sentence or SENTENCES[code]
        super().__init__(self.sentence)


@dataclass(frozen=True, slots=True)
class FoundPhoto:
    """A photo that the page shows or names; `url` is empty when the picture itself is missing."""

    caption: str = ""
    credit: str = ""
    file_photo: bool = False
    url: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class FoundBlock:
    """One block of the body. `html` is sanitised: inline markup, or a whole list or table.

    A photo has its `photo` and no html; an embed's html is one link to what was embedded.
    """

    kind: BlockKind
    html: str
    photo: FoundPhoto | None = None


@dataclass(frozen=True, slots=True)
class FoundSource:
    """An agency behind the story: it *carried* the text, or is *cited* in it.

    `code` is the agency's code in `agencies`, empty for one that the table does not know.
    """

    name: str
    role: Literal["carried", "cited"]
    code: str = ""


@dataclass(frozen=True, slots=True)
class FoundTeaser:
    """Another story that the page announces."""

    headline: str
    deck: str = ""
    photo: FoundPhoto | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class FoundPage:
    """Everything that could be found out about the story of one saved page.

    `published` and `updated` are aware; `published_exact` is false when only the day is known.
    `not_after` is the latest possible day of publication when there is nothing better.
    `dropped` says in English what was left out inside the page, and why.
    """

    kind: Literal["text", "html"]
    url: str
    encoding: str
    encoding_how: Literal["declared", "bom", "decided"]
    language: str | None
    headline: str
    deck: str
    lead_photo: FoundPhoto | None
    body: tuple[FoundBlock, ...]
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    published_exact: bool = False
    updated: datetime | None = None
    not_after: date | None = None
    sources: tuple[FoundSource, ...] = ()
    dateline: str = ""
    kicker: str = ""
    section_name: str = ""
    topics: tuple[str, ...] = ()
    teasers: tuple[FoundTeaser, ...] = ()
    dropped: tuple[str, ...] = ()
