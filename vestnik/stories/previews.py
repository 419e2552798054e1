"""How a draft is previewed: its page, its cards, what a search engine and other sites make of it.

Photos that no story has put to use yet have no public renditions; here they are shown by the
newsroom's own, whose addresses only the newsroom can open.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import Filter, SourceImageIOError

from vestnik.photos.models import Photo
from vestnik.stories.addresses import draft_path
from vestnik.stories.models import Story

MODES: Final = [
    ("", _("Page")),
    ("card", _("Cards in lists")),
    ("search", _("Search result")),
    ("share", _("Link on social networks")),
]
_TEMPLATES: Final = {
    "card": "stories/preview/card.html",
    "search": "stories/preview/search.html",
    "share": "stories/preview/share.html",
}
#: Wagtail's filter for each use of a photo: small and quick to make, one format. None of them may be
#: one of a public rendition (`photos/specs.py`): that would be made where readers can fetch it.
_FILTERS: Final = {
    "wide": "max-1200x1600",
    "card": "fill-600x400",
    "square": "fill-300x300",
    "share": "fill-1000x525",
}


class PreviewedPhoto:
    """A photo as templates ask for it, with the newsroom's renditions in place of public ones."""

    is_public = True

    def __init__(self, photo: Photo) -> None:
        self._photo = photo

    def __getattr__(self, name: str) -> Any:
        return getattr(self._photo, name)

    def standing_in(self, may_stand: Any) -> Any:
        """What stands in its place while its rights do not hold; as in the library, but previewed."""
        found = self._photo.standing_in(may_stand)
        return PreviewedPhoto(found) if found is not None and not found.is_public else found

    @property
    def on_pages(self) -> Any:
        """The same where a template does not say that it is a preview."""
        return self.standing_in(lambda one: one.withdrawn_at is None)

    def shown(self, use: str) -> list[tuple[str, Any]]:
        """The one rendition of a use; none where there is no picture, or it cannot be read."""
        # A tile is a JPEG that anyone's browser shows; the formats of public pages wait for readers.
        spec = Filter(spec=f"{_FILTERS[use]}|format-jpeg")
        try:
            return [("jpeg", self._photo.get_rendition(spec))] if self._photo.file else []
        except (SourceImageIOError, OSError):
            return []

    def rendition(self, name: str) -> Any:
        """The same by the name of a public rendition."""
        made = self.shown(name.partition("-")[0])
        return made[0][1] if made else None


def template(mode: str) -> str:
    """The template of a mode; an unknown one is the page."""
    return _TEMPLATES.get(mode, "stories/story.html")


def context(story: Story, mode: str) -> dict[str, Any]:
    """What the mode's template shows."""
    from vestnik.stories.surfaces import preview_context

    _show_photos(story)
    shown = preview_context(story)
    if mode in _TEMPLATES:
        shown |= {
            "address": settings.VESTNIK_URL + (story.address or draft_path(story.pk or 0)),
            "stories": [story],
        }
    return shown


def _show_photos(story: Story) -> None:
    """Put the previewed photo in the place of each that readers cannot see yet."""
    for values, name in _places(story):
        photo = values.get(name)
        if isinstance(photo, Photo) and not photo.is_public and photo.withdrawn_at is None:
            values[name] = PreviewedPhoto(photo)


def _places(story: Story) -> Iterator[tuple[dict[str, Any], str]]:
    if story.lead_photo is not None:
        # Where Django keeps what a foreign key leads to: the row's own column stays as it is.
        yield story._state.fields_cache, "lead_photo"
    for block in story.body:
        if block.block_type == "photo":
            yield block.value, "photo"
        elif block.block_type == "gallery":
            for one in block.value:
                yield one, "photo"
