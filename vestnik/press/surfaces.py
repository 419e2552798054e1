"""What the press can print: pages by their address, and parts by their name. Apps register here.

A part is a piece that many pages show and that is printed once: pages hold a reference to it, and the
reference is resolved when a page is answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe

from vestnik.design import marks
from vestnik.press.pieces import Part, Rendered, filled


@dataclass(frozen=True, slots=True)
class Words:
    """A surface in an editor's words: what it is, what it is called, and where it is (or "")."""

    what: str
    title: str
    path: str


class Kind(StrEnum):
    """What lies at an address: a page, one that was closed, a file of the node, or, where nobody ever
    gave an address, the page that says so."""

    PAGE, CLOSED, FILE, MISSING = "page", "closed", "file", "missing"


@dataclass(frozen=True, slots=True)
class Known:
    """An address that the site has; of a file also where it lies."""

    path: str
    kind: Kind = Kind.PAGE
    source: Path | None = None


PageRenderer = Callable[[str], Rendered]
PartRenderer = Callable[[str], Part]

_pages: list[PageRenderer] = []
_parts: dict[str, PartRenderer] = {}
_words: list[Callable[[str], Words]] = []
_story_at: list[Callable[[str], int]] = []
_addresses: dict[str, Callable[[str], Iterable[str]]] = {}
_known: list[Callable[[], Iterable[Known]]] = []


def register_pages(render: PageRenderer) -> None:
    """Name the function that renders any public path; the last one named counts."""
    _pages.append(render)


def register_part(kind: str, render: PartRenderer) -> None:
    """Name the function that renders parts of one kind, given what stands after the colon."""
    _parts[kind] = render


def register_words(tell: Callable[[str], Words]) -> None:
    """Name the function that puts a surface, given by its name, into an editor's words."""
    _words.append(tell)


def register_story_at(tell: Callable[[str], int]) -> None:
    """Name the function that tells the id of the story at a path, 0 for none."""
    _story_at.append(tell)


def register_addresses(kind: str, tell: Callable[[str], Iterable[str]]) -> None:
    """Name the function that tells the paths of a row of this kind, given its id."""
    _addresses[kind] = tell


def register_known(tell: Callable[[], Iterable[Known]]) -> None:
    """Name a function that walks over addresses that the site has, along an index and in any order."""
    _known.append(tell)


def known() -> Iterator[Known]:
    """Every address that the site leads to or ever gave, some more than once."""
    for tell in _known:
        yield from tell()


def render(name: str) -> Rendered | Part:
    """The surface of this name: "page:" and a path, or "part:" and the part's name."""
    kind, _, rest = name.partition(":")
    return render_page(rest) if kind == "page" else render_part(rest)


def render_page(path: str) -> Rendered:
    """The page at a path, its parts still references."""
    with _nobody_in_particular():
        return _pages[-1](path)


def render_part(name: str) -> Part:
    """The part of this name ("latest:bg"). Raises KeyError for a kind that nobody registered."""
    kind, _, rest = name.partition(":")
    with _nobody_in_particular():
        return _parts[kind](rest)


@contextmanager
def _nobody_in_particular() -> Iterator[None]:
    """Language and time zone of the site: a thread keeps those of the editor whom it served last."""
    with translation.override(settings.LANGUAGE_CODE), timezone.override(settings.TIME_ZONE):
        yield


def in_words(name: str) -> Words:
    """A surface in an editor's words."""
    return _words[-1](name)


def story_at(path: str) -> int:
    """The id of the story at a path; 0 for none."""
    return _story_at[-1](path)


def pages_of(subject: str) -> frozenset[str]:
    """The names of the pages at which a row ("story:42") is to be read itself."""
    kind, _, pk = subject.partition(":")
    tell = _addresses.get(kind)
    return frozenset() if tell is None else frozenset(f"page:{path}" for path in tell(pk))


def reference(name: str, *, limit: int = 1, without: Iterable[int] = ()) -> SafeString:
    """The reference to a part, to be put into a page: so many items, none of these stories."""
    return mark_safe(marks.reference(name, limit, tuple(without)))


def filled_in(body: str) -> bytes:
    """The page with its parts rendered anew, for answers that the press does not keep."""
    return filled(body, render_part)
