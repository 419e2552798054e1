"""The shelf beside the picture: the newest stories, scheduled ones, and what one looks for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from vestnik.desk.home.panels import Glance
from vestnik.desk.states import State, standings
from vestnik.desk.views.choosers import choosable_by
from vestnik.search.queries import MOST_LETTERS, Search, headlines
from vestnik.stories.models import Front, Story

ON_SHELF = 30
MOST_SCHEDULED = 10
#: Found ones that are looked at for those in the front's language.
LOOKED_AT = 120
READABLE = frozenset({State.LIVE, State.CHANGED})
Told = dict[str, Any]


def shelf(front: Front, user: Any, typed: str) -> list[Told]:
    """The stories on the shelf, each as the screen shows it."""
    glance = Glance.of(user)
    if typed.strip():
        found = Search(typed[:MOST_LETTERS]).find(LOOKED_AT)
        stories = _choosable(user, front, found)
        pks = [pk for pk in found if pk in stories][:ON_SHELF]
    else:
        waiting = [*glance.schedules][:MOST_SCHEDULED]
        newest = [*Story.objects.newest(front.language).values_list("pk", flat=True)[:ON_SHELF]]
        stories = _choosable(user, front, [*waiting, *newest])
        pks = [pk for pk in dict.fromkeys([*waiting, *newest]) if pk in stories]
    return _told([stories[pk] for pk in pks], glance)


def told_of(pks: Iterable[int], user: Any) -> dict[int, Told]:
    """What the screen says of stories that stand in zones. Those the person may not read have no name."""
    stories = choosable_by(user).filter(pk__in=[*pks]).select_related("section").defer("body")
    return {one["id"]: one for one in _told([*stories], Glance.of(user))}


def _choosable(user: Any, front: Front, pks: list[int]) -> dict[int, Story]:
    stories = choosable_by(user).filter(pk__in=pks, locale_id=front.locale_id)
    return {story.pk: story for story in stories.select_related("section").defer("body")}


def _told(stories: list[Story], glance: Glance) -> list[Told]:
    where = standings(stories, glance.now, glance.steps, glance.schedules)
    said = headlines(story.pk for story in stories if not story.live)
    told = []
    for story in stories:
        standing = where[story.pk]
        at = standing.at or (story.dated if story.live else None)
        told.append(
            {
                "id": story.pk,
                "headline": story.list_headline
                if story.live
                else said.get(story.pk, story.headline),
                "section": story.section.title if story.section else "",
                "live": story.live,
                "gone": not story.live and story.version > 0,
                "state": "" if standing.state in READABLE else str(standing.words),
                "when": glance.in_words(at) if at is not None else "",
            }
        )
    return told
