"""Who may open which story: contributors and authors their own, everybody from the editor up all."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies import ModelPermissionPolicy

from vestnik.accounts.roles import Role, has_role
from vestnik.stories.models import Story

#: Roles that open every story.
ALL_STORIES = (Role.EDITOR, Role.EDITOR_ON_DUTY, Role.CHIEF_EDITOR, Role.PHOTO_EDITOR)


class StoryPolicy(ModelPermissionPolicy):
    """Rights on stories; the model's rights, and for each story whose it is."""

    def opens_all(self, user: Any) -> bool:
        """Whether the person may open every story, drafts of others too."""
        return has_role(user, *ALL_STORIES)

    def _opens(self, user: Any, story: Story) -> bool:
        return self.opens_all(user) or (user.pk is not None and story.owner_id == user.pk)

    def user_has_permission(self, user: Any, action: str) -> bool:
        # Nobody deletes a story, superusers no more than others (rule 18).
        return action != "delete" and bool(super().user_has_permission(user, action))

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Story) -> bool:
        return bool(self.user_has_permission(user, action)) and self._opens(user, instance)

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Collection[str], instance: Story
    ) -> bool:
        return bool(self.user_has_any_permission(user, actions)) and self._opens(user, instance)

    def instances_user_has_permission_for(self, user: Any, action: str) -> QuerySet[Story]:
        return self.instances_user_has_any_permission_for(user, [action])

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Collection[str]
    ) -> QuerySet[Story]:
        if not self.user_has_any_permission(user, actions):
            return Story.objects.none()
        if self.opens_all(user):
            return Story.objects.all()
        return Story.objects.filter(owner=user)
