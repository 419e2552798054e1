"""Keeping what was arranged: as a draft, before readers, or at a moment to come; never over another's work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext, ngettext
from wagtail.locks import BasicLock
from wagtail.models import Revision

from vestnik.accounts.models import User
from vestnik.changes import audit
from vestnik.changes.actor import acting
from vestnik.changes.announcing import gathering
from vestnik.changes.nudge import nudge_at_commit
from vestnik.desk.acts import in_words
from vestnik.desk.fronts import layout
from vestnik.kit import clock
from vestnik.stories.arranging import with_zones
from vestnik.stories.models import Front, Story

#: Versions of anything that wait for their moment, looked at: more than any newsroom has at a time.
MOST_WAITING = 1_000
_BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)


class Refused(Exception):
    """The front was not saved; says why, for people."""


class Overtaken(Exception):
    """Somebody has saved the front meanwhile; `revision` is what they saved."""

    def __init__(self, revision: Revision | None) -> None:
        super().__init__()
        self.revision = revision


@dataclass(frozen=True, slots=True)
class Kept:
    """What was saved, and what to tell of it."""

    revision: Revision
    said: str


def draft_of(front: Front) -> Front:
    """The front as it was arranged last."""
    draft: Front = front.get_latest_revision_as_object()
    return draft


def save(
    front: Front,
    zones: list[layout.Zone],
    *,
    by: User,
    base: int,
    own: int = 0,
    publish: bool = False,
    at: datetime | None = None,
) -> Kept:
    """Save the zones on top of the version `base` (0: none yet). Raises Overtaken, Refused.

    `own` is a version that the same screen saved: it is written over, so that autosaves do not bury
    what people made. With `publish` readers see it now, with `at` from that moment on.
    """
    with acting(by.as_actor), gathering():
        # Before anything is written: what is refused leaves the transaction as it was.
        front = Front._base_manager.select_for_update().get(pk=front.pk)
        refusal = _refusal(front, by, base, at)
        if refusal is None:
            return _write(front, zones, by=by, own=own, publish=publish, at=at)
    raise refusal


def _refusal(front: Front, by: User, base: int, at: datetime | None) -> Overtaken | Refused | None:
    if (front.latest_revision_id or 0) != base:
        return Overtaken(front.latest_revision)
    # Wagtail's own lock of a page with a schedule is passed by: fronts change all day until then.
    if front.locked and BasicLock(front).for_user(by):
        return Refused(gettext("The front is locked by a colleague."))
    if at is not None and at <= clock.instant():
        return Refused(gettext("This moment has passed."))
    return None


def _write(
    front: Front,
    zones: list[layout.Zone],
    *,
    by: User,
    own: int,
    publish: bool,
    at: datetime | None,
) -> Kept:
    draft, gone = draft_of(front), 0
    if publish or at is not None:
        left_out = withdrawn_among(layout.stories_in(zones))
        zones, gone = layout.without(zones, left_out), len(left_out)
        draft.go_live_at = at
    with_zones(draft, zones)
    revision = draft.save_revision(
        user=by, log_action=True, clean=False, overwrite_revision=_own(front, own, by)
    )
    if publish or at is not None:
        waiting = scheduled(front) if publish else None
        revision.publish(user=by, changed=True, skip_permission_checks=True)
        if waiting is not None:
            # Publishing takes back every schedule; what is to appear in the evening still is.
            Revision.objects.filter(pk=waiting.pk).update(
                approved_go_live_at=waiting.approved_go_live_at
            )
        # A schedule leaves nothing in the log; who waits for the next moment must look.
        nudge_at_commit()
    return Kept(revision, _said(publish=publish, at=at, gone=gone))


def cancel_schedule(front: Front, *, by: User) -> bool:
    """Take back the moment at which a version was to appear; it stays as it is. Whether there was one."""
    with acting(by.as_actor), gathering(), audit.in_own_words():
        front = Front._base_manager.select_for_update().get(pk=front.pk)
        waiting = scheduled(front)
        if waiting is None:
            return False
        at = waiting.approved_go_live_at.isoformat()
        waiting.approved_go_live_at = None
        waiting.save(user=by, update_fields=["approved_go_live_at"])
        audit.record("page.unschedule", front.log_subject(), at=at)
        nudge_at_commit()
        return True


def scheduled(front: Front) -> Revision | None:
    """The version that is to appear by itself, if one is."""
    waiting = Revision.objects.filter(approved_go_live_at__gt=_BEFORE_ALL)
    # Whose they are is looked at here: asked for it, SQLite would walk over all versions of the front.
    rows = waiting.order_by("approved_go_live_at").values_list(
        "pk", "base_content_type_id", "object_id"
    )
    kind = front.get_base_content_type().pk
    for pk, of, owner in rows[:MOST_WAITING]:
        if of == kind and owner == str(front.pk):
            return Revision.objects.filter(pk=pk).first()
    return None


def withdrawn_among(pks: list[int]) -> list[int]:
    """Those of the stories that were taken off or are not there; drafts appear by themselves later."""
    rows = dict(Story.objects.filter(pk__in=pks).values_list("pk", "version"))
    live = set(Story.objects.live().filter(pk__in=pks).values_list("pk", flat=True))
    return [pk for pk in dict.fromkeys(pks) if pk not in live and rows.get(pk) != 0]


def _own(front: Front, own: int, by: User) -> Revision | None:
    latest: Revision | None = front.latest_revision
    if latest is None or latest.pk != own or latest.user_id != by.pk:
        return None
    if latest.pk == front.live_revision_id or latest.approved_go_live_at is not None:
        return None
    return latest


def _said(*, publish: bool, at: datetime | None, gone: int) -> str:
    said = ""
    if at is not None:
        said = gettext("The front is scheduled.")
    elif publish:
        said = gettext("Readers see the front now.")
    else:
        return gettext("The draft is saved.")
    if gone:
        said += " " + ngettext(
            "%(count)s story that was taken off is left out.",
            "%(count)s stories that were taken off are left out.",
            gone,
        ) % {"count": gone}
    return said


def as_told(revision: Revision | None) -> dict[str, Any]:
    """Who made a version and when, for the screen."""
    if revision is None:
        return {"who": "", "when": "", "base": 0}
    who = revision.user.get_full_name() if revision.user else ""
    return {"who": who, "when": in_words(revision.created_at), "base": revision.pk}


def standing(front: Front) -> dict[str, Any]:
    """Which version readers see, 0 for none of those kept, and when another appears by itself."""
    waiting = scheduled(front)
    at = waiting.approved_go_live_at if waiting is not None else None
    return {
        "live": front.live_revision_id or 0,
        "scheduled": in_words(at) if at is not None else "",
    }
