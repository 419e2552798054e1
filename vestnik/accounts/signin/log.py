"""What the log of acts is told of signing in: who came in and how, and who was taken for somebody.

An address from which somebody came is not kept: nobody can take it out of the log again, and where people
are signed in now is in the list of sessions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.db import transaction
from django.http import HttpRequest

from vestnik.accounts.models import User
from vestnik.accounts.signin.limits import WRONG_TOLD, TooMany, take
from vestnik.accounts.signin.sessions import browser
from vestnik.changes import audit


def came_in(request: HttpRequest, user: User) -> None:
    """A person is in: by password, passkey or code, in which browser."""
    proofs = get_authentication_records(request, user)
    how = dict.fromkeys(str(proof.get("type", proof["method"])) for proof in proofs)
    agent = browser(request.headers.get("user-agent", ""))
    audit.record("user.sign_in", user.log_subject(), how=list(how), browser=agent)


def went_out(user: User) -> None:
    """A person ends the session in hand."""
    audit.record("user.sign_out", user.log_subject())


def wrong_password(email: str) -> None:
    """Somebody gave a wrong password. Of an address that is nobody's nothing is kept."""
    user = User.objects.filter(email__iexact=email.strip()).first()
    _wrong("user.wrong_password", user, email.strip().lower())


def wrong_code(user: User) -> None:
    """Somebody knew the password and gave a wrong code."""
    _wrong("user.wrong_code", user, user.email)


@dataclass(frozen=True, slots=True)
class _Rights:
    """What a person may: the roles by name, coming in at all, everything."""

    roles: tuple[str, ...]
    active: bool
    everything: bool


@contextmanager
def keeping_rights_of(people: Iterable[User]) -> Iterator[None]:
    """What becomes inside of the rights of these people is kept, and who is gone."""
    numbers = [person.pk for person in people]
    with transaction.atomic():
        before = _rights_of(numbers)
        yield
        after = _rights_of(numbers)
        for number, was in before.items():
            _tell_of_rights(f"user:{number}", was, after.get(number))


def _rights_of(numbers: Iterable[int]) -> dict[int, _Rights]:
    people = User.objects.filter(pk__in=numbers).prefetch_related("groups")
    return {
        person.pk: _Rights(
            tuple(sorted(group.name for group in person.groups.all())),
            person.is_active,
            person.is_superuser,
        )
        for person in people
    }


def _tell_of_rights(subject: str, was: _Rights, now: _Rights | None) -> None:
    if now is None:
        audit.record("user.delete", subject)
        return
    if was.roles != now.roles:
        audit.record("user.roles", subject, was=list(was.roles), roles=list(now.roles))
    if was.active != now.active:
        audit.record("user.switch_on" if now.active else "user.switch_off", subject)
    if was.everything != now.everything:
        audit.record("user.raise" if now.everything else "user.lower", subject)


def changed(act: str, user: User, **details: Any) -> None:
    """How a person comes in is another way now."""
    audit.record(act, user.log_subject(), **details)


@transaction.atomic
def _wrong(act: str, user: User | None, email: str) -> None:
    """Within limits: strangers fill no log that is kept for ever.

    Unknown addresses are counted too, so that the answer takes as long for them as for known ones.
    """
    try:
        take(WRONG_TOLD, f"{act} {email}")
    except TooMany:
        return
    if user is not None:
        audit.record(act, user.log_subject())
