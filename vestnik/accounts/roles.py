"""The newsroom's roles, by the names of their Wagtail groups. What each may do: `config/roles.py`."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import pgettext


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


def role_name(name: str) -> str:
    """What to call the group `name`: a role's name in the reader's language, any other as it is."""
    names = {
        Role.CONTRIBUTOR.value: pgettext("role", "contributor"),
        Role.AUTHOR.value: pgettext("role", "author"),
        Role.EDITOR.value: pgettext("role", "editor"),
        Role.EDITOR_ON_DUTY.value: pgettext("role", "editor on duty"),
        Role.CHIEF_EDITOR.value: pgettext("role", "chief editor"),
        Role.PHOTO_EDITOR.value: pgettext("role", "photo editor"),
        Role.MODERATOR.value: pgettext("role", "moderator"),
        Role.ADMINISTRATOR.value: pgettext("role", "administrator"),
    }
    return names.get(name, name)


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
