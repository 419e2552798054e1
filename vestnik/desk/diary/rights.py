"""Who may see and change an entry of the diary: whoever may do so with its story."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from wagtail.permissions import policy_registry

from vestnik.accounts.models import User
from vestnik.desk.diary.models import FollowUp, FollowUpQuerySet
from vestnik.stories.models import Story


def policy() -> Any:
    """The policy of stories."""
    return policy_registry.get_by_type(Story)


def may_open(user: object) -> bool:
    """Whether the person has stories at all, his own or all."""
    return bool(policy().user_has_any_permission(user, ["change", "view"]))


def opens_all(user: object) -> bool:
    """Whether the person sees what waits for others too."""
    return bool(policy().opens_all(user))


def waiting_for(user: User, *, everybody: bool = False) -> FollowUpQuerySet:
    """What waits in the diary for the person; for everybody only where he opens every story."""
    entries = FollowUp.objects.waiting(of=None if everybody and opens_all(user) else user)
    if not opens_all(user):
        # His stories may have gone to somebody else since.
        entries = entries.filter(story__owner=user)
    found: FollowUpQuerySet = entries.select_related("story", "who").defer("story__body")
    return found


def story_of(user: object, pk: int) -> tuple[User, Story]:
    """The person and a story that he may change; else PermissionDenied or Http404."""
    if not isinstance(user, User) or not may_open(user):
        raise PermissionDenied
    story = get_object_or_404(Story, pk=pk)
    if not policy().user_has_permission_for_instance(user, "change", story):
        raise PermissionDenied
    return user, story


def entry_of(user: object, pk: int) -> tuple[User, FollowUp]:
    """The person and an entry about a story that he may change, locked; inside a transaction."""
    if not isinstance(user, User) or not may_open(user):
        raise PermissionDenied
    entry = get_object_or_404(FollowUp.objects.select_for_update(of=("self",)), pk=pk)
    story_of(user, entry.story_id)
    return user, entry
