"""What can happen to a photo that readers see."""

from __future__ import annotations

from vestnik.changes.events import Event


class PhotoAppeared(Event):
    """A photo was put to use on a public page for the first time."""

    opens = True


class PhotoReplaced(Event):
    """Picture, caption, credit or rendition of a photo in use changed."""


class PhotoWithdrawn(Event):
    """A photo was taken off all pages."""

    closes = True
