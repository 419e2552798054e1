"""Owns the other stories that a page saved as text announces behind its own."""

from __future__ import annotations

import re

from vestnik.importer.reading import captions, dates, furniture
from vestnik.importer.reading.found import FoundPhoto, FoundTeaser
from vestnik.importer.reading.lines import ends_abbreviated, ends_sentence, same

_MOST = 60
_MORE = re.compile(
    r"^(?:още|свързани|подобни|други|последни|най-|препоръч|прочетете|вижте|виж|more|related|latest|most|read|recommended|top|you may|trending)",
    re.IGNORECASE,
)


def from_lines(rows: list[str], headline: str) -> tuple[FoundTeaser, ...]:
    """The teasers of `rows`, the lines from the end of the story on, each headline once.

    Where headlines stand twice, only what stands twice is one. Else headlines are looked for
    only under a heading like „Още новини“, or directly under „Коментари (0)“: readers' comments
    are nobody's teasers.
    """
    doubled = any(_doubled(rows, index) for index in range(len(rows) - 1))
    found: dict[str, FoundTeaser] = {}
    open_for_single = False
    index = 0
    while index < len(rows) and len(found) < _MOST:
        row = rows[index]
        index += 1
        if furniture.ends_story(row):
            count = furniture.comment_count(row)
            open_for_single = count == 0 if count is not None else bool(_MORE.match(row))
            continue
        twice = index < len(rows) and same(row, rows[index]) and _shaped(row)
        if not (twice or _headline_like(row)) or same(row, headline):
            continue
        if not twice and (doubled or not open_for_single):
            continue
        index += twice
        deck, photo, index = _below(rows, index, doubled=doubled)
        shorter = (
            min(row, rows[index - 1], key=len) if twice and same(row, rows[index - 1]) else row
        )
        found.setdefault(shorter, FoundTeaser(shorter, deck, photo))
    return tuple(found.values())


def _below(rows: list[str], index: int, *, doubled: bool) -> tuple[str, FoundPhoto | None, int]:
    """Deck and photo under a teaser's headline, and the index of the first line after them."""
    deck, photo = "", None
    while index < len(rows):
        row = rows[index]
        if furniture.is_furniture(row):
            break
        if captions.is_caption(row):
            photo = photo or captions.photo(row)
        elif deck or _doubled(rows, index):
            break
        elif _date_line(row):
            pass
        elif len(row) >= 30 and (ends_sentence(row) or doubled) and len(row) <= 600:
            deck = row
        else:
            break
        index += 1
    return deck, photo, index


def _doubled(rows: list[str], index: int) -> bool:
    return index + 1 < len(rows) and _shaped(rows[index]) and same(rows[index], rows[index + 1])


def _headline_like(row: str) -> bool:
    return _shaped(row) and (not row.endswith((".", ":", ";")) or ends_abbreviated(row))


def _shaped(row: str) -> bool:
    return (
        15 <= len(row) <= 250 and len(row.split()) >= 3
        and not furniture.is_furniture(row) and not captions.is_caption(row)
        and not _date_line(row) and furniture.topics(row) is None
    )  # fmt: skip


def _date_line(row: str) -> bool:
    dated = dates.in_line(row) if len(row) < 80 else None
    return dates.is_relative(row) or bool(dated and len(dated.rest) < 25)
