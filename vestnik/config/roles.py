"""What each role may do: the one table of rights (design section 3), applied at every set-up."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowContentType,
    WorkflowTask,
)

from vestnik.accounts.roles import Role
from vestnik.stories.models import Story

_SUBJECTS = ("topic", "storyline", "byline", "agency")
_WRITE_STORIES = ("stories.add_story", "stories.change_story", "stories.view_story")
_LIBRARY = ("wagtailimages.add_image", "wagtailimages.change_image", "wagtailimages.choose_image")
_BREAKING = ("stories.change_breaking",)
_USE_LIBRARY = ("wagtailimages.add_image", "wagtailimages.choose_image")
_KEEP_SUBJECTS = tuple(
    f"stories.{verb}_{subject}" for subject in _SUBJECTS for verb in ("add", "change", "view")
)

#: Role → rights. `publish_story` is held by chief editors alone: whoever holds it publishes any
#: story that is in no workflow (observed), so the editor on duty has an action of his own.
RIGHTS: dict[Role, tuple[str, ...]] = {
    Role.CONTRIBUTOR: (*_WRITE_STORIES,),
    Role.AUTHOR: (*_WRITE_STORIES, *_USE_LIBRARY),
    Role.EDITOR: (
        *_WRITE_STORIES, "stories.lock_story", "stories.unlock_story", *_USE_LIBRARY, *_KEEP_SUBJECTS,
        *_BREAKING,
    ),
    Role.EDITOR_ON_DUTY: (
        *_WRITE_STORIES, "stories.lock_story", "stories.unlock_story", *_USE_LIBRARY, *_KEEP_SUBJECTS,
        *_BREAKING,
    ),
    Role.CHIEF_EDITOR: (
        *_WRITE_STORIES, "stories.publish_story", "stories.lock_story", "stories.unlock_story",
        *_LIBRARY, *_KEEP_SUBJECTS, *_BREAKING, "stories.change_edition", "stories.add_address",
        "stories.change_address", "stories.view_address", "desk.change_checkrule",
    ),
    Role.PHOTO_EDITOR: ("stories.view_story", "stories.change_story", *_LIBRARY),
    Role.MODERATOR: (),
    Role.ADMINISTRATOR: (
        "accounts.add_user", "accounts.change_user", "accounts.delete_user", "accounts.view_user",
        "auth.add_group", "auth.change_group", "auth.view_group", "stories.change_edition",
    ),
}  # fmt: skip
#: Rights on the small tree of pages, by role.
PAGE_RIGHTS = {Role.CHIEF_EDITOR: ("add", "change", "publish"), Role.EDITOR: ("change",)}
#: Rights on the photo library's collections; Wagtail asks those of its own image model (images/__init__.py).
LIBRARY_ROLES = {
    Role.AUTHOR: _USE_LIBRARY,
    Role.EDITOR: _USE_LIBRARY,
    Role.EDITOR_ON_DUTY: _USE_LIBRARY,
    Role.CHIEF_EDITOR: _LIBRARY,
    Role.PHOTO_EDITOR: _LIBRARY,
}
STEP_ONE = "Първи прочит"
STEP_TWO = "Одобрение за печат"


def apply_roles() -> None:
    """Make the groups and give each exactly its rights; Wagtail's own two groups are removed."""
    Group.objects.filter(name__in=("Editors", "Moderators")).delete()
    for role, rights in RIGHTS.items():
        group, _made = Group.objects.get_or_create(name=role.value)
        names = {*rights, "wagtailadmin.access_admin"} if role is not Role.MODERATOR else {*rights}
        group.permissions.set([_permission(name) for name in sorted(names)])
        _page_rights(group, PAGE_RIGHTS.get(role, ()))
        _library_rights(group, LIBRARY_ROLES.get(role, ()))


def apply_workflow() -> None:
    """The two steps to publication: the editor reads, the chief editor approves.

    Chief editors are in both steps: while a step runs whoever is not in its groups can neither
    publish nor cancel (rule 16).
    """
    workflow, made = Workflow.objects.get_or_create(name="Към печат")
    if not made:
        return
    first = [Role.EDITOR, Role.EDITOR_ON_DUTY, Role.CHIEF_EDITOR]
    for order, (name, roles) in enumerate(
        ((STEP_ONE, first), (STEP_TWO, [Role.CHIEF_EDITOR])), start=1
    ):
        task = GroupApprovalTask.objects.create(name=name)
        task.groups.set(Group.objects.filter(name__in=[role.value for role in roles]))
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    # Wagtail's default workflow would catch pages; the tree is edited by chief editors directly.
    Workflow.objects.exclude(pk=workflow.pk).update(active=False)
    WorkflowContentType.objects.get_or_create(
        content_type=ContentType.objects.get_for_model(Story), defaults={"workflow": workflow}
    )


def _permission(name: str) -> Permission:
    app, codename = name.split(".")
    try:
        return Permission.objects.get(content_type__app_label=app, codename=codename)
    except Permission.DoesNotExist:
        raise LookupError(f"There is no right named {name}.") from None


def _page_rights(group: Group, verbs: tuple[str, ...]) -> None:
    root = Page.objects.get(depth=1)
    wanted = {f"{verb}_page" for verb in verbs}
    held = GroupPagePermission.objects.filter(group=group)
    held.exclude(permission__codename__in=wanted).delete()
    for codename in wanted:
        permission = Permission.objects.get(
            content_type__app_label="wagtailcore", codename=codename
        )
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def _library_rights(group: Group, rights: tuple[str, ...]) -> None:
    root = Collection.objects.get(depth=1)
    wanted = [_permission(name) for name in rights]
    GroupCollectionPermission.objects.filter(group=group).exclude(permission__in=wanted).delete()
    for permission in wanted:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=root, permission=permission
        )
