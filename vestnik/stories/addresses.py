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
        "popravki", "corrections", "robots.txt", "favicon.ico", "health", "api",
    }
)  # fmt: skip


#: What the page of corrections is called in its address, in Bulgarian and elsewhere.
CORRECTIONS = ("popravki", "corrections")


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
    return f"{archive_path(language)}{on:%Y}/{on:%m}/{on:%d}/"


def draft_path(pk: object) -> str:
    """An address that will lead to a story once it is live. The number alone could be a year."""
    return f"/arhiv/chernova-{pk}/"


def archive_path(language: str, on: date | None = None, *, whole_year: bool = False) -> str:
    """The address of the whole archive, or of a month or year of it."""
    root = f"{languages.prefix_of(language)}/arhiv/"
    if on is None:
        return root
    return f"{root}{on:%Y}/" if whole_year else month_path(root, on)


def month_path(of: str, month: date, until: date | None = None) -> str:
    """The address of a month of what has the address `of`; with `until`, up to that day."""
    path = f"{of}{month:%Y}/{month:%m}/"
    return path if until is None else f"{path}do-{until:%d}/"


def photo_path(language: str, pk: int) -> str:
    """The address of a photo with the stories in one language that show it."""
    return f"{languages.prefix_of(language)}/snimka/{pk}/"


def corrections_path(language: str) -> str:
    """The address of all corrections of stories in one language."""
    word = CORRECTIONS[0] if language == "bg" else CORRECTIONS[1]
    return f"{languages.prefix_of(language)}/{word}/"
