"""What allauth asks of the newsroom: its sentences, its rules for saying who one is again."""

from __future__ import annotations

import time
from typing import Any, ClassVar

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vestnik.accounts.models import User
from vestnik.accounts.signin import log
from vestnik.accounts.signin.limits import PasswordTry, TooMany, remember_device

#: Notes after an act, by the name of allauth's template; what is not here is not said.
NOTES = {
    "mfa/messages/totp_activated.txt": _("The authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app is no longer asked for."),
    "mfa/messages/recovery_codes_generated.txt": _(
        "New recovery codes are made; old ones are void."
    ),
    "mfa/messages/webauthn_added.txt": _("The passkey is added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
}


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up; whoever has just signed in need not say the password again."""

    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail address or the password is wrong."),
        "incorrect_password": _("The password is wrong."),
        "incorrect_code": _("The code is wrong."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Whose password it is. Raises ValidationError when there were too many tries."""
        attempt = PasswordTry(request, credentials.get("email", ""))
        try:
            attempt.begin()
        except TooMany as limit:
            raise limit.as_error() from None
        user = authenticate(request, **credentials)
        if isinstance(user, User):
            attempt.was_right()
            return user
        log.wrong_password(credentials.get("email", ""))
        return None

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        remember_device(request, response, user)
        log.came_in(request, user)
        return response

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, User):
            log.went_out(request.user)
        super().logout(request)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        if text := message or NOTES.get(message_template or ""):
            messages.add_message(request, level, str(text), extra_tags=extra_tags)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        request = context.request
        proofs = get_authentication_records(request, request.user)
        fresh = app_settings.REAUTHENTICATION_TIMEOUT
        return not any(time.time() - proof["at"] < fresh for proof in proofs)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        words = {
            "reauthenticate": _("With the password"),
            "mfa_reauthenticate": _("With a code"),
            "mfa_reauthenticate:webauthn": _("With a passkey"),
        }
        methods = super().get_reauthentication_methods(user)
        return [method | {"description": words[method["id"]]} for method in methods]


class FactorAdapter(DefaultMFAAdapter):
    """Names of things as the newsroom says them."""

    error_messages: ClassVar[dict[str, Any]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("The code is wrong."),
        "cannot_delete_authenticator": _("Your role demands a second factor: add another first."),
        "cannot_generate_recovery_codes": _("Set up a second factor first."),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        from vestnik.accounts.signin import factors

        others = Authenticator.objects.filter(
            user_id=authenticator.user_id, type__in=factors.FACTORS
        ).exclude(pk=authenticator.pk)
        return others.exists() or not factors.is_demanded_of(
            User.objects.get(pk=authenticator.user_id)
        )

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number}

    def _get_site_name(self) -> str:
        return str(settings.WAGTAIL_SITE_NAME)
