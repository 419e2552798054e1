"""The panels of the desk: what one is made of, and who provides which.

A provider is a function of the moment (`Glance`) that gives a panel, or None when it is not for this
person. Each asks a fixed number of questions, each a short walk along an index, whatever the archive's
size: the desk is asked again every few seconds, by everybody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.functional import Promise, cached_property
from django.utils.translation import get_language
from wagtail.permissions import policy_registry

from vestnik.desk.states import Step, schedules, steps
from vestnik.kit import clock
from vestnik.kit.dates import date_and_time, month_name
from vestnik.stories.models import Story

Text = str | Promise
#: Lines that a panel shows at most.
MOST_LINES = 8


@dataclass(frozen=True)
class Glance:
    """Who looks at the desk, and when."""

    user: Any
    now: datetime
    zone: ZoneInfo

    @classmethod
    def of(cls, user: Any) -> Glance:
        return cls(user, clock.instant(), ZoneInfo(settings.TIME_ZONE))

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    @cached_property
    def opens_all(self) -> bool:
        """Whether the person may open every story, drafts of others too."""
        return bool(policy_registry.get_by_type(Story).opens_all(self.user))

    @cached_property
    def steps(self) -> dict[int, Step]:
        return steps()

    @cached_property
    def schedules(self) -> dict[int, datetime]:
        return schedules()

    def may_open(self, story: Story) -> bool:
        return self.opens_all or story.owner_id == self.user.pk

    def may(self, verb: str) -> bool:
        """Whether the person holds a right on stories: "add", "change", "publish"."""
        return bool(policy_registry.get_by_type(Story).user_has_permission(self.user, verb))

    def in_words(self, moment: datetime) -> str:
        """The time, with the date when it is not today."""
        there = moment.astimezone(self.zone)
        if there.date() == self.today:
            return f"{there:%H:%M}"
        language = get_language() or ""
        if there.year != self.today.year:
            return date_and_time(moment, self.zone, language)
        return f"{there.day} {month_name(there.month, language)}, {there:%H:%M}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a panel: where it leads, what it says, a word of state, a moment."""

    text: Text
    url: str = ""
    state: Text = ""
    at: str = ""
    note: Text = ""
    bad: bool = False
    act: tuple[str, Text] | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel. `name` is its place on the page and stays; `empty` is said when there are no lines.

    `more` is an address with the whole list, `template` another than the list of lines, which finds
    its own things in `extra`.
    """

    name: str
    title: Text
    lines: list[Line] = field(default_factory=list)
    empty: Text = ""
    more: str = ""
    column: Literal["wide", "main", "side"] = "main"
    template: str = "desk/home/lines.html"
    extra: dict[str, Any] = field(default_factory=dict)


Provider = Callable[[Glance], Panel | None]
_PROVIDERS: list[tuple[int, Provider]] = []


def provide(order: int) -> Callable[[Provider], Provider]:
    """Register a provider; panels of one column stand in this order. Called once, at the start."""

    def keep(provider: Provider) -> Provider:
        _PROVIDERS.append((order, provider))
        return provider

    return keep


def panels_for(user: Any) -> list[Panel]:
    """All panels that are for this person, in order."""
    glance = Glance.of(user)
    found = (provider(glance) for _order, provider in sorted(_PROVIDERS, key=lambda each: each[0]))
    return [panel for panel in found if panel is not None]


def light() -> Any:
    """Stories without what lists do not show: bodies are long."""
    return Story.objects.only(
        "pk", "headline", "live", "version", "has_unpublished_changes", "owner_id", "section_id",
        "address", "dated", "embargo", "expire_at", "go_live_at", "last_published_at",
        "latest_revision_id", "locked", "locked_by_id", "lead_photo_id", "locale_id",
    )  # fmt: skip
