"""Screens of people: one's own sessions, the administrator's view of a person, accepting an invitation."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.decorators import login_not_required
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.mfa.webauthn.internal import flows as webauthn_flows
from django import forms
from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from vestnik.accounts.models import Invitation, User
from vestnik.accounts.signin import factors, invitations, sessions
from vestnik.accounts.signin.forms import PasskeyForm
from vestnik.accounts.signin.limits import INVITATION, TooMany, address_of, take
from vestnik.kit import clock, sent


class PasswordForm(SetPasswordForm):  # type: ignore[type-arg]
    """A password of one's own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = _("Password, at least 12 characters")
        self.fields["new_password1"].help_text = ""
        self.fields["new_password2"].label = _("The password again")
        self.fields["new_password2"].help_text = ""


@require_http_methods(["GET", "POST"])
def my_sessions(request: HttpRequest) -> HttpResponse:
    """Where I am signed in; each can be ended, and all others together."""
    user, current = _person(request), request.session.session_key
    if request.method == "POST":
        _say_ended(request, sessions.end(user, only=_number(request), but=current))
        return redirect("accounts_sessions")
    return TemplateResponse(
        request, "accounts/sessions.html", {"sessions": sessions.sessions_of(user, current)}
    )


@require_http_methods(["GET", "POST"])
def sign_in_of(request: HttpRequest, pk: int) -> HttpResponse:
    """How a person comes in: invitation, second factor, sessions. For who keeps users."""
    keeper = _person(request)
    if not keeper.has_perm("accounts.change_user"):
        raise PermissionDenied
    person = get_object_or_404(User, pk=pk)
    if person.is_superuser and not keeper.is_superuser:
        raise PermissionDenied
    if request.method == "POST":
        _do(request, person)
        return redirect("accounts_sign_in_of", pk)
    invitation = Invitation.objects.filter(user=person, until__gt=clock.instant()).first()
    return TemplateResponse(
        request,
        "accounts/person.html",
        {
            "person": person,
            "invitation": invitation,
            "link": invitations.link_of(invitation) if invitation else "",
            "mail_folder": invitations.folder_of_mail(),
            "can_be_invited": invitations.can_be_invited(person),
            "has_factor": factors.has_factor(person),
            "demanded": factors.is_demanded_of(person),
            "sessions": sessions.sessions_of(person, request.session.session_key),
        },
    )


def _do(request: HttpRequest, person: User) -> None:
    act = request.POST.get("act")
    if act == "invite":
        invite_by_mail(request, person)
    elif act == "factors":
        sessions.take_factors(person)
        messages.success(request, gettext("The second factor is removed, and all sessions ended."))
    elif act == "sessions":
        but = request.session.session_key
        _say_ended(request, sessions.end(person, only=_number(request), but=but))


def invite_by_mail(request: HttpRequest, person: User) -> None:
    """Invite, and say whether the mail went."""
    try:
        invitation = invitations.invite(person)
    except invitations.InvitationRefused:
        messages.error(request, gettext("This person comes in already, or is switched off."))
        return
    if invitations.send(invitation):
        messages.success(request, gettext("The invitation is mailed to %s.") % person.email)
    else:
        messages.error(request, gettext("The mail did not go. Hand the link over yourself."))


def invite_the_new(request: HttpRequest, user: User) -> HttpResponse:
    """After Wagtail's form has made a user: the invitation instead of a password."""
    invite_by_mail(request, user)
    return redirect("accounts_sign_in_of", user.pk)


@never_cache
@login_not_required
@sensitive_post_parameters("new_password1", "new_password2")
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """The invited person chooses a passkey or a password, and is in. Looking alone uses nothing up."""
    try:
        take(INVITATION, address_of(request))
        invitation = invitations.open_invitation(token)
    except TooMany as limit:
        response = TemplateResponse(
            request, "accounts/no_invitation.html", {"sentence": limit.sentence()}, status=429
        )
        response["Retry-After"] = str(limit.seconds)
        return response
    except invitations.InvitationRefused:
        return TemplateResponse(request, "accounts/no_invitation.html", status=410)
    user = invitation.user
    by_passkey = "credential" in request.POST
    password = PasswordForm(user, None if by_passkey else request.POST or None)
    passkey = PasskeyForm(user=user, data=request.POST if by_passkey else None)
    chosen: forms.BaseForm = passkey if by_passkey else password
    if request.method == "POST" and chosen.is_valid():
        try:
            with transaction.atomic():
                invitations.close(invitation)
                if by_passkey:
                    return _in_with_passkey(request, user, passkey)
                password.save()
            return perform_password_login(request, {"email": user.email}, Login(user=user))
        except invitations.InvitationRefused:
            return TemplateResponse(request, "accounts/no_invitation.html", status=410)
    return TemplateResponse(
        request,
        "accounts/accept.html",
        {
            "form": password,
            "passkey": passkey,
            "person": user,
            "js_data": {"creation_options": webauthn.begin_registration(user, True)},
        },
    )


def _in_with_passkey(request: HttpRequest, user: User, form: PasskeyForm) -> HttpResponse:
    given = form.cleaned_data
    authenticator = webauthn_flows.signup_authenticator(
        request, user=user, name=given["name"], credential=given["credential"]
    )
    return webauthn_flows.perform_passwordless_login(request, authenticator, Login(user=user))


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def _number(request: HttpRequest) -> int | None:
    """The session that the form names; None for all."""
    return sent.number(request.POST.get("session", ""))


def _say_ended(request: HttpRequest, ended: int) -> None:
    text = ngettext("%d session ended.", "%d sessions ended.", ended) % ended
    messages.success(request, text)
