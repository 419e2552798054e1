"""Owns the few English stories of the invented newspaper, and their small grammar."""

from collections.abc import Sequence

from vestnik.importer.invented.dice import Rnd
from vestnik.importer.invented.story import Block
from vestnik.importer.invented.words import words

TOWNS = words(
    "Sofia Plovdiv Varna Burgas Ruse Pleven Sliven Dobrich Shumen Pernik Haskovo Yambol Vratsa "
    "Gabrovo Vidin Kazanlak Montana Lovech Smolyan Troyan Balchik Tryavna"
)
_THINGS = (
    "the old bridge",
    "the town library",
    "the night train",
    "the open-air market",
    "the mountain road",
    "the children's hospital",
    "the clock tower",
    "the river port",
    "the summer theatre",
    "the botanical garden",
    "the tram depot",
    "the observatory",
)
_HEADLINES = (
    "{t} to spend {n} weeks repairing {o}",
    "After {n} years {o} in {t} opens again",
    "How {o} changed life in {t}",
    "{h} people in {t} sign a petition for {o}",
    "Volunteers in {t} save {o} in {n} days",
    "Why {o} in {t} will stay closed for {n} days",
)
_LEADS = (
    "People in {t} will have to wait {n} more weeks for {o}, the municipality said.",
    "More than {h} people gathered in {t} to see what will become of {o}.",
    "Work on {o} in {t} has entered its last stage, a spokesperson of the municipality said.",
)
_DETAILS = (
    "The plan has been discussed for {k} years.",
    "No money has been set aside for next year yet.",
    "Shops nearby hope that the work will end before the holidays.",
    "The bill will be published together with the timetable.",
    "Some {h} visitors are expected every week.",
    "The next public meeting will be held in {k} days.",
    "Neighbours offered to look after the place themselves.",
    "A similar attempt {n} years ago came to nothing.",
)


def english_text(rnd: Rnd, paragraphs: int) -> tuple[str, str, str, tuple[Block, ...]]:
    """Headline, deck, place and body of an English story; draws its choices from ``rnd``."""

    def pick(pool: Sequence[str]) -> str:
        return pool[int(rnd() * len(pool))]

    slots = {
        "t": pick(TOWNS),
        "o": pick(_THINGS),
        "n": str(11 + int(rnd() * 79)),
        "k": str(2 + int(rnd() * 8)),
        "h": str(101 + int(rnd() * 890)),
    }
    headline = pick(_HEADLINES).format_map(slots)
    start = int(rnd() * len(_DETAILS))
    details = [_DETAILS[(start + step) % len(_DETAILS)].format_map(slots) for step in range(8)]
    deck = details.pop().rstrip(".")
    texts = [pick(_LEADS).format_map(slots), *details[: max(2, min(paragraphs - 1, 7))]]
    body: tuple[Block, ...] = tuple(("paragraph", f"<p>{text}</p>") for text in texts)
    return headline, deck, slots["t"], body
