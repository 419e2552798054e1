"""The screen on which a front is arranged, and what it asks the server while one works."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext, override
from django.views.decorators.http import require_POST, require_safe

from vestnik.changes.models import Change
from vestnik.design import marks
from vestnik.desk.fronts import layout, saving
from vestnik.desk.fronts.rights import front_for, fronts_for, may_publish
from vestnik.desk.fronts.screen import context_of
from vestnik.desk.fronts.shelf import shelf, told_of
from vestnik.desk.fronts.versions import versions, zones_of
from vestnik.kit.hashing import fingerprint
from vestnik.kit.sent import json_object
from vestnik.stories.arranging import picture, with_zones, zones_by_itself
from vestnik.stories.models import Front

#: Letters of an arrangement that is sent; twenty full zones have far fewer.
MOST_SENT = 100_000


@require_safe
def first_front(request: HttpRequest) -> HttpResponse:
    """Leads to the first front that the person may arrange."""
    fronts = fronts_for(request.user)
    if not fronts:
        raise PermissionDenied
    return redirect("desk_front", fronts[0].pk)


@require_safe
def arrange(request: HttpRequest, pk: int) -> HttpResponse:
    """The screen: the picture, the shelf, and what may be done."""
    front = front_for(request.user, pk)
    return TemplateResponse(request, "desk/fronts/arrange.html", context_of(request.user, front))


@require_safe
def frame(request: HttpRequest, pk: int) -> HttpResponse:
    """The front as it was arranged last, as a reader's browser would get it."""
    front = front_for(request.user, pk)
    draft = saving.draft_of(front)
    if not draft.zones.raw_data:
        with_zones(draft, layout.as_stored(zones_by_itself(front)))
    return HttpResponse(_drawn(draft, picture(draft), "desk/fronts/frame.html"))


@require_POST
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture of an arrangement that was sent, with what stands where; nothing is saved.

    An arrangement without zones is answered with that which the front makes by itself.
    """
    front = front_for(request.user, pk)
    try:
        zones = layout.read(_sent(request).get("zones"))
    except layout.BadLayout as wrong:
        return JsonResponse({"error": str(wrong)}, status=400)
    draft = saving.draft_of(front)
    itself = not zones
    with_zones(draft, zones if zones else layout.as_stored(zones_by_itself(front)))
    # The mark first: what happens while the picture is drawn is asked for again.
    mark = mark_of(front)
    shown = picture(draft)
    told = layout.as_sent(draft)
    chosen = {pk for zone in told for pk in zone["stories"]}
    standing = [
        [] if place.area is None else [story.pk for story in place.area.stories]
        for place in shown["places"]
    ]
    everyone = chosen.union(*standing)
    return JsonResponse(
        {
            "html": _drawn(draft, shown, "desk/fronts/zones.html"),
            "zones": told,
            "itself": itself,
            "shown": standing,
            "stories": told_of(everyone, request.user),
            "mark": mark,
        }
    )


@require_safe
def on_shelf(request: HttpRequest, pk: int) -> HttpResponse:
    """The stories to choose from, the newest or those that are looked for."""
    front = front_for(request.user, pk)
    return JsonResponse({"stories": shelf(front, request.user, request.GET.get("q", ""))})


@require_safe
def pulse(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether anything may look different by now, and who saved the front last."""
    front = front_for(request.user, pk)
    return JsonResponse(
        {"mark": mark_of(front)} | saving.standing(front) | saving.as_told(front.latest_revision)
    )


@require_POST
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the arrangement that was sent, as a draft, before readers, or at a moment to come."""
    user: Any = request.user
    front = front_for(user, pk)
    sent = _sent(request)
    # Whoever signs in beside a screen that waits does not save in his own name what another arranged.
    if sent.get("user", user.pk) != user.pk:
        raise PermissionDenied
    wish = sent.get("do", "draft")
    if wish not in ("draft", "publish", "schedule"):
        return JsonResponse({"error": gettext("This is no zone of a front.")}, status=400)
    if wish != "draft" and not may_publish(user, front):
        raise PermissionDenied
    try:
        at = _moment(sent.get("at")) if wish == "schedule" else None
        kept = saving.save(
            front, layout.read(sent.get("zones")), by=user, base=_number(sent.get("base")),
            own=_number(sent.get("own")), publish=wish == "publish", at=at,
        )  # fmt: skip
    except (layout.BadLayout, saving.Refused) as wrong:
        return JsonResponse({"error": str(wrong)}, status=400)
    except saving.Overtaken as overtaken:
        return JsonResponse({"overtaken": saving.as_told(overtaken.revision)}, status=409)
    front = Front.objects.get(pk=front.pk)
    return JsonResponse(
        {"said": kept.said, "zones": layout.as_sent(saving.draft_of(front))}
        | saving.standing(front)
        | saving.as_told(kept.revision)
    )


@require_POST
def unschedule(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back the moment at which a version was to appear."""
    user: Any = request.user
    front = front_for(user, pk)
    if not may_publish(user, front):
        raise PermissionDenied
    if saving.cancel_schedule(front, by=user):
        return JsonResponse({"said": gettext("The schedule is cancelled; the draft stays.")})
    return JsonResponse({"error": gettext("Nothing is scheduled any more.")}, status=400)


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest versions of the front."""
    return JsonResponse({"versions": versions(front_for(request.user, pk))})


@require_safe
def version(request: HttpRequest, pk: int, revision: int) -> HttpResponse:
    """The arrangement of one version, to be put back on the table."""
    return JsonResponse({"zones": zones_of(front_for(request.user, pk), revision)})


def mark_of(front: Front) -> str:
    """Changes whenever what readers see, or the front's newest version, does."""
    last = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    latest = front.latest_revision
    saved = latest.created_at.isoformat() if latest is not None else ""
    return fingerprint(str(front.pk), str(last), saved)[:20]


def _drawn(front: Front, shown: dict[str, Any], template: str) -> str:
    """A template of the front in the front's language; comments say where its zones and stories begin."""
    with override(front.language):
        return marks.for_the_newsroom(render_to_string(template, shown))


def _sent(request: HttpRequest) -> dict[str, Any]:
    return json_object(request.body, most=MOST_SENT)


def _number(given: Any) -> int:
    return given if type(given) is int and 0 <= given < 2**63 else 0


def _moment(given: Any) -> Any:
    try:
        at = parse_datetime(str(given or ""))
    except ValueError:
        at = None
    if at is None:
        raise saving.Refused(gettext("Say the day and the hour."))
    return timezone.make_aware(at) if timezone.is_naive(at) else at
