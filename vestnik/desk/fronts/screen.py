"""What the screen is told when it opens: addresses, the arrangement, kinds of zones, and its words."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language_info, gettext, pgettext
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from vestnik.desk.fronts import layout, saving
from vestnik.desk.fronts.rights import fronts_for, may_publish
from vestnik.stories.arranging import FILLS, KINDS, MOST_ZONES
from vestnik.stories.models import Front, Section

MOST_SECTIONS = 200
ADDRESSES = {
    "draw": "desk_front_draw",
    "shelf": "desk_front_shelf",
    "pulse": "desk_front_pulse",
    "save": "desk_front_save",
    "unschedule": "desk_front_unschedule",
    "history": "desk_front_history",
}


def context_of(user: Any, front: Front) -> dict[str, Any]:
    """What the template of the screen needs."""
    title = gettext("Arrange the front")
    draft = saving.draft_of(front)
    standing = saving.standing(front)
    fronts = fronts_for(user)
    sections = [*Section.objects.live().filter(locale_id=front.locale_id)[:MOST_SECTIONS]]
    return {
        "front": front,
        "fronts": [
            {
                "name": get_language_info(one.language)["name_translated"],
                "url": reverse("desk_front", args=[one.pk]),
                "current": one.pk == front.pk,
            }
            for one in fronts
        ]
        if len(fronts) > 1
        else [],
        "may_publish": may_publish(user, front),
        "scheduled": standing["scheduled"],
        "fills": FILLS,
        "kinds": kinds_of_zones(),
        "story_kinds": KINDS,
        "sections": sections,
        "told": {
            "urls": {name: reverse(url, args=[front.pk]) for name, url in ADDRESSES.items()}
            | {"version": reverse("desk_front_version", args=[front.pk, 0])},
            "zones": layout.as_sent(draft),
            "mostZones": MOST_ZONES,
            "most": layout.MOST,
            "kinds": kinds_of_zones(),
            "sections": {one.pk: one.title for one in sections},
            "mayPublish": may_publish(user, front),
            "words": words(),
            "user": user.pk,
            "front": f"front:{front.pk}",
            "signIn": reverse("desk_signed_in"),
            "kept": words_of_copies(),
        }
        | standing
        | saving.as_told(front.latest_revision),
        "page_title": title,
        "header_title": title,
        "header_icon": "home",
        "breadcrumbs_items": [
            *WagtailAdminTemplateMixin.breadcrumbs_items,
            {"url": "", "label": title},
        ],
    }


def kinds_of_zones() -> dict[str, str]:
    """What kinds of zones are called where there is little room."""
    return {
        "lead": pgettext("zone", "Lead"),
        "grid": pgettext("zone", "Grid of cards"),
        "list": pgettext("zone", "Headlines"),
        "opinion": pgettext("zone", "Opinions"),
        "briefs": pgettext("zone", "In brief"),
        "section": pgettext("zone", "Section"),
        "photo": pgettext("zone", "Photo of the day"),
    }


def words_of_copies() -> dict[str, Any]:
    """What the bar says of the copy in the browser, by state."""
    return {
        "unkept": {
            "title": gettext("This browser keeps no copy of what you arrange."),
            "text": gettext("Do not close the window before it says that the draft is saved."),
        },
        "back": {"title": gettext("The connection is back and everything is saved.")},
        "offline": {
            "title": gettext("The server cannot be reached. What you did is kept in this browser."),
            "text": gettext("It is drawn and saved by itself as soon as the server answers."),
        },
        "signedOut": {
            "title": gettext(
                "You are signed out, or may no longer do this. What you did is kept in this browser."
            ),
            "text": gettext("Sign in in another window and come back: it is saved by itself."),
            "buttons": {"signIn": gettext("Sign in in another window")},
        },
        "found": {
            "title": gettext("This browser has a front of {at} that is not on the server."),
            "text": gettext(
                "On the table it stands as a draft above what is saved; Undo brings that back."
            ),
            "buttons": {
                "restore": gettext("Put it on the table"),
                "leave": gettext("Leave what is saved"),
            },
        },
    }


def words() -> dict[str, str]:
    """What the script says; {braces} are filled in there."""
    return {
        "byHand": gettext("chosen"),
        "byItself": gettext("by itself"),
        "card": gettext("{headline}: {zone}, place {place} of {count}, {how}"),
        "lifted": gettext(
            "Lifted: {headline}. Arrows choose the place, Space puts it down, Escape leaves it."
        ),
        "target": gettext("{zone}, place {place} of {count}"),
        "put": gettext("{headline} now stands in {zone}, place {place}."),
        "pushed": gettext("{headline} has fallen out: the zone was full."),
        "left": gettext("Left as it was."),
        "waits": gettext("The server is awaited for what you did before."),
        "out": gettext("{headline} is no longer chosen."),
        "outByItself": gettext(
            "It stands here by itself. Put another story in its place, or change what fills the zone."
        ),
        "undone": gettext("Undone."),
        "redone": gettext("Done again."),
        "filled": gettext("The open places are filled by themselves."),
        "zoneMoved": gettext("{zone} is now zone {place} of {count}."),
        "zoneAdded": gettext("Added: {zone}."),
        "zoneRemoved": gettext("Taken away: {zone}."),
        "itself": gettext(
            "The front arranges itself. What you change makes this arrangement yours."
        ),
        "unsaved": gettext("Not saved yet"),
        "saving": gettext("Saving…"),
        "saved": gettext("Draft saved"),
        "failed": gettext("It could not be saved. It is tried again by itself."),
        "away": gettext("The server cannot be reached."),
        "unanswered": gettext("The server did not answer; nothing has changed. Try again."),
        "unpublished": gettext(
            "The server has not confirmed that readers see it. The draft is saved by itself; press once more."
        ),
        "came": gettext("What was sent has arrived after all."),
        "refused": gettext("You may no longer do this, or you are signed out."),
        "overtaken": gettext("{who} saved the front meanwhile ({when})."),
        "theirs": gettext("{who} saved the front just now; this is it."),
        "nobody": gettext("Somebody"),
        "noneFound": gettext("Nothing found."),
        "hidden": gettext("Chosen, but not shown: {headline} ({state})"),
        "lacks": gettext("not shown: {count}"),
        "gone": pgettext("story", "Taken off"),
        "unknown": gettext("a story that is not there"),
        "onFront": gettext("on the front"),
        "zone": gettext("Zone: {zone}"),
        "take": gettext("Put on the table"),
        "restored": gettext("This front is on the table; save or publish it."),
    }
