"""Reads the demo edition from its data file into plain values, and refuses one that is not whole.

Nothing here knows the database or the clock: a story's age becomes a date with ``dated_at(now)``.
"""

import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any, TypeVar, get_args

from vestnik.importer.invented.story import Block, Kind

Table = Mapping[str, Any]
T = TypeVar("T")

EDITION_FILE = Path(__file__).with_name("edition.toml")
KINDS: tuple[str, ...] = get_args(Kind)


class EditionError(ValueError):
    """The edition is not whole; the message names the story, or the table, that is at fault."""


@dataclass(frozen=True, slots=True)
class DemoSection:
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class DemoTopic:
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class DemoStoryline:
    slug: str
    title: str
    intro: str = ""


@dataclass(frozen=True, slots=True)
class DemoByline:
    slug: str
    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class DemoAgency:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class DemoSource:
    """A story's link to an agency, by its code; ``role`` is carried or cited."""

    agency: str
    role: str


@dataclass(frozen=True, slots=True)
class DemoPhoto:
    """A lead photo whose picture is missing."""

    caption: str
    credit: str
    file_photo: bool = False


@dataclass(frozen=True, slots=True)
class DemoCorrection:
    """What was corrected, and how long after the story was published."""

    text: str
    after_hours: int

    @property
    def after(self) -> timedelta:
        return timedelta(hours=self.after_hours)


@dataclass(frozen=True, slots=True)
class DemoStory:
    """One story, with exactly one of ``age`` and ``dated``. Blocks are as in ``invented.story``."""

    key: str
    kind: str
    section: str
    headline: str
    body: tuple[Block, ...]
    age: timedelta | None
    dated: datetime | None
    language: str = "bg"
    translation_of: str = ""
    other_sections: tuple[str, ...] = ()
    short_headline: str = ""
    kicker: str = ""
    deck: str = ""
    dateline: str = ""
    bylines: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    storyline: str = ""
    sources: tuple[DemoSource, ...] = ()
    photo: DemoPhoto | None = None
    correction: DemoCorrection | None = None

    def dated_at(self, now: datetime) -> datetime:
        """When the story was published, for an edition that is loaded now (an aware time)."""
        if self.dated is not None:
            return self.dated
        assert self.age is not None
        return now - self.age


@dataclass(frozen=True, slots=True)
class DemoEdition:
    name: str
    tagline: str
    about_title: str
    about_html: str
    sections: tuple[DemoSection, ...]
    topics: tuple[DemoTopic, ...]
    storylines: tuple[DemoStoryline, ...]
    bylines: tuple[DemoByline, ...]
    agencies: tuple[DemoAgency, ...]
    stories: tuple[DemoStory, ...]


def load_edition(path: Path = EDITION_FILE) -> DemoEdition:
    """The edition of a file; raises ``EditionError``."""
    return parse_edition(path.read_text(encoding="utf-8"))


def parse_edition(text: str) -> DemoEdition:
    """The edition of a TOML text; raises ``EditionError``."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise EditionError(f"edition: {error}") from error
    tables: dict[str, Callable[[Table], object]] = {
        "sections": lambda table: _record(DemoSection, table, "section"),
        "topics": lambda table: _record(DemoTopic, table, "topic"),
        "storylines": lambda table: _record(DemoStoryline, table, "storyline"),
        "bylines": lambda table: _record(DemoByline, table, "byline"),
        "agencies": lambda table: _record(DemoAgency, table, "agency"),
        "stories": _story,
    }
    read: dict[str, Any] = {
        name: tuple(make(table) for table in data.pop(name, ())) for name, make in tables.items()
    }
    about = _blocks(data.pop("about", ""), "about")
    read["about_html"] = "".join(html for _, html in about)
    edition = _record(DemoEdition, data | read, "edition")
    _check(edition)
    return edition


def _record(shape: type[T], table: Table, where: str) -> T:
    """A dataclass of the table's values; unknown and missing names are refused."""
    unknown = set(table) - {field.name for field in fields(shape)}  # type: ignore[arg-type]
    if unknown:
        raise EditionError(f"{where}: unknown {', '.join(sorted(unknown))}")
    try:
        return shape(**table)
    except TypeError as error:
        raise EditionError(f"{where}: {error}") from error


def _story(table: Table) -> DemoStory:
    values = dict(table)
    where = f"story {values.get('key')!r}"
    ages = [values.pop(unit, None) for unit in ("age_hours", "age_days")]
    if sum(age is not None for age in (*ages, values.get("dated"))) != 1:
        raise EditionError(f"{where}: give one of age_hours, age_days, dated")
    hours, days = ages
    values.setdefault("dated", None)
    values["age"] = None if hours is days is None else timedelta(days or 0, hours=hours or 0)
    values["body"] = _blocks(values.get("body", ""), where)
    for name in ("other_sections", "bylines", "topics"):
        values[name] = tuple(values.get(name, ()))
    sources = values.get("sources", ())
    values["sources"] = tuple(_record(DemoSource, source, where) for source in sources)
    for name, shape in (("photo", DemoPhoto), ("correction", DemoCorrection)):
        if name in values:
            values[name] = _record(shape, values[name], where)
    return _record(DemoStory, values, where)


def _blocks(text: str, where: str) -> tuple[Block, ...]:
    """The blocks of a text: chunks between empty lines, marked as the data file explains."""
    chunks = [chunk.strip() for chunk in re.split(r"\n\s*\n", text) if chunk.strip()]
    if not chunks:
        raise EditionError(f"{where}: no text")
    return tuple(_block(chunk, where) for chunk in chunks)


def _block(chunk: str, where: str) -> Block:
    if chunk.startswith("## "):
        return "subhead", _inline(chunk[3:])
    if chunk.startswith("> "):
        quote, bar, who = chunk[2:].partition(" | ")
        if not bar:
            raise EditionError(f"{where}: a quote without its speaker")
        return "quote", f"{_inline(quote)}<cite>{_inline(who)}</cite>"
    if chunk.startswith("- "):
        items = [line.removeprefix("- ") for line in chunk.splitlines()]
        return "list", "<ul>" + "".join(f"<li>{_inline(item)}</li>" for item in items) + "</ul>"
    return "paragraph", f"<p>{_inline(' '.join(chunk.split()))}</p>"


def _inline(text: str) -> str:
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escape(text.strip(), quote=False))


def _check(edition: DemoEdition) -> None:
    """Names are given once, and every reference has somebody to refer to."""
    sections = _once("section", (section.slug for section in edition.sections))
    topics = _once("topic", (topic.slug for topic in edition.topics))
    storylines = _once("storyline", (storyline.slug for storyline in edition.storylines))
    bylines = _once("byline", (byline.slug for byline in edition.bylines))
    agencies = _once("agency", (agency.code for agency in edition.agencies))
    _once("story", (story.key for story in edition.stories))
    stories = {story.key: story for story in edition.stories}
    for story in edition.stories:
        where = f"story {story.key!r}"
        _known(where, "kind", [story.kind], KINDS)
        _known(where, "section", [story.section, *story.other_sections], sections)
        _known(where, "topic", story.topics, topics)
        _known(where, "storyline", [story.storyline] if story.storyline else [], storylines)
        _known(where, "byline", story.bylines, bylines)
        _known(where, "agency", (source.agency for source in story.sources), agencies)
        _known(where, "role", (source.role for source in story.sources), ("carried", "cited"))
        if not story.headline.strip():
            raise EditionError(f"{where}: no headline")
        if story.dated is not None and story.dated.tzinfo is None:
            raise EditionError(f"{where}: dated has no time zone")
        if story.correction and story.age is not None and story.correction.after > story.age:
            raise EditionError(f"{where}: corrected in the future")
        if story.translation_of:
            original = stories.get(story.translation_of)
            if original is None:
                raise EditionError(f"{where}: no story {story.translation_of!r} to translate")
            if original.language == story.language:
                raise EditionError(f"{where}: a translation into its own language")


def _once(what: str, names: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise EditionError(f"{what} {name!r}: given twice")
        seen.add(name)
    return seen


def _known(where: str, what: str, used: Iterable[str], known: Collection[str]) -> None:
    for name in used:
        if name not in known:
            raise EditionError(f"{where}: no {what} {name!r}")
