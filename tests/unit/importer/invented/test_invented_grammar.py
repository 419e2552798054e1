"""Articles, adjectives and prepositions agree by construction, and every template can be filled."""

import pytest

from vestnik.importer.invented.dates import invented_date
from vestnik.importer.invented.dice import stream
from vestnik.importer.invented.grammar import Adjective, Noun, forms, in_place
from vestnik.importer.invented.plots import DESKS
from vestnik.importer.invented.plots.plot import Plot
from vestnik.importer.invented.slots import CAPITAL_FORMS, TOWN_FORMS, invented_slots


@pytest.mark.parametrize(
    ("noun", "adjective", "a", "s", "o", "e"),
    [
        (Noun("мост", "мостът"), None, "мост", "мостът", "моста", ""),
        (Noun("музей", "музеят"), None, "музей", "музеят", "музея", ""),
        (Noun("площ", "площта"), None, "площ", "площта", "площта", "а"),
        (Noun("дерби", "дербито"), None, "дерби", "дербито", "дербито", "о"),
        (
            Noun("път", "пътят", "до гарата"),
            Adjective("спешен", "спешн"),
            "спешен път до гарата", "спешният път до гарата", "спешния път до гарата", "",
        ),
        (
            Noun("градина", "градината"),
            Adjective("градски", "градск"),
            "градска градина", "градската градина", "градската градина", "а",
        ),
        (
            Noun("логистичен център", "логистичният център"),
            None,
            "логистичен център", "логистичният център", "логистичния център", "",
        ),
        (
            Noun("училище", "училището"),
            Adjective("нов", "нов"),
            "ново училище", "новото училище", "новото училище", "о",
        ),
    ],
)  # fmt: skip
def test_forms(noun, adjective, a, s, o, e):
    found = forms(noun, adjective)
    assert (found["a"], found["s"], found["o"], found["e"]) == (a, s, o, e)
    assert found["S"][0].isupper()
    assert found["S"][1:] == s[1:]


def test_a_plural_is_refused():
    with pytest.raises(ValueError, match=r"къщите$"):
        Noun("къщи", "къщите").gender  # noqa: B018


@pytest.mark.parametrize(
    ("place", "expected"),
    [("Варна", "във Варна"), ("Фалково", "във Фалково"), ("Русе", "в Русе")],
)
def test_prepositions(place, expected):
    assert in_place(place) == expected


def test_every_template_can_be_filled_with_every_thing():
    rnd = stream(1, 1)
    filled = 0
    for desk in DESKS:
        places = CAPITAL_FORMS if desk.abroad else TOWN_FORMS
        for plot in desk.plots:
            assert isinstance(plot, Plot)
            for thing in plot.things:
                slots = invented_slots(rnd, desk, thing, places[0], invented_date(rnd, None))
                for pool in (plot.headlines, plot.shorts, plot.decks, plot.leads, plot.details):
                    assert len(set(pool)) == len(pool)
                    for template in pool:
                        assert "%" not in template % slots
                        filled += 1
    assert filled > 10_000
