"""Sign-ins that are open now: listed, ended one by one or all together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from vestnik.accounts.models import User
from vestnik.changes import audit

#: Sessions shown and looked at; whoever has more ends them all together.
MOST = 50
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("Mac OS", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True)
class Session:
    """One browser in which a person is signed in."""

    pk: int
    browser: str
    address: str
    since: datetime
    current: bool


def sessions_of(user: User, current: str | None) -> list[Session]:
    """The newest first; what has ended meanwhile is forgotten."""
    rows = UserSession.objects.filter(user_id=user.pk).order_by("-created_at")[:MOST]
    return [
        Session(row.pk, browser(row.user_agent), row.ip, row.created_at, row.session_key == current)
        for row in rows
        if not row.purge()
    ]


def browser(agent: str) -> str:
    """The browser and the system in words; "" when neither is known."""
    words = [
        next((name for sign, name in table if re.search(sign, agent)), "")
        for table in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(word for word in words if word)


@transaction.atomic
def end(user: User, *, only: int | None = None, but: str | None = None) -> int:
    """End sessions of a person: one by its number, or all but the one with this key. How many ended."""
    rows = UserSession.objects.filter(user_id=user.pk)
    if only is not None:
        rows = rows.filter(pk=only)
    ended = 0
    for row in rows.iterator():
        if row.session_key != but:
            row.end()
            ended += 1
    if ended:
        audit.record("user.end_sessions", user.log_subject(), sessions=ended)
    return ended


@transaction.atomic
def take_factors(user: User) -> None:
    """The person has lost phone and codes: the next sign-in asks for the password only, and all end."""
    Authenticator.objects.filter(user=user).delete()
    audit.record("user.take_factors", user.log_subject())
    end(user)
