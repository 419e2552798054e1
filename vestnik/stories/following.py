"""Who keeps something in step with stories, drafts too, inside the very transaction of each write.

The change log tells what readers see; a draft saved leaves nothing in it. What must know of drafts (the
newsroom's index) registers here, from a floor above, and is told the ids of the stories written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

Follower = Callable[[Sequence[int]], None]
_FOLLOWERS: list[Follower] = []

#: Columns of which nothing is kept anywhere else: a write of only these tells nobody.
UNTOLD = frozenset(
    {"live_revision", "locked", "locked_at", "locked_by", "hash", "updated", "comments"}
)


def register(follower: Follower) -> None:
    """Tell this function, too. Called once, at the start."""
    _FOLLOWERS.append(follower)


def is_told(fields: Iterable[str] | None) -> bool:
    """Whether a write of these columns, or of all when None, is told."""
    return fields is None or any(name.removesuffix("_id") not in UNTOLD for name in fields)


def written(pks: Collection[int | None]) -> None:
    """These stories were written or deleted. Must be called inside the write's transaction."""
    told = [pk for pk in pks if pk is not None]
    if told:
        for follower in _FOLLOWERS:
            follower(told)
