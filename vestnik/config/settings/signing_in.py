"""How people sign in to the newsroom: password or passkey, second factor, recovery codes (allauth)."""

from django.utils.translation import gettext_lazy as _

SESSION_ENGINE = "vestnik.accounts.signin.store"
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "wagtailadmin_home"

ACCOUNT_ADAPTER = "vestnik.accounts.signin.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = str
ACCOUNT_LOGIN_METHODS = {"email"}
# There is no signing up: people are invited.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# Whoever is signed in without a role of the newsroom must be able to come in as somebody else.
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False
#: Seconds for which a sign-in, or the password said again, is enough to change how one signs in.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600

MFA_ADAPTER = "vestnik.accounts.signin.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = _("Newsroom")
MFA_FORMS = {
    "authenticate": "vestnik.accounts.signin.forms.CodeForm",
    "reauthenticate": "vestnik.accounts.signin.forms.CodeAgainForm",
    "activate_totp": "vestnik.accounts.signin.forms.AppForm",
    "add_webauthn": "vestnik.accounts.signin.forms.PasskeyForm",
    "edit_webauthn": "vestnik.accounts.signin.forms.PasskeyNameForm",
}
ACCOUNT_FORMS = {
    "login": "vestnik.accounts.signin.forms.SignInForm",
    "reauthenticate": "vestnik.accounts.signin.forms.PasswordAgainForm",
}
# allauth keeps its limits in the memory of one process; ours are in the database (signin/limits.py).
ACCOUNT_RATE_LIMITS = False
MFA_RATE_LIMITS = False
