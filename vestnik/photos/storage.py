"""Where pictures are kept: originals private, public renditions served, thumbnails behind sign-in."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage
from django.urls import reverse
from django.utils.deconstruct import deconstructible

#: Renditions that only the newsroom sees lie under this prefix.
NEWSROOM = "newsroom/"


@deconstructible
class OriginalStorage(FileSystemStorage):
    """Originals. They have no address: asking for one is an error."""

    def __init__(self) -> None:
        super().__init__(location=Path(settings.MEDIA_ROOT) / "originals", base_url=None)

    def url(self, name: str | None) -> str:
        raise ValueError("An original photo is private and has no address.")


@deconstructible
class RenditionStorage(FileSystemStorage):
    """Renditions: public ones by their HMAC name, the newsroom's thumbnails by a guarded view."""

    def __init__(self) -> None:
        super().__init__(location=public_folder(), base_url=settings.MEDIA_URL)

    def url(self, name: str | None) -> str:
        if name and name.startswith(NEWSROOM):
            return reverse("newsroom_thumbnail", args=[name.removeprefix(NEWSROOM)])
        return super().url(name)


def public_folder() -> Path:
    """Where the renditions lie that readers see."""
    return Path(settings.MEDIA_ROOT) / "renditions"


def originals() -> Storage:
    """The storage of originals, asked for by the field so that settings may move it."""
    return OriginalStorage()


def renditions() -> Storage:
    """The storage of renditions."""
    return RenditionStorage()
