"""A colleague's notices, and what every page of the newsroom asks for: the alarm, and how many wait."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.permissions import policy_registry

from vestnik.desk.acts import ACTS, in_words
from vestnik.desk.pressroom.alarms import may_hear, may_see_the_press, troubles
from vestnik.desk.roads.lateness import MOST, Late, late_now
from vestnik.desk.roads.telling import read
from vestnik.stories.models import Story

ON_PAGE = 50
#: Beyond this the number of unread notices is not counted.
MOST_UNREAD = 99


@require_http_methods(["GET", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """The person's own notices: the unread ones, and the last of those read. A post reads them all."""
    user: Any = request.user
    if request.method == "POST":
        read(user)
        return redirect("desk_notices")
    unread = list(user.notices.unread()[:ON_PAGE])
    context = {
        "unread": unread,
        "earlier": list(user.notices.read()[:ON_PAGE]),
        "page_title": gettext("Notices"),
        "header_title": gettext("Notices"),
        "header_icon": "mail",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": gettext("Home")},
            {"url": "", "label": gettext("Notices")},
        ],
    }
    return TemplateResponse(request, "desk/notices.html", context)


@require_safe
def watch(request: HttpRequest) -> JsonResponse:
    """What is late and what is wrong with the press, in sentences, and how many notices are unread. Asked by
    every open page.
    """
    user: Any = request.user
    late = late_now()
    heard = troubles() if may_hear(user) else []
    unread = user.notices.unread().order_by()[: MOST_UNREAD + 1].count()
    answer = JsonResponse(
        {
            "alarm": _alarm(late),
            "lines": [_line(one, user) for one in late],
            "trouble": gettext("Something is wrong with the site.") if heard else "",
            "troubles": [_trouble(one.text) for one in heard] + _where(user, told=bool(heard)),
            "notices": _waiting(unread),
            "noticesUrl": reverse("desk_notices"),
        }
    )
    answer["Cache-Control"] = "no-store"
    return answer


def _alarm(late: list[Late]) -> str:
    if not late:
        return ""
    if len(late) >= MOST:
        return gettext("%(count)s stories and more should be out and are not.") % {"count": MOST}
    return ngettext(
        "A scheduled story should be out and is not.",
        "%(count)s scheduled stories should be out and are not.",
        len(late),
    ) % {"count": len(late)}


def _line(one: Late, user: Any) -> dict[str, str]:
    """One late story; its headline only for whoever may open it."""
    when = gettext("due at %(moment)s") % {"moment": in_words(one.due)}
    said = f"{when}. {one.why}" if one.why else when
    policy = policy_registry.get_by_type(Story)
    if one.story is None or not policy.user_has_permission_for_instance(user, "change", one.story):
        return {"text": said, "title": "", "url": "", "again": "", "againUrl": ""}
    again = ACTS["try-again"]
    may = again.may(user)
    return {
        "text": said,
        "title": one.story.headline,
        "url": one.story.edit_url(),
        "again": str(again.label) if may else "",
        "againUrl": reverse("desk_act", args=[one.story.pk, again.name]) if may else "",
    }


def _trouble(text: str) -> dict[str, str]:
    return {"text": text, "title": "", "url": ""}


def _where(user: Any, *, told: bool) -> list[dict[str, str]]:
    """Where one sees more, for whoever may; others are told whom to ask."""
    if not told:
        return []
    if may_see_the_press(user):
        return [{"text": "", "title": gettext("The site’s press"), "url": reverse("desk_press")}]
    return [_trouble(gettext("Tell whoever looks after the site."))]


def _waiting(unread: int) -> str:
    if not unread:
        return ""
    if unread > MOST_UNREAD:
        return gettext("More than %(count)s unread notices") % {"count": MOST_UNREAD}
    return ngettext("%(count)s unread notice", "%(count)s unread notices", unread) % {
        "count": unread
    }
