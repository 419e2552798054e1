"""A fingerprint of all that a reader sees of a story itself, by which an update is told from a mere save."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from vestnik.kit.hashing import fingerprint
from vestnik.stories.blocks import without_ids

if TYPE_CHECKING:
    from vestnik.stories.models.story import Story


def reader_hash(story: Story) -> str:
    """The fingerprint of a story as it stands in memory."""
    return hash_with(
        story,
        bylines=[part.byline_id for part in story.story_bylines.all()],
        sources=[(part.agency_id, part.role) for part in story.story_sources.all()],
        topics=[topic.pk for topic in story.topics.all()],
    )


def hash_with(
    story: Story,
    *,
    bylines: Sequence[int | None],
    sources: Sequence[tuple[int | None, str]],
    topics: Sequence[int],
) -> str:
    """The same, with the children given by id: bylines and sources in order."""
    body = json.dumps(without_ids(story.body.get_prep_value()), ensure_ascii=False)
    return fingerprint(
        story.headline, story.short_headline, story.kicker, story.deck, story.kind, body,
        str(story.lead_photo_id), story.lead_caption, story.dateline, str(story.section_id),
        json.dumps(bylines), json.dumps(sources), json.dumps(sorted(topics)),
        str(story.storyline_id),
    )  # fmt: skip
