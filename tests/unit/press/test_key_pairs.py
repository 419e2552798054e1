"""Pairs: what a reader of rows records, and what a write of a row announces, are the same names."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps

from tests.factories import newsroom
from vestnik.changes import reading
from vestnik.changes.public import PublicModel
from vestnik.changes.public import announced as announced_by
from vestnik.kit import clock
from vestnik.press import keys
from vestnik.stories import spans
from vestnik.stories.actions.correct import correct
from vestnik.stories.models import (
    Address,
    Agency,
    Breaking,
    Byline,
    Correction,
    Edition,
    Listing,
    Story,
    Storyline,
    Topic,
)
from vestnik.stories.queries import StoryQuerySet

pytestmark = pytest.mark.django_db

#: QuerySet methods that give a list: what they are asked with, for a story that lies in it and for one
#: that does not.
LISTS = {
    "newest": lambda site, story: (("bg",), ("en",)),
    "live_in": lambda site, story: ((story.section,), (site.front_of_nothing,)),
    "live_in_section": lambda site, story: (
        (story.section_id, "bg"),
        (site.front_of_nothing.pk, "bg"),
    ),
    "of_kind": lambda site, story: ((story.kind, "bg"), ("opinion", "bg")),
    "on_day": lambda site, story: (
        ("bg", story.dated.astimezone(newsroom_zone()).date()),
        ("bg", (story.dated - timedelta(days=400)).date()),
    ),
    "about": lambda site, story: (
        ("photo", story.lead_photo_id, "bg"),
        ("photo", story.lead_photo_id, "en"),
    ),
    "listed": lambda site, story: (
        (keys.members("topic", story.topics.get().pk, "bg"),),
        (keys.members("topic", 10**6, "bg"),),
    ),
}
#: Methods that are no lists of their own.
NO_LISTS = {
    "live", "in_language", "for_cards", "for_portraits", "for_page", "delete",
    # Of one month of a list: below.
    "in_month", "has_month", "month_before", "month_after",
}  # fmt: skip


def newsroom_zone():
    from vestnik.stories.pages import zone

    return zone()


@pytest.fixture
def story(site):
    site.front_of_nothing = site.economy
    made = newsroom.live_story(
        site,
        lead_photo=newsroom.photo(),
        topics=[Topic.objects.create(name="Вода")],
        storyline=Storyline.objects.create(name="Сушата"),
    )
    return Story.objects.get(pk=made.pk)


def recorded(read) -> tuple[frozenset[str], list]:
    with reading.recording() as made:
        rows = list(read())
    assert made.unclaimed == []
    return frozenset(made.keys), rows


def lists_among(found) -> set[str]:
    return {key for key in found if key.endswith("/list")}


def test_every_method_of_the_stories_is_known_as_a_list_or_not():
    own = {
        name
        for name, value in vars(StoryQuerySet).items()
        if callable(value) and not name.startswith("_") and name not in {"update", "bulk_create"}
    }
    assert own == set(LISTS) | NO_LISTS


@pytest.mark.parametrize("name", LISTS)
def test_a_list_records_the_key_that_its_stories_announce(site, story, name):
    inside, outside = LISTS[name](site, story)
    read, rows = recorded(lambda: getattr(Story.objects.all(), name)(*inside))
    assert story in rows
    assert len(lists_among(read)) == 1
    assert lists_among(read) <= story.public_keys()

    read, rows = recorded(lambda: getattr(Story.objects.all(), name)(*outside))
    assert story not in rows
    assert len(lists_among(read)) == 1
    assert not lists_among(read) & story.public_keys()


def test_every_list_that_a_story_announces_gives_the_story(story):
    named = lists_among(story.public_keys())
    kinds = {key.partition(":")[0] for key in named}
    assert kinds == {
        "latest", "day", "section", "topic", "byline", "agency", "storyline", "kind", "photo",
    }  # fmt: skip
    for key in named:
        assert story in Story.objects.listed(key)
        assert Listing.objects.filter(list=key, story_id=story.pk).exists()


def test_a_story_leaves_and_enters_lists_by_both_names(site, story):
    before = story.public_keys()
    story.section = site.economy
    story.topics.set([Topic.objects.create(name="Реки")])
    from vestnik.stories.actions.publish import publish

    publish(story, by=newsroom.chief())
    after = Story.objects.get(pk=story.pk).public_keys()
    from vestnik.changes.models import Change

    announced = set(Change.objects.order_by("-id").first().keys)
    assert lists_among(before) != lists_among(after)
    assert lists_among(before | after) <= announced


def public_rows(site) -> dict[str, PublicModel]:
    """One row that readers can see of each model that can be asked for by itself."""
    photo = newsroom.photo()
    story = newsroom.live_story(
        site,
        lead_photo=photo,
        topics=[Topic.objects.create(name="Вода")],
        storyline=Storyline.objects.create(name="Сушата"),
    )
    photo.refresh_from_db()
    rows = [
        Story.objects.get(pk=story.pk),
        photo,
        Topic.objects.get(),
        Storyline.objects.get(),
        Byline.objects.first(),
        Agency.objects.first(),
        Address.objects.get(subject=story.log_subject()),
        Edition.objects.get(),
        Breaking.objects.create(language="bg", text="Наводнение", live=True),
        site.front,
        site.world,
    ]
    return {type(row).__name__: row for row in rows}


def test_what_a_lookup_records_its_row_announces(site):
    for name, row in public_rows(site).items():
        model = type(row)
        announced = announced_by(row.public_keys(), frozenset())
        assert announced, f"{name} is seen by nobody"
        by_pk = model.key_of(row.pk)
        if by_pk is not None:
            assert by_pk in announced, name
        if model.whole is not None:
            assert model.whole in announced, name
        for field, key in model.key_fields.items():
            value = getattr(row, field)
            assert key(value) in announced, (name, field)
            read, rows = recorded(lambda m=model, f=field, v=value: m.objects.filter(**{f: v}))
            assert row in rows
            assert key(value) in read, (name, field)
        if by_pk is None and model.whole is None:
            continue
        read, _ = recorded(lambda m=model, pk=row.pk: m.objects.filter(pk=pk))
        assert read & announced, name
        # Who asks for a row that is not there is told when it comes.
        read, rows = recorded(lambda m=model: m.objects.filter(pk=10**9))
        assert rows == []
        assert read & {model.key_of(10**9), model.whole}, name


def test_a_row_that_nobody_sees_announces_nothing(site):
    draft = newsroom.story(site)
    unused = newsroom.photo()
    archived = Topic.objects.create(name="Вода", archived=True)
    assert draft.public_keys() == unused.public_keys() == archived.public_keys() == frozenset()


def test_kinds_of_keys_lead_back_to_the_tables_of_their_rows():
    from vestnik.press.marks import tables_of_kinds

    known = tables_of_kinds()
    for model in apps.get_models():
        if issubclass(model, PublicModel):
            for kind in model.kinds():
                assert f"table:{model._meta.db_table}" in known[kind]


def test_a_month_of_a_list_records_the_key_that_its_stories_announce(site):
    of_list = keys.members("section", site.world.pk, "bg")
    story = newsroom.live_story(site, dated=datetime(2025, 11, 30, 22, 30, tzinfo=UTC))
    story.refresh_from_db()
    december, november = date(2025, 12, 1), date(2025, 11, 1)

    read, rows = recorded(lambda: Story.objects.in_month(of_list, december))
    assert rows == [story]
    assert keys.month(of_list, december) in read & story.public_keys()
    assert of_list not in read, "a story of today would make each month stale"

    read, rows = recorded(lambda: Story.objects.in_month(of_list, november))
    assert rows == []
    assert read == {keys.month(of_list, november)}
    assert not read & story.public_keys()


def asked(ask) -> tuple[frozenset[str], object]:
    with reading.recording() as made:
        answer = ask()
    assert made.unclaimed == []
    return frozenset(made.keys), answer


def test_the_way_to_another_month_hangs_on_what_could_change_it(site):
    of_list = keys.members("section", site.world.pk, "bg")

    def keys_of(when):
        made = newsroom.live_story(site, dated=when)
        made.refresh_from_db()
        return made.public_keys()

    old = keys_of(datetime(2003, 5, 7, 12, tzinfo=UTC))
    new = keys_of(datetime(2025, 11, 20, 12, tzinfo=UTC))
    here = date(2025, 11, 1)

    read, found = asked(lambda: Story.objects.month_before(of_list, here))
    assert found == date(2003, 5, 1)
    assert read & old, "its going would change the answer"
    assert read & new == set(), "nothing of the month itself does"
    between = keys_of(datetime(2014, 2, 3, 12, tzinfo=UTC))
    assert read & between
    earlier = keys_of(datetime(1987, 2, 3, 12, tzinfo=UTC))
    assert not read & earlier

    read, found = asked(lambda: Story.objects.month_before(of_list, date(1987, 2, 1)))
    assert found is None
    assert read & keys_of(datetime(1961, 12, 31, 12, tzinfo=UTC))

    read, found = asked(lambda: Story.objects.month_after(of_list, here))
    assert found is None
    assert read & keys_of(datetime(2025, 12, 2, 12, tzinfo=UTC))
    read, found = asked(lambda: Story.objects.month_after(of_list, date(2014, 2, 1)))
    assert found == here
    assert not read & keys_of(datetime(2025, 11, 19, 12, tzinfo=UTC)), "found either way"

    read, found = asked(lambda: Story.objects.has_month(of_list, here))
    assert found
    assert not read & keys_of(datetime(2025, 11, 21, 12, tzinfo=UTC)), "found either way"
    read, found = asked(lambda: Story.objects.has_month(of_list, date(2024, 1, 1)))
    assert not found
    assert read & keys_of(datetime(2024, 1, 1, 12, tzinfo=UTC))


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        (date(2025, 3, 1), date(2025, 2, 1), 0),
        (date(2025, 3, 1), date(2025, 3, 1), 1),
        (date(2025, 1, 1), date(2025, 12, 1), 1),
        (date(2009, 11, 1), date(2025, 2, 1), 2 + 1 + 5 + 2),
        (date(1900, 1, 1), date(2099, 12, 1), 20),
    ],
)
def test_a_stretch_of_months_is_covered_by_few_keys(first, last, count):
    found = list(spans.cover("latest:bg/list", first, last))

    assert len(found) == len(set(found)) == count
    month = date(1999, 1, 1)
    while month < date(2027, 1, 1):
        announced = spans.keys_of("latest:bg/list", month)
        assert bool(announced & set(found)) == (first <= month <= last), month
        month = spans.next_month(month)


def test_corrections_record_the_key_that_a_correction_announces(site, story):
    made = correct(story, by=newsroom.chief(), what="Беше три, а е две.")
    read, rows = recorded(lambda: Correction.objects.newest("bg"))
    assert rows == [made]
    assert keys.corrections("bg") in read & made.public_keys()
    read, rows = recorded(lambda: Correction.objects.newest("en"))
    assert rows == []
    assert not read & made.public_keys()


def test_a_day_is_that_of_the_sites_zone(site):
    late = clock.instant().replace(hour=22, minute=30) - timedelta(days=3)
    story = newsroom.live_story(site, dated=late)
    story.refresh_from_db()
    local = story.dated.astimezone(newsroom_zone()).date()
    assert keys.day("bg", local) in story.public_keys()
