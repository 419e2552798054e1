"""The head of the screens of this package: where one is, and the way back."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from vestnik.stories.models import Story

_ROUTES = "wagtailsnippets_stories_story"


def edit_address(story: Story) -> str:
    """The editor of the story."""
    return reverse(f"{_ROUTES}:edit", args=[story.pk])


def history_address(story: Story) -> str:
    """The history of the story."""
    return reverse(f"{_ROUTES}:history", args=[story.pk])


def crumbs(story: Story, title: str, icon: str, *, under_history: bool = False) -> dict[str, Any]:
    """What Wagtail's templates call these."""
    headline = headline_of(story)
    way = [
        {"url": reverse(f"{_ROUTES}:list"), "label": gettext("Stories")},
        {"url": edit_address(story), "label": headline},
    ]
    if under_history:
        way.append({"url": history_address(story), "label": gettext("History")})
    return {
        "page_title": title,
        "page_subtitle": headline,
        "header_title": f"{title}: {headline}",
        "header_icon": icon,
        "breadcrumbs_items": [
            *WagtailAdminTemplateMixin.breadcrumbs_items,
            *way,
            {"url": "", "label": title},
        ],
    }


def headline_of(story: Story) -> str:
    """The latest draft's headline."""
    latest = story.latest_revision
    return str(latest.object_str if latest is not None else story.headline)
