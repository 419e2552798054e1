"""Brings the screens of signing in into the newsroom's addresses and menus."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from allauth.account.views import reauthenticate
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.webauthn import views as passkeys
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse, reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from vestnik.accounts.models import User
from vestnik.accounts.signin import factor_views, people, views


@hooks.register("register_admin_urls")
def own_second_factor() -> list[Any]:
    """One's own: app, passkeys, recovery codes; each asks who one is when that is long ago."""
    return [
        path("account/confirm/", reauthenticate, name="account_reauthenticate"),
        path("account/confirm/code/", factors.reauthenticate, name="mfa_reauthenticate"),
        path(
            "account/confirm/passkey/",
            passkeys.reauthenticate_webauthn,
            name="mfa_reauthenticate_webauthn",
        ),
        path("account/factor/", factors.index, name="mfa_index"),
        path("account/factor/app/", factor_views.AddApp.as_view(), name="mfa_activate_totp"),
        path(
            "account/factor/app/remove/",
            factor_views.RemoveApp.as_view(),
            name="mfa_deactivate_totp",
        ),
        path("account/factor/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
        path(
            "account/factor/codes/new/",
            factor_views.NewCodes.as_view(),
            name="mfa_generate_recovery_codes",
        ),
        path("account/factor/passkeys/", factors.index, name="mfa_list_webauthn"),
        path(
            "account/factor/passkeys/add/",
            factor_views.AddPasskey.as_view(),
            name="mfa_add_webauthn",
        ),
        path(
            "account/factor/passkeys/<int:pk>/name/",
            passkeys.edit_webauthn,
            name="mfa_edit_webauthn",
        ),
        path(
            "account/factor/passkeys/<int:pk>/remove/",
            factor_views.RemovePasskey.as_view(),
            name="mfa_remove_webauthn",
        ),
    ]


@hooks.register("register_admin_urls")
def demanded_factors() -> list[Any]:
    """For the chief editor and the administrator."""
    return [path("second-factor/", views.demands, name="accounts_demands")]


@hooks.register("register_admin_urls")
def sessions_and_people() -> list[Any]:
    """One's own sessions; for who keeps users, how each person comes in."""
    return [
        path("account/sessions/", people.my_sessions, name="accounts_sessions"),
        path("people/<int:pk>/sign-in/", people.sign_in_of, name="accounts_sign_in_of"),
    ]


@hooks.register("after_create_user")
def invite_instead_of_a_password(request: HttpRequest, user: User) -> HttpResponse:
    """The administrator sees the link at once."""
    return people.invite_the_new(request, user)


@hooks.register("register_user_listing_buttons")
def sign_in_of_a_person(user: User, request_user: User) -> Iterator[Button]:
    """In the row of each person."""
    if request_user.has_perm("accounts.change_user"):
        yield Button(
            _("Sign-in"), url=reverse("accounts_sign_in_of", args=[user.pk]), icon_name="key"
        )


@hooks.register("register_account_menu_item")
def my_sessions(request: HttpRequest) -> dict[str, str]:
    """From one's own account page."""
    return {
        "url": reverse("accounts_sessions"),
        "label": gettext("Where I am signed in"),
        "help_text": gettext("End what you do not know."),
    }


@hooks.register("register_account_menu_item")
def factor_of_my_own(request: HttpRequest) -> dict[str, str]:
    """From one's own account page."""
    return {
        "url": reverse("mfa_index"),
        "label": gettext("Second factor"),
        "help_text": gettext("Passkeys, authenticator app, recovery codes."),
    }


class DemandsItem(MenuItem):
    """Stands in the menu of those who may open it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return views.may_demand(request.user)


@hooks.register("register_settings_menu_item")
def demands_in_the_menu() -> MenuItem:
    """Beside users and roles."""
    return DemandsItem(
        _("Second factor"), reverse_lazy("accounts_demands"), icon_name="key", order=650
    )
