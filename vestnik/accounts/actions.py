"""What other apps have done with people's sign-ins."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from vestnik.kit import clock


@transaction.atomic
def forget_ended_sessions(most: int) -> int:
    """Forget sessions whose time is over, strangers' too, so many at once; how many were forgotten."""
    ended = Session.objects.filter(expire_date__lt=clock.instant()).order_by("expire_date")
    keys = list(ended.values_list("pk", flat=True)[:most])
    UserSession.objects.filter(session_key__in=keys).delete()
    Session.objects.filter(pk__in=keys).delete()
    return len(keys)
