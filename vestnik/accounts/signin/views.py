"""The door of the newsroom, and the chief editor's screen: of which roles a second factor is demanded."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.decorators import login_not_required
from allauth.account.views import LoginView, LogoutView
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.contrib import messages
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin.views.account import LogoutView as WagtailLogoutView
from wagtail.admin.views.account import PasswordResetConfirmView, PasswordResetView

from vestnik.accounts.models import User
from vestnik.accounts.roles import Role, has_role
from vestnik.accounts.signin import log
from vestnik.accounts.signin.factors import demand_of, roles_with_counts
from vestnik.accounts.signin.limits import (
    PASSKEY,
    RESET_FOR,
    RESET_FROM,
    TooMany,
    address_of,
    take,
)
from vestnik.kit import sent


class SignInView(LoginView):
    """E-mail address and password, or a passkey; whoever is in already goes on."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        # Without a role of the newsroom one stays here and may come in as somebody else.
        if request.method == "GET" and user.has_perm("wagtailadmin.access_admin"):
            return redirect(self.get_success_url() or "wagtailadmin_home")
        return super().dispatch(request, *args, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        return _with_wait(super().form_invalid(form), form)


class PasskeyView(LoginWebAuthnView):
    """A passkey instead of a password; what comes from one address is counted.

    The question too, not only its answer: each one begins a session.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            take(PASSKEY, address_of(request))
        except TooMany as limit:
            if request.method != "POST":
                # For the script, which says on the page that there was no answer.
                wait = {"Retry-After": str(limit.seconds)}
                return HttpResponse(limit.sentence(), status=429, headers=wait)
            messages.error(request, limit.sentence())
            return redirect("account_login")
        return super().dispatch(request, *args, **kwargs)


class ForgottenView(PasswordResetView):
    """A link for a new password by mail. Whether the address is known is not said."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if form.is_valid():
            try:
                take(RESET_FROM, address_of(request))
            except TooMany as limit:
                form.add_error(None, limit.as_error())
        return (
            self.form_valid(form) if form.is_valid() else _with_wait(self.form_invalid(form), form)
        )

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            take(RESET_FOR, form.cleaned_data["email"].strip().lower())
        except TooMany:
            return redirect(self.get_success_url())
        return super().form_valid(form)


class NewPasswordView(PasswordResetConfirmView):
    """Another password, for whoever has the link of the mail."""

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        log.changed("user.new_password", form.user)
        return response


class SignOutView(WagtailLogoutView):
    """Ends the session in hand."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if isinstance(request.user, User):
            log.went_out(request.user)
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response


def _with_wait(response: HttpResponse, form: Any) -> HttpResponse:
    """The form's answer; 429 with the seconds to wait when it was tried too often."""
    for error in form.non_field_errors().as_data():
        if error.code == "too_many":
            response.status_code = 429
            response["Retry-After"] = str(error.params["seconds"])
    return response


sign_in = SignInView.as_view()
passkey = PasskeyView.as_view()
forgotten = never_cache(ForgottenView.as_view())
new_password = never_cache(NewPasswordView.as_view())
sign_out = never_cache(SignOutView.as_view())
#: Gives up a sign-in that waits for its second factor.
give_up = require_POST(never_cache(login_not_required(LogoutView.as_view())))


def may_demand(user: object) -> bool:
    """The chief editor and the administrator say of whom a second factor is demanded."""
    return has_role(user, Role.CHIEF_EDITOR, Role.ADMINISTRATOR)


@require_http_methods(["GET", "POST"])
def demands(request: HttpRequest) -> HttpResponse:
    """Which roles must have a second factor; how many of their people have one."""
    if not may_demand(request.user):
        raise PermissionDenied
    if request.method == "POST":
        roles = [sent.number(text) for text in request.POST.getlist("role")[:100]]
        demand_of(Group.objects.filter(pk__in=[pk for pk in roles if pk is not None]))
        messages.success(request, gettext("Saved. It holds from the next click of everybody."))
        return redirect("accounts_demands")
    return TemplateResponse(request, "accounts/demands.html", {"roles": roles_with_counts()})
