"""Switching the breaking strip on and off."""

from __future__ import annotations

from datetime import datetime

from vestnik.accounts.models import User
from vestnik.changes import audit
from vestnik.changes.actor import acting
from vestnik.changes.announcing import gathering
from vestnik.kit import clock
from vestnik.stories.errors import BreakingIsOver, BreakingSaysNothing
from vestnik.stories.models import Breaking, Story


def show_breaking(
    *, language: str, by: User, text: str = "", story: Story | None = None,
    until: datetime | None = None,
) -> Breaking:  # fmt: skip
    """Show a line in the header of every page in one language, until a moment or until it is ended.

    Raises BreakingSaysNothing without text and story, BreakingIsOver when the moment has come.
    """
    if not text.strip() and story is None:
        raise BreakingSaysNothing
    if until is not None and until <= clock.instant():
        raise BreakingIsOver
    with acting(by.as_actor), gathering():
        strip = Breaking(language=language, text=text.strip(), story=story, until=until, live=True)
        strip.save()
        audit.record("breaking.show", strip.log_subject(), text=strip.text)
    return strip


def end_breaking(*, language: str, by: User) -> None:
    """Take the line off; its words stay for the next time. Does nothing where none is shown."""
    with acting(by.as_actor), gathering():
        strip = Breaking.objects.filter(pk=language, live=True).first()
        if strip is not None:
            strip.live = False
            strip.save()
            audit.record("breaking.end", strip.log_subject())
