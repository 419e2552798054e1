"""Reads the texts of the demo edition into blocks; `edition/edition.toml` explains the marks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_CHUNKS = re.compile(r"\n\s*\n")
_ADDRESS = re.compile(r"https://[^\s|]+")


class EditionError(ValueError):
    """The edition is not whole; the message names the story, or the table, that is at fault."""


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph, a list or, without markup, a subhead: `kind` is the name of its block."""

    kind: str
    html: str


@dataclass(frozen=True, slots=True)
class Quote:
    text: str
    speaker: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, all equally wide; the first row is the head."""

    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Factbox:
    title: str
    html: str


@dataclass(frozen=True, slots=True)
class Pictures:
    """One photo, or a gallery of several, by their keys in the story."""

    keys: tuple[str, ...]
    gallery: bool


@dataclass(frozen=True, slots=True)
class Embed:
    url: str
    title: str


@dataclass(frozen=True, slots=True)
class Related:
    """Other stories, by their keys in the edition."""

    keys: tuple[str, ...]


Block = Words | Quote | Table | Factbox | Pictures | Embed | Related


def blocks(text: str, where: str) -> tuple[Block, ...]:
    """The blocks of a text. Raises EditionError, which begins with `where`."""
    chunks = [chunk.strip() for chunk in _CHUNKS.split(text) if chunk.strip()]
    if not chunks:
        raise EditionError(f"{where}: no text")
    return tuple(_block(chunk, where) for chunk in chunks)


def page(text: str, where: str) -> str:
    """The HTML of a standing page, which has paragraphs, subheads and lists. Raises EditionError."""
    pieces = []
    for block in blocks(text, where):
        if not isinstance(block, Words):
            raise EditionError(f"{where}: a page has paragraphs, subheads and lists only")
        pieces.append(f"<h2>{block.html}</h2>" if block.kind == "subhead" else block.html)
    return "".join(pieces)


def _block(chunk: str, where: str) -> Block:
    mark, _, rest = chunk.partition(" ")
    match mark:
        case "##":
            return Words("subhead", _inline(rest))
        case ">":
            quote, bar, who = rest.partition(" | ")
            if not bar:
                raise EditionError(f"{where}: a quote without its speaker")
            return Quote(" ".join(quote.split()), who.strip())
        case "-":
            return Words("list", _list(chunk.splitlines()))
        case "|" | "|:":
            return _table(chunk.splitlines(), where)
        case "=":
            title, *lines = rest.splitlines()
            return Factbox(title.strip(), _lines(lines))
        case "!photo" | "!gallery":
            keys = tuple(rest.split())
            if (mark == "!photo") != (len(keys) == 1):
                raise EditionError(f"{where}: !photo shows one photo, !gallery several")
            return Pictures(keys, gallery=mark == "!gallery")
        case "!embed":
            address, _, title = rest.partition(" | ")
            if not _ADDRESS.fullmatch(address) or not title.strip():
                raise EditionError(f"{where}: !embed needs an address and what it is")
            return Embed(address, title.strip())
        case "!related":
            return Related(tuple(rest.split()))
    if mark.startswith("!"):
        raise EditionError(f"{where}: no mark {mark}")
    return Words("paragraph", f"<p>{_inline(' '.join(chunk.split()))}</p>")


def _lines(lines: list[str]) -> str:
    """The text of a factbox: each line a paragraph, those with a dash together a list."""
    plain = [f"<p>{_inline(line)}</p>" for line in lines if not line.startswith("- ")]
    items = [line for line in lines if line.startswith("- ")]
    return "".join(plain) + (_list(items) if items else "")


def _list(lines: list[str]) -> str:
    items = "".join(f"<li>{_inline(line.removeprefix('- '))}</li>" for line in lines)
    return f"<ul>{items}</ul>"


def _table(lines: list[str], where: str) -> Table:
    caption = ""
    if lines[0].startswith("|: "):
        caption = lines.pop(0).removeprefix("|: ").strip()
    rows = tuple(
        tuple(cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|"))
        for line in lines
    )
    if len({len(row) for row in rows}) != 1:
        raise EditionError(f"{where}: the rows of a table are not equally wide")
    return Table(rows, caption)


def _inline(text: str) -> str:
    return _BOLD.sub(r"<b>\1</b>", escape(text.strip(), quote=False))
