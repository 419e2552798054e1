"""Where Django keeps sessions: as its own, and the list of who is signed in where follows each new key."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import transaction


class SessionStore(DatabaseStore):
    """A session that gets another key stays in the list, by whatever road it got it.

    A new password gives one (Wagtail's account page), and allauth's list knows only of its own screens:
    left with the old key, the session could be ended by nobody.
    """

    @transaction.atomic
    def cycle_key(self) -> None:
        old = self.session_key
        super().cycle_key()
        if old:
            UserSession.objects.filter(session_key=old).update(session_key=self.session_key)
