"""Owns the shape of an invented story and of an invented photo."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

Kind = Literal["news", "analysis", "opinion", "interview", "reportage", "brief"]
BlockType = Literal["paragraph", "subhead", "quote", "list"]
Block = tuple[BlockType, str]
"""Type and HTML: ``<p>…</p>`` for a paragraph, ``<ul><li>…</li></ul>`` for a list, bare text for a
subhead, ``text<cite>who</cite>`` for a quote (text without quotation marks)."""


class InventedSource(NamedTuple):
    """A story's link to an agency, by the agency's code."""

    agency: str
    role: Literal["carried", "cited"]


@dataclass(frozen=True, slots=True)
class InventedStory:
    """One story of the archive; indexes point into the tables of this package.

    At most one of ``draft``, ``scheduled``, ``withdrawn`` is true; only a draft is ``embargoed``;
    only a live story has a ``pending_draft`` or a ``correction``. ``updates`` counts the versions
    published after the first: 0 for what was never published, at least 1 with a correction.
    """

    number: int
    language: Literal["bg", "en"]
    kind: Kind
    headline: str
    short_headline: str
    kicker: str
    deck: str
    section: int
    other_section: int | None
    bylines: tuple[int, ...]
    topics: tuple[int, ...]
    storyline: int | None
    photo: int | None
    dateline: str
    sources: tuple[InventedSource, ...]
    body: tuple[Block, ...]
    dated: datetime
    """Aware, UTC: when it was published, or last saved when it never was."""
    updates: int
    pending_draft: bool
    draft: bool
    embargoed: bool
    scheduled: bool
    withdrawn: bool
    correction: str


@dataclass(frozen=True, slots=True)
class InventedPhoto:
    """What is known of a photo of the archive; its picture is the consumer's to make."""

    index: int
    section: int
    caption: str
    credit: str
    file_photo: bool


def split_quote(html: str) -> tuple[str, str]:
    """The text of a quote block and whom it is attributed to."""
    text, _, cite = html.partition("<cite>")
    return text, cite.removesuffix("</cite>")
