"""The plan of a front, whatever is arranged and whatever the archive holds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vestnik.stories.front_plan import (
    NEWEST,
    NOTHING,
    Source,
    Zone,
    automatic,
    plan_front,
)

ids = st.integers(1, 25)
sources = st.sampled_from([NOTHING, NEWEST, Source(section=1), Source(kinds=("opinion",))])
zones = st.lists(
    st.builds(
        Zone,
        kind=st.sampled_from(["lead", "grid", "list"]),
        count=st.integers(0, 8),
        source=sources,
        chosen=st.lists(ids, max_size=6).map(tuple),
        least=st.integers(1, 3),
    ),
    max_size=8,
)
archives = st.fixed_dictionaries(
    {source: st.lists(ids, unique=True, max_size=20) for source in (NEWEST, Source(section=1))}
)


def fetch_from(archive):
    return lambda source, limit: archive.get(source, [])[:limit]


def own_of(zones):
    """What each zone is to show of what was chosen for it."""
    seen, own = set(), []
    for zone in zones:
        mine = [pk for pk in dict.fromkeys(zone.chosen) if pk not in seen][: zone.count]
        seen.update(mine)
        own.append(mine)
    return own


@given(zones, archives)
def test_no_story_stands_twice_and_chosen_ones_stand_first(wanted, archive):
    planned = plan_front(wanted, fetch_from(archive))

    shown = [pk for one in planned for pk in one.stories]
    assert len(shown) == len(set(shown))
    own = dict(zip(map(id, wanted), own_of(wanted), strict=True))
    reserved = {pk for mine in own.values() for pk in mine}
    for one in planned:
        mine = own[id(one.zone)]
        assert list(one.stories[: len(mine)]) == mine
        assert not reserved & set(one.stories[len(mine) :])
        assert one.zone.least <= len(one.stories) <= one.zone.count


@given(zones, archives)
def test_zones_keep_their_order_and_are_filled_as_far_as_there_is_anything(wanted, archive):
    planned = plan_front(wanted, fetch_from(archive))

    places = [next(i for i, zone in enumerate(wanted) if zone is one.zone) for one in planned]
    assert places == sorted(set(places))
    shown: set[int] = set()
    reserved = {pk for mine in own_of(wanted) for pk in mine}
    for one, mine in (
        (one, own_of(wanted)[place]) for one, place in zip(planned, places, strict=True)
    ):
        filled = one.stories[len(mine) :]
        source = archive.get(one.zone.source, [])
        left = [pk for pk in source if pk not in reserved | shown]
        assert list(filled) == left[: one.zone.count - len(mine)], "newest first, none left out"
        shown |= set(one.stories)


@given(zones, archives)
def test_a_zone_is_left_out_only_for_want_of_stories(wanted, archive):
    planned = plan_front(wanted, fetch_from(archive))

    kept = {id(one.zone) for one in planned}
    shown = {pk for one in planned for pk in one.stories}
    reserved = {pk for mine in own_of(wanted) for pk in mine}
    for zone, mine in zip(wanted, own_of(wanted), strict=True):
        if id(zone) in kept:
            continue
        left = [pk for pk in archive.get(zone.source, []) if pk not in reserved | shown]
        assert min(len(mine) + len(left), zone.count) < max(zone.least, 1)


kinds = st.sampled_from(["news", "opinion", "brief", "liveblog"])


@given(st.lists(st.tuples(ids, kinds), max_size=25, unique_by=lambda one: one[0]))
def test_a_front_that_nobody_arranged_shows_all_of_a_small_archive(stories):
    def fetch(source, limit):
        found = [pk for pk, kind in stories if source.newest or kind in source.kinds]
        return found[:limit]

    planned = plan_front(automatic([], fetch, lambda newest: newest[0]), fetch)

    shown = [pk for one in planned for pk in one.stories]
    assert len(shown) == len(set(shown))
    assert set(shown) == {pk for pk, _kind in stories[:20]} or len(shown) >= 20
    main = [pk for pk, kind in stories if kind in ("news", "liveblog")]
    if main:
        assert planned[0].zone.kind == "lead"
        assert planned[0].stories[0] == main[0]
