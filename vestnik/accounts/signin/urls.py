"""Addresses at the newsroom's door, open to whoever is not in yet."""

from __future__ import annotations

from allauth.mfa.base.views import authenticate
from django.urls import path

from vestnik.accounts.signin import people, views

urlpatterns = [
    path("login/", views.sign_in, name="wagtailadmin_login"),
    path("login/", views.sign_in, name="account_login"),
    path("login/code/", authenticate, name="mfa_authenticate"),
    path("login/passkey/", views.passkey, name="mfa_login_webauthn"),
    path("login/give-up/", views.give_up, name="account_logout"),
    path("logout/", views.sign_out, name="wagtailadmin_logout"),
    path("password_reset/", views.forgotten, name="wagtailadmin_password_reset"),
    path(
        "password_reset/confirm/<uidb64>/<token>/",
        views.new_password,
        name="wagtailadmin_password_reset_confirm",
    ),
    path("invitation/<str:token>/", people.accept, name="accounts_accept"),
]
