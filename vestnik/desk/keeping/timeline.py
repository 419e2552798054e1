"""A story's history as rows: publications, named versions, and the hands through which it went.

The saves of one person in a row are one hand, however many there are; whoever wants each of them unfolds it.
Walks along the revisions of the story by their ids, so that a page costs the same in a history of any length.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from wagtail.models import Revision

from vestnik.desk.acts import in_words
from vestnik.stories.models import Correction, Story, StoryVersion

#: Revisions on one page; folded they are far fewer rows.
ON_A_PAGE = 200
#: Publications and corrections on one page: more in the time of so many saves cannot be read.
MOST_PUBLICATIONS = 100
#: Whoever comes back after so long begins a hand of its own.
APART = timedelta(hours=2)


@dataclass(slots=True)
class Save:
    """One revision. `ref` is how the screens address it."""

    pk: int
    at: datetime
    who: str
    user: int | None
    name: str
    aside: bool

    @property
    def ref(self) -> str:
        return f"r{self.pk}"


@dataclass(slots=True)
class Hand:
    """One person's saves in a row, newest first. `before` is the ref of what it began from, "" for nothing."""

    saves: list[Save]
    before: str = ""
    kind: str = "hand"

    @property
    def newest(self) -> Save:
        return self.saves[0]

    @property
    def ref(self) -> str:
        return self.newest.ref

    @property
    def at(self) -> datetime:
        return self.newest.at

    @property
    def began(self) -> datetime:
        return self.saves[-1].at

    @property
    def when(self) -> str:
        """From when to when, as one says it: one moment where both are of one minute."""
        first, last = in_words(self.began), in_words(self.at)
        return last if first == last else f"{first} – {last}"

    def takes(self, save: Save) -> bool:
        """Whether an older save belongs to the same hand."""
        newer = self.saves[-1]
        return (
            newer.user == save.user
            and not (newer.aside or save.aside or self.newest.name or save.name)
            and newer.at - save.at < APART
        )


@dataclass(slots=True)
class Publication:
    """One publication. `before` is the ref of the one before it."""

    number: int
    at: datetime
    who: str
    silent: bool
    kind: str = "publication"

    @property
    def ref(self) -> str:
        return f"v{self.number}"

    @property
    def when(self) -> str:
        return in_words(self.at)

    @property
    def before(self) -> str:
        return f"v{self.number - 1}" if self.number > 1 else ""


@dataclass(slots=True)
class Corrected:
    """A correction that readers see."""

    at: datetime
    who: str
    what: str
    kind: str = "correction"

    @property
    def when(self) -> str:
        return in_words(self.at)


@dataclass(slots=True)
class Page:
    """Rows, newest first; `older` is the revision before which the next page goes on, None at the end."""

    rows: list[Any] = field(default_factory=list)
    older: int | None = None


def page_of(story: Story, before: int | None = None) -> Page:
    """The newest rows, or those older than a revision."""
    revisions = story.revisions.order_by("-pk").select_related("user", "hand", "named_version")
    if before is not None:
        revisions = revisions.filter(pk__lt=before)
    found = [_save(one) for one in revisions.defer("content")[: ON_A_PAGE + 1]]
    shown = found[:ON_A_PAGE]
    older = shown[-1].pk if len(found) > ON_A_PAGE else None
    since = shown[-1].at if older is not None else None
    until = None
    if before is not None:
        until = story.revisions.filter(pk=before).values_list("created_at", flat=True).first()
    rows: list[Any] = [
        *_hands(found, len(shown)),
        *_publications(story, since, until),
        *_corrections(story, since, until),
    ]
    # At the same moment a publication comes after the save that it publishes.
    rows.sort(key=lambda row: (row.at, row.kind != "hand"), reverse=True)
    return Page(rows, older)


def _save(revision: Revision) -> Save:
    hand = getattr(revision, "hand", None)
    named = getattr(revision, "named_version", None)
    return Save(
        pk=revision.pk,
        at=revision.created_at,
        who=str(revision.user) if revision.user is not None else "",
        user=revision.user_id,
        name=named.name if named is not None else "",
        aside=bool(hand and hand.aside),
    )


def _hands(saves: list[Save], shown: int) -> Iterator[Hand]:
    """The saves folded; those behind `shown` only tell what the last hand began from."""
    hands: list[Hand] = []
    for save in saves[:shown]:
        if hands and hands[-1].takes(save):
            hands[-1].saves.append(save)
        else:
            hands.append(Hand([save]))
    line = [save for save in saves if not save.aside]
    for hand in hands:
        last = hand.saves[-1].pk
        hand.before = next((save.ref for save in line if save.pk < last), "")
        yield hand


def _between(rows: Any, since: datetime | None, until: datetime | None) -> Any:
    if since is not None:
        rows = rows.filter(at__gte=since)
    return rows.filter(at__lt=until) if until is not None else rows


def _publications(
    story: Story, since: datetime | None, until: datetime | None
) -> Iterator[Publication]:
    versions = StoryVersion.objects.filter(story=story).order_by("-number").defer("content")
    for one in _between(versions, since, until)[:MOST_PUBLICATIONS]:
        yield Publication(one.number, one.at, one.by_name, one.silent)


def _corrections(
    story: Story, since: datetime | None, until: datetime | None
) -> Iterator[Corrected]:
    rows = Correction.objects.filter(story=story).order_by("-pk")
    for one in _between(rows, since, until)[:MOST_PUBLICATIONS]:
        yield Corrected(one.at, one.by_name, one.what)
