"""App configuration of accounts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "vestnik.accounts"
    label = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        from django.contrib.auth.models import Group

        from vestnik.accounts.roles import role_name

        # The group model cannot be another one: what a screen shows of a role is its words.
        def named(group: Group) -> str:
            return role_name(group.name)

        Group.__str__ = named  # type: ignore[method-assign, assignment]
