"""What a public address answers: a print that is right now, made if need be, with its parts filled in."""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from django.conf import settings

from vestnik.kit import clock
from vestnik.press import surfaces
from vestnik.press.follower import catch_up, written
from vestnik.press.printing import Print, print_surface
from vestnik.press.store import Kept, Store
from vestnik.press.surfaces import Part, Rendered, assemble, filled_in

logger = logging.getLogger("vestnik.press")
#: Answers that are kept: the rest are addresses that anybody may invent.
KEPT = frozenset({200, 301, 410})


@cache
def store() -> Store:
    """The node's store."""
    return Store(settings.VESTNIK_DATA / "press.sqlite3")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a reader. `printed` tells whether it was rendered for this request."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    printed: bool


def answer(path: str) -> Answer:
    """The answer of a public path, right at this moment in every process of the node."""
    shelf = store()
    place, _marked = catch_up(shelf)
    at = written(place)
    kept = _right(shelf.get(f"page:{path}"))
    if kept is not None:
        content = kept.content
        page = Rendered(content["status"], tuple(map(tuple, content["headers"])), content["body"])
    else:
        made = print_surface(lambda: surfaces.render_page(path))
        page = made.content
        if page.status in KEPT:
            _keep(shelf, f"page:{path}", asdict(page), made, at)
    body = assemble(page.body, lambda name: _part(shelf, name, at))
    return Answer(page.status, page.headers, body.encode(), printed=kept is None)


def fresh_answer(path: str) -> Answer:
    """The same answer without store or recorder: what every answer must be equal to."""
    page = surfaces.render_page(path)
    body = filled_in(page.body)
    return Answer(page.status, page.headers, body.encode(), printed=True)


def _part(shelf: Store, name: str, at: str) -> Part:
    kept = _right(shelf.get(f"part:{name}"))
    if kept is not None:
        content = kept.content
        items = tuple((int(pk), str(html)) for pk, html in content["items"])
        return Part(items, content["before"], content["after"])
    made = print_surface(lambda: surfaces.render_part(name))
    _keep(shelf, f"part:{name}", asdict(made.content), made, at)
    return made.content


def _right(kept: Kept | None) -> Kept | None:
    """The print if it is right now: nothing it read has changed, and no time it read has ended."""
    if kept is None or kept.stale:
        return None
    if kept.until is not None and kept.until <= clock.instant():
        return None
    return kept


def _keep(shelf: Store, name: str, content: dict[str, Any], made: Print[Any], at: str) -> None:
    """Keep a print, if the node's place in the log is still the one at which it was looked for."""
    if not made.still:
        logger.warning("%s changed at each of its printings and was not kept.", name)
        return
    shelf.put(
        name,
        content,
        keys=made.keys,
        until=made.until,
        milliseconds=made.milliseconds,
        place=at,
    )
