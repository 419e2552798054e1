"""The newsroom's screens asked over HTTP by people with sessions, and how long each takes."""

from __future__ import annotations

import http.client
import os
import time
from statistics import quantiles
from typing import Any
from urllib.parse import quote

ROUNDS = int(os.environ.get("VESTNIK_BENCH_ROUNDS", "40"))


def people() -> dict[str, str]:
    """A chief editor, and an author who owns every fifth story; each with the cookie of a session."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.auth.models import Group
    from django.contrib.sessions.backends.db import SessionStore

    from vestnik.accounts.models import User
    from vestnik.accounts.roles import Role
    from vestnik.search.actions.index import index
    from vestnik.stories.models import Story

    found = {}
    for role in (Role.CHIEF_EDITOR, Role.AUTHOR):
        email = f"{role.name.lower()}@bench.test"
        user = User.objects.filter(email=email).first()
        if user is None:
            user = User.objects.create_user(email)
            user.groups.set(Group.objects.filter(name=role.value))
            if role is Role.AUTHOR:
                pks = list(Story.objects.order_by("-pk").values_list("pk", flat=True)[::5])
                for start in range(0, len(pks), 200):
                    some = pks[start : start + 200]
                    Story.objects.filter(pk__in=some).update(owner=user)
                    index(some)
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        found[role.name.lower()] = f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
    return found


def visit(
    port: int, host: str, cookie: str, named: dict[str, Any], screens: dict[str, str]
) -> dict[str, list[float]]:
    """Milliseconds of each screen: asked for in turn, so that a noisy moment is noisy to all."""
    took: dict[str, list[float]] = {screen: [] for screen in screens}
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for number in range(ROUNDS + 2):
        for screen, address in screens.items():
            path = quote(address.format(**named), safe="/?&=+-")
            began = time.perf_counter()
            line.request("GET", path, headers={"Host": host, "Cookie": cookie})
            answer = line.getresponse()
            answer.read()
            if answer.status != 200:
                raise AssertionError(f"{path}: {answer.status}")
            # The first rounds fill caches.
            if number >= 2:
                took[screen].append((time.perf_counter() - began) * 1000)
    return took


def p95(times: list[float]) -> float:
    """What 95 of 100 stay under."""
    return quantiles(times, n=20)[-1]
