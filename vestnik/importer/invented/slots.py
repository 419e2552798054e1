"""Owns what fills the templates of a story: its place, its thing, its numbers and days."""

from datetime import datetime

from vestnik.importer.invented.dates import MONTHS, WEEKDAYS
from vestnik.importer.invented.dice import Rnd
from vestnik.importer.invented.grammar import Forms, capital, in_place
from vestnik.importer.invented.places import CAPITALS, QUARTERS, TOWNS
from vestnik.importer.invented.plots.plot import Desk

Slots = dict[str, str]
_QUARTERS_ABROAD = ("центъра", "стария град", "крайните квартали")


def _place_forms(name: str) -> Forms:
    return {"t": name, "vt": in_place(name), "Vt": capital(in_place(name))}


TOWN_FORMS = tuple(_place_forms(name) for name in TOWNS)
CAPITAL_FORMS = tuple(_place_forms(name) for name in CAPITALS)
_SMALL = tuple(str(number) for number in range(2, 10))
_MIDDLE = tuple(str(number) for number in range(11, 90))
_LARGE = tuple(str(number) for number in range(101, 990))
_PERCENT = tuple(str(number) for number in range(3, 49))


def fill_numbers(slots: Slots, rnd: Rnd) -> None:
    """Give the slots that count things other values than before."""
    slots["k"] = _SMALL[int(rnd() * 8)]
    slots["n"] = _MIDDLE[int(rnd() * 79)]
    slots["h"] = _LARGE[int(rnd() * 889)]
    slots["pc"] = _PERCENT[int(rnd() * 46)]
    slots["mo"] = MONTHS[int(rnd() * 12)]


def invented_slots(rnd: Rnd, desk: Desk, thing: Forms, place: Forms, dated: datetime) -> Slots:
    """Every slot of ``plots.plot`` for one story."""
    institutions = desk.institutions
    institution = institutions[int(rnd() * len(institutions))]
    quarters = _QUARTERS_ABROAD if desk.abroad else QUARTERS
    year = dated.year
    slots = {
        **thing,
        **place,
        "i": institution["s"],
        "I": institution["S"],
        "io": institution["o"],
        "d": WEEKDAYS[dated.weekday()],
        "y": str(year),
        "y1": str(year + 1),
        "q": quarters[int(rnd() * len(quarters))],
        "sc": f"{int(rnd() * 3) + 2}:{int(rnd() * 2)}",
    }
    fill_numbers(slots, rnd)
    # Bulgaria changed its money on 1 January 2026.
    money = "евро" if desk.abroad or year >= 2026 else "лева"
    if rnd() < 0.5:
        slots["m"] = f"{int(rnd() * 8) + 1},{int(rnd() * 9) + 1} милиона {money}"
    else:
        slots["m"] = f"{int(rnd() * 97) + 2}0 000 {money}"
    return slots
