"""What the newsroom needs to arrange a front: its picture for readers, and its zones as stored."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from vestnik.stories.front import ShownZone, as_blocks
from vestnik.stories.front_blocks import FILLS, KINDS, MOST_STORIES, MOST_ZONES, chosen_in
from vestnik.stories.models import Front
from vestnik.stories.pages import site_context
from vestnik.stories.surfaces import front_preview_context

__all__ = ["FILLS", "KINDS", "MOST_STORIES", "MOST_ZONES", "Place", "chosen_in", "picture"]


@dataclass(frozen=True, slots=True)
class Place:
    """One zone as arranged, and what readers see of it; `area` is None when it is left out.

    `led`: every second zone that is shown leads with its first story, large.
    """

    number: int
    kind: str
    area: ShownZone | None
    led: bool


def with_zones(front: Front, zones: Iterable[dict[str, Any]]) -> Front:
    """The front in memory with these zones, given as the field stores them."""
    front.zones = json.dumps([*zones])
    return front


def zones_by_itself(front: Front) -> list[tuple[str, dict[str, Any]]]:
    """How the front arranges itself at this moment, in kinds and values of zones."""
    with translation.override(front.language):
        return as_blocks(front, site_context(front.language)["sections"])


def picture(front: Front) -> dict[str, Any]:
    """What the templates of a front need for its zones as they stand in memory, with all `places`."""
    context = front_preview_context(front)
    shown = {area.place: (number, area) for number, area in enumerate(context["zones"], start=1)}
    places = []
    for number, block in enumerate(front.zones.raw_data):
        counter, area = shown.get(number, (0, None))
        places.append(Place(number, block["type"], area, led=area is not None and counter % 2 == 0))
    return context | {"places": places}
