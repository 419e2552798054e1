"""Keeping the listings in line with the stories: the derived index behind every list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connections, models

from vestnik.stories.models.listing import Listing

_CHUNK = 200


def relist(pks: Sequence[Any]) -> None:
    """Write, move and remove the listings of these stories, inside the stories' own write."""
    for start in range(0, len(pks), _CHUNK):
        _relist_chunk(pks[start : start + _CHUNK])


def _relist_chunk(pks: Sequence[Any]) -> None:
    from vestnik.stories.models.story import Story

    stories = Story._base_manager.filter(pk__in=pks, live=True)
    wanted: dict[tuple[int, str], datetime] = {
        (story.pk, name): story.dated for story in stories for name in story.membership().lists()
    }
    # The plain QuerySet: the stories' own write announces these lists, before and after.
    rows = models.QuerySet[Listing](Listing)
    stale: list[int] = []
    for row in rows.filter(story_id__in=pks):
        if wanted.get((row.story_id, row.list)) == row.dated:
            del wanted[row.story_id, row.list]
        else:
            stale.append(row.pk)
    if stale:
        rows.filter(pk__in=stale)._raw_delete(connections["default"].alias)
    if wanted:
        rows.bulk_create(
            Listing(story_id=pk, list=name, dated=dated) for (pk, name), dated in wanted.items()
        )
