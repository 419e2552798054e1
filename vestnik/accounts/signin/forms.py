"""The forms of signing in, in the newsroom's words."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from vestnik.accounts.models import User
from vestnik.accounts.signin import log
from vestnik.accounts.signin.limits import CODE, CODE_USED, TooMany, give_back, take


def _code(form: Any, label: Any) -> None:
    field = form.fields["code"]
    field.label = label
    field.widget = forms.TextInput(
        attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
    )


class SignInForm(LoginForm):
    """E-mail address and password. The address's field is named as Wagtail and browsers know it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        self.fields["login"].widget = forms.EmailInput(
            attrs={"autocomplete": "username webauthn", "autofocus": True}
        )
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        self.fields["password"].widget = forms.PasswordInput(
            attrs={"autocomplete": "current-password"}
        )

    def add_prefix(self, field_name: str) -> str:
        return "username" if field_name == "login" else str(super().add_prefix(field_name))


class PasswordAgainForm(ReauthenticateForm):
    """The password, said again before the sign-in itself is changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")
        self.fields["password"].widget = forms.PasswordInput(
            attrs={"autocomplete": "current-password", "autofocus": True}
        )


class _CodeIsCounted:
    """Wrong codes are counted for the person, and a right one of the app opens once."""

    user: User
    authenticator: Authenticator

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, _("Code from the app, or a recovery code"))

    def clean_code(self) -> str:
        whom = str(self.user.pk)
        try:
            take(CODE, whom)
            code = self._compared()
            if self.authenticator.type == Authenticator.Type.TOTP:
                # allauth remembers used codes in the memory of one process. It takes a code with spaces
                # and dashes for the same, so what is remembered must be what it compares.
                take(CODE_USED, f"{whom}:{normalize_user_code(code)}")
        except TooMany as limit:
            raise limit.as_error() from None
        give_back(CODE, whom)
        return code

    def _compared(self) -> str:
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except ValidationError:
            log.wrong_code(self.user)
            raise
        return code


class CodeForm(_CodeIsCounted, AuthenticateForm):
    """A code of the app, or a recovery code, at the door."""


class CodeAgainForm(_CodeIsCounted, CodeReauthenticateForm):
    """The same, before the sign-in itself is changed."""


class AppForm(ActivateTOTPForm):
    """The first code that a new authenticator app shows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, _("Code that the app shows"))


class PasskeyForm(AddWebAuthnForm):
    """A passkey to add, with the name by which its owner knows it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        self.fields["name"].max_length = 60
        self.fields["name"].help_text = _("By which you know it: phone, laptop, key in the drawer.")
        alone = self.fields["passwordless"]
        alone.label = _("Sign in with it alone, without a password")
        alone.help_text = _("It then asks for your finger, face or PIN. Old keys cannot do this.")
        alone.initial = True


class PasskeyNameForm(EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        self.fields["name"].max_length = 60
