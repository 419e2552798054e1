"""Wagtail's screens of people, with what an administrator may not do to those above him."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from wagtail.users.views.bulk_actions import (
    AssignRoleBulkAction,
    DeleteBulkAction,
    SetActiveStateBulkAction,
)
from wagtail.users.views.users import CreateView, EditView, UserViewSet

from vestnik.accounts.models import User
from vestnik.accounts.signin.log import keeping_rights_of


class _NobodyAboveHimself:
    """Who is no superuser makes none: the tick would give him all rights by way of another name."""

    request: HttpRequest

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(*args, **kwargs)  # type: ignore[misc]
        if not getattr(self.request.user, "is_superuser", False):
            form.fields.pop("is_superuser", None)
        return form


class NewPersonView(_NobodyAboveHimself, CreateView):
    """Adding a person."""


class PersonView(_NobodyAboveHimself, EditView):
    """Changing a person; of a superuser only by a superuser: his address is the way to his password."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Refuses before anything is shown."""
        super().setup(request, *args, **kwargs)
        if self.object.is_superuser and not getattr(request.user, "is_superuser", False):
            raise PermissionDenied

    def save_instance(self) -> User:
        with keeping_rights_of([self.object]):
            person: User = super().save_instance()
        return person


class _Many:
    """An act on many people, kept for each of them; on a superuser only by a superuser.

    Wagtail keeps nothing of it, and asks who is above whom where people are deleted, nowhere else.
    """

    request: HttpRequest

    def check_perm(self, person: User) -> bool:
        may: bool = super().check_perm(person)  # type: ignore[misc]
        return may and (not person.is_superuser or bool(self.request.user.is_superuser))

    @classmethod
    def execute_action(cls, objects: list[User], **kwargs: Any) -> Any:
        with keeping_rights_of(objects):
            return super().execute_action(objects, **kwargs)  # type: ignore[misc]


class SwitchPeople(_Many, SetActiveStateBulkAction):
    """Switching many people on or off."""


class GiveRole(_Many, AssignRoleBulkAction):
    """Giving many people a role."""


class DeletePeople(_Many, DeleteBulkAction):
    """Deleting many people."""


class PeopleViewSet(UserViewSet):
    """In the place of Wagtail's."""

    add_view_class = NewPersonView
    edit_view_class = PersonView
