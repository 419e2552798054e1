"""What can happen to stories and to what they hang on, as readers see it."""

from __future__ import annotations

from vestnik.changes.events import Event


class StoryWentLive(Event):
    """A story can be read from now on."""

    opens = True


class StoryChanged(Event):
    """A live story shows something else, or lies in other lists."""


class StoryWithdrawn(Event):
    """A story was taken off; its address answers 410."""

    closes = True


class StoryErased(Event):
    """A story was erased with all its versions; its address answers 410."""

    closes = True


class CorrectionPublished(Event):
    """A correction was added to a live story."""


class SubjectAppeared(Event):
    """A topic, storyline, byline or agency can be met by readers from now on."""

    opens = True


class SubjectChanged(Event):
    """Name, address or text of a topic, storyline, byline or agency changed."""


class SubjectArchived(Event):
    """A topic, storyline, byline or agency is not shown any more."""

    closes = True


class PagePublished(Event):
    """A section, front or standing page can be read from now on."""

    opens = True


class PageChanged(Event):
    """A live section, front or standing page changed."""


class PageWithdrawn(Event):
    """A section, front or standing page was taken off."""

    closes = True


class SiteRearranged(Event):
    """The tree of pages, the site's address or its languages changed."""


class EditionChanged(Event):
    """The site's settings changed."""


class BreakingBegan(Event):
    """A breaking strip is shown from now on."""

    opens = True


class BreakingChanged(Event):
    """A breaking strip says something else."""


class BreakingEnded(Event):
    """A breaking strip was switched off."""

    closes = True


class AddressAnswers(Event):
    """An address was given, moved or closed."""
