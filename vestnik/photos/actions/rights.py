"""Taking away the public files of photos whose rights have ended, and bringing them back."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from vestnik.changes import audit
from vestnik.changes.actor import Actor, acting
from vestnik.changes.announcing import gathering
from vestnik.kit import clock
from vestnik.photos.models import Photo

logger = logging.getLogger("vestnik.clock")
#: So many at once: what is left is due at the next call.
AT_ONCE = 100


def moments(after: datetime | None) -> Iterator[QuerySet[Any, datetime | None]]:
    """The moments, of those after one, in order, at which a right ends whose files are still there."""
    ends = Photo.objects.with_files_after_their_rights()
    if after is not None:
        ends = ends.filter(rights_until__gt=after)
    yield ends.values_list("rights_until", flat=True)


def end_due() -> int:
    """Take away the renditions of photos whose rights have ended; how many photos were done.

    Pages show them no more already. One that fails is logged, tried again, and stops no other.
    """
    due = Photo.objects.with_files_after_their_rights().filter(rights_until__lte=clock.instant())
    done = 0
    with acting(Actor(None, "clock")):
        for photo in due[:AT_ONCE]:
            try:
                with gathering():
                    photo.take_away_renditions()
                    if photo.is_public:
                        audit.record("photo.rights_ended", photo.log_subject())
            except Exception:
                logger.exception("The files of photo %s could not be taken away.", photo.pk)
            else:
                done += 1
    return done
