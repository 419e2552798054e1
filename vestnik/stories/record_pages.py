"""What the pages of a photo and of all corrections show."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from vestnik.photos.models import Photo
from vestnik.stories import structured_data
from vestnik.stories.addresses import corrections_path, photo_path
from vestnik.stories.models import Correction, Story
from vestnik.stories.pages import as_script, site_context
from vestnik.stories.queries import cards

BESIDE_PHOTO = 30
CORRECTIONS = 100


def photo_context(photo: Photo, language: str) -> dict[str, Any]:
    """A photo with all that is said of it, and the newest stories that show it."""
    canonical = settings.VESTNIK_URL + photo_path(language, photo.pk)
    return site_context(language) | {
        "photo": photo,
        # Its credit leads here from stories; here it leads nowhere.
        "photo_root": "",
        "canonical": canonical,
        "stories": cards(Story.objects.about("photo", photo.pk, language), BESIDE_PHOTO),
        "structured_data": as_script(structured_data.photo_page(photo, canonical)),
    }


def corrections_context(language: str) -> dict[str, Any]:
    """The newest corrections with their stories."""
    newest = Correction.objects.newest(language)[:CORRECTIONS]
    return site_context(language) | {
        "canonical": settings.VESTNIK_URL + corrections_path(language),
        "corrections": [one for one in newest if one.story is not None and one.story.live],
    }
