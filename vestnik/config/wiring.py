"""Owns the one table of direct reactions: event → functions that are told of it.

Press, search and notices are not here: they read the log, each at its own pace. No event has a direct
reaction yet, so nothing dispatches; the table says for each that this is meant, and a test keeps it whole.
"""

from __future__ import annotations

from collections.abc import Callable

from vestnik.changes import events as changes
from vestnik.changes.events import Event
from vestnik.importer import events as importer
from vestnik.photos import events as photos
from vestnik.stories import events as stories

Reaction = Callable[[Event], None]
#: Written down where no function reacts: meant, not forgotten.
NOBODY: tuple[Reaction, ...] = ()

WIRING: dict[type[Event], tuple[Reaction, ...]] = {
    changes.SiteMigrated: NOBODY,
    changes.TableWritten: NOBODY,
    importer.ArchiveImported: NOBODY,
    photos.PhotoAppeared: NOBODY,
    photos.PhotoReplaced: NOBODY,
    photos.PhotoWithdrawn: NOBODY,
    stories.AddressAnswers: NOBODY,
    stories.BreakingBegan: NOBODY,
    stories.BreakingChanged: NOBODY,
    stories.BreakingEnded: NOBODY,
    stories.CorrectionPublished: NOBODY,
    stories.EditionChanged: NOBODY,
    stories.PageChanged: NOBODY,
    stories.PagePublished: NOBODY,
    stories.PageWithdrawn: NOBODY,
    stories.SiteRearranged: NOBODY,
    stories.StoryChanged: NOBODY,
    stories.StoryErased: NOBODY,
    stories.StoryWentLive: NOBODY,
    stories.StoryWithdrawn: NOBODY,
    stories.SubjectAppeared: NOBODY,
    stories.SubjectArchived: NOBODY,
    stories.SubjectChanged: NOBODY,
}
