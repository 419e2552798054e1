"""The columns of the list of stories."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn

from vestnik.desk.states import Standing
from vestnik.stories.models import Story


def state(story: Any) -> Any:
    """The state in words, and the moment that goes with it."""
    standing: Standing = story.standing
    return format_html(
        '<span class="story-state story-state-{}">{}</span>{}',
        standing.state.value,
        standing.words,
        format_html(' <span class="story-state-at">{}</span>', story.standing_at)
        if story.standing_at
        else "",
    )


COLUMNS = (
    # First: the list makes it the title, which leads to the editor.
    "headline",
    Column("state", label=_("State"), accessor=state, width="14%"),
    "section",
    "kind",
    DateColumn("dated", label=_("Published")),
)


def headline(story: Story) -> Any:
    """The headline of the latest version, what was looked for marked, and a passage that has it."""
    said = getattr(story, "shown", story.headline)
    passage = getattr(story, "passage", "")
    if not passage:
        return said
    return format_html('{}<span class="story-passage">{}</span>', said, passage)
