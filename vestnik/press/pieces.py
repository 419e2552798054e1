"""What a print is made of, and how a page is put together from its pieces. The same in every process."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from vestnik.design import marks


@dataclass(frozen=True, slots=True)
class Rendered:
    """An answer before its parts are filled in.

    `invented`: anybody could name addresses that answer so without end; it is never kept.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str
    invented: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A printed part: items, each with the id of the story that it shows (0: none), between two ends.

    A page that uses it takes the first items that it does not show already; with none left it
    takes nothing, not even the ends.
    """

    items: tuple[tuple[int, str], ...]
    before: str = ""
    after: str = ""


def assemble(body: str, part: Callable[[str], Part], *, leave_out: Collection[int] = ()) -> str:
    """The page with its parts, each asked of `part` by its name, and without the stories to leave
    out. A part may hold references itself (a count in each card); those of such a part stay empty.
    """

    def filled(wanted: marks.Reference, inside: Callable[[marks.Reference], str]) -> str:
        printed = part(wanted.name)
        without = wanted.without.union(leave_out)
        left = [html for pk, html in printed.items if pk not in without][: wanted.limit]
        text = "".join((printed.before, *left, printed.after)) if left else ""
        return marks.resolve(text, inside)

    def nested(wanted: marks.Reference) -> str:
        return filled(wanted, lambda _: "")

    return marks.resolve(marks.without_stories(body, leave_out), lambda one: filled(one, nested))
