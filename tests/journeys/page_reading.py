"""Owns what a reader and a search engine find on a story's page: its parts as plain text."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property

from lxml import html

SHINGLE = 4


def words(text: str) -> list[str]:
    """The words alone: quotes, dashes and spaces are set by the typography."""
    return re.findall(r"\w+", text.replace("\u00ad", "").casefold())


def likeness(text: str, gold: str) -> float:
    """F1 of the two texts' shingles of four words, each counted as often as it occurs."""
    ours, theirs = _shingles(text), _shingles(gold)
    return 2 * (ours & theirs).total() / (ours.total() + theirs.total())


def _shingles(text: str) -> Counter:
    found = words(text)
    return Counter(
        tuple(found[start : start + SHINGLE]) for start in range(max(1, len(found) - SHINGLE + 1))
    )


class StoryPage:
    """A story as its page shows it."""

    def __init__(self, markup: str) -> None:
        self.tree = html.document_fromstring(markup)
        self.stories = self.tree.xpath("//article[contains(concat(' ', @class, ' '), ' story ')]")

    def all(self, path: str) -> list[str]:
        """The text of every element that an XPath finds within the story."""
        return [_text(element) for story in self.stories for element in story.xpath(path)]

    @property
    def headlines(self) -> list[str]:
        return [_text(element) for element in self.tree.xpath("//h1")]

    @property
    def text(self) -> str:
        """The whole story: what `more news` and the frame of the page say is not part of it, nor what
        stands there for sharing it."""
        return "\n".join(
            self.all("./*[not(self::footer)] | ./footer/*[not(self::nav or @class='share')]")
        )

    @property
    def body(self) -> str:
        return "\n".join(self.all("./div[@class='body']"))

    @property
    def paragraphs(self) -> list[str]:
        return self.all("./div[@class='body']/*")

    @property
    def authors(self) -> list[str]:
        return self.all(".//*[@class='byline']")

    @property
    def times(self) -> list[datetime]:
        """The times in the story's head, publication first."""
        found = [
            stamp for story in self.stories for stamp in story.xpath("./header//time/@datetime")
        ]
        return [datetime.fromisoformat(stamp) for stamp in found]

    @property
    def header_date(self) -> str:
        return " ".join(_text(element) for element in self.tree.xpath("//*[@class='today']"))

    def meta(self, name: str) -> list[str]:
        return self.tree.xpath("//meta[@property=$name or @name=$name]/@content", name=name)

    @cached_property
    def data(self) -> dict:
        """The structured data (JSON-LD) of the story itself; {} when there is not exactly one."""
        said = map(json.loads, self.tree.xpath("//script[@type='application/ld+json']/text()"))
        found = [data for data in said if data["@type"] != "BreadcrumbList"]
        return found[0] if len(found) == 1 else {}

    @property
    def data_authors(self) -> list[str]:
        return [author["name"] for author in self.data.get("author", [])]

    @property
    def data_published(self) -> datetime | None:
        stamp = self.data.get("datePublished")
        return datetime.fromisoformat(stamp) if stamp else None


def _text(element: html.HtmlElement) -> str:
    """The element's text as it is read: blocks and cells stand apart."""
    return " ".join("".join(_pieces(element)).split())


_APART = frozenset(
    "address article aside blockquote br caption dd div dl dt figcaption figure footer h1 h2 h3 h4 "
    "h5 h6 header li ol p section table tbody td tfoot th thead time tr ul".split()
)


def _pieces(element: html.HtmlElement) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in ("script", "style"):
        return
    apart = " " if element.tag in _APART else ""
    yield apart + (element.text or "")
    for child in element:
        yield from _pieces(child)
        yield child.tail or ""
    yield apart
