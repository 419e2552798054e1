"""How often one may try: counts of tries in the database, shared by all processes.

Nobody is locked out by others for long: the longest wait is one window, a browser that its owner has
signed in with before is counted by itself, and a passkey is not counted at the account.
"""

from __future__ import annotations

import hashlib
import ipaddress
import math
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext

from vestnik.accounts.models import Tally, User
from vestnik.kit import clock

#: Expired counts that one new count takes away: the table stays as small as the traffic.
SWEPT = 20
DEVICE_COOKIE = "known_device"
DEVICE_DAYS = 180


@dataclass(frozen=True)
class Limit:
    """At most `most` tries in `minutes`."""

    name: str
    most: int
    minutes: int


FROM_ADDRESS = Limit("from address", 60, 10)
AT_ACCOUNT = Limit("at account", 10, 5)
BY_DEVICE = Limit("by device", 10, 5)
CODE = Limit("code", 6, 5)
CODE_USED = Limit("code used", 1, 2)
#: Each sign-in takes two: the question and the answer.
PASSKEY = Limit("passkey", 120, 10)
#: Wrong tries at an account of which the log of acts is told, a day: what follows only counts.
WRONG_TOLD = Limit("wrong told", 20, 24 * 60)
RESET_FROM = Limit("reset from", 20, 60)
RESET_FOR = Limit("reset for", 3, 60)
INVITATION = Limit("invitation", 60, 10)


class TooMany(Exception):
    """The limit is reached; `free_at` says when one may try again."""

    def __init__(self, free_at: datetime) -> None:
        super().__init__(f"Too many tries until {free_at}.")
        self.free_at = free_at

    @property
    def seconds(self) -> int:
        """Whole seconds until then, at least one: for Retry-After."""
        return max(1, math.ceil((self.free_at - clock.instant()).total_seconds()))

    def sentence(self) -> str:
        """What the person is told."""
        at = timezone.localtime(self.free_at) + timedelta(minutes=1)
        return gettext("Too many tries. Try again at %(time)s.") % {"time": f"{at:%H:%M}"}

    def as_error(self) -> ValidationError:
        """The same, as the error of a form."""
        return ValidationError(self.sentence(), code="too_many", params={"seconds": self.seconds})


def take(limit: Limit, whom: str) -> None:
    """Count one try; raises `TooMany` without counting when there were enough."""
    now, key = clock.instant(), _key(limit, whom)
    ends = now + timedelta(minutes=limit.minutes)
    with transaction.atomic():
        tally, made = Tally.objects.select_for_update().get_or_create(
            key=key, defaults={"ends": ends, "count": 1}
        )
        if made:
            _sweep(now)
            return
        if tally.ends <= now:
            tally.ends, tally.count = ends, 0
        elif tally.count >= limit.most:
            raise TooMany(tally.ends)
        tally.count += 1
        tally.save()


def give_back(limit: Limit, whom: str) -> None:
    """The try was a right one: it does not count."""
    with transaction.atomic():
        tally = Tally.objects.select_for_update().filter(key=_key(limit, whom)).first()
        if tally is not None and tally.count:
            tally.count -= 1
            tally.save()


def _key(limit: Limit, whom: str) -> str:
    return hashlib.sha256(f"{limit.name}\n{whom}".encode()).hexdigest()


def _sweep(now: datetime) -> None:
    old = list(
        Tally.objects.filter(ends__lt=now).order_by("ends").values_list("pk", flat=True)[:SWEPT]
    )
    if old:
        Tally.objects.filter(pk__in=old).delete()


def address_of(request: HttpRequest) -> str:
    """From where the request comes: an IPv4 address, or the /64 network of an IPv6 one.

    X-Forwarded-For is believed only as far as VESTNIK_PROXIES says that proxies of ours write it.
    """
    text = str(request.META.get("REMOTE_ADDR", ""))
    if settings.VESTNIK_PROXIES:
        hops = [hop.strip() for hop in request.headers.get("x-forwarded-for", "").split(",")]
        text = hops[-min(settings.VESTNIK_PROXIES, len(hops))] or text
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


class PasswordTry:
    """One try of a password at an account: counted before it is looked at, given back when right."""

    def __init__(self, request: HttpRequest, email: str) -> None:
        device = _device(request, email)
        if device:
            self.counts = [(BY_DEVICE, device)]
        else:
            self.counts = [
                (FROM_ADDRESS, address_of(request)), (AT_ACCOUNT, email.strip().lower()),
            ]  # fmt: skip

    def begin(self) -> None:
        """Raises `TooMany`."""
        for limit, whom in self.counts:
            take(limit, whom)

    def was_right(self) -> None:
        """It does not count."""
        for limit, whom in self.counts:
            give_back(limit, whom)


def remember_device(request: HttpRequest, response: HttpResponseBase, user: User) -> None:
    """The browser has come in as this person: what strangers try does not keep it out."""
    if _device(request, user.email):
        return
    response.set_cookie(
        DEVICE_COOKIE,
        signing.dumps(
            {"whose": _whose(user.email), "id": secrets.token_hex(8)}, salt=DEVICE_COOKIE
        ),
        max_age=DEVICE_DAYS * 86_400,
        path=settings.SESSION_COOKIE_PATH,
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )


def _device(request: HttpRequest, email: str) -> str:
    """The browser's own id where its cookie is this account's, else ""."""
    try:
        told = signing.loads(
            request.COOKIES.get(DEVICE_COOKIE, ""),
            salt=DEVICE_COOKIE,
            max_age=timedelta(days=DEVICE_DAYS),
        )
    except signing.BadSignature:
        return ""
    return f"{told['id']}:{told['whose']}" if told["whose"] == _whose(email) else ""


def _whose(email: str) -> str:
    return hashlib.sha256(email.strip().lower().encode()).hexdigest()[:16]
