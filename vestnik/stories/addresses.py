"""How public addresses are made; `models/address.py` keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from vestnik.kit.slugs import slugify
from vestnik.stories import languages

if TYPE_CHECKING:
    from datetime import date

    from vestnik.stories.models import Story

#: First path segments that are ours, so that no section or standing page may take them.
RESERVED = frozenset(
    {
        "cms", "media", "static", "arhiv", "tema", "razvitie", "avtor", "agentsia", "snimka",
        "robots.txt", "favicon.ico", "health", "api",
    }
)  # fmt: skip


def story_slug(story: Story) -> str:
    """The words of a story's address; a headline without letters or digits gives its kind."""
    return slugify(story.short_headline or story.headline, limit=80) or story.kind


def story_path(story: Story) -> str:
    """`/2023/12/<slug>-<id>/`, by the month of first publication; unknown date: `/arhiv/…`."""
    prefix = languages.prefix_of(story.language)
    if not story.is_dated or story.dated is None:
        return f"{prefix}/arhiv/{story.slug}-{story.pk}/"
    month = timezone.localtime(story.dated, timezone.get_default_timezone())
    return f"{prefix}/{month:%Y}/{month:%m}/{story.slug}-{story.pk}/"


def day_path(language: str, on: date) -> str:
    """The address of a day's archive."""
    return f"{languages.prefix_of(language)}/arhiv/{on:%Y}/{on:%m}/{on:%d}/"
