"""Shows roles by their names in the reader's language, and keeps the names by which the code knows them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import TitleColumn
from wagtail.users import forms
from wagtail.users.views import groups

from vestnik.accounts.roles import Role


class RoleForm(forms.GroupForm):
    """A role of ours cannot be renamed: its rights hang on the name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if any(self.instance.name == role.value for role in Role):
            self.fields["name"].disabled = True
            self.initial["name"] = str(self.instance)

    def clean_name(self) -> str:
        kept: str = self.instance.name
        return kept if self.fields["name"].disabled else super().clean_name()


class RoleIndex(groups.IndexView):
    """The list of roles."""

    columns = [
        TitleColumn(
            "name",
            accessor=str,
            label=_("Name"),
            sort_key="name",
            url_name="wagtailusers_groups:edit",
        )
    ]


class RoleViewSet(groups.GroupViewSet):
    """Roles, which Wagtail calls groups."""

    index_view_class = RoleIndex

    def get_form_class(self, for_update: bool = False) -> type[RoleForm]:
        return RoleForm
