"""Parts: printed once, shown by many pages, and themselves made of parts where a count stands in a card."""

from __future__ import annotations

import pytest

from tests.factories import newsroom
from tests.marks import keeps_prints
from vestnik.design import marks
from vestnik.press import receipts, surfaces
from vestnik.press.answers import answer, fresh_answer, reprint, store
from vestnik.press.pieces import Part, filled
from vestnik.stories import pages
from vestnik.stories.actions.publish import publish
from vestnik.stories.models import Story, Storyline
from vestnik.stories.surface_words import in_words

COUNT = "Развитие в 2 материала"


# Assembly


def place(name: str, without: tuple[int, ...] = (), limit: int = 9) -> str:
    return marks.reference(name, limit, without)


def test_a_part_may_hold_a_part_that_holds_one_and_no_deeper():
    parts = {
        "list:bg": Part(((1, f"a{place('card:1')}"), (2, f"b{place('count:2')}")), "<", ">"),
        "card:1": Part(((1, f"1{place('count:1')}"),)),
        "count:1": Part(((0, f"one{place('count:2')}"),)),
        "count:2": Part(((0, f"two{place('list:bg')}"),)),
    }
    assert filled(f"({place('list:bg')})", parts.__getitem__) == b"(<a1onebtwo<ab>>)"


def test_what_a_page_leaves_out_takes_its_count_along():
    asked = []

    def part(name: str) -> Part:
        asked.append(name)
        return {"list:bg": Part(((1, f"a{place('count:1')}"), (2, "b")))}[name]

    assert filled(place("list:bg", without=(1,)), part) == b"b"
    assert asked == ["list:bg"]


# The storyline's own parts


@pytest.fixture
def line(site, db):
    return Storyline.objects.create(name="Язовирът")


@pytest.fixture
def pieces(site, line):
    chief = newsroom.chief()
    return [
        newsroom.live_story(site, headline, by=chief, storyline=line)
        for headline in ("Водата спада", "Водата се връща")
    ]


def body(path: str) -> str:
    answered, fresh = answer(path), fresh_answer(path)
    assert answered.body == fresh.body
    return answered.body.decode()


@pytest.mark.django_db
@keeps_prints
def test_a_story_names_the_other_pieces_of_its_storyline(line, pieces):
    shown = body(pieces[0].address)
    strip = shown[shown.index('class="strip storyline"') :].partition("</section>")[0]
    assert "Язовирът" in strip
    assert COUNT in strip
    assert pieces[1].address in strip
    assert pieces[0].address not in strip


@pytest.mark.django_db
@keeps_prints
def test_a_single_piece_and_an_archived_storyline_say_nothing(site, line, pieces):
    alone = newsroom.live_story(
        site, "Само това", by=newsroom.chief(), storyline=Storyline.objects.create(name="Новото")
    )
    shown = body(alone.address)
    assert "Новото" not in shown
    assert "Развитие в 1" not in shown

    line.archived = True
    line.save()
    assert "Язовирът" not in body(pieces[0].address)
    assert COUNT not in body("/")


@pytest.mark.django_db
@keeps_prints
def test_a_new_piece_reprints_the_parts_and_no_page_of_the_storyline(site, line, pieces):
    paths = [piece.address for piece in pieces]
    for path in paths:
        assert COUNT in body(path)
    newsroom.live_story(site, "Водата прелива", by=newsroom.chief(), storyline=line)
    for path in paths:
        again = answer(path)
        assert not again.printed, "only the parts are printed again"
        assert "Водата прелива" in again.body.decode()
        assert "Развитие в 3 материала" in again.body.decode()
    assert {f"part:count:storyline:{line.pk}:bg", f"part:storyline:{line.pk}:bg"} <= set(
        store().names()
    )


@pytest.mark.django_db
@keeps_prints
def test_each_card_carries_the_count(site, line, pieces):
    front = body("/")
    assert front.count(COUNT) >= 2
    piece = Story.objects.get(pk=pieces[0].pk)
    piece.storyline = None
    publish(piece, by=newsroom.chief())
    assert COUNT not in body("/")


# The cards of the newest stories


def cards() -> set[str]:
    return {name for name in store().names() if name.startswith("part:card:")}


@pytest.mark.django_db
@keeps_prints
def test_a_headline_prints_one_card_and_no_other(site):
    chief = newsroom.chief()
    shown = [newsroom.live_story(site, f"Заглавие {number}", by=chief) for number in range(3)]
    page = shown[0].address
    body(page)
    before = {name: store().get(name).number for name in cards()}
    shown[1].headline = shown[1].short_headline = "Ново заглавие"
    publish(shown[1], by=chief)
    assert "Ново заглавие" in body(page)
    after = {name: store().get(name).number for name in cards()}
    assert {name for name in after if after[name] != before.get(name)} == {
        f"part:card:{shown[1].pk}"
    }


@pytest.mark.django_db
@keeps_prints
def test_a_card_goes_when_its_story_leaves_the_newest(site):
    chief = newsroom.chief()
    first = newsroom.live_story(site, "Първият", by=chief)
    reader = newsroom.live_story(site, "Читателят", by=chief)
    assert "Първият" in body(reader.address)
    assert f"part:card:{first.pk}" in cards()
    for number in range(pages.MORE_NEWS + pages.MOST_SHOWN):
        newsroom.live_story(site, f"По-нов {number}", by=chief)
    assert "Първият" not in body(reader.address)
    assert f"part:card:{first.pk}" not in cards()
    first.refresh_from_db()
    first.headline = "Първият, поправен"
    publish(first, by=chief)
    assert not [name for name in receipts.waiting(store(), 99) if name.startswith("part:card:")]


@pytest.mark.django_db
@keeps_prints
def test_the_card_of_a_new_story_is_printed_ahead_with_the_list(site):
    chief = newsroom.chief()
    reader = newsroom.live_story(site, "Читателят", by=chief)
    body(reader.address)
    new = newsroom.live_story(site, "Новият", by=chief)
    reprint("part:latest:bg")
    assert f"part:card:{new.pk}" in cards()
    assert "Новият" in body(reader.address)


@pytest.mark.django_db
def test_a_card_of_what_readers_cannot_see_is_empty(site):
    story = newsroom.live_story(site, "Свален", by=newsroom.chief())
    Story.objects.filter(pk=story.pk).update(live=False)
    for pk in (story.pk, 10**9):
        assert surfaces.render_part(f"card:{pk}") == Part(())
    assert in_words(f"part:card:{story.pk}").title == "Свален"
    assert in_words(f"part:card:{10**9}").title == ""
