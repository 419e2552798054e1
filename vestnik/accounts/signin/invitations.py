"""Invitations: a link by mail instead of a password that somebody else has chosen."""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core import signing
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from vestnik.accounts.models import Invitation, User
from vestnik.changes import audit
from vestnik.kit import clock

DAYS = 3
SALT = "vestnik.accounts.invitation"


class InvitationRefused(Exception):
    """The link is not good: wrong, used, replaced by a newer one, or too old."""


def can_be_invited(user: User) -> bool:
    """Whether the person has no way to come in yet: nobody's password or passkey is ever replaced."""
    return (
        user.is_active
        and not (user.password and user.has_usable_password())
        and not Authenticator.objects.filter(user=user).exists()
    )


@transaction.atomic
def invite(user: User) -> Invitation:
    """Make the one open invitation; an earlier link is void. Raises `InvitationRefused`."""
    if not can_be_invited(user):
        raise InvitationRefused
    user.set_unusable_password()
    user.save(update_fields=["password"])
    invitation, _made = Invitation.objects.update_or_create(
        user=user,
        defaults={
            "nonce": secrets.token_urlsafe(16),
            "until": clock.instant() + timedelta(days=DAYS),
        },
    )
    audit.record("user.invite", user.log_subject())
    return invitation


def link_of(invitation: Invitation) -> str:
    """The whole address; it can be shown as long as the invitation is open."""
    token = signing.dumps([invitation.user_id, invitation.nonce], salt=SALT)
    return settings.WAGTAILADMIN_BASE_URL + reverse("accounts_accept", args=[token])


def send(invitation: Invitation) -> bool:
    """Mail the link in the site's first language; whether the mail server took it."""
    with override(settings.LANGUAGE_CODE):
        until = timezone.localtime(invitation.until)
        text = render_to_string(
            "accounts/invitation_mail.txt",
            {"link": link_of(invitation), "until": until, "user": invitation.user},
        )
        subject = gettext("Invitation to the newsroom of %(site)s") % {
            "site": settings.WAGTAIL_SITE_NAME
        }
    try:
        send_mail(subject, text, None, [invitation.user.email])
    except OSError:
        return False
    return True


def folder_of_mail() -> Path | None:
    """Where mails lie when they are written as files."""
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    return Path(folder) if folder and "filebased" in settings.EMAIL_BACKEND else None


def open_invitation(token: str) -> Invitation:
    """The invitation of a link. Raises `InvitationRefused`."""
    try:
        number, nonce = signing.loads(token, salt=SALT, max_age=timedelta(days=DAYS))
    except (signing.BadSignature, ValueError, TypeError):
        raise InvitationRefused from None
    found = Invitation.objects.filter(
        user_id=number, user__is_active=True, nonce=nonce, until__gt=clock.instant()
    ).first()
    if found is None or not can_be_invited(found.user):
        raise InvitationRefused
    return found


def close(invitation: Invitation) -> None:
    """Take the invitation away inside the transaction that uses it. Raises `InvitationRefused`."""
    gone, _by = Invitation.objects.filter(pk=invitation.pk, nonce=invitation.nonce).delete()
    if not gone:
        raise InvitationRefused
    audit.record("user.accept", f"user:{invitation.user_id}")
