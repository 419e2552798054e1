"""The day on a time line: what went out, what goes out when, which embargoes end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from vestnik.desk.home.panels import Glance, Line, Panel, Text, light, provide
from vestnik.press import keys
from vestnik.stories.models import Story
from vestnik.stories.models.listing import Listing

#: Marks of one kind that are drawn, and lines under the picture.
MOST_MARKS, MOST_NEXT = 200, 8
#: Publications are counted by slots of so many minutes; a column is as high as the fullest one.
SLOT = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happens at a moment. `left` is the place in the day, in percent."""

    left: float
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Column:
    """What went out within one slot. All in percent of the picture."""

    left: float
    width: float
    top: float
    height: float
    title: str


class Day:
    """One day of the newsroom's time zone, which may have 23 or 25 hours."""

    def __init__(self, glance: Glance) -> None:
        zone = glance.zone
        self.start = datetime.combine(glance.today, time(), zone)
        self.end = datetime.combine(glance.today + timedelta(days=1), time(), zone)
        # Differences of aware moments in one zone are of the wall's clock; days have their own length.
        self._from, self._seconds = self.start.timestamp(), self.end.timestamp()
        self._seconds -= self._from

    def place(self, moment: datetime) -> float:
        """Where in the day a moment lies, in percent."""
        return round(100 * (moment.timestamp() - self._from) / self._seconds, 2)

    def __contains__(self, moment: datetime) -> bool:
        return 0 <= self.place(moment) < 100

    @property
    def hours(self) -> list[tuple[float, str]]:
        """The hours that are written at the line: every third one."""
        marks = (self.start.replace(hour=hour) for hour in range(3, 24, 3))
        return [(self.place(at), str(at.hour)) for at in marks]


@provide(1)
def day(glance: Glance) -> Panel:
    """Today on a time line, and below it the next things to come."""
    today = Day(glance)
    out = _went_out(today)
    coming = sorted((*_scheduled(glance), *_embargoes(glance), *_expiries(glance)))
    marks = [
        Mark(today.place(at), kind, f"{glance.in_words(at)} {story.headline}")
        for at, _pk, kind, story in coming
        if at in today
    ]
    lines = [
        Line(
            story.headline,
            story.edit_url() if glance.may_open(story) else story.address,
            KINDS[kind],
            glance.in_words(at),
        )
        for at, _pk, kind, story in coming
        if at > glance.now
    ]
    return Panel(
        "day",
        _("Today"),
        lines[:MOST_NEXT],
        _("Nothing is scheduled."),
        more=f"{reverse('wagtailsnippets_stories_story:list')}?state=scheduled",
        column="wide",
        template="desk/home/day.html",
        extra={
            "columns": _columns(today, out),
            "marks": marks,
            "hours": today.hours,
            "now": today.place(glance.now),
            "starts": int(today.start.timestamp()),
            "ends": int(today.end.timestamp()),
            "date": glance.today,
            "out": len(out),
            "coming": sum(at > glance.now for at, _pk, _kind, _story in coming if at in today),
        },
    )


KINDS: dict[str, Text] = {
    "schedule": _("goes out"),
    "embargo": _("embargo ends"),
    "expiry": _("is taken off"),
}

_Coming = tuple[datetime, int, str, Story]


def _went_out(today: Day) -> list[datetime]:
    moments: list[datetime] = []
    for language, _name in settings.LANGUAGES:
        listed = Listing.objects.filter(
            list=keys.latest(language), dated__gte=today.start, dated__lt=today.end
        )
        moments += listed.order_by("-dated").values_list("dated", flat=True)[:MOST_MARKS]
    return moments


def _columns(today: Day, moments: list[datetime]) -> list[Column]:
    slot = int(SLOT.total_seconds())
    counted = Counter(int(at.timestamp() - today.start.timestamp()) // slot for at in moments)
    most = max(4, *counted.values()) if counted else 1
    width = 100 * slot / (today.end.timestamp() - today.start.timestamp())
    columns = []
    for number, count in sorted(counted.items()):
        since = datetime.fromtimestamp(today.start.timestamp() + number * slot, today.start.tzinfo)
        height = 60 * count / most
        columns.append(
            Column(
                round(number * width + width * 0.15, 2),
                round(width * 0.7, 2),
                round(80 - height, 2),
                round(height, 2),
                f"{since:%H:%M}: {count}",
            )
        )
    return columns


def _scheduled(glance: Glance) -> list[_Coming]:
    """What the clock will publish, from this day on."""
    start = Day(glance).start
    coming = {pk: at for pk, at in glance.schedules.items() if at >= start}
    stories = light().in_bulk(list(coming)[:MOST_MARKS])
    return [
        (coming[pk], pk, "schedule", story)
        for pk, story in stories.items()
        if glance.may_open(story)
    ]


def _embargoes(glance: Glance) -> list[_Coming]:
    """Embargoes that end, of drafts."""
    found = light().filter(live=False, embargo__gt=glance.now).order_by("embargo")[:MOST_MARKS]
    return [
        (story.embargo, story.pk, "embargo", story)
        for story in found
        if story.embargo and glance.may_open(story)
    ]


def _expiries(glance: Glance) -> list[_Coming]:
    """Live stories that take themselves off."""
    found = light().live().filter(expire_at__gt=glance.now).order_by("expire_at")[:MOST_MARKS]
    return [
        (story.expire_at, story.pk, "expiry", story)
        for story in found
        if story.expire_at and glance.may_open(story)
    ]
