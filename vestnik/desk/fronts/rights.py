"""Who may arrange a front, and who may put it before readers: as the tree of pages says it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from vestnik.stories.models import Front


def fronts_for(user: Any) -> list[Front]:
    """The fronts that a person may arrange; there is one for each language."""
    return [front for front in Front.objects.order_by("path")[:20] if may_arrange(user, front)]


def may_arrange(user: Any, front: Front) -> bool:
    """Whether the person may keep drafts of the front."""
    return bool(front.permissions_for_user(user).can_edit())


def may_publish(user: Any, front: Front) -> bool:
    """Whether the person may change what readers see."""
    return bool(front.permissions_for_user(user).can_publish())


def front_for(user: Any, pk: int) -> Front:
    """The front, for those who may arrange it. Raises Http404 or PermissionDenied."""
    front = Front.objects.filter(pk=pk).first()
    if front is None:
        raise Http404
    if not may_arrange(user, front):
        raise PermissionDenied
    return front
