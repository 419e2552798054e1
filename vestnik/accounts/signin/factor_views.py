"""allauth's screens of one's own second factor, each of whose changes is kept in the log of acts."""

from __future__ import annotations

from typing import Any

from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from vestnik.accounts.models import User
from vestnik.accounts.signin import log


class _Kept:
    """The change and its line in the log in one transaction."""

    request: HttpRequest
    act = ""
    factor = ""

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        if isinstance(self.request.user, User):
            log.changed(self.act, self.request.user, factor=self.factor)
        return response


class AddApp(_Kept, ActivateTOTPView):
    """Setting an authenticator app up."""

    act, factor = "user.add_factor", "totp"


class RemoveApp(_Kept, DeactivateTOTPView):
    """Being asked for the app no longer."""

    act, factor = "user.remove_factor", "totp"


class NewCodes(_Kept, GenerateRecoveryCodesView):
    """Other recovery codes."""

    act, factor = "user.add_factor", "recovery_codes"


class AddPasskey(_Kept, AddWebAuthnView):
    """One passkey more."""

    act, factor = "user.add_factor", "webauthn"


class RemovePasskey(_Kept, RemoveWebAuthnView):
    """One passkey less."""

    act, factor = "user.remove_factor", "webauthn"
