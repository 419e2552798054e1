"""What is shown when nothing new can be printed: an old print without anything that was withdrawn.

Fails closed: where withdrawn matter cannot be told from the rest, nothing is shown.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from vestnik.design import marks
from vestnik.kit import clock
from vestnik.press.pieces import Part, Rendered
from vestnik.press.store import Kept, Store

YOUNG = timedelta(days=1)


def page_body(store: Store, name: str, kept: Kept) -> str | None:
    """The body of an old page without the withdrawn stories in its lists; None when it is not to be shown.

    A story that is shown elsewhere than in a list, as on its own page, closes the page.
    """
    if kept.blind:
        return None
    body = str(kept.content["body"])
    closed = _closed_stories(store, name)
    if closed is None or not closed <= marks.stories_marked(body):
        return None
    return marks.without_stories(body, closed)


def part(store: Store, name: str, kept: Kept) -> Part:
    """An old part without the withdrawn stories; an empty one when it is not to be shown."""
    if kept.blind:
        return Part(())
    old = part_of(kept)
    closed = _closed_stories(store, name)
    if closed is None:
        return Part(())
    return replace(old, items=tuple(item for item in old.items if item[0] not in closed))


def may_be_shown_alone(kept: Kept, contact: datetime | None, minutes: int) -> bool:
    """Whether a print may be shown though the log cannot be read.

    What was printed long before the contact broke off may, without end; younger pages, of which
    some may have been withdrawn since, only for some minutes.
    """
    if contact is None:
        return False
    if kept.made <= contact - YOUNG:
        return True
    return clock.instant() - contact <= timedelta(minutes=minutes)


def page_of(kept: Kept) -> Rendered:
    """A page as it was kept."""
    content = kept.content
    return Rendered(content["status"], tuple(map(tuple, content["headers"])), content["body"])


def part_of(kept: Kept) -> Part:
    """A part as it was kept."""
    content = kept.content
    items = tuple((int(pk), str(html)) for pk, html in content["items"])
    return Part(items, content["before"], content["after"])


def _closed_stories(store: Store, name: str) -> frozenset[int] | None:
    """The ids of the withdrawn stories that a print shows; None when something else was withdrawn."""
    keys = [key.partition(":") for key in store.closed_keys(name)]
    if any(kind != "story" for kind, _, _ in keys):
        return None
    return frozenset(int(pk) for _, _, pk in keys)
