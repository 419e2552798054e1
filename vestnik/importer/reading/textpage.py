"""Owns reading a page that was saved as text: which lines are the story, and what the rest says.

A saved text has no markup, so order and shape decide. The headline stands twice (page title and
h1) or is the first line of a headline's shape; sentences in full paragraphs are the body; headings
like „Коментари (0)“ or „Още новини“ end it; what comes behind them are teasers.
"""

from __future__ import annotations

import re
from html import escape
from zoneinfo import ZoneInfo

from vestnik.importer.reading import (
    asides,
    captions,
    dates,
    decks,
    furniture,
    language,
    sources,
    teasers,
)
from vestnik.importer.reading.encodings import Decoded
from vestnik.importer.reading.found import FoundBlock, FoundPage, FoundPhoto, Refused
from vestnik.importer.reading.lines import cut, ends_abbreviated, ends_sentence, key, same

_PARAGRAPH = 80
_SHORTEST_BODY = 20
_LONG = 200
_URL = re.compile(r"^(?:url|адрес|address|source|източник)?\s*:?\s*(https?://\S+)$", re.IGNORECASE)
_BULLET = re.compile(r"^(?:[•·▪●*‣-]|\d{1,2}[.)])\s+(?=\S)")


def read_text(decoded: Decoded, *, zone: ZoneInfo, default_language: str) -> FoundPage:
    """What a page saved as text holds. Raises `Refused` with "no_text" when it holds no story."""
    rows = cut(decoded.text)
    notes = asides.Asides(zone)
    body_at = _first_paragraph(rows)
    if body_at is None:
        raise Refused("no_text")
    headline_at = _headline(rows, body_at)
    head = rows[:headline_at] if headline_at is not None else []
    section, kicker = _before(head, notes, rows[headline_at] if headline_at is not None else "")
    story_from = 0 if headline_at is None else headline_at + 1
    headline = "" if headline_at is None else _shorter(rows, headline_at)
    content, lead, end = _story(rows, story_from, headline, notes)
    for row in rows[end:]:
        notes.dropped += furniture.is_furniture(row)
        if furniture.topics(row) is not None:
            notes.aside(row)
    deck = decks.from_lines(content, headline)
    if deck:
        content = content[1:]
    body, carried, place, texts = _blocks(content, headline, deck)
    if not any(block.kind == "paragraph" for block in body):
        raise Refused("no_text")
    return FoundPage(
        kind="text", url=notes.url, encoding=decoded.encoding, encoding_how=decoded.how,
        language=language.guess("\n".join(texts), default_language), headline=headline, deck=deck,
        lead_photo=lead, body=tuple(body), authors=tuple(dict.fromkeys(notes.authors)),
        published=notes.published, published_exact=notes.exact, updated=notes.updated,
        not_after=notes.latest_day(),
        sources=sources.as_sources(carried, sources.cited("\n".join([deck, *texts]))),
        dateline=place, kicker=kicker, section_name=section, topics=tuple(dict.fromkeys(notes.topics)),
        teasers=teasers.from_lines(rows[end:], headline),
        dropped=(f"furniture: {notes.dropped} lines around the story",) if notes.dropped else (),
    )  # fmt: skip


def _first_paragraph(rows: list[str]) -> int | None:
    def text(index: int, shortest: int) -> bool:
        row = rows[index]
        return (
            len(row) >= shortest and ends_sentence(row) and " " in row
            and not furniture.is_furniture(row) and not captions.is_caption(row)
        )  # fmt: skip

    for shortest in (_PARAGRAPH, _SHORTEST_BODY):
        for index in range(len(rows)):
            if text(index, shortest) and not (index and same(rows[index], rows[index - 1])):
                return index
    return None


def _headline(rows: list[str], body_at: int) -> int | None:
    able = [
        index
        for index in range(body_at)
        if _could_be_headline(rows[index])
        or (index + 1 < len(rows) and same(rows[index], rows[index + 1]) and _shaped(rows[index]))
        or (index and same(rows[index], rows[index - 1]) and _shaped(rows[index]))
    ]
    for index in reversed(able):
        if any(same(rows[index], rows[other]) for other in able if other < index):
            return index
    roomy = [index for index in able if len(rows[index].split()) >= 4]
    if roomy or able:
        return roomy[0] if roomy else max(able, key=lambda index: len(rows[index]))
    if body_at == 0 and len(rows) > 1 and len(rows[0]) <= 160 and ends_sentence(rows[1]):
        return 0
    return None


def _could_be_headline(row: str) -> bool:
    return _shaped(row) and (not row.endswith((".", ":", ";")) or ends_abbreviated(row))


def _shaped(row: str) -> bool:
    dated = dates.in_line(row) if len(row) < 60 else None
    return (
        8 <= len(row) <= 250 and " " in row
        and not furniture.is_furniture(row) and not captions.is_caption(row)
        and furniture.topics(row) is None and furniture.author(row) is None
        and not (dated and len(dated.rest) < 20) and not _URL.match(row)
    )  # fmt: skip


def _shorter(rows: list[str], at: int) -> str:
    spellings = [row for row in rows[: at + 1] if same(row, rows[at])]
    return min(spellings, key=len)


def _before(head: list[str], notes: asides.Asides, headline: str) -> tuple[str, str]:
    """Section and kicker from the lines above the headline; dates and addresses go to `notes`."""
    section, shorts = "", []
    for row in head:
        if same(row, headline):
            continue
        crumb = furniture.breadcrumb(row)
        if crumb and not same(crumb, headline):
            section = crumb
        elif notes.aside(row, before_headline=True):
            continue
        elif furniture.is_furniture(row) or len(row.split()) > 3 or len(row) > 40:
            shorts.append("")
            notes.dropped += 1
        else:
            shorts.append(row)
    alone = bool(shorts and shorts[-1]) and (len(shorts) < 2 or not shorts[-2])
    notes.dropped += sum(map(bool, shorts)) - alone
    return section, shorts[-1] if alone else ""


def _story(
    rows: list[str], start: int, headline: str, notes: asides.Asides
) -> tuple[list[str | FoundPhoto], FoundPhoto | None, int]:
    """The story's own lines and photos, the lead photo, and where what follows begins."""
    content: list[str | FoundPhoto] = []
    lead: FoundPhoto | None = None
    begun = False
    for index in range(start, len(rows)):
        row = rows[index]
        if same(row, headline):
            continue
        if begun and _ends(rows, index, content):
            return content, lead, index
        if furniture.is_furniture(row):
            notes.dropped += 1
        elif captions.is_caption(row):
            photo = captions.photo(row)
            if lead is None and (not begun or not photo.caption):
                lead = photo
            else:
                content.append(photo)
        elif not notes.aside(row):
            content.append(row)
            begun = begun or (len(row) >= _PARAGRAPH and ends_sentence(row)) or len(content) > 2
    return content, lead, len(rows)


def _ends(rows: list[str], index: int, content: list[str | FoundPhoto]) -> bool:
    row = rows[index]
    if furniture.ends_story(row):
        return True
    following = [other for other in rows[index + 1 :] if not furniture.is_furniture(other)]
    if furniture.is_share(row):
        return not (following and ends_sentence(following[0]) and len(following[0]) >= _PARAGRAPH
                    and not any(same(following[0], other) for other in following[1:2])) and not (
            len(following) > 1 and not same(following[0], following[1])
            and ends_sentence(following[1]) and len(following[1]) >= _LONG
        )  # fmt: skip
    doubled = bool(following) and same(row, following[0]) and len(row.split()) >= 3
    if doubled and _shaped(row):
        return True
    last = next((line for line in reversed(content) if isinstance(line, str)), "")
    return bool(sources.sign_off(last, last=False)) and not ends_sentence(row) and (
        _could_be_headline(row) and not captions.is_caption(row)
    )  # fmt: skip


def _blocks(
    content: list[str | FoundPhoto], headline: str, deck: str
) -> tuple[list[FoundBlock], list[str], str, list[str]]:
    """Blocks of the body, agencies that carried it, the dateline, and its plain paragraphs."""
    body: list[FoundBlock] = []
    carried: list[str] = []
    texts: list[str] = []
    place, items = "", []
    words = [index for index, line in enumerate(content) if isinstance(line, str)]
    for index, line in enumerate(content):
        if isinstance(line, FoundPhoto):
            body.append(FoundBlock("photo", "", line))
            continue
        if key(line) in (key(headline), key(deck)):
            continue
        opening = sources.dateline(line) if index == words[0] else None
        if opening:
            place, line = opening[0], opening[1].rest
            carried += opening[1].names
        closing = sources.sign_off(line, last=index == words[-1])
        if closing:
            line = closing.rest
            carried += closing.names
        if not line:
            continue
        texts.append(line)
        bullet = _BULLET.match(line)
        if bullet:
            items.append(f"<li>{escape(line[bullet.end() :], quote=False)}</li>")
        following = content[index + 1] if index + 1 < len(content) else ""
        if items and not (isinstance(following, str) and bullet and _BULLET.match(following)):
            _close_list(body, items, line)
            items = []
        elif not bullet:
            subhead = (
                not ends_sentence(line) and len(line) <= 100 and isinstance(following, str)
                and ends_sentence(following) and not closing
            )  # fmt: skip
            body.append(
                FoundBlock("subhead" if subhead else "paragraph", escape(line, quote=False))
            )
    return body, carried, place, texts


def _close_list(body: list[FoundBlock], items: list[str], line: str) -> None:
    """End a list; a single line that only begins like an item stays a paragraph."""
    if len(items) > 1:
        body.append(FoundBlock("list", "<ul>" + "".join(items) + "</ul>"))
    else:
        body.append(FoundBlock("paragraph", escape(line, quote=False)))
