"""Who must have a second factor, and who has one."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from vestnik.accounts.models import SecondFactorDemand, User
from vestnik.changes import audit

#: What counts as a second factor; recovery codes alone are only a way back to one.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_factor(user: User) -> bool:
    """Whether the person is asked for something beside the password."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def is_demanded_of(user: User) -> bool:
    """Whether a role of the person demands a second factor; of a superuser, when any role does."""
    demands = SecondFactorDemand.objects.all()
    if not user.is_superuser:
        demands = demands.filter(group__user=user)
    return demands.exists()


def lacks_demanded_factor(request: HttpRequest, user: User) -> bool:
    """Whether this signed-in person must set a second factor up before anything else.

    Asks the database once or twice, and not at all in a session that began with a second factor.
    """
    if any(one["method"] == "mfa" for one in get_authentication_records(request, user)):
        return False
    return is_demanded_of(user) and not has_factor(user)


def roles_with_counts() -> QuerySet[Group]:
    """The roles by name, each with `people`, `with_factor` and `demanded`."""
    factor = Authenticator.objects.filter(user=OuterRef("user"), type__in=FACTORS)
    demand = SecondFactorDemand.objects.filter(group=OuterRef("pk"))
    active = Q(user__is_active=True)
    return Group.objects.annotate(
        people=Count("user", filter=active),
        with_factor=Count("user", filter=active & Q(Exists(factor))),
        demanded=Exists(demand),
    ).order_by("name")


@transaction.atomic
def demand_of(groups: Iterable[Group]) -> None:
    """Demand a second factor of these roles and of no others; each change is in the audit trail."""
    wanted = {group.pk: group.name for group in groups}
    held = dict(SecondFactorDemand.objects.values_list("group_id", "group__name"))
    for pk in wanted.keys() - held.keys():
        SecondFactorDemand.objects.create(group_id=pk)
        audit.record("group.demand_factor", f"group:{pk}", role=wanted[pk])
    for pk in held.keys() - wanted.keys():
        SecondFactorDemand.objects.filter(group_id=pk).delete()
        audit.record("group.release_factor", f"group:{pk}", role=held[pk])
