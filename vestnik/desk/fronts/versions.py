"""The versions of a front in words, newest first, each of which can be put back on the table."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.translation import gettext
from wagtail.models import Revision

from vestnik.desk.acts import in_words
from vestnik.desk.fronts import layout
from vestnik.stories.models import Front

#: Versions that are listed; the page's own history has them all.
LISTED = 30


def versions(front: Front) -> list[dict[str, Any]]:
    """The newest versions: who saved each and when, and what became of it."""
    rows = _of(front).select_related("user").defer("content").order_by("-pk")
    return [
        {
            "id": row.pk,
            "who": row.user.get_full_name() if row.user else "",
            "when": in_words(row.created_at),
            "state": _state(front, row),
        }
        for row in rows[:LISTED]
    ]


def zones_of(front: Front, revision: int) -> list[layout.Zone]:
    """The zones of one version as the screen has them. Raises Http404."""
    found = _of(front).filter(pk=revision).first()
    if found is None:
        raise Http404
    return layout.as_sent(found.as_object())


def _of(front: Front) -> Any:
    return Revision.objects.filter(
        base_content_type=front.get_base_content_type(), object_id=str(front.pk)
    )


def _state(front: Front, revision: Revision) -> str:
    if revision.approved_go_live_at is not None:
        return gettext("appears %(when)s") % {"when": in_words(revision.approved_go_live_at)}
    if revision.pk == front.live_revision_id:
        return gettext("readers see this")
    if revision.pk == front.latest_revision_id:
        return gettext("the draft")
    return ""
