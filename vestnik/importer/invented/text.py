"""Owns the words of one invented story: headline, deck and body out of a plot's phrases."""

from collections.abc import Iterator, Sequence
from math import gcd

from vestnik.importer.invented.dice import Rnd
from vestnik.importer.invented.grammar import capital
from vestnik.importer.invented.people import INTERVIEWED
from vestnik.importer.invented.plots import views
from vestnik.importer.invented.plots.common import GENERAL, LIST_ITEMS, SAID, SUBHEADS
from vestnik.importer.invented.plots.plot import Desk, Plot
from vestnik.importer.invented.slots import Slots, fill_numbers
from vestnik.importer.invented.story import Block, Kind

MIN_HEADLINE, MAX_HEADLINE = 20, 110
_HEADLINES = {
    "analysis": views.ANALYSIS_OPENERS,
    "reportage": views.REPORTAGE_OPENERS,
    "interview": views.INTERVIEW_HEADLINES,
}
_DETAILS = {
    "analysis": views.ANALYSIS_DETAILS,
    "reportage": views.REPORTAGE_DETAILS,
    "opinion": views.OPINION_DETAILS,
}
_STRIDES = tuple(
    tuple(step for step in range(1, max(size, 2)) if gcd(step, size) == 1) for size in range(64)
)


def _walk(pool: Sequence[str], rnd: Rnd) -> Iterator[str]:
    """Every phrase of the pool once, in an order of the story's own."""
    size = len(pool)
    strides = _STRIDES[size]
    step = strides[int(rnd() * len(strides))]
    at = int(rnd() * size)
    for _ in range(size):
        yield pool[at]
        at = (at + step) % size


def invented_headline(rnd: Rnd, desk: Desk, plot: Plot, kind: Kind, slots: Slots) -> str:
    """A headline of 20 to 110 characters; adds to the slots whom an interview is held with."""
    if kind == "interview":
        who = int(rnd() * len(INTERVIEWED))
        offices = views.INTERVIEW_OFFICES
        slots["person"] = INTERVIEWED[who]
        slots["office"] = offices[int(rnd() * len(offices))][who % 2]
        slots["pe"] = "" if who % 2 else "а"
        slots["quote"] = desk.quotes[int(rnd() * len(desk.quotes))]
    headline = ""
    for template in _walk(_HEADLINES.get(kind, plot.headlines), rnd):
        headline = template % slots
        if MIN_HEADLINE <= len(headline) <= MAX_HEADLINE:
            break
    return headline


def invented_body(
    rnd: Rnd, desk: Desk, plot: Plot, kind: Kind, slots: Slots, paragraphs: int
) -> tuple[Block, ...]:
    """The blocks of a story: ``paragraphs`` paragraphs and what stands between them."""
    lead = plot.leads[int(rnd() * len(plot.leads))] % slots
    special = _DETAILS.get(kind, GENERAL)
    if kind == "interview":
        return _interview(rnd, desk, slots, lead, paragraphs)
    details = _walk((*plot.details, *desk.details, *special), rnd)
    spare = _walk(GENERAL, rnd) if special is not GENERAL else iter(())
    quotes = _walk(desk.quotes, rnd)
    subheads = _walk(SUBHEADS, rnd)
    blocks: list[Block] = []
    text, quoted = lead, False
    for index in range(1, paragraphs + 1):
        if kind != "brief" and rnd() < 0.75:
            text = f"{text} {next(details, '') % slots}".rstrip()
        blocks.append(("paragraph", f"<p>{text}</p>"))
        if index == paragraphs:
            break
        fill_numbers(slots, rnd)
        roll = rnd()
        if kind != "brief" and index > 1:
            if roll < 0.09 and paragraphs > 5:
                blocks.append(("subhead", next(subheads)))
            elif roll < 0.12 and (quote := next(quotes, "")):
                office = desk.offices[int(rnd() * len(desk.offices))]
                blocks.append(("quote", f"{quote}.<cite>{office}</cite>"))
            elif roll < 0.14:
                blocks.append(("list", _list(rnd, slots)))
        quoted = not quoted and roll > 0.75
        if quoted and (quote := next(quotes, "")):
            office = desk.offices[int(rnd() * len(desk.offices))]
            text = f"„{quote}“, {SAID[int(rnd() * len(SAID))]} {office}."
        else:
            text = (next(details, "") or next(spare)) % slots
    return tuple(blocks)


def _list(rnd: Rnd, slots: Slots) -> str:
    items = [item % slots for item in _walk(LIST_ITEMS, rnd)][: 3 + int(rnd() * 2)]
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def _interview(rnd: Rnd, desk: Desk, slots: Slots, lead: str, paragraphs: int) -> tuple[Block, ...]:
    """A lead that presents the person, then questions in bold, each with its answer."""
    questions = _walk(views.INTERVIEW_QUESTIONS, rnd)
    answers = _walk((*views.INTERVIEW_ANSWERS, *desk.quotes), rnd)
    presented = f"{slots['person']} е {slots['office']} {slots['vt']}."
    blocks: list[Block] = [("paragraph", f"<p>{lead} {presented}</p>")]
    while len(blocks) + 2 <= paragraphs:
        fill_numbers(slots, rnd)
        blocks.append(("paragraph", f"<p><b>{next(questions) % slots}</b></p>"))
        answer = " ".join(_sentence(next(answers) % slots) for _ in range(1 + int(rnd() * 2)))
        blocks.append(("paragraph", f"<p>{answer}</p>"))
    return tuple(blocks)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{capital(text)}."
