"""Reads the demo edition from its data files into plain values, and refuses one that is not whole.

Nothing here knows the database or the clock: a story's age becomes a date with ``dated_at(now)``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar, get_args

from vestnik.importer.demo import pictures, texts
from vestnik.importer.demo.texts import Block, EditionError
from vestnik.importer.invented.story import Kind

Table = Mapping[str, Any]
T = TypeVar("T")

EDITION = Path(__file__).with_name("edition")
#: The first holds what stories hang on; of the others each holds the stories of one section.
FIRST = "edition.toml"
KINDS: tuple[str, ...] = get_args(Kind)
CREDIT = "Рисунка: Вестник"


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
    bio: str = ""
    portrait: str = ""


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
    """A photo by the words from which it is drawn; ``key`` is its name in the story's body."""

    draw: str
    caption: str
    alt: str
    credit: str = CREDIT
    file_photo: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class DemoPage:
    """A standing page."""

    slug: str
    title: str
    html: str


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
    """One story, with exactly one of ``age`` and ``dated``. Its body is blocks of ``texts``."""

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
    pictures: tuple[DemoPhoto, ...] = ()
    correction: DemoCorrection | None = None

    def dated_at(self, now: datetime) -> datetime:
        """When the story was published, for an edition that is loaded now (an aware time)."""
        if self.dated is not None:
            return self.dated
        assert self.age is not None
        return now - self.age

    def photos(self) -> Iterator[DemoPhoto]:
        """The lead photo, then those of the body."""
        if self.photo is not None:
            yield self.photo
        yield from self.pictures


@dataclass(frozen=True, slots=True)
class DemoEdition:
    name: str
    tagline: str
    publisher: str
    pages: tuple[DemoPage, ...]
    sections: tuple[DemoSection, ...]
    topics: tuple[DemoTopic, ...]
    storylines: tuple[DemoStoryline, ...]
    bylines: tuple[DemoByline, ...]
    agencies: tuple[DemoAgency, ...]
    stories: tuple[DemoStory, ...]


def read_edition(folder: Path = EDITION) -> dict[str, str]:
    """The texts of an edition's files by name, the first of all first."""
    names = sorted(path.name for path in folder.glob("*.toml") if path.name != FIRST)
    return {name: (folder / name).read_text(encoding="utf-8") for name in (FIRST, *names)}


def load_edition(folder: Path = EDITION) -> DemoEdition:
    """The edition of a folder; raises ``EditionError``."""
    return parse_edition(read_edition(folder))


def parse_edition(files: Mapping[str, str]) -> DemoEdition:
    """The edition of TOML texts by the names of their files; raises ``EditionError``."""
    data: dict[str, Any] = {"stories": []}
    for name, text in files.items():
        try:
            table = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise EditionError(f"{name}: {error}") from error
        data["stories"] += table.pop("stories", ())
        if name != FIRST and table:
            raise EditionError(f"{name}: only stories, not {', '.join(sorted(table))}")
        data |= table
    tables: dict[str, Callable[[Table], object]] = {
        "pages": _page,
        "sections": lambda table: _record(DemoSection, table, "section"),
        "topics": lambda table: _record(DemoTopic, table, "topic"),
        "storylines": lambda table: _record(DemoStoryline, table, "storyline"),
        "bylines": lambda table: _record(DemoByline, table, "byline"),
        "agencies": lambda table: _record(DemoAgency, table, "agency"),
        "stories": _story,
    }
    read = {
        name: tuple(make(table) for table in data.pop(name, ())) for name, make in tables.items()
    }
    edition = _record(DemoEdition, data | read, "edition")
    _check(edition)
    return edition


def _page(table: Table) -> DemoPage:
    values = dict(table)
    where = f"page {values.get('slug')!r}"
    values["html"] = texts.page(values.pop("text", ""), where)
    return _record(DemoPage, values, where)


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
    ages = [values.pop(unit, None) for unit in ("age_minutes", "age_hours", "age_days")]
    if sum(age is not None for age in (*ages, values.get("dated"))) != 1:
        raise EditionError(f"{where}: give one of age_minutes, age_hours, age_days, dated")
    minutes, hours, days = (age or 0 for age in ages)
    age = timedelta(days, hours=hours, minutes=minutes)
    values.setdefault("dated", None)
    values["age"] = age if values["dated"] is None else None
    values["body"] = texts.blocks(values.get("body", ""), where)
    for name in ("other_sections", "bylines", "topics"):
        values[name] = tuple(values.get(name, ()))
    sources = values.get("sources", ())
    values["sources"] = tuple(_record(DemoSource, source, where) for source in sources)
    shown = values.get("pictures", ())
    values["pictures"] = tuple(_record(DemoPhoto, photo, where) for photo in shown)
    for name, shape in (("photo", DemoPhoto), ("correction", DemoCorrection)):
        if name in values:
            values[name] = _record(shape, values[name], where)
    return _record(DemoStory, values, where)


def _check(edition: DemoEdition) -> None:
    """Names are given once, and every reference has somebody to refer to."""
    sections = _once("section", (section.slug for section in edition.sections))
    topics = _once("topic", (topic.slug for topic in edition.topics))
    storylines = _once("storyline", (storyline.slug for storyline in edition.storylines))
    bylines = _once("byline", (byline.slug for byline in edition.bylines))
    agencies = _once("agency", (agency.code for agency in edition.agencies))
    _once("page", (page.slug for page in edition.pages))
    for byline in edition.bylines:
        portrait = [f"portrait {byline.portrait}"] if byline.portrait else []
        _known(f"byline {byline.slug!r}", "picture", portrait, pictures.names())
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
        _check_photos(story, where)
        _check_related(story, stories, where)


def _check_photos(story: DemoStory, where: str) -> None:
    """Every photo can be drawn and is described, and the body shows those that it has, once each."""
    for photo in story.photos():
        _known(where, "picture", [photo.draw], pictures.names())
        if not photo.caption or not photo.alt:
            raise EditionError(f"{where}: a picture without caption or alt")
    has = [photo.key for photo in story.pictures]
    shown = [key for block in story.body if isinstance(block, texts.Pictures) for key in block.keys]
    if sorted(has) != sorted(shown) or len(set(has)) != len(has):
        raise EditionError(f"{where}: has the pictures {has}, its body shows {shown}")


def _check_related(story: DemoStory, stories: Mapping[str, DemoStory], where: str) -> None:
    """Related stories are older: they are there when this one is loaded."""
    now = datetime.max.replace(tzinfo=UTC)
    for block in story.body:
        for key in block.keys if isinstance(block, texts.Related) else ():
            _known(where, "story", [key], stories)
            if stories[key].dated_at(now) >= story.dated_at(now):
                raise EditionError(f"{where}: related to {key!r}, which is not older")


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
