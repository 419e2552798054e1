"""Whose story it is, asked by every screen of this package."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from wagtail.permissions import policy_registry

from vestnik.stories.models import Story


def story_for(user: Any, pk: int, *, to_change: bool = False) -> Story:
    """The story, for whoever may open it, or change it. Raises PermissionDenied, Http404."""
    story: Story = get_object_or_404(
        Story._base_manager.select_related("latest_revision", "latest_revision__user"), pk=pk
    )
    wanted = ["change"] if to_change else ["change", "view", "publish"]
    policy = policy_registry.get(story)
    task = story.current_workflow_task
    if not (task and task.user_can_access_editor(story, user)) and not (
        policy.user_has_any_permission_for_instance(user, wanted, story)
    ):
        raise PermissionDenied
    return story
