"""What a front shows: its zones as arranged, or an arrangement that looks edited when there is none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext

from vestnik.photos.models import Photo
from vestnik.stories.front_blocks import chosen_in, shown_photo_ids, source_of, stored
from vestnik.stories.front_plan import LEAD_AMONG, NOTHING, Source, Zone, automatic, plan_front
from vestnik.stories.models import Front, Section, Story

#: A story with a photo leads before a newer one without, if it is not older than this beside it.
STILL_FRESH = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ShownZone:
    """A zone as its template needs it. `link` leads on from the title, "" leads nowhere.

    `place` is where it stands among the zones as arranged, those left out too.
    """

    kind: str
    id: str
    title: str
    link: str
    stories: list[Story]
    section: Section | None = None
    photo: Photo | None = None
    caption: str = ""
    place: int = 0

    @property
    def template(self) -> str:
        """Which template prints it."""
        return f"components/zones/{self.kind}.html"

    @property
    def level(self) -> int:
        """The level of its stories' headings."""
        return 3 if self.title else 2


def zones_of(front: Front, sections: Sequence[Section]) -> list[ShownZone]:
    """The zones of a front, in the language that is active. `sections` are those of the menu."""
    archive = _Archive(front)
    wanted = _arranged(front, archive) or automatic(sections, archive.fetch, archive.best_lead)
    planned = plan_front(wanted, archive.fetch)
    rows = archive.load({pk for one in planned for pk in one.stories})
    portraits = {pk for one in planned if one.zone.kind == "opinion" for pk in one.stories}
    rows |= archive.with_portraits(portraits)
    shown = []
    for number, one in enumerate(planned, start=1):
        zone, section = one.zone, one.zone.section
        shown.append(
            ShownZone(
                kind=zone.kind,
                id=f"zone-{number}",
                title=zone.title or _usual_title(zone, arranged=bool(front.zones)),
                link=section.path_on_site if section is not None else "",
                stories=[rows[pk] for pk in one.stories if pk in rows],
                section=section,
                place=zone.place,
                **zone.shows,
            )
        )
    return [zone for zone in shown if zone.stories or zone.photo]


class _Archive:
    """Asks the archive of one language: ids by walking its lists, rows once it is known which."""

    def __init__(self, front: Front) -> None:
        self.language, self.locale = front.language, front.locale_id
        self._walked: dict[tuple[str, Any], tuple[int, list[tuple[datetime, int]]]] = {}

    def fetch(self, source: Source, limit: int) -> list[int]:
        """The first ids of a source, newest first."""
        if source.newest:
            found = self._walk("newest", None, limit)
        elif source.kinds:
            each = [self._walk("kind", kind, limit) for kind in source.kinds]
            found = sorted((row for rows in each for row in rows), reverse=True)
        elif source.section:
            found = self._walk("section", source.section, limit)
        else:
            found = []
        return [pk for _dated, pk in found[:limit]]

    def _walk(self, name: str, of: Any, limit: int) -> list[tuple[datetime, int]]:
        """The beginning of one list; what was walked once is not walked again."""
        asked, rows = self._walked.get((name, of), (0, []))
        if limit > asked and len(rows) == asked:
            stories = {
                "newest": lambda: Story.objects.newest(self.language),
                "kind": lambda: Story.objects.of_kind(of, self.language),
                "section": lambda: Story.objects.live_in_section(of, self.language),
            }[name]()
            rows = list(stories.values_list("dated", "pk")[:limit])
            self._walked[name, of] = limit, rows
        return rows[:limit]

    def readable(self, pks: Iterable[int]) -> set[int]:
        """Those of the stories that readers may see on this front."""
        chosen = Story.objects.live().filter(pk__in=set(pks), locale_id=self.locale)
        return set(chosen.values_list("pk", flat=True))

    def load(self, pks: Iterable[int]) -> dict[int, Story]:
        """The stories with all that their cards show."""
        return {story.pk: story for story in _live(pks).for_cards()}

    def with_portraits(self, pks: Iterable[int]) -> dict[int, Story]:
        """The stories with their authors and portraits too."""
        return {story.pk: story for story in _live(pks).for_cards().for_portraits()}

    def best_lead(self, newest: Sequence[int]) -> int:
        """The newest with a picture, if it is as fresh as the newest of all, else that."""
        rows = self.load(newest[:LEAD_AMONG])
        first = rows.get(newest[0])
        for pk in newest[:LEAD_AMONG]:
            story = rows.get(pk)
            if story is None or first is None or first.dated is None or story.dated is None:
                continue
            if _has_picture(story) and first.dated - story.dated <= STILL_FRESH:
                return pk
        return newest[0]


def _live(pks: Iterable[int]) -> Any:
    return Story.objects.live().filter(pk__in=set(pks))


def _has_picture(story: Story) -> bool:
    photo: Photo | None = story.lead_photo.on_pages if story.lead_photo else None
    # What is in use and has a file has its renditions.
    return photo is not None and bool(photo.file)


def _arranged(front: Front, archive: _Archive) -> list[Zone]:
    """The zones that an editor arranged, with what they show beside stories."""
    zones = list(stored(front.zones))
    if not zones:
        return []
    readable = archive.readable(pk for _kind, value in zones for pk in chosen_in(value))
    named = {value.get("section") for _kind, value in zones} - {None}
    sections = {one.pk: one for one in Section.objects.live().filter(pk__in=named)}
    photos = {
        photo.pk: photo
        for photo in Photo.objects.usable()
        .filter(pk__in=shown_photo_ids(front.zones))
        .prefetch_related("renditions")
        if photo.on_pages is not None
    }
    wanted = []
    for place, (kind, value) in enumerate(zones):
        source = source_of(kind, value)
        if source.section and source.section not in sections:
            # Nothing is filled from a section that was taken off.
            source = NOTHING
        shows: dict[str, Any] = {}
        if kind == "photo" and value.get("photo") in photos:
            shows = {"photo": photos[value["photo"]], "caption": value.get("caption") or ""}
        wanted.append(
            Zone(
                kind=kind,
                count=value.get("count") or 0,
                source=source,
                chosen=tuple(pk for pk in chosen_in(value) if pk in readable),
                title=value.get("title") or "",
                section=sections.get(value.get("section")) if kind == "section" else None,
                shows=shows,
                place=place,
            )
        )
    return wanted


def as_blocks(front: Front, sections: Sequence[Section]) -> list[tuple[str, dict[str, Any]]]:
    """The zones of a front that nobody arranged, as an editor would have arranged them."""
    archive = _Archive(front)
    blocks = []
    for zone in automatic(sections, archive.fetch, archive.best_lead):
        value: dict[str, Any] = {"title": "", "stories": [*zone.chosen], "count": zone.count}
        if zone.kind in ("opinion", "briefs"):
            value["fill"] = True
        elif zone.kind == "section":
            value["section"] = zone.source.section
        else:
            newest = zone.source.newest
            value |= {"fill": "newest" if newest else "kinds", "kinds": [*zone.source.kinds]}
        if zone.kind == "list":
            value["title"] = gettext("More news")
        blocks.append((zone.kind, value))
    return blocks


def _usual_title(zone: Zone, *, arranged: bool) -> str:
    """What stands above a zone that was given no title."""
    if zone.kind == "section":
        return zone.section.title if zone.section is not None else ""
    usual = {
        "opinion": gettext("Opinions"),
        "briefs": gettext("In brief"),
        "photo": gettext("Photo of the day"),
    }
    if not arranged:
        usual["list"] = gettext("More news")
    return usual.get(zone.kind, "")
