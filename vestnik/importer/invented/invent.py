"""Invents stories and photos: the same number and seed always give the same one."""

from typing import Final, Literal

from vestnik.importer.invented.dates import invented_date
from vestnik.importer.invented.dice import Odds, Rnd, stream, zipf
from vestnik.importer.invented.english import english_text
from vestnik.importer.invented.people import BYLINES
from vestnik.importer.invented.plots import DESKS
from vestnik.importer.invented.plots.common import CAPTIONS, CORRECTIONS, KICKER_OF_KIND
from vestnik.importer.invented.plots.plot import Desk, Plot
from vestnik.importer.invented.sections import AGENCIES, HOME_AGENCIES, SECTIONS, VIEWS, WORLD
from vestnik.importer.invented.slots import CAPITAL_FORMS, TOWN_FORMS, Slots, invented_slots
from vestnik.importer.invented.story import (
    Block,
    InventedPhoto,
    InventedSource,
    InventedStory,
    Kind,
)
from vestnik.importer.invented.storylines import BY_SECTION, STORYLINES
from vestnik.importer.invented.text import invented_body, invented_headline
from vestnik.importer.invented.topics import CAPITAL_TOPIC, THEME_TOPICS, TOWN_TOPIC

SEED: Final = 2009
_BLOCK = 40
"""So many neighbouring numbers share photos, one a section: about a photo for four stories."""

State = Literal["live", "draft", "embargoed", "scheduled", "withdrawn"]

_SECTION = Odds({index: section.weight for index, section in enumerate(SECTIONS)})
_STATE: Odds[State] = Odds(
    {"live": 0.988, "draft": 0.0085, "embargoed": 0.0015, "scheduled": 0.001, "withdrawn": 0.001}
)
_KIND: Odds[Kind] = Odds(
    {"news": 83, "brief": 6, "analysis": 4, "reportage": 3, "interview": 3, "opinion": 1}
)
_KIND_OF_VIEWS: Odds[Kind] = Odds({"opinion": 75, "analysis": 15, "interview": 10})
_PARAGRAPHS: dict[Kind, tuple[int, int]] = {
    "news": (3, 9),
    "brief": (3, 3),
    "analysis": (7, 14),
    "opinion": (5, 9),
    "reportage": (7, 13),
    "interview": (7, 14),
}
_TOPICS = Odds({0: 6, 1: 20, 2: 34, 3: 26, 4: 14})
_UPDATES = Odds({0: 70, 1: 20, 2: 7, 3: 3})
_SIGNING = Odds({1: 80, 2: 15, 3: 5})
_HOME = AGENCIES[:HOME_AGENCIES]
_ABROAD = AGENCIES[HOME_AGENCIES:]
_SIGNERS = len(BYLINES) // len(SECTIONS)


def invent_story(number: int, *, seed: int = SEED) -> InventedStory:
    """The story of this number; every number from 0 on has one."""
    rnd = stream(seed, number)
    section = _SECTION.draw(rnd)
    desk = DESKS[section]
    line = None
    if rnd() < 0.12:
        lines = BY_SECTION[section]
        line = lines[int(len(lines) * rnd() ** 1.5)]
    dated = invented_date(rnd, None if line is None else STORYLINES[line])
    places = CAPITAL_FORMS if desk.abroad else TOWN_FORMS
    if line is None:
        plot = desk.plots[int(rnd() * len(desk.plots))]
        # The exponent favours the large towns, less than the news does: headlines stay unlike.
        place = int(len(places) * rnd() ** 1.5)
    else:
        plot = desk.plots[STORYLINES[line].plot]
        place = STORYLINES[line].place
    language: Literal["bg", "en"] = "en" if rnd() < 0.01 else "bg"
    kind = "news" if language == "en" else (_KIND_OF_VIEWS if section == VIEWS else _KIND).draw(rnd)
    thing = plot.things[int(rnd() * len(plot.things))]
    slots = invented_slots(rnd, desk, thing, places[place], dated)
    low, high = _PARAGRAPHS[kind]
    paragraphs = low + int(rnd() * (high - low + 1))

    state = _STATE.draw(rnd)
    live = state == "live"
    correction = ""
    if live and language == "bg" and rnd() < 0.005:
        correction = CORRECTIONS[int(rnd() * len(CORRECTIONS))] % slots
    published = state in ("live", "withdrawn")
    updates = max(_UPDATES.draw(rnd), bool(correction)) if published else 0

    short = kicker = ""
    body: tuple[Block, ...]
    if language == "en":
        line = None
        headline, deck, dateline, body = english_text(rnd, paragraphs)
    else:
        headline = invented_headline(rnd, desk, plot, kind, slots)
        short, kicker, deck = _labels(rnd, plot, kind, slots)
        signed_place = kind not in ("opinion", "interview") and rnd() < 0.75
        dateline = slots["t"] if signed_place else ""
        body = invented_body(rnd, desk, plot, kind, slots, paragraphs)
    sources = _sources(rnd, section, kind)
    carried = any(source.role == "carried" for source in sources)
    return InventedStory(
        number=number,
        language=language,
        kind=kind,
        headline=headline,
        short_headline=short,
        kicker=kicker,
        deck=deck,
        section=section,
        other_section=_other_section(rnd, section),
        bylines=_bylines(rnd, section, kind, carried),
        topics=_topics(rnd, section, place, desk),
        storyline=line,
        photo=_photo(rnd, number, section, kind),
        dateline=dateline,
        sources=sources,
        body=body,
        dated=dated,
        updates=updates,
        pending_draft=live and rnd() < 0.02,
        draft=state in ("draft", "embargoed"),
        embargoed=state == "embargoed",
        scheduled=state == "scheduled",
        withdrawn=state == "withdrawn",
        correction=correction,
    )


def invent_photo(index: int, *, seed: int = SEED) -> InventedPhoto:
    """The photo that stories refer to by this index; any index has one."""
    rnd = stream(seed ^ 0x70686F746F, index)
    section = index % len(SECTIONS)
    places = CAPITAL_FORMS if section == WORLD else TOWN_FORMS
    subjects = CAPTIONS[section]
    place = places[int(len(places) * rnd() ** 1.5)]["vt"]
    caption = f"{subjects[int(rnd() * len(subjects))]} {place}"
    file_photo = rnd() < 0.3
    credit = "архив" if file_photo else BYLINES[int(rnd() * len(BYLINES))].name
    return InventedPhoto(index, section, caption, credit, file_photo)


def photo_indexes(stories: int) -> range:
    """All indexes that the first ``stories`` stories may refer to; a few of them stay unused."""
    return range(-(-stories // _BLOCK) * len(SECTIONS))


def _labels(rnd: Rnd, plot: Plot, kind: Kind, slots: Slots) -> tuple[str, str, str]:
    """Short headline, kicker and deck; each may be empty."""
    short = plot.shorts[int(rnd() * len(plot.shorts))] % slots if rnd() < 0.3 else ""
    kicker = KICKER_OF_KIND.get(kind, "")
    if not kicker and rnd() < 0.35:
        kicker = plot.kickers[int(rnd() * len(plot.kickers))]
    has_deck = kind != "brief" and rnd() < 0.8
    deck = plot.decks[int(rnd() * len(plot.decks))] % slots if has_deck else ""
    return short, kicker, deck


def _other_section(rnd: Rnd, section: int) -> int | None:
    if rnd() >= 0.12:
        return None
    other = int(rnd() * (len(SECTIONS) - 1))
    return other + (other >= section)


def _sources(rnd: Rnd, section: int, kind: Kind) -> tuple[InventedSource, ...]:
    """News has agencies: ours carry it, foreign ones are cited, mostly in the world's section."""
    if kind not in ("news", "brief"):
        return ()
    carried, cited = (0.85, 0.6) if section == WORLD else (0.35, 0.06)
    sources = []
    if rnd() < carried:
        sources.append(InventedSource(_HOME[int(rnd() * len(_HOME))].code, "carried"))
    if rnd() < cited:
        sources.append(InventedSource(_ABROAD[zipf(rnd, len(_ABROAD))].code, "cited"))
    return tuple(sources)


def _bylines(rnd: Rnd, section: int, kind: Kind, carried: bool) -> tuple[int, ...]:
    """Who signs: agency copy and briefs mostly nobody, opinions one, the rest one to three."""
    personal = kind in ("opinion", "interview")
    if not personal and rnd() < (0.8 if carried or kind == "brief" else 0.06):
        return ()
    count = 1 if personal else _SIGNING.draw(rnd)
    first = int(rnd() * _SIGNERS)
    return tuple(section * _SIGNERS + (first + step * 4) % _SIGNERS for step in range(count))


def _topics(rnd: Rnd, section: int, place: int, desk: Desk) -> tuple[int, ...]:
    count = _TOPICS.draw(rnd)
    if not count:
        return ()
    themes = THEME_TOPICS[section]
    found = {themes[zipf(rnd, len(themes))]: None}
    if count > 1 and rnd() < 0.5:
        found[(CAPITAL_TOPIC if desk.abroad else TOWN_TOPIC) + place] = None
    while len(found) < count:
        found[themes[zipf(rnd, len(themes))]] = None
    return tuple(found)


def _photo(rnd: Rnd, number: int, section: int, kind: Kind) -> int | None:
    if rnd() >= (0.3 if kind == "brief" else 0.85):
        return None
    return number // _BLOCK * len(SECTIONS) + section
