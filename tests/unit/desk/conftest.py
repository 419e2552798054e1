"""The newsroom over HTTP: people of every role, each signed in through the real door."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import newsroom
from tests.roads import ledger
from vestnik.accounts.models import User
from vestnik.accounts.roles import Role
from vestnik.changes.models import AuditEntry, Change
from vestnik.stories.models import Story


class People:
    """One person of each role, signed in once; None is the superuser."""

    def __init__(self) -> None:
        self._signed_in: dict[Role | None, tuple[User, Client]] = {}

    def __call__(self, role: Role | None) -> Client:
        """The browser of the role's person."""
        return self._of(role)[1]

    def user(self, role: Role | None) -> User:
        return self._of(role)[0]

    def _of(self, role: Role | None) -> tuple[User, Client]:
        if role not in self._signed_in:
            roles = () if role is None else (role,)
            user = newsroom.person(*roles, superuser=role is None)
            client = Client()
            form = {"username": user.email, "password": newsroom.PASSWORD}
            answer = client.post(reverse("wagtailadmin_login"), form)
            assert answer.status_code == 302, "The sign-in was refused."
            self._signed_in[role] = (user, client)
        return self._signed_in[role]


@pytest.fixture
def people(site):
    return People()


def everything() -> dict[str, Any]:
    """All that an act may change: what readers see, stories with their drafts, and both logs."""
    stories = list(Story.objects.order_by("pk").values())
    revisions = [
        list(story.revisions.order_by("pk").values("pk", "content", "approved_go_live_at"))
        for story in Story.objects.order_by("pk")
    ]
    # Whoever acts may have had to come in first.
    acts = AuditEntry.objects.exclude(act="user.sign_in")
    logs = (Change.objects.count(), acts.count())
    return {"public": ledger.picture(), "stories": stories, "revisions": revisions, "logs": logs}
