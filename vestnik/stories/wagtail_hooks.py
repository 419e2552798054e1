"""Registers what Wagtail needs to know of stories: links to them in running text, and our actions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from wagtail import hooks

from vestnik.stories import links
from vestnik.stories.errors import AddressTaken
from vestnik.stories.models import Story
from vestnik.stories.page_addresses import is_taken
from vestnik.stories.publication import PublishStory, UnpublishStory


# After Wagtail's own, whose handler of links to pages is replaced.
@hooks.register("register_rich_text_features", order=10)
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


@hooks.register("before_move_page")
def an_address_is_never_reused(request: HttpRequest, page: Any, destination: Any) -> Any:
    """A page is not moved to where another page once was."""
    if not is_taken(page, destination, page.slug):
        return None
    messages.error(request, str(AddressTaken.sentence))
    return redirect("wagtailadmin_pages:move", page.pk)
