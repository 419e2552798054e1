"""What the actions on stories refuse, as named errors with a sentence for the editor."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


class StoryError(Exception):
    """A wish that cannot be fulfilled; `str()` is a sentence for the editor."""

    sentence = _("This cannot be done.")

    def __str__(self) -> str:
        return str(self.args[0] if self.args else self.sentence)


class ReasonMissing(StoryError):
    """An act that must be explained came without a reason."""

    sentence = _("Say why: this act is kept in the log with its reason.")


class NotLive(StoryError):
    """The act is for live stories only."""

    sentence = _("The story is not live.")


class NothingToPublish(StoryError):
    """The story has no version to publish."""

    sentence = _("The story has no saved version to publish.")


class NotAllowed(StoryError):
    """The actor's roles do not permit the act."""

    sentence = _("Your role does not permit this.")


class BreakingSaysNothing(StoryError):
    """A breaking strip with neither text nor story."""

    sentence = _("Write what has happened, or choose the story that says it.")


class BreakingIsOver(StoryError):
    """The moment at which a breaking strip is to end has come already."""

    sentence = _("The moment at which the strip ends has passed.")


class AddressTaken(StoryError):
    """An address is never given to another subject."""

    sentence = _("This address already belongs to something else and is never reused.")


class MomentPassed(StoryError):
    """A schedule must lie ahead."""

    sentence = _("The moment has already passed.")


class NotScheduled(StoryError):
    """The schedule is not there any more: the clock, or a colleague, was faster."""

    sentence = _("The story is not scheduled any more.")


class EmbargoHolds(StoryError):
    """A moment before the end of the embargo."""

    sentence = _("The story is under embargo until later than that.")


class AddressRefused(StoryError):
    """An address by hand that is none, or leads nowhere."""
