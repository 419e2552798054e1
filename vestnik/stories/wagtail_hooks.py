"""Registers what Wagtail needs to know of stories: links to them in running text, and our actions."""

from __future__ import annotations

from typing import Any

from wagtail import hooks

from vestnik.stories import links
from vestnik.stories.models import Story
from vestnik.stories.publication import PublishStory, UnpublishStory


@hooks.register("register_rich_text_features")
def register_story_links(features: Any) -> None:
    """Links to stories keep the story, not its address; nothing is printed for what is not live."""
    features.register_link_type(links.StoryLink)
    features.register_link_type(links.PageLink)
    features.register_editor_plugin("draftail", "story-link", links.WithoutButton())
    features.register_converter_rule("contentstate", "story-link", links.CONVERTER_RULE)


@hooks.register("register_actions")
def register_story_actions(registry: Any) -> None:
    """Whoever publishes by Wagtail's registry gets our actions (rule 6)."""
    registry.register(Story, PublishStory)
    registry.register(Story, UnpublishStory)
