"""The newsroom's roles, by the names of their Wagtail groups. What each may do: `config/roles.py`."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """A role is a group of users. The value is the group's name in the database and never changes."""

    CONTRIBUTOR = "contributor"
    AUTHOR = "author"
    EDITOR = "editor"
    EDITOR_ON_DUTY = "editor on duty"
    CHIEF_EDITOR = "chief editor"
    PHOTO_EDITOR = "photo editor"
    MODERATOR = "moderator"
    ADMINISTRATOR = "administrator"


def has_role(user: object, *roles: Role) -> bool:
    """Whether an active user holds one of the roles; superusers hold them all."""
    if not getattr(user, "is_active", False):
        return False
    if getattr(user, "is_superuser", False):
        return True
    held: set[str] | None = getattr(user, "_vestnik_roles", None)
    if held is None:
        held = set(user.groups.values_list("name", flat=True))  # type: ignore[attr-defined]
        user._vestnik_roles = held  # type: ignore[attr-defined]
    return any(role.value in held for role in roles)
