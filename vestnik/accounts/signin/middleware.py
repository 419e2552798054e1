"""Leads whoever lacks a demanded second factor to set one up, whatever screen was asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from vestnik.accounts.models import User
from vestnik.accounts.signin.factors import lacks_demanded_factor

#: Where a second factor is set up, and what such a screen or its way out needs.
OPEN = frozenset(
    {
        "account_login", "account_logout", "account_reauthenticate", "mfa_activate_totp", "mfa_add_webauthn",
        "mfa_authenticate", "mfa_index", "mfa_login_webauthn", "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn", "mfa_view_recovery_codes", "wagtailadmin_javascript_catalog",
        "wagtailadmin_login", "wagtailadmin_logout", "wagtailadmin_sprite",
    }
)  # fmt: skip
NEWSROOM = "/cms/"


class SecondFactorMiddleware:
    """Asks nothing outside the newsroom, and nothing of whoever is not signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not request.path.startswith(NEWSROOM):
            return None
        match = request.resolver_match
        if match is None or match.view_name in OPEN:
            return None
        user = request.user
        if not isinstance(user, User) or not lacks_demanded_factor(request, user):
            return None
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            raise PermissionDenied
        return redirect("mfa_index")
