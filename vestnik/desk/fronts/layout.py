"""An arrangement as the screen sends it: read strictly, and turned into the page's own field and back."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext

from vestnik.stories.arranging import FILLS, KINDS, MOST_STORIES, MOST_ZONES, chosen_in
from vestnik.stories.models import Front, Section

#: Kinds of zones with stories → how many of them one shows at most.
MOST = {"lead": 4} | dict.fromkeys(("grid", "list", "opinion", "briefs", "section"), MOST_STORIES)
#: Kinds whose rest may be filled from wherever one says; the others have one source of their own.
FREELY_FILLED = ("lead", "grid", "list")
MOST_TITLE, MOST_CAPTION = 80, 1_000
Zone = dict[str, Any]


class BadLayout(ValueError):
    """What was sent is no arrangement of a front; says why, for people."""


def read(sent: Any) -> list[Zone]:
    """The zones that were sent, as the field stores them. Raises BadLayout."""
    if not isinstance(sent, list) or len(sent) > MOST_ZONES:
        raise BadLayout(gettext("A front has at most %(most)s zones.") % {"most": MOST_ZONES})
    zones = [_zone(one) for one in sent]
    named = {zone["value"]["section"] for zone in zones if zone["value"].get("section")}
    if named - set(Section.objects.filter(pk__in=named).values_list("pk", flat=True)):
        raise BadLayout(gettext("One of the sections is not there any more."))
    return zones


def as_sent(front: Front) -> list[Zone]:
    """The zones of a front as the screen has them."""
    return [
        _plain(block["type"], block["value"], block.get("id") or "")
        for block in front.zones.raw_data
    ]


def as_stored(blocks: Iterable[tuple[str, dict[str, Any]]]) -> list[Zone]:
    """Kinds and values as the field stores them."""
    return [_zone(_plain(kind, value, "")) for kind, value in blocks]


def without(zones: Iterable[Zone], stories: Iterable[int]) -> list[Zone]:
    """Stored zones without these stories."""
    out = set(stories)
    return [
        zone
        if "stories" not in zone["value"]
        else zone
        | {
            "value": zone["value"]
            | {"stories": [one for one in zone["value"]["stories"] if one["value"] not in out]}
        }
        for zone in zones
    ]


def stories_in(zones: Iterable[Zone]) -> list[int]:
    """The ids of all stories chosen in stored zones."""
    return [pk for zone in zones for pk in chosen_in(zone["value"])]


def _plain(kind: str, value: dict[str, Any], key: str) -> Zone:
    fill = value.get("fill", "newest" if kind in FREELY_FILLED else True)
    return {
        "id": key,
        "kind": kind,
        "title": value.get("title") or "",
        "stories": list(dict.fromkeys(chosen_in(value))),
        "count": value.get("count") or 1,
        "fill": fill if isinstance(fill, str) else ("newest" if fill else "nothing"),
        "section": value.get("section"),
        "kinds": list(value.get("kinds") or ()),
        "photo": value.get("photo"),
        "caption": value.get("caption") or "",
    }


def _zone(sent: Any) -> Zone:
    if not isinstance(sent, dict) or sent.get("kind") not in {*MOST, "photo"}:
        raise BadLayout(gettext("This is no zone of a front."))
    kind, key = sent["kind"], _key(sent.get("id"))
    value: Zone = {"title": _text(sent.get("title"), MOST_TITLE)}
    if kind == "photo":
        value |= {
            "photo": _id(sent.get("photo")),
            "caption": _text(sent.get("caption"), MOST_CAPTION),
        }
        return {"type": kind, "id": key, "value": value}
    count = sent.get("count")
    if type(count) is not int or not 1 <= count <= MOST[kind]:
        raise BadLayout(
            gettext("This zone shows from 1 to %(most)s stories.") % {"most": MOST[kind]}
        )
    value |= {"stories": _stories(sent.get("stories"), count, key), "count": count}
    if kind == "section":
        value["section"] = _id(sent.get("section"))
    elif kind in FREELY_FILLED:
        value |= _filled_from(sent)
    else:
        value["fill"] = sent.get("fill") != "nothing"
    needs_section = kind == "section" or value.get("fill") == "section"
    if needs_section and not value["section"]:
        raise BadLayout(gettext("Choose the section."))
    return {"type": kind, "id": key, "value": value}


def _filled_from(sent: Zone) -> Zone:
    fill, kinds = sent.get("fill"), sent.get("kinds")
    if fill not in dict(FILLS):
        raise BadLayout(gettext("This is no zone of a front."))
    known = [kind for kind, _label in KINDS if isinstance(kinds, list) and kind in kinds]
    if fill == "kinds" and not known:
        raise BadLayout(gettext("Choose at least one kind."))
    return {"fill": fill, "section": _id(sent.get("section")), "kinds": known}


def _stories(sent: Any, count: int, key: str) -> list[Zone]:
    if not isinstance(sent, list) or not all(type(pk) is int and 0 < pk < 2**63 for pk in sent):
        raise BadLayout(gettext("This is no zone of a front."))
    stories = list(dict.fromkeys(sent))
    if len(stories) > count:
        raise BadLayout(gettext("More stories are chosen than the zone shows."))
    # The same story in the same zone keeps its id: comparing two fronts finds it again.
    return [
        {"type": "item", "value": pk, "id": str(uuid.uuid5(uuid.UUID(key), str(pk)))}
        for pk in stories
    ]


def _id(sent: Any) -> int | None:
    return sent if type(sent) is int and 0 < sent < 2**63 else None


def _text(sent: Any, most: int) -> str:
    return " ".join(str(sent or "").split())[:most]


def _key(sent: Any) -> str:
    try:
        return str(uuid.UUID(str(sent)))
    except ValueError:
        return str(uuid.uuid4())
