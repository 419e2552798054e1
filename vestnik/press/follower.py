"""The follower of an application or worker: it asks the database through Django."""

from __future__ import annotations

from django.db import DatabaseError

from vestnik.changes import log, nudge
from vestnik.press import due, surfaces
from vestnik.press.following import Following, Surroundings
from vestnik.press.marks import meaning
from vestnik.press.release import release
from vestnik.press.store import Store


class Follower(Following):
    """What this process knows of the log."""

    def __init__(self, store: Store) -> None:
        around = Surroundings(
            log=log.LOG,
            gone=DatabaseError,
            heard=lambda: nudge.heard(),
            meaning=meaning,
            release=release,
            pages_of=surfaces.pages_of,
        )
        super().__init__(store, around, due.Due())
